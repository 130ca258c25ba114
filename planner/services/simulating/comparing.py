"""Comparing: the same days played twice, as they are and with a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from planner.clock import StoryClock
from planner.domain.outbox import SAID
from planner.domain.promise import Kind, Standing
from planner.domain.request import State
from planner.domain.story import Story, parse
from planner.domain.weeks import moved_on
from planner.domain.window import windows_between
from planner.services.context import Context
from planner.services.office import Office
from planner.services.simulating.lately import lately
from planner.services.simulating.player import Opener, Player
from planner.services.simulating.post import StoryPost
from planner.services.simulating.what_if import WhatIf, changed

#: After the last event the clock runs on for so long, until everything has its end.
AFTERWARDS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a run. Promises are dates for an answer; days are the owner's open days.

    `promises` were kept, or moved late and given again, or broken, or still stand at the end;
    `moved_in_time` and `moved_late` count moves. Waits are in hours from the request to the
    owner's own answer, `minutes_a_day` and `fullest_day` in minutes of answering.
    """

    promises: int
    kept: int
    moved_in_time: int
    moved_late: int
    broken: int
    largest_wait: float
    minutes_a_day: float
    fullest_day: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of the same days, side by side."""

    as_is: Figures
    what_if: Figures
    change: str


def compare_lately(
    own: Context, opened: Opener, change: WhatIf, days: int, folder: Path
) -> Comparison:
    """The owner's own last days on an empty shop with her settings, twice.

    `own` is a copy of her shop, which is only read. Raises NotPossible, WrongUse.
    """
    now = own.clock.now()
    with own.store.read() as unit:
        past = lately(unit, own, now, days, change.off)

    def begin(place: Path, opener: Opener) -> Player:
        return Player(past.story, place, opener, base=place, since=past.since, reads=past.read)

    return _twice(begin, opened, change, folder, now)


def compare_story(
    text: str,
    name: str,
    opened: Opener,
    change: WhatIf,
    folder: Path,
    since: datetime | None = None,
) -> Comparison:
    """A story played twice; with `since` it begins then. Raises StoryError, WrongUse."""
    story = parse(text, name)
    story = moved_on(story, since) if since else story

    def begin(place: Path, opener: Opener) -> Player:
        return Player(story, place, opener, base=Path(name).parent, since=since)

    return _twice(begin, opened, change, folder, since or story.events[0].at)


def _twice(
    begin: Callable[[Path, Opener], Player],
    opened: Opener,
    change: WhatIf,
    folder: Path,
    now: datetime,
) -> Comparison:
    zones: list[str] = []

    def otherwise(
        story: Story, place: Path, clock: StoryClock, posts: Mapping[str, StoryPost]
    ) -> Office:
        office = opened(story, place, clock, dict(posts))
        zones.append(office.ctx.settings.shop.zone)
        return Office(changed(office.ctx, change))

    what_if = _played(begin(folder / "what-if", otherwise))
    as_is = _played(begin(folder / "as-is", opened))
    return Comparison(as_is, what_if, change.words(now, zones[0]))


def _played(player: Player) -> Figures:
    """Play to the end, and with a diligent owner on until every request has its own."""
    try:
        player.play()
        end = player.clock.now() + AFTERWARDS
        if player.story.shop.owner != "diligent":
            end = player.clock.now()  # nobody would answer any more: it ends with its last event
        while player.clock.now() < end and _is_open(player.office.ctx):
            player.play_to(min(end, player.clock.now() + timedelta(days=1)))
        return figures(player)
    finally:
        player.office.close()


def _is_open(ctx: Context) -> bool:
    with ctx.store.read() as unit:
        return bool(unit.requests.open())


def figures(player: Player) -> Figures:
    """The figures of a run so far."""
    ctx, since, now = player.office.ctx, player.since, player.clock.now()
    with ctx.store.read() as unit:
        ledger = [p for p in unit.promises.ledger(since) if p.kind is Kind.ANSWER]
        moves = [
            e.data.get("in_time", True)
            for e in unit.journal.events(player.before)
            if e.event == "promise.moved"
        ]
        requests = (*unit.requests.open(), *unit.requests.ended())
        own: dict[int, list[datetime]] = {}
        for letter in unit.outbox.in_state(*SAID):
            if not letter.automatic and letter.sent_at and letter.sent_at >= since:
                own.setdefault(letter.request_id, []).append(letter.sent_at)
        answered = unit.requests.answered_since(since)
        absences = ctx.absences(unit, now)
    waits = [
        end - request.opened_at
        for request in requests
        if (end := _ended(request.opened_at, own.get(request.id, []), request.state, now))
    ]
    minutes: Counter[date] = Counter()
    for one in answered:
        minutes[ctx.day(one.at)] += one.effort.minutes
    last = max((one.at for one in answered), default=since)
    open_days = {w.day for w in windows_between(
        ctx.schedule, since, last, absences, ctx.policy.left
    )}  # fmt: skip
    states = Counter(p.state for p in ledger)
    return Figures(
        promises=len(ledger) - states[Standing.MOVED_LATE] - states[Standing.NOT_DELIVERED],
        kept=states[Standing.KEPT],
        moved_in_time=sum(map(bool, moves)),
        moved_late=len(moves) - sum(map(bool, moves)),
        broken=states[Standing.BROKEN],
        largest_wait=round(max(waits, default=timedelta()) / timedelta(hours=1), 1),
        minutes_a_day=round(sum(minutes.values()) / max(1, len(open_days | set(minutes))), 1),
        fullest_day=max(minutes.values(), default=0),
    )


def _ended(opened: datetime, own: list[datetime], state: State, now: datetime) -> datetime | None:
    """The owner's first word after a request was opened; for one without, now."""
    words = [at for at in own if at >= opened]
    return min(words) if words else now if state is State.OPEN else None
