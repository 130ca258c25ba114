"""A simulated year: two machines with one shop, and everything that happens to machines.

They sleep, their clocks jump, both changes of the clock come, processes are killed at any step and
begin again; people write, and an owner answers, is ill, goes on leave. At the end every day and
window has been noted once, as a calendar says that was worked out by hand, every promise has its
words and its end, and nobody was told anything twice.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.thorough import THOROUGH
from tests.year.accounts import Books
from tests.year.life import World

SEED = int(os.environ.get("YEAR_SEED", 8))
#: Both changes of the clock, a turn of the year and a 29 February; or the last change alone.
BEGINS, DAYS = ("2027-10-01", 400) if THOROUGH else ("2028-03-12", 20)
#: So long after a pass the next one comes, unless something has come: it costs most of the time.
APART = timedelta(minutes=60 if THOROUGH else 200)


@pytest.mark.timeout(900)
def test_a_year_of_two_machines(tmp_path, record_property, caplog):
    begins = datetime.fromisoformat(f"{BEGINS}T09:00:00").replace(tzinfo=UTC)
    world = World(tmp_path, begins, DAYS, SEED, APART)
    world.live()
    books = Books(world, world.machines[0].office.ctx)
    assert books.violations == ()
    assert "nightly check" not in caplog.text  # nor in any of the nights
    books.nothing_is_lost()
    books.nobody_is_told_twice()
    books.nothing_stale_has_left()
    states = books.promises_are_accounted_for()
    books.occurrences_are_those_of_the_calendar()
    figures = {**world.figures, "letters": len(world.sent)}
    figures |= {f"promises {state}": number for state, number in states.items()}
    kinds = ("day", "opened", "closed", "absence began", "absence ended", "backup", "notification")
    figures |= {f"noted {kind}": len(books.keys(kind)) for kind in kinds}
    said = ", ".join(f"{name} {number}" for name, number in sorted(figures.items()))
    record_property("figures", f"a year with seed {SEED}: {said}")
