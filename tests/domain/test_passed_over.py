"""Why windows did not take a request: the reason that is named is always a true one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.passed_over import Because, first_with_room, passed_over
from planner.domain.plan.jobs import Job, Limit, Slot
from planner.domain.plan.make import plan

few = st.one_of(st.none(), st.integers(0, 4))
time = st.one_of(st.none(), st.integers(0, 20))
limits_ = st.builds(Limit, few, time, few, time)


@st.composite
def cases(draw):
    slots = tuple(
        Slot(f"w{n}", n * 10, n * 10 + 5, f"d{n // 2}", draw(few), draw(time))
        for n in range(draw(st.integers(1, 6)))
    )
    limits = {day: draw(limits_) for day in sorted({s.day for s in slots})}
    jobs = []
    for n in range(draw(st.integers(1, 8))):
        job = Job(
            str(n),
            minutes=draw(st.integers(0, 9)),
            count=draw(st.integers(1, 3)),
            arrival=draw(st.sampled_from([0, 0, 0, 12])),
            rank=n,
        )
        if draw(st.booleans()):
            slot = draw(st.sampled_from(slots))
            job = replace(job, promised=slot.id, due=slot.end + draw(st.sampled_from([0, 10])))
        jobs.append(job)
    return slots, limits, jobs


def inside(slots, jobs, places, chosen, *, without):
    found = [j for j in jobs if j.id != without and places[j.id] in {s.id for s in chosen}]
    return {"answers": sum(j.count for j in found), "minutes": sum(j.minutes for j in found)}


@given(cases())
def test_a_named_limit_really_has_no_room_and_no_room_is_passed_over_in_silence(case):
    slots, limits, jobs = case
    places = plan(slots, limits, jobs).places
    by_id = {slot.id: slot for slot in slots}
    for job in jobs:
        own = places[job.id]
        end = by_id[own].end if own else 1000
        before = [s for s in slots if s.start >= job.arrival and s.end < end]
        passed = passed_over(slots, limits, jobs, places, job)
        assert [p.slot for p in passed] == [s.id for s in before]
        for one in passed:
            slot = by_id[one.slot]
            day = [s for s in slots if s.day == slot.day]
            here = inside(slots, jobs, places, [slot], without=job.id)
            today = inside(slots, jobs, places, day, without=job.id)
            needs = {"answers": job.count, "minutes": job.minutes}
            if one.limit is not None:
                where, unit, _full = one.because.split()
                taken = (here if where == "window" else today)[unit]
                assert taken == one.taken
                assert taken + needs[unit] > one.limit
                room = slot if where == "window" else limits[slot.day]
                name = "count" if unit == "answers" else "minutes"
                assert one.limit == getattr(room, f"fill_{name}" if one.filled else name)
            else:
                assert one.because in (Because.TOLD, Because.KEPT)
                assert (one.because is Because.TOLD) == (job.promised == own and own is not None)
                for room, load in ((slot, here), (limits[slot.day], today)):
                    for most in (room.count, room.fill_count):
                        assert most is None or load["answers"] + job.count <= most
                    for most in (room.minutes, room.fill_minutes):
                        assert most is None or load["minutes"] + job.minutes <= most


@given(cases(), st.integers(1, 3), st.integers(1, 9))
def test_the_first_window_with_room_pushes_nobody(case, count, minutes):
    """Whoever is planned stays, no limit is passed, and every earlier window is explained."""
    slots, limits, jobs = case
    places = plan(slots, limits, jobs).places
    new = Job("new", minutes=minutes, count=count)
    slot = first_with_room(slots, limits, jobs, places, new)
    passed = passed_over(slots, limits, [*jobs, new], {**places, "new": slot}, new)
    assert all(p.limit is not None for p in passed)
    if slot is None:
        assert len(passed) == len(slots)
        return
    fixed = [
        replace(j, promised=places[j.id], arrival=0, due=None, pinned=True)
        for j in jobs
        if places[j.id]
    ]
    again = plan(slots, limits, [*fixed, replace(new, promised=slot, pinned=True)])
    assert all(again.places[j.id] == places[j.id] for j in fixed)
    assert again.places["new"] == slot


def test_a_full_day_is_named_with_its_fill():
    slots = (Slot("mon", 0, 5, "d0", count=15), Slot("tue", 10, 15, "d1", count=15))
    limits = {"d0": Limit(count=5, fill_count=4), "d1": Limit(count=5, fill_count=4)}
    jobs = [Job(str(n), rank=n) for n in range(5)]
    places = plan(slots, limits, jobs).places
    (passed,) = passed_over(slots, limits, jobs, places, jobs[4])
    assert (passed.slot, passed.because) == ("mon", Because.DAY_ANSWERS)
    assert (passed.limit, passed.taken, passed.filled) == (4, 4, True)


def test_room_that_came_free_leaves_a_told_date_where_it_is():
    slots = (Slot("mon", 0, 5, "d0", count=1), Slot("tue", 10, 15, "d1", count=1))
    job = Job("a", promised="tue", due=15)
    (passed,) = passed_over(slots, {}, [job], {"a": "tue"}, job)
    assert (passed.slot, passed.because, passed.limit) == ("mon", Because.TOLD, None)
