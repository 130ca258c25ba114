"""A planning case given as JSON (design.md, section 8), read into values."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.plan.jobs import ALWAYS, Job, Limit, Slot
from planner.domain.plan.make import plan
from planner.errors import EntracteError

WINDOW = ("id", "start", "end", "day", "count", "minutes", "fill_count", "fill_minutes")
DAY = ("count", "minutes", "fill_count", "fill_minutes")
REQUEST = (
    "id", "arrival", "minutes", "count", "due", "weight", "promised", "pinned", "rank", "moves",
)  # fmt: skip


NODES = 200_000
"""A case by itself has more time than a tick: some seconds where only searching helps."""


class CaseError(EntracteError, ValueError):
    """A case cannot be planned; `where` is the field, such as `requests[3].due`."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a case says; `windows` and `requests` give the ids as they were written."""

    slots: list[Slot]
    limits: dict[str, Limit]
    jobs: list[Job]
    windows: Mapping[str, object]
    requests: Mapping[str, object]


def read_case(case: Mapping[str, object]) -> Case:
    """The values of a case. Raises CaseError, which names the field."""
    if not isinstance(case, Mapping):
        raise CaseError("A case must be an object.", where="case", do=_SHAPE)
    top = _Fields(case, "", ("windows", "days", "requests"))
    windows = [_Fields(row, f"windows[{n}]", WINDOW) for n, row in enumerate(top.rows("windows"))]
    requests = [
        _Fields(row, f"requests[{n}]", REQUEST) for n, row in enumerate(top.rows("requests"))
    ]
    days = case.get("days")
    if days is not None and not isinstance(days, Mapping):
        raise CaseError("must be an object of limits by day.", where="days")
    limits = {
        str(day): _limit(_Fields(row, f"days.{day}", DAY)) for day, row in (days or {}).items()
    }
    slots, jobs = [_slot(row) for row in windows], [_job(row) for row in requests]
    return Case(slots, limits, jobs, _names(windows), _names(requests))


_SHAPE = 'Write {"windows": [...], "days": {...}, "requests": [...]}.'


class _Fields:
    """One object of the case and the words to complain about it."""

    def __init__(self, given: object, where: str, known: Sequence[str]) -> None:
        if not isinstance(given, Mapping):
            raise CaseError("must be an object.", where=where or "case", do=_SHAPE)
        self.given, self.where = given, where
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(str(name), known, n=1)
                hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
                raise CaseError("is not a field.", where=self._at(str(name)), do=hint)

    def _at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def rows(self, name: str) -> list[object]:
        """A list, empty when it is absent."""
        value = self.given.get(name)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise CaseError("must be a list.", where=self._at(name), do=_SHAPE)
        return list(value)

    def whole(self, name: str, *, least: int | None = None) -> int | None:
        """A whole number, or None when it is absent or null."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise CaseError(
                f"must be a whole number, not {value!r}.", where=self._at(name), do="Use minutes."
            )
        if least is not None and value < least:
            raise CaseError(f"must be {least} or more, not {value}.", where=self._at(name))
        return value

    def number(self, name: str, default: int, *, least: int | None = None) -> int:
        """A whole number with a default."""
        value = self.whole(name, least=least)
        return default if value is None else value

    def needed(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.whole(name)
        if value is None:
            raise CaseError("is missing.", where=self._at(name), do="Give whole minutes.")
        return value

    def name(self, name: str) -> str | None:
        """A name, as text or as a number; None when it is absent or null."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise CaseError(f"must be a name, not {value!r}.", where=self._at(name))
        return str(value)

    def id(self) -> str:
        """The id, which must be there."""
        id_ = self.name("id")
        if id_ is None:
            raise CaseError("is missing.", where=self._at("id"), do="Give a unique name.")
        return id_

    def flag(self, name: str) -> bool:
        """True or false; false when it is absent."""
        value = self.given.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise CaseError(f"must be true or false, not {value!r}.", where=self._at(name))
        return value


def _names(rows: Sequence[_Fields]) -> dict[str, object]:
    return {row.id(): row.given["id"] for row in rows}


def _limit(row: _Fields) -> Limit:
    return Limit(*(row.whole(name, least=0) for name in DAY))


def _slot(row: _Fields) -> Slot:
    start, end = row.needed("start"), row.needed("end")
    if end < start:
        raise CaseError(f"lies before the start {start}.", where=f"{row.where}.end")
    limits = (row.whole(name, least=0) for name in DAY)
    return Slot(row.id(), start, end, row.name("day") or "", *limits)


def _job(row: _Fields) -> Job:
    return Job(
        row.id(),
        minutes=row.number("minutes", 1, least=0),
        count=row.number("count", 1, least=0),
        arrival=row.number("arrival", ALWAYS),
        due=row.whole("due"),
        weight=row.number("weight", 1, least=0),
        promised=row.name("promised"),
        pinned=row.flag("pinned"),
        rank=row.number("rank", 0),
        moves=row.number("moves", 0, least=0),
    )


def solve_case(case: Mapping[str, object]) -> dict[str, object]:
    """Plan a case given as JSON (design.md, section 8) and answer in its terms; minutes throughout.

    CaseError, which is a ValueError too, names the field that cannot be used.
    """
    given = read_case(case)
    try:
        found = plan(given.slots, given.limits, given.jobs, nodes=NODES)
    except ValueError as error:
        raise CaseError(str(error), where="case") from error
    return {
        "plan": {
            id_: None if at is None else given.windows[at] for id_, at in found.places.items()
        },
        "broken": [given.requests[id_] for id_ in found.broken],
        "moved": [given.requests[id_] for id_ in found.moved],
        "max_lateness": found.max_lateness,
        "certificate": found.certificate,
        "proven": list(found.proven),
        "reasons": dict(found.reasons),
    }
