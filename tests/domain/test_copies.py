"""Which daily copies stay: at most eleven, always the newest, and further back ever fewer."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.copies import DAYS, WEEKS, staying

DAY = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(st.sets(DAY), DAY)
def test_at_most_eleven_stay_and_the_one_just_made_is_one_of_them(days, made):
    stay = staying(days, made)
    assert made in stay
    assert stay <= days | {made}
    assert len(stay) <= DAYS + WEEKS
    assert max(days | {made}) in stay
    assert len(stay) >= min(DAYS, len(days | {made}))


@given(st.lists(st.integers(1, 45), min_size=1, max_size=120))
def test_whatever_days_the_machine_sleeps_a_month_stays_covered(sleeps):
    day, kept = date(2026, 11, 27), frozenset()
    for sleep in sleeps:
        day += timedelta(days=sleep)
        kept = staying(kept, day)
        assert staying(kept, day) == kept  # again: nothing more goes
    made = {day}
    for sleep in reversed(sleeps[1:]):
        made.add(min(made) - timedelta(days=sleep))
    assert sorted(kept)[-DAYS:] == sorted(made)[-DAYS:]


def test_a_year_of_every_day():
    kept = frozenset()
    for number in range(365):
        kept = staying(kept, date(2026, 1, 1) + timedelta(days=number))
    newest = max(kept)
    assert newest == date(2026, 12, 31)
    assert sorted(kept)[-7:] == [newest - timedelta(days=x) for x in range(6, -1, -1)]
    assert [x.isoformat() for x in sorted(kept)[:4]] == [
        "2026-12-06", "2026-12-13", "2026-12-20", "2026-12-24",
    ]  # fmt: skip
