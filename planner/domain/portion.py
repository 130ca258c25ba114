"""In which order an open window deals its requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from planner.domain.request import TARGET_AGE, Effort, Request
from planner.domain.time import ONE_DAY, day_bounds, working_day
from planner.domain.window import Absence, Left, Schedule, windows_between

#: So many days back closed days are told from open ones; whoever is older is aged anyway.
LOOK_BACK = 60


def in_order(
    requests: Iterable[Request],
    told: Mapping[int, datetime],
    here: Collection[int],
    aged: Collection[int],
    room: int,
) -> list[Request]:
    """The order of the desk (A-06, A-09, A-10).

    What the plan puts into this window (`here`) comes first: who was told a date (`told`) by that
    date, at the same date who is ready to buy, then who came first. Whoever is past the target age
    without a date (`aged`) goes before all of them, as far as the window has `room` (in answers)
    beside the promises planned into it: so nobody is overtaken for ever, and no promise breaks for
    it. Those of one errand follow each other, within the same bounds. Tone and writing again raise
    nobody (G-03, A-02); effort only says what fits.
    """
    ordered = sorted(requests, key=lambda r: _turn(r, told, here))
    spare = room - sum(r.effort.answers for r in ordered if r.id in told and r.id in here)
    first: list[Request] = []
    for request in sorted(ordered, key=lambda r: (r.opened_at, r.id)):
        if request.id in aged and request.id not in told and request.effort.answers <= spare:
            first.append(request)
            spare -= request.effort.answers
    early = {r.id for r in first}
    return _together([*first, *(r for r in ordered if r.id not in early)], here, spare)


def _turn(
    request: Request, told: Mapping[int, datetime], here: Collection[int]
) -> tuple[bool, bool, datetime, bool, datetime, int]:
    due = told.get(request.id)
    return (
        request.id not in here,
        due is None,
        due or datetime.max.replace(tzinfo=request.opened_at.tzinfo),
        not request.ready_to_buy,
        request.opened_at,
        request.id,
    )


def _together(ordered: Sequence[Request], here: Collection[int], spare: int) -> list[Request]:
    """One errand is one trip: its requests follow the first of them."""
    shared: dict[str, list[Request]] = defaultdict(list)
    for request in ordered:
        if request.errand:
            shared[request.errand].append(request)
    found: list[Request] = []
    taken: set[int] = set()
    for request in ordered:
        if request.id in taken:
            continue
        found.append(request)
        for other in shared.get(request.errand, ())[1:]:
            needs = 0 if other.id in here else other.effort.answers
            if other.id != request.id and other.id not in taken and needs <= spare:
                spare -= needs
                taken.add(other.id)
                found.append(other)
        taken.add(request.id)
    return found


def in_shares(
    ordered: Iterable[Request], here: Collection[int], waited: Collection[int], share: int
) -> list[Request]:
    """The same order on a day of a return, where those who `waited` then have a `share` of answers.

    What the plan puts into this window (`here`) stays in front; who waited goes behind the others
    where the share is used up, so that those who wrote since find what was kept for them.
    """
    first: list[Request] = []
    later: list[Request] = []
    for request in ordered:
        fits = request.effort.answers <= share or request.id in here
        if request.id in waited:
            share -= request.effort.answers if fits else 0
        (first if fits or request.id not in waited else later).append(request)
    return [*first, *later]


def easy_first(dealt: Sequence[Request]) -> list[Request]:
    """The same portion, begun with the request that asks for least: a return starts easily (E-07).

    Of several the one that stood in front; the others keep their order.
    """
    first = min(dealt, key=lambda r: (r.effort.answers, r.effort.minutes), default=None)
    return sorted(dealt, key=lambda request: request is not first)


def portion_ended(given: Iterable[tuple[datetime, Effort]], size: int) -> datetime | None:
    """When a portion of so many answers was finished; None while one is begun, or none was.

    `given` are the answers of one window, in any order; what is sent at one instant is one step.
    """
    inside, ended = 0, None
    for at, step in groupby(sorted(given, key=itemgetter(0)), key=itemgetter(0)):
        inside += sum(effort.answers for _at, effort in step)
        ended = at if inside >= size else None
        inside = 0 if ended else inside
    return ended


def aged_since(
    schedule: Schedule,
    now: datetime,
    absences: Sequence[Absence] = (),
    left: Left | None = None,
) -> datetime:
    """The instant that lies the target age of open days before `now`.

    A local working day without a window does not count, so a Sunday ages nobody.
    """
    ages: timedelta = TARGET_AGE
    day = working_day(now, schedule.zone, schedule.day_starts)
    begins = now
    for _ in range(LOOK_BACK):
        begins, ends = day_bounds(day, schedule.zone, schedule.day_starts)
        if any(w.day == day for w in windows_between(schedule, begins, ends, absences, left)):
            length = min(ends, now) - begins
            if length >= ages:
                return min(ends, now) - ages
            ages -= length
        day -= ONE_DAY
    return begins
