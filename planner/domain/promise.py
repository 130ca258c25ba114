"""Promises: what a person has been told, and what the plan makes of it.

The promise date rule of needs.md 3.1: a request is planned into the first window with room; the
date that is announced is the end of the window after that one; beyond five open days a date for
news is announced instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.domain.window import Window

#: Beyond so many open days no date for an answer is given, but one for news.
OPEN_DAYS = 5
#: A date beyond so many open days is unusual: the acknowledgement says why (B-07).
USUAL_DAYS = 2
#: A promise moved so often waits for the owner's own decision (C-04).
MOST_MOVES = 2
#: A delay is told so long before the date, at the latest (needs.md 3.1, B-04).
NOTICE = timedelta(hours=2)
#: What falls due within so long is soon: on the desk, on the home screen, in a notification.
SOON = timedelta(hours=24)
#: A due moment is the end of a window: a moment before it lies inside.
INSIDE = timedelta(seconds=1)


class Kind(StrEnum):
    """`answer`: you hear from me by this moment; `news`: you get news on that day."""

    ANSWER = "answer"
    NEWS = "news"


class Standing(StrEnum):
    """What has become of a promise."""

    STANDING = "standing"
    KEPT = "kept"
    MOVED_LATE = "moved late"
    BROKEN = "broken"
    RELEASED = "released"
    NOT_DELIVERED = "not delivered"  # its words came back: nobody was told (L-03)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that a delivered message carries (invariant 4). `window` is its planned place."""

    id: int
    request_id: int
    kind: Kind
    due: datetime
    window: str
    made_at: datetime
    state: Standing = Standing.STANDING
    moves: int = 0

    @property
    def waits_for_owner(self) -> bool:
        """Whether no letter may move it again: only the owner decides what is next (C-04)."""
        return self.kind is Kind.ANSWER and self.moves >= MOST_MOVES

    def is_soon(self, now: datetime) -> bool:
        """Whether it falls due within a day and has not passed."""
        return now < self.due <= now + SOON


@dataclass(frozen=True, slots=True)
class Date:
    """What can honestly be announced: a kind, a moment, and the planned window ("" if none)."""

    kind: Kind
    due: datetime
    window: str


@dataclass(frozen=True, slots=True)
class Horizon:
    """The windows that promises may use, and when news can be given instead.

    `open` are the windows really ahead: absences taken out, and none from the beginning of one
    without an end. `news` is when such an absence gives news; None without one, or when not even
    that can be said. `news_only` is true while the owner is away and no return is known, `away`
    while she is away at all. A window that runs at `now` is not counted among the open days ahead:
    the minutes left of it would change what can be told at its end.
    """

    open: tuple[Window, ...]
    news: datetime | None
    news_only: bool = False
    away: bool = False
    now: datetime | None = None

    def knows(self, place: Window | None) -> bool:
        """Whether a planned place is really ahead, and not beyond an absence without an end."""
        return place is not None and any(window.id == place.id for window in self.open)

    def announced(self, place: Window) -> datetime:
        """The end of the window after `place`: one window of margin (C-08)."""
        return self.after(place).end

    def after(self, place: Window) -> Window:
        """The window after `place`; itself when it is the last one."""
        return next((w for w in self.open if w.start >= place.end), place)

    def fifth_day_end(self) -> datetime | None:
        """The end of the last window of the fifth open day ahead."""
        days: set[date] = set()
        end: datetime | None = None
        ahead = [w for w in self.open if self.now is None or w.start > self.now]
        for window in ahead or self.open:  # soonest first: the sixth day ends the search
            days.add(window.day)
            if len(days) > OPEN_DAYS:
                break
            end = max(end or window.end, window.end)
        return end

    def day_for_news(self) -> datetime | None:
        """The moment to announce where no date is given: that of an absence without an end, or
        the end of the fifth open day while five are known."""
        unknown = self.news is not None and len({w.day for w in self.open}) < OPEN_DAYS
        return self.news if unknown else self.fifth_day_end()

    def usual(self, due: datetime) -> bool:
        """Whether a date is what people are used to: today, or the next open day (B-07)."""
        days = list(dict.fromkeys(w.day for w in self.open))[:USUAL_DAYS]
        return any(w.day in days and due <= w.end for w in self.open)

    def within_reach(self, place: Window) -> bool:
        """Whether the date announced for a window lies in the first five open days."""
        end = self.fifth_day_end()
        return end is not None and place.end <= end and self.announced(place) <= end


def honest_date(place: Window | None, horizon: Horizon) -> Date | None:
    """What may be announced for a planned place; None when nothing honest can be said."""
    if horizon.news_only:
        return Date(Kind.NEWS, horizon.news, "") if horizon.news else None
    if place is not None and horizon.within_reach(place):
        return Date(Kind.ANSWER, horizon.announced(place), place.id)
    news = horizon.day_for_news()
    return Date(Kind.NEWS, news, place.id if place else "") if news else None


@dataclass(frozen=True, slots=True)
class Word:
    """Something a person has to be told: a first date (`old` is None) or another one.

    `late` when an earlier promise was broken: the words own up to it.
    """

    request_id: int
    date: Date
    old: Promise | None
    late: bool = False


def word_for(
    request_id: int,
    place: Window | None,
    told: Promise | None,
    pending: Date | None,
    horizon: Horizon,
    now: datetime,
    *,
    renew_from: datetime | None = None,
    broken: bool = False,
    unattended: bool = False,
) -> Word | None:
    """What one person must be told about one request; None when what she knows still holds.

    `pending` is a date already written in a letter that has not left: it is kept when it still
    holds, so that a letter is not rewritten for nothing. `renew_from` is when a promise of news is
    due to be renewed, `broken` that an earlier promise passed without its words, `unattended` that
    nobody is there to keep the date (see `unattended` below). A promise moved twice gives no word:
    the owner decides (C-04).
    """
    if told is not None and not unattended and holds(told, place, now, renew_from, horizon):
        return None
    if told is not None and told.waits_for_owner:
        return None
    date = honest_date(place, horizon)
    if unattended and place is not None:  # its margin counts as lost: room is kept, the date later
        later = honest_date(horizon.after(place), horizon)
        date = replace(later, window=place.id) if later else None
    if date is None or date.due <= now:
        return None
    if pending is not None and _still_good(pending, date, place, now):
        date = Date(pending.kind, pending.due, date.window)
    if told is None:
        return Word(request_id, date, None, late=broken)
    if told.kind is Kind.NEWS:
        if date.kind is Kind.NEWS and date.due <= told.due:
            return None
        return Word(request_id, date, told)
    if date.due <= told.due and (date.kind is Kind.ANSWER or unattended):
        return None
    return Word(request_id, date, told)  # news may come sooner than a date that has no room


def holds(
    told: Promise,
    place: Window | None,
    now: datetime,
    renew_from: datetime | None,
    horizon: Horizon,
) -> bool:
    """Whether what a person was told can still be kept as it stands."""
    if told.kind is Kind.NEWS:
        named = next((w for w in horizon.open if w.id == told.window and w.end == told.due), None)
        if named is not None and (now < named.start or place == named):
            return True  # the server named this very window: the answer, or its date, comes in it
        # A date to give is the news; but in an absence the day that was named stands (D-04).
        if not horizon.away and place is not None and horizon.within_reach(place):
            return False
        return renew_from is None or now < renew_from
    return told.due > now and place is not None and place.end <= told.due


def notice_by(due: datetime, quiet_since: Callable[[datetime], datetime | None]) -> datetime:
    """When a delay is told at the latest: two hours before the date, not in the quiet hours.

    `quiet_since` says when the quiet hours around an instant began; None when it is not quiet.
    """
    latest = due - NOTICE
    quiet = quiet_since(latest)
    return quiet - timedelta(minutes=1) if quiet is not None else latest


def unattended(
    told: Promise,
    place: Window | None,
    horizon: Horizon,
    passed: Sequence[Window],
    seen_at: datetime | None,
    not_before: datetime | None = None,
) -> bool:
    """Whether a date rests on its margin alone and nobody is there to use it (B-04).

    `passed` are the windows that have ended, soonest first; `seen_at` is the owner's last action,
    `not_before` until when she had put the request aside. True when the last window in which she
    could have answered went by, and she has done nothing since it opened.
    """
    if told.kind is not Kind.ANSWER or place is None:
        return False
    if place.end > told.due or horizon.announced(place) <= told.due:
        return False  # it has to move anyway, or its margin is whole
    since = max(told.made_at, not_before or told.made_at)
    own = [w for w in passed if w.end > since]
    return bool(own) and (seen_at is None or seen_at < own[-1].start)


def _still_good(pending: Date, date: Date, place: Window | None, now: datetime) -> bool:
    if pending.kind is not date.kind or pending.due <= now:
        return False
    if pending.kind is Kind.NEWS:
        return True
    return place is not None and place.end <= pending.due


def standing(promises: Iterable[Promise]) -> Promise | None:
    """The one of a request's promises that stands."""
    return next((p for p in promises if p.state is Standing.STANDING), None)


def moves_so_far(promises: Sequence[Promise]) -> int:
    """How often a request's date has slipped since it was last answered; a broken one counts.

    A date that was moved to a day of news has slipped as well: news that is kept is no answer.
    """
    slips = 0
    for promise in _heard(promises):
        answer = promise.kind is Kind.ANSWER
        if answer and promise.state in (Standing.KEPT, Standing.RELEASED):
            slips = 0
        else:
            slips = max(slips, promise.moves + (answer and promise.state is Standing.BROKEN))
    return slips


def was_broken(promises: Sequence[Promise]) -> bool:
    """Whether the last promise, of an answer or of news, passed without its words."""
    heard = _heard(promises)
    return bool(heard) and heard[-1].state is Standing.BROKEN


def _heard(promises: Sequence[Promise]) -> list[Promise]:
    """Without those whose words came back."""
    return [promise for promise in promises if promise.state is not Standing.NOT_DELIVERED]


def planned_within(windows: Sequence[Window], promise: Promise) -> Window | None:
    """The window a promise stands in, or the last one that still keeps it."""
    for window in windows:
        if window.id == promise.window:
            return window
    fitting = [w for w in windows if w.end <= promise.due]
    return fitting[-1] if fitting else None
