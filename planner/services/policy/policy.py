"""The policy in force: the owner's rules and those of the house, asked about days and moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Self

from planner.domain.capacity import WHOLE, DayRule, windows_of_return
from planner.domain.time import (
    ONE_DAY,
    Zone,
    day_bounds,
    instant,
    span,
    to_local,
    working_day,
)
from planner.domain.window import Absence, Schedule, Window, absent, windows_between, without
from planner.services.policy.known import MORE, Known
from rules.engine import Decision, decide
from rules.model import RuleSet

NOTHING_KNOWN = Known()
NOTHING: Mapping[str, object] = MappingProxyType({})
#: The effects whose rules the home screen names.
SHOWN = ("closed", "answers_at_most", "minutes_at_most")
#: So many days ahead the end of something that holds is looked for.
AHEAD = 8


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules with what is known of today; `schedule` and `absences` say which days are worked.

    `ramp` numbers the first open days after an absence from 1.
    `problems` are those of a file that was not taken. Nothing here changes: new facts or new rules
    make a new policy.
    """

    rules: RuleSet
    schedule: Schedule
    known: Known = NOTHING_KNOWN
    absences: tuple[Absence, ...] = ()
    problems: tuple[str, ...] = ()
    ramp: Mapping[date, int] = field(default_factory=dict)
    _days: dict[date, DayRule] = field(default_factory=dict, init=False, repr=False, compare=False)
    _left: dict[Window, Window | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _rows: dict[date, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _twins: dict[frozenset[tuple[date, int]], Self] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def knowing(self, known: Known, schedule: Schedule, absences: tuple[Absence, ...] = ()) -> Self:
        """The same rules at another moment."""
        if (known, schedule, absences) == (self.known, self.schedule, self.absences):
            return self  # with what was decided already
        return replace(self, known=known, schedule=schedule, absences=absences)

    def returning(self, ramp: Mapping[date, int]) -> Self:
        """The same with other days of a return; each of the two remembers the other, with what
        it has decided: every look asks both.
        """
        if ramp == self.ramp:
            return self
        days = frozenset(ramp.items())
        if days not in self._twins:
            self._twins[days] = replace(self, ramp=ramp)
            self._twins[days]._twins[frozenset(self.ramp.items())] = self
        return self._twins[days]

    def with_rules(self, rules: RuleSet) -> Self:
        """Other rules under the same facts."""
        return replace(self, rules=rules, problems=())

    def with_problems(self, problems: tuple[str, ...]) -> Self:
        """The same, beside a file that was not taken."""
        return replace(self, problems=problems)

    # What is decided about a day, a window, a moment, a request

    def day(self, day: date) -> DayRule:
        """The limits of a working day."""
        if day not in self._days:
            self._days[day] = _day_rule(self.of_day(day).effects)
        return self._days[day]

    def of_day(self, day: date) -> Decision:
        """What the rules say about a whole day."""
        return decide(self.rules, self.day_facts(day))

    def left(self, window: Window) -> Window | None:
        """What the rules leave of a window: they may cut it, or close all of it.

        On a smaller day of a return some stay closed whatever else holds (`rests`).
        """
        if window not in self._left:
            self._left[window] = None if self.rests(window) else self._cut(window)
        return self._left[window]

    def rests(self, window: Window) -> bool:
        """Whether a day of a return does without this window (E-03)."""
        if not self.ramp.get(window.day) or self.day(window.day).percent >= WHOLE:
            return False
        begins, ends = day_bounds(window.day, self.schedule.zone, self.schedule.day_starts)

        def found(absences: tuple[Absence, ...]) -> list[Window]:
            windows = windows_between(self.schedule, begins, ends, absences, self._cut)
            return [one for one in windows if one.day == window.day]

        usual, left = found(()), found(self.absences)
        opened = windows_of_return(len(usual), left, self.day(window.day).percent)
        ids = {one.id for one in usual} - {one.id for one in opened}
        return window.id in ids

    def _cut(self, window: Window) -> Window | None:
        return without(window, self._closed_parts(window))

    def hours_left(self, day: date, start: time, end: time) -> tuple[time, time] | None:
        """What the rules leave of hours on a date, as times on the wall."""
        since, until = span(day, start, end, self.schedule.zone)
        kept = self.left(Window("", self.working_day(since), since, until, 0, 0))
        if kept is None:
            return None
        zone = self.schedule.zone
        return to_local(kept.start, zone).time, to_local(kept.end, zone).time

    def usually(self, schedule: Schedule) -> Self:
        """The same rules on a day of which nothing special is known."""
        return self.knowing(NOTHING_KNOWN, schedule)

    def at(
        self, at: datetime, zone: Zone | None = None, about: Mapping[str, object] = NOTHING
    ) -> Decision:
        """What the rules say about a moment, and about a request of which these facts are known.

        With `zone` by the clocks of another place.
        """
        return decide(self.rules, {**self.moment_facts(at, zone), **about})

    @property
    def asks(self) -> frozenset[str]:
        """The facts that some rule asks about."""
        return frozenset(fact.name for fact in self.rules.facts)

    def words(self, fact: str) -> frozenset[str]:
        """The words that rules look for in a fact made of words."""
        return frozenset(self.rules.words.get(fact, ()))

    def more(self, at: datetime) -> Window | None:
        """The minutes that the owner asked for beyond a limit, while they run (F-04)."""
        end = self.known.by_hand
        if end is None or not self._is_by_hand(at):
            return None
        start = end - MORE
        day, rule = self.working_day(start), self.day(self.working_day(start))
        wall = to_local(start, self.schedule.zone)
        id_ = f"{wall.date.isoformat()}T{wall.time:%H:%M}"
        return Window(id_, day, start, end, rule.portion, MORE // timedelta(minutes=1))

    def sets(self, effect: str) -> bool:
        """Whether some rule speaks about an effect."""
        return any(said.effect == effect for rule in self.rules.rules for said in rule.then)

    def holds(
        self,
        effect: str,
        at: datetime,
        zone: Zone | None = None,
        about: Mapping[str, object] = NOTHING,
    ) -> bool:
        """Whether a switch is on at a moment; `about` are the facts of a request."""
        return self.at(at, zone, about).effects.get(effect) is True

    def until(
        self,
        effect: str,
        at: datetime,
        zone: Zone | None = None,
        about: Mapping[str, object] = NOTHING,
    ) -> datetime | None:
        """When a switch that is on at a moment goes off; None when it is not on.

        Looks a few days ahead, and no further.
        """
        if not self.holds(effect, at, zone, about):
            return None
        last = at
        for moment in self.changes(at, zone):
            if not self.holds(effect, moment, zone, about):
                return moment
            last = moment
        return last

    def since(self, effect: str, at: datetime, zone: Zone | None = None) -> datetime | None:
        """When a switch that is on at a moment went on; None when it is not on."""
        if not self.holds(effect, at, zone):
            return None
        begun: datetime | None = None
        for moment in self.changes(at - 2 * ONE_DAY, zone, until=at):
            begun = (begun or moment) if self.holds(effect, moment, zone) else None
        return begun or at

    def spans(
        self, effect: str, begins: datetime, ends: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """When a switch is on between two moments, in order."""
        since: datetime | None = None
        for moment in (begins, *self.changes(begins, until=ends)):
            on = self.holds(effect, moment)
            if on and since is None:
                since = moment
            elif not on and since is not None:
                yield since, moment
                since = None
        if since is not None:
            yield since, ends

    # In words

    def says(self, at: datetime, language: str) -> tuple[str, ...]:
        """What holds a day together, in the owner's own words: the `say` of the deciding rules."""
        decision = self.at(at)
        reasons = (decision.reasons.get(effect) for effect in SHOWN)
        names = dict.fromkeys(reason.winner for reason in reasons if reason)
        return tuple(self.rules.by_name[name].say.text(language) for name in names)

    # Facts

    def day_facts(self, day: date) -> dict[str, object]:
        """What is known of a working day, also of one to come."""
        facts: dict[str, object] = {
            "date": day,
            "weekday": day.weekday(),
            "ramp_day": self.ramp.get(day, 0),
            **_season(self.rules, day),
        }
        if any(fact.name == "worked_days_in_a_row" for fact in self.rules.facts):
            facts["worked_days_in_a_row"] = self._worked(day)
        if day == self.known.today:
            facts["energy"] = self.known.energy
            facts["night_rest"] = self.known.night_rest
        return facts

    def moment_facts(self, at: datetime, zone: Zone | None = None) -> dict[str, object]:
        """What is known of a moment, and of its day."""
        day = self.working_day(at)
        facts = self.day_facts(day)
        facts["time"] = to_local(at, zone or self.schedule.zone).time
        facts["unavailable"] = absent(self.absences, at) is not None
        facts["by_hand"] = self._is_by_hand(at)
        facts.update(self._today(day))
        return facts

    def working_day(self, at: datetime) -> date:
        """The working day of a moment."""
        return working_day(at, self.schedule.zone, self.schedule.day_starts)

    def _is_by_hand(self, at: datetime) -> bool:
        end = self.known.by_hand
        return end is not None and end - MORE <= at < end

    def _today(self, day: date) -> dict[str, object]:
        """What has been done on a day: nothing yet on those to come."""
        known = self.known
        if day != known.today:
            return {"answers_today": 0, "minutes_today": 0, "looks_today": 0}
        return {
            "answers_today": known.answers,
            "minutes_today": known.minutes,
            "looks_today": known.looks,
        }

    def _worked(self, day: date) -> int:
        """Days worked just before a day; a day to come is worked when a window takes place on it.

        Asked from today on, so that no day asks for itself.
        """
        today = self.known.today
        if today is None or day <= today:
            return self.known.worked_before(day)
        if day not in self._rows:
            first = max((d for d in self._rows if d < day), default=today)
            self._rows.setdefault(today, self.known.worked_before(today))
            while first < day:
                follows = self._rows[first] + 1 if self._is_worked(first) else 0
                first += ONE_DAY
                self._rows[first] = follows
        return self._rows[day]

    def _is_worked(self, day: date) -> bool:
        if day in self.known.worked:
            return True
        begins, ends = day_bounds(day, self.schedule.zone, self.schedule.day_starts)
        found = windows_between(self.schedule, begins, ends, self.absences, self.left)
        return any(window.day == day for window in found)

    # Moments at which something may change

    def _closed_parts(self, window: Window) -> list[tuple[datetime, datetime | None]]:
        """The parts of a window that rules close; the day is the one in which it begins."""
        moments = [window.start, *self.changes(window.start, until=window.end), window.end]
        facts = {**self.day_facts(window.day), **self._today(window.day)}
        parts: list[tuple[datetime, datetime | None]] = []
        for start, end in pairwise(moments):
            facts["time"] = to_local(start, self.schedule.zone).time
            if decide(self.rules, facts).effects.get("closed") is True:
                parts.append((start, end))
        return parts

    def changes(
        self, after: datetime, zone: Zone | None = None, until: datetime | None = None
    ) -> Iterator[datetime]:
        """The moments after one at which a rule may begin or end, in order."""
        zone = zone or self.schedule.zone
        first = to_local(after, zone).date - ONE_DAY
        walls = sorted({*self.rules.edges, self.schedule.day_starts})
        by_hand = self.known.by_hand
        for n in range(AHEAD + 2):
            day = first + n * ONE_DAY
            found = {  # where the clock falls back a time of day comes twice
                instant(day, wall, zone, last=last) for wall in walls for last in (False, True)
            }
            if by_hand is not None and to_local(by_hand, zone).date == day:
                found.add(by_hand)
            for moment in sorted(found):
                if until is not None and moment >= until:
                    return
                if moment > after:
                    yield moment


def _season(rules: RuleSet, day: date) -> dict[str, object]:
    """The season of a day, or how long ago the last one ended."""
    facts: dict[str, object] = {}
    for season in rules.seasons:
        if season.first <= day <= season.last:
            facts["season"] = season.name
        ago = (day - season.last).days
        if 1 <= ago <= 31:
            facts["days_since_season"] = ago
    return facts


def _day_rule(effects: Mapping[str, object]) -> DayRule:
    """The effects about a day as its limits."""
    plain = DayRule()
    found = {
        name: value
        for name, effect in _LIMITS.items()
        if isinstance(value := effects.get(effect), int)
    }
    return replace(plain, **found)


_LIMITS = {
    "answers": "answers_at_most",
    "minutes": "minutes_at_most",
    "window_answers": "window_answers_at_most",
    "portion": "portion_at_most",
    "fill": "fill_percent_at_most",
    "percent": "day_percent_at_most",
    "reserve": "reserve_percent",
    "hostile": "hostile_at_most",
    "portion_hostile": "portion_hostile_at_most",
    "urgent": "urgent_answers_at_most",
    "peeks": "peeks_at_most",
    "notifications": "notifications_at_most",
    "later_start": "later_start",
}
