"""`status`, `windows` and `promises` through a read-only connection, without SQLModel.

SQLModel takes about half a second to import; these three answer in a tenth of it. A test asks the
same questions through the queries and compares.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.clock import SystemClock
from planner.domain.absence import stretch, yearly
from planner.domain.notification import UNSEEN
from planner.domain.outbox import copies_of
from planner.domain.promise import Kind, Promise, Standing
from planner.domain.request import BY_HAND, Effort
from planner.domain.server_reply import Cover
from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Schedule, SpecialDay, windows_between, with_special
from planner.paths import Paths, read_text
from planner.services.keeping import service_view
from planner.services.ledger import LedgerRow, ledger_view, promise_views
from planner.services.policy import InForce, known, of_file
from planner.services.policy.known import CUSTOMER, Known, last_end, rest_between
from planner.services.policy.returning import days_of_return
from planner.services.returning import CAUGHT_UP
from planner.services.today import LEDGER_DAYS, Reading, Told, today_view, view
from planner.settings import Settings, load
from planner.store.ledger_sql import MOVED, STRANDED, STUCK
from planner.store.migrate import HEAD, stamped
from planner.store.problems import look_for, newer, told
from planner.views_today import ChannelView, LedgerView, PromiseView, TodayView, WindowView

if TYPE_CHECKING:
    from planner.ports import Clock

_PROMISES = """
SELECT p.id, p.request_id, p.kind, p.due, p.window, p.made_at, p.state, p.moves,
       r.answers, r.minutes, coalesce(nullif(n.name, ''), r.address), r.subject, r.state,
       r.answerable, r.channel
FROM promises p JOIN requests r ON r.id = p.request_id JOIN people n ON n.id = r.person_id
WHERE {where} ORDER BY p.due, p.id
"""
_USED = """
SELECT coalesce(sum(r.answers), 0), coalesce(sum(r.minutes), 0)
FROM outbox o JOIN requests r ON r.id = o.request_id
WHERE o.automatic IS 0 AND o.created_at >= ? AND o.state <> 'cancelled'
  AND o.reason NOT IN ('still useful', 'let go')
"""
_IN_FORCE = "SELECT at, text, name, rules_hash FROM policies ORDER BY id DESC LIMIT 1"
_WAITING = (
    "SELECT sum(answers), sum(minutes) FROM requests"
    " WHERE opened_at < ? AND (ended_at IS NULL OR ended_at >= ?)"
)
_NOTICE = (
    "SELECT 1 FROM outbox WHERE sent_at >= ? AND purpose = 'notice'"
    " AND state IN ('sent', 'perhaps') LIMIT 1"
)
_SERVERS = "SELECT channel, state, wanted, problem FROM away_servers"
_PROPOSED = (
    "SELECT 1 FROM occurrences WHERE kind = 'proposal answered' AND key IN (?, 'never') LIMIT 1"
)
_ACTED = "SELECT at, kind FROM owner_actions WHERE at >= ? AND undone_at IS NULL ORDER BY id"
_CAUGHT_UP = f"SELECT key FROM occurrences WHERE kind = '{CAUGHT_UP}'"
_PAUSED = "SELECT key FROM occurrences WHERE kind = 'paused'"
_AMISS = "SELECT 1 FROM occurrences WHERE kind = 'amiss' LIMIT 1"
_UNCOPIED = "SELECT problem FROM channel_cursors WHERE channel = '/backup'"
_HELD = "SELECT detail FROM outbox WHERE state = 'queued' AND tries > 1 ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Row:
    """A promise with its request's effort and channel, and its line of the ledger."""

    promise: Promise
    effort: Effort
    channel: str
    line: LedgerRow


class Quick:
    """Three answers, each from one short read."""

    def __init__(self, paths: Paths, settings: Settings, rules: InForce, clock: Clock) -> None:
        self._paths, self._settings, self._rules, self._clock = paths, settings, rules, clock
        self._connection: sqlite3.Connection | None = None

    def today(self) -> TodayView:
        """The home screen's content."""
        now = self._clock.now()
        with self._one_moment():
            settings = replace(self._settings, schedule=self._schedule())
            reading = self._reading(now)
        return today_view(reading, settings, self._rules, now)

    def windows(self, days: int = 14) -> tuple[WindowView, ...]:
        """The windows of the coming days, soonest first."""
        now = self._clock.now()
        with self._one_moment():
            schedule, reading = self._schedule(), self._reading(now)
        found = windows_between(
            schedule,
            now,
            now + timedelta(days=days),
            reading.absences,
            self._rules.policy.left,
        )
        return tuple(view(window, reading.promises) for window in found)

    def holidays_seen(self, years: Iterable[str]) -> bool:
        """Whether the owner has looked at the public holidays of these years."""
        found = self._all("SELECT key FROM occurrences WHERE kind = 'holidays seen'")
        return set(years) <= {key for (key,) in found}

    def promises(self) -> tuple[PromiseView, ...]:
        """The ledger, soonest first."""
        since = self._clock.now() - LEDGER_DAYS
        where = "p.state = 'standing' OR p.ended_at >= ?"
        return promise_views([row.line for row in self._rows(where, _text(since))])

    def ledger(self) -> LedgerView:
        """Every promise there ever was, and how they ended."""
        moved = dict(self._all(MOVED))
        rows = [row.line for row in self._rows("1 = 1")]
        return ledger_view(rows, moved.get(1, 0), moved.get(0, 0))

    def _reading(self, now: datetime) -> Reading:
        schedule = self._settings.schedule
        day = working_day(now, schedule.zone, schedule.day_starts)
        begins = day_bounds(day, schedule.zone, schedule.day_starts)[0]
        absences = tuple(sorted(self._absences(now), key=lambda a: (a.since, a.id)))
        used = Effort(*(self._one(_USED, _text(begins)) or (0, 0)))
        self._know(day, begins, now, used, absences)
        people, leaves = self._one(
            "SELECT count(DISTINCT person_id), max(not_before) FROM outbox"
            " WHERE state = 'queued' AND automatic = 1 AND not_before > ?",
            _text(now),
        ) or (0, None)
        away = stretch(absences, now)
        been = away and self._one(_NOTICE, _text(away.since))
        undo = self._one(
            "SELECT undo_until FROM owner_actions WHERE undone_at IS NULL AND undo_until > ?"
            " ORDER BY id DESC LIMIT 1",
            _text(now),
        )
        standing = tuple(self._rows("p.state = 'standing'"))
        return Reading(
            absences=absences,
            promises=tuple((row.promise, row.effort) for row in standing),
            used=used,
            channels=tuple(self._channels()),
            live=self._one("SELECT 1 FROM occurrences WHERE kind = 'live' AND key = 'since'")
            is not None,
            told=Told(people, _instant(leaves), been=been is not None),
            undo_until=_instant(undo[0]) if undo else None,
            decided=frozenset(self._decided()),
            answered=self._one(_PROPOSED, day.isoformat()) is not None,
            stuck=self._one(STUCK) is not None,
            paused=frozenset(key for (key,) in self._all(_PAUSED)),
            held=(self._one(_HELD) or ("",))[0],
            unheard=bool(self._keys("word doubted", now - timedelta(days=7))),
            spoken=tuple(row.promise for row in standing if row.channel in BY_HAND),
            unfiled=next(filter(None, self._unfiled()), ""),
            uncopied=next((told for (told,) in self._all(_UNCOPIED)), ""),
            stranded=self._one(STRANDED) is not None,
            servers={
                channel: (Cover(state), wanted, problem)
                for channel, state, wanted, problem in self._all(_SERVERS)
            },
            amiss=self._one(_AMISS) is not None,
            service=service_view(self._paths, now),
            customer=last_end(self._keys(CUSTOMER, now - timedelta(hours=1)), now),
            caught_up=next((date.fromisoformat(key) for (key,) in self._all(_CAUGHT_UP)), None),
            unseen=next(iter(self._keys(UNSEEN, begins)), ""),
        )

    def _know(
        self,
        day: date,
        begins: datetime,
        now: datetime,
        used: Effort,
        absences: tuple[Absence, ...],
    ) -> None:
        """Tell the rules what is known of today; the same as `services.facts.read_known`."""
        rules = self._rules
        for at, text, name, rules_hash in self._all(_IN_FORCE):
            rules.remember(text, name, rules_hash, _instant(at) or now)
        asked = rules.policy.asks
        energy = self._one("SELECT energy FROM checkins WHERE day = ?", day.isoformat())
        worked: frozenset[date] = frozenset()
        if "worked_days_in_a_row" in asked:
            keys = self._keys(known.WORKED, now - known.COUNTED)
            worked = frozenset(map(date.fromisoformat, keys))
        rest = None
        if "night_rest" in asked:
            acted = self._all(_ACTED, _text(begins - timedelta(days=1)))
            work = [at for text, kind in acted if kind in known.WORK and (at := _instant(text))]
            rest = rest_between(work, begins)
        ends = map(datetime.fromisoformat, self._keys(known.BY_HAND, now - timedelta(hours=1)))
        today = Known(
            today=day,
            energy=energy[0] if energy else None,
            answers=used.answers,
            minutes=used.minutes,
            looks=len(self._keys(known.LOOKED, begins)),
            worked=worked,
            night_rest=rest,
            by_hand=max((end for end in ends if end > now), default=None),
        )
        usual = rules.policy.returning({}).knowing(today, self._schedule(), absences)
        rules.policy = usual.returning(days_of_return(usual, now, self._waiting_at))

    def _waiting_at(self, at: datetime) -> Effort:
        answers, minutes = self._one(_WAITING, _text(at), _text(at)) or (0, 0)
        return Effort(answers or 0, minutes or 0)

    def _decided(self) -> Iterator[date]:
        yield from (special.day for special in self._settings.schedule.special)
        yield from (date.fromisoformat(d) for (d,) in self._all("SELECT day FROM special_days"))

    def _keys(self, kind: str, since: datetime) -> list[str]:
        query = "SELECT key FROM occurrences WHERE kind = ? AND at >= ? ORDER BY id"
        return [key for (key,) in self._all(query, kind, _text(since))]

    def _schedule(self) -> Schedule:
        """The windows of the settings, without the days that the owner closed."""
        noted = self._all(
            "SELECT day, closed, note, opens FROM special_days"
            " WHERE closed OR opens <> '' ORDER BY day"
        )
        days = [
            SpecialDay(
                date.fromisoformat(day),
                bool(closed),
                (),
                note,
                first=time.fromisoformat(opens) if opens else None,
            )
            for day, closed, note, opens in noted
        ]
        return with_special(self._settings.schedule, days)

    def _absences(self, now: datetime) -> Iterator[Absence]:
        query = (
            "SELECT id, kind, since, until, half, occurrence FROM absences"
            " WHERE cancelled_at IS NULL"
        )
        for number, kind, since, until, half, occurrence in self._all(query):
            begins = _instant(since)
            assert begins is not None
            yield Absence(number, kind, begins, _instant(until), half, occurrence)
        replaced = self._all("SELECT occurrence FROM absences WHERE occurrence <> ''")
        yield from yearly(self._settings.schedule, now, {key for (key,) in replaced})

    def _channels(self) -> Iterator[ChannelView]:
        problems = dict(self._all("SELECT channel, problem FROM channel_cursors"))
        for channel in self._settings.channels:
            if channel.kind in ("maildir", "imap"):
                problem = problems.get(channel.name, "")
                state = "waiting" if problem else "ok"
                yield ChannelView(channel.name, channel.kind, state, problem)

    def _unfiled(self) -> Iterator[str]:
        problems = dict(self._all("SELECT channel, problem FROM channel_cursors"))
        for channel in self._channels():
            yield problems.get(copies_of(channel.name), "")

    def _rows(self, where: str, *given: object) -> Iterator[Row]:
        for row in self._all(_PROMISES.format(where=where), *given):
            number, request, kind, due, window, made, state, moves, *rest = row
            answers, minutes, who, what, stands, answerable, channel = rest
            due_at, made_at = _instant(due), _instant(made)
            assert due_at is not None
            assert made_at is not None
            promise = Promise(
                number, request, Kind(kind), due_at, window, made_at, Standing(state), moves
            )
            line = LedgerRow(promise, who, what, stands == "open", bool(answerable))
            yield Row(promise, Effort(answers, minutes), channel, line)

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """All questions until the end of the block are asked of the file as it is at one moment."""
        if not self._paths.database.exists():
            yield
            return
        try:
            self._connection = _connect(self._paths.database)
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise told(error, str(self._paths.database)) from error
        try:
            yield
        finally:
            self._connection.close()
            self._connection = None

    def _one(self, query: str, *given: object) -> tuple[Any, ...] | None:
        return next(iter(self._all(query, *given)), None)

    def _all(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        path = self._paths.database
        if not path.exists():
            return []
        try:
            if self._connection is None:
                with closing(_connect(path)) as connection:
                    return connection.execute(query, given).fetchall()
            return self._connection.execute(query, given).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []  # made, and not yet filled
            raise told(error, str(path)) from error
        except sqlite3.DatabaseError as error:
            raise told(error, str(path)) from error


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)


def open_quick(paths: Paths, clock: Clock | None = None) -> Quick:
    """Open what is there, for reading only. Raises SettingsError, StoreError."""
    text = read_text(paths.settings)
    settings = load(text or "", str(paths.settings))
    _up_to_date(paths.database)
    rules = of_file(paths.policy, settings.schedule)
    return Quick(paths, settings, rules, clock or SystemClock())


def _up_to_date(path: Path) -> None:
    """Refuse a file whose tables this program has never heard of; bring an older one up to date."""
    try:
        version = stamped(path) if look_for(path) else None
    except sqlite3.Error as error:
        raise told(error, str(path)) from error
    if version is not None and version > HEAD:
        raise newer(version, str(path))
    if version is not None and version < HEAD:
        from planner.store.engine import open_store  # once after an upgrade of the program

        open_store(path).close()


def _text(at: datetime) -> str:
    """An instant as the store writes it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
