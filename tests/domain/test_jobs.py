from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.plan.jobs import Job, Limit, Slot
from planner.domain.plan.make import plan

SLOT = Slot("s20", 10, 20, "mon")


@pytest.mark.parametrize(
    ("room", "limits", "jobs", "sentence"),
    [
        ([SLOT], {}, [Job("a", minutes=-1)], "Request a has negative minutes"),
        ([SLOT], {}, [Job("a", count=-1)], "Request a has negative"),
        ([SLOT], {}, [Job("a", weight=-1)], "Request a has negative"),
        ([SLOT], {}, [Job("a"), Job("a")], "Two requests have the id a"),
        ([SLOT] * 2, {}, [], "Two windows have the id s20"),
        ([Slot("s", 9, 5, "d")], {}, [], "Window s ends at 5, before its start 9"),
        ([replace(SLOT, minutes=-1)], {}, [], "Window s20 has a negative limit"),
        ([], {"mon": Limit(fill_count=-1)}, [], "Day mon has a negative limit"),
        ([SLOT], {}, [Job("a", pinned=True)], "names no window"),
        ([SLOT], {}, [Job("a", pinned=True, promised="x")], "window x, which does not exist"),
        ([SLOT], {}, [Job("a", pinned=True, promised="s20", arrival=11)], "before its arrival"),
    ],
)
def test_wrong_input_is_named(room, limits, jobs, sentence):
    with pytest.raises(ValueError, match=sentence):
        plan(room, limits, jobs)


@pytest.mark.parametrize("limit", ["slot", "day"])
def test_contradictory_pins_are_named(limit):
    jobs = [Job(name, promised="s20", pinned=True) for name in "ab"]
    room = [replace(SLOT, count=1)] if limit == "slot" else [SLOT]
    days = {} if limit == "slot" else {"mon": Limit(minutes=1)}
    with pytest.raises(ValueError, match="cannot hold all that is pinned"):
        plan(room, days, jobs)
