"""Promises: how far a date may lie, when a delay is told, what counts as a slip."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.promise import (
    NOTICE,
    OPEN_DAYS,
    Date,
    Horizon,
    Kind,
    Promise,
    Standing,
    honest_date,
    moves_so_far,
    notice_by,
    unattended,
    was_broken,
    word_for,
)
from planner.domain.quiet import quiet_since, quiet_until
from planner.domain.window import Schedule, Weekly, Window, windows_between

ZONE = "Europe/Brussels"
ROWS = tuple(Weekly(frozenset(range(6)), time(hour), time(hour, 45)) for hour in (11, 17))
SCHEDULE = Schedule(ZONE, time(4), ROWS, quiet=(time(20, 30), time(8, 30)))
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
OPEN = windows_between(SCHEDULE, MONDAY, MONDAY + timedelta(days=21))
HORIZON = Horizon(OPEN, news=None)


def told(place: Window, due: datetime | None = None, **more: object) -> Promise:
    given = {"made_at": MONDAY, "window": place.id, "due": due or HORIZON.announced(place)}
    return Promise(1, 1, Kind.ANSWER, **{**given, **more})  # type: ignore[arg-type]


def test_the_announced_moment_lies_within_five_open_days():
    """The margin counts: a window at the end of the fifth day is announced for the sixth."""
    days = sorted({window.day for window in OPEN})
    last = max((w for w in OPEN if w.day == days[OPEN_DAYS - 1]), key=lambda w: w.end)
    before = max((w for w in OPEN if w.end < last.end), key=lambda w: w.end)
    assert honest_date(before, HORIZON) == Date(Kind.ANSWER, last.end, before.id)
    assert honest_date(last, HORIZON) == Date(Kind.NEWS, last.end, last.id)


@given(st.sampled_from(OPEN))
def test_a_date_is_never_beyond_five_open_days(place):
    made = honest_date(place, HORIZON)
    assert made is not None
    days = sorted({w.day for w in OPEN if w.start <= made.due})
    assert len(days) <= OPEN_DAYS
    assert made.kind is (Kind.ANSWER if HORIZON.within_reach(place) else Kind.NEWS)
    if made.kind is Kind.ANSWER:
        assert made.due == HORIZON.after(place).end  # one window of margin (C-08)


def test_news_stays_news_until_the_announced_moment_is_within_reach():
    """What is given as a date and what ends a wait for news follow one rule: no going back."""
    days = sorted({window.day for window in OPEN})
    last = max((w for w in OPEN if w.day == days[OPEN_DAYS - 1]), key=lambda w: w.end)
    news = Promise(1, 1, Kind.NEWS, OPEN[30].end, last.id, MONDAY)
    assert word_for(1, last, news, None, HORIZON, MONDAY) is None
    word = word_for(1, OPEN[3], news, None, HORIZON, MONDAY)
    assert word is not None
    assert word.date.kind is Kind.ANSWER


def test_without_any_window_there_is_no_date():
    assert honest_date(None, Horizon((), news=None)) is None


@given(
    due=st.integers(0, 400 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    begin=st.integers(0, 95),
    end=st.integers(0, 95),
)
def test_a_notice_is_due_two_hours_ahead_and_never_in_the_quiet_hours(due, begin, end):
    def clock(quarter: int) -> time:
        return time(quarter // 4, quarter % 4 * 15)

    schedule = Schedule(ZONE, time(4), ROWS, quiet=(clock(begin), clock(end)))
    at = notice_by(due, lambda moment: quiet_since(schedule, moment))
    assert at <= due - NOTICE
    if (begin - end) % 96 > 1:  # some of the day is not quiet
        assert quiet_until(schedule, at) is None
    if quiet_until(schedule, due - NOTICE) is None:
        assert at == due - NOTICE


FIRST, SECOND, THIRD, FOURTH = OPEN[:4]


@pytest.mark.parametrize(
    ("seen_at", "alone"),
    [
        (None, True),
        (FIRST.start - timedelta(hours=1), True),
        (FIRST.start, False),  # she was there, and did not come to this one
        (FIRST.end + timedelta(hours=1), False),
    ],
)
def test_a_margin_needs_somebody_to_use_it(seen_at, alone):
    promise = told(FIRST)
    assert unattended(promise, SECOND, HORIZON, [FIRST], seen_at) is alone


def test_no_window_that_could_keep_it_has_passed():
    assert not unattended(told(FIRST), FIRST, HORIZON, [], None)  # the margin is whole
    promise = told(SECOND, SECOND.end)  # a day with one window: promised without a margin
    aside = SECOND.start
    assert not unattended(promise, SECOND, HORIZON, [FIRST], None, aside)
    later = told(FIRST, made_at=FIRST.end)
    assert not unattended(later, SECOND, HORIZON, [FIRST], None)


def test_a_date_that_nobody_keeps_moves_by_the_margin_and_one_window():
    old = told(FIRST)
    word = word_for(1, SECOND, old, None, HORIZON, FIRST.end, unattended=True)
    assert word is not None
    assert word.date == Date(Kind.ANSWER, FOURTH.end, SECOND.id)
    moved = told(SECOND, FOURTH.end, moves=2)
    assert word_for(1, SECOND, moved, None, HORIZON, FIRST.end, unattended=True) is None  # C-04


def test_an_earlier_place_never_moves_a_date():
    late = told(FIRST, FOURTH.end)
    assert word_for(1, FIRST, late, None, HORIZON, MONDAY) is None


def standing(kind: Kind, state: Standing, moves: int) -> Promise:
    return Promise(1, 1, kind, MONDAY, "", MONDAY, state, moves)


def test_a_date_that_became_news_has_slipped():
    """Sick twice: the count survives the days of news between (C-04)."""
    news = standing(Kind.NEWS, Standing.KEPT, 1)
    assert moves_so_far([news]) == 1
    again = [news, standing(Kind.NEWS, Standing.KEPT, 2)]
    assert moves_so_far(again) == 2
    assert moves_so_far([*again, standing(Kind.ANSWER, Standing.KEPT, 2)]) == 0


def test_news_that_passed_without_its_words_is_broken_too():
    assert was_broken([standing(Kind.NEWS, Standing.BROKEN, 0)])
    assert not was_broken([standing(Kind.ANSWER, Standing.BROKEN, 0), told(FIRST)])
    assert not was_broken([])


def test_usual_is_today_and_the_next_open_day():
    days = sorted({window.day for window in OPEN})
    assert days[0] == date(2026, 11, 23)
    assert HORIZON.usual(OPEN[3].end)
    assert not HORIZON.usual(OPEN[4].end)


def test_a_date_that_lost_its_room_becomes_news_even_sooner():
    """A silent promise would stand without room until the day of news has passed it."""
    away = Horizon((), news=OPEN[2].end, news_only=True, away=True)
    old = told(OPEN[6])
    word = word_for(1, OPEN[9], old, None, away, MONDAY)
    assert word is not None
    assert word.date == Date(Kind.NEWS, OPEN[2].end, "")
    assert word_for(1, OPEN[6], old, None, away, MONDAY) is None  # it has its room still


@pytest.mark.parametrize("left", [timedelta(minutes=3), timedelta(seconds=1)])
def test_the_last_minutes_of_a_window_reach_as_far_as_its_end(left):
    """Who is told news in them would be told a date as it closes (invariant 6)."""
    rows = (Weekly(frozenset({4}), time(9), time(10)),)
    weekly = Schedule(ZONE, time(4), rows)
    found = windows_between(weekly, MONDAY, MONDAY + timedelta(days=90))
    running = Horizon(found, news=None, now=found[0].end - left)
    closed = Horizon(found[1:], news=None, now=found[0].end)
    assert running.fifth_day_end() == closed.fifth_day_end()
