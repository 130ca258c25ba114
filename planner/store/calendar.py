"""Absences, the days the owner decided about, and the day's energy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import col

from planner.domain.window import Absence, SpecialDay
from planner.store.rows import add, change, rows, run
from planner.store.tables import AbsenceRow, CheckinRow, SpecialDayRow


@dataclass(frozen=True, slots=True)
class DayDecision:
    """What the owner decided about a day: closed, or open as usual, or open from a later hour."""

    closed: bool
    note: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """An absence with the moment at which the owner noted it."""

    absence: Absence
    created_at: datetime


class Calendar:
    """The owner's own days."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def noted(self) -> tuple[Noted, ...]:
        """Absences that were not taken back, oldest first."""
        found = rows(self._connection, _NOTED)
        return tuple(Noted(Absence(*absence), created) for *absence, created in found)

    def absences(self) -> tuple[Absence, ...]:
        """The same, without the moment of noting."""
        return tuple(noted.absence for noted in self.noted())

    def leave(
        self, kind: str, since: datetime, until: datetime | None, half: str, now: datetime
    ) -> int:
        """Note an absence."""
        fields = {"kind": kind, "since": since, "until": until, "half": half}
        return add(self._connection, AbsenceRow, **fields, created_at=now)

    def keep(self, absence: Absence, now: datetime) -> int:
        """The id of an absence; an occurrence of a yearly one is written down to get one."""
        if absence.id:
            return absence.id
        return add(
            self._connection,
            AbsenceRow,
            kind=absence.kind,
            since=absence.since,
            until=absence.until,
            created_at=now,
            occurrence=absence.occurrence,
        )

    def replaced(self) -> frozenset[str]:
        """The occurrences of yearly absences that something noted stands for."""
        return frozenset(key for (key,) in rows(self._connection, _REPLACED))

    def change(self, absence_id: int, **fields: Any) -> None:
        """Set `kind`, `since`, `until`, `half` or `cancelled_at`."""
        change(self._connection, AbsenceRow, absence_id, **fields)

    def forget(self, absence_id: int) -> None:
        """As if it had never been written down: an occurrence of the settings speaks again."""
        run(self._connection, _FORGOTTEN, absence=absence_id)

    def special_days(self) -> tuple[SpecialDay, ...]:
        """The days that the owner closed or lets begin later, by date."""
        return tuple(
            SpecialDay(day, closed, (), note, first=time.fromisoformat(opens) if opens else None)
            for day, closed, note, opens in rows(self._connection, _DECIDED)
            if closed or opens
        )

    def decisions(self) -> Mapping[date, DayDecision]:
        """What the owner decided about single days."""
        found = rows(self._connection, _DECIDED)
        return {day: DayDecision(closed, note, opens) for day, closed, note, opens in found}

    def decide(self, day: date, decision: DayDecision | None) -> None:
        """Note what becomes of a day; None takes it back."""
        run(self._connection, _UNDECIDED, on=day)
        if decision is not None:
            fields = {"closed": decision.closed, "note": decision.note, "opens": decision.opens}
            add(self._connection, SpecialDayRow, day=day, **fields)

    def restore(self, before: Mapping[str, Sequence[Any] | None]) -> None:
        """Put decisions back as they were: the fields by ISO date, None for undecided."""
        for day, noted in before.items():
            self.decide(date.fromisoformat(day), DayDecision(*noted) if noted else None)

    def energy(self, day: date) -> int | None:
        """The day's check-in, 1 to 5."""
        return next((energy for (energy,) in rows(self._connection, _ENERGY, on=day)), None)

    def check_in(self, day: date, energy: int) -> None:
        """Note the day's energy; the last word counts."""
        if not run(self._connection, _CHECKED, on=day, energy=energy):
            add(self._connection, CheckinRow, day=day, energy=energy)


_NOTED = (
    select(
        *(
            col(column)
            for column in (
                AbsenceRow.id,
                AbsenceRow.kind,
                AbsenceRow.since,
                AbsenceRow.until,
                AbsenceRow.half,
                AbsenceRow.occurrence,
                AbsenceRow.created_at,
            )
        )
    )
    .where(col(AbsenceRow.cancelled_at).is_(None))
    .order_by(col(AbsenceRow.since), col(AbsenceRow.id))
)
_FORGOTTEN = delete(AbsenceRow).where(col(AbsenceRow.id) == bindparam("absence"))
_REPLACED = select(col(AbsenceRow.occurrence)).where(col(AbsenceRow.occurrence) != "")
_DECIDED = select(
    col(SpecialDayRow.day),
    col(SpecialDayRow.closed),
    col(SpecialDayRow.note),
    col(SpecialDayRow.opens),
).order_by(col(SpecialDayRow.day))
_UNDECIDED = delete(SpecialDayRow).where(col(SpecialDayRow.day) == bindparam("on"))
_ON = col(CheckinRow.day) == bindparam("on")
_ENERGY = select(col(CheckinRow.energy)).where(_ON)
_CHECKED = update(CheckinRow).where(_ON)
