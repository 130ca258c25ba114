"""The plan against the best there is: by trying everything, and by a solver of constraints."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from ortools.sat.python import cp_model

from planner.domain.plan.jobs import Job, Limit, Slot
from planner.domain.plan.make import plan
from tests.domain.oracle import Case, best, count_bound, minute_bound, promises, solved, term

BATCHES = range(4)
A_BATCH = 400


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize(("kind", "share"), [(count_bound, 0.99), (minute_bound, 0.90)])
def test_up_to_seven_requests_against_every_plan_there_is(kind, share, batch):
    optimal = 0
    for seed in range(batch * A_BATCH, (batch + 1) * A_BATCH):
        rng = random.Random(seed)
        case = kind(rng, rng.randint(1, 7), rng.randint(1, 5))
        answer, found = solved(case)
        least = best(*case)
        assert found >= least, seed
        assert answer["max_lateness"] == _lateness(case, answer["plan"]), seed
        if answer["certificate"] == "optimal":
            optimal += 1
            assert promises(found) == promises(least), seed
        elif not found[3]:
            within = int(str(answer["certificate"]).removeprefix("within "))
            assert found[4] - within <= least[4], seed
        if "waiting" in answer["proven"]:
            assert found == least, seed
    assert optimal >= share * A_BATCH


def _lateness(case: Case, places: dict[str, str | None]) -> int:
    ends = {slot.id: slot.end for slot in case[0]}
    return max(
        (
            max(0, ends[places[job.id]] - job.due)
            for job in case[2]
            if job.due is not None and places[job.id] is not None
        ),
        default=0,
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", [count_bound, minute_bound])
def test_twenty_two_requests_against_cp_sat(kind, seed):
    rng = random.Random(1000 + seed)
    case = kind(rng, 22, rng.randint(4, 10))
    answer, found = solved(case)
    least = _Solver(*case).least()
    assert promises(found) == least
    assert answer["certificate"] == "optimal"


class _Solver:
    """The same case for CP-SAT, one term of the objective after the other."""

    def __init__(
        self, slots: Sequence[Slot], limits: dict[str, Limit], jobs: Sequence[Job]
    ) -> None:
        self.model = cp_model.CpModel()
        self.takes: list[tuple[cp_model.IntVar, Job, Slot | None]] = []
        for job in jobs:
            able: list[Slot | None] = [slot for slot in slots if slot.start >= job.arrival]
            able = [s for s in slots if s.id == job.promised] if job.pinned else [*able, None]
            own = [(self.model.new_bool_var(""), job, slot) for slot in able]
            self.model.add_exactly_one(var for var, _, _ in own)
            self.takes += own
        for slot in slots:
            self._limit(lambda s, slot=slot: s.id == slot.id, slot)
        for day, limit in limits.items():
            self._limit(lambda s, day=day: s.day == day, limit)

    def _limit(self, inside: Callable[[Slot], bool], room: Slot | Limit) -> None:
        there = [(var, job) for var, job, slot in self.takes if slot is not None and inside(slot)]
        if room.count is not None:
            self.model.add(sum(var * job.count for var, job in there) <= room.count)
        if room.minutes is not None:
            self.model.add(sum(var * job.minutes for var, job in there) <= room.minutes)

    def least(self) -> tuple[float, ...]:
        """The first four terms; lateness is endless when somebody must stay without a place."""
        found: list[float] = [self._lower(self._sum(n)) for n in range(3)]
        if self._lower(self._sum(3)):
            return *found, float("inf")
        late = self.model.new_int_var(0, 10**6, "late")
        for var, job, slot in self.takes:
            if minutes := term(job, slot)[4]:
                self.model.add(late >= minutes).only_enforce_if(var)
        return *found, self._lower(late)

    def _sum(self, number: int) -> cp_model.LinearExprT:
        return sum(var * term(job, slot)[number] for var, job, slot in self.takes)

    def _lower(self, cost: cp_model.LinearExprT) -> int:
        self.model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(self.model) == cp_model.OPTIMAL
        least = round(solver.objective_value)
        self.model.add(cost <= least)
        return least


def test_scaled_weights_and_shuffled_input_give_the_same_plan():
    for seed in range(60):
        rng = random.Random(seed)
        slots, limits, jobs = minute_bound(rng, 9, 5)
        expected = plan(slots, limits, jobs)
        heavier = [
            Job(j.id, j.minutes, j.count, j.arrival, j.due, j.weight * 7, j.promised, j.pinned,
                moves=j.moves)
            for j in jobs
        ]  # fmt: skip
        rng.shuffle(heavier)
        assert plan(slots[::-1], dict(reversed(limits.items())), heavier) == expected


def test_more_room_or_fewer_requests_are_never_worse():
    compared = 0
    for seed in range(150):
        rng = random.Random(seed)
        slots, limits, jobs = rng.choice((count_bound, minute_bound))(rng, 7, 5)
        _, before = solved((slots, limits, jobs))
        roomier = [
            Slot(s.id, s.start, s.end, s.day, s.count and s.count + 1, s.minutes and s.minutes + 3)
            for s in slots
        ]
        answer, after = solved((roomier, limits, jobs))
        gone = rng.choice([job for job in jobs if not job.pinned] or jobs)
        fewer_answer, fewer = solved((slots, limits, [job for job in jobs if job is not gone]))
        if answer["certificate"] == fewer_answer["certificate"] == "optimal":
            compared += 1
            assert promises(after) <= promises(before)
            assert promises(fewer) <= promises(before)
    assert compared > 100
