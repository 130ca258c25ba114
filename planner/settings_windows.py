"""Reads the windows of settings.toml: weekly rows and special days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from planner.domain.window import SpecialDay, Weekly
from planner.locale import gettext as _
from planner.settings_reader import Table

_HOURS = ("from", "to", "overnight", "answers", "minutes", "name")
_WINDOW = ("days", "valid_from", "valid_until", *_HOURS)
_SPECIAL = ("date", "closed", "opens", "closes", "note", *_HOURS)
_DAY = 24 * 60


def _hours(table: Table, days: frozenset[int], **dates: date | None) -> Weekly:
    """`from`, `to` and what the window holds. An end before the start has to be meant."""
    start, end = table.clock("from"), table.clock("to")
    overnight = table.flag("overnight", False)
    if overnight and end > start:
        table.fail("overnight", _("This window does not cross midnight."), _("Remove this line."))
    if start == end and not overnight:
        table.fail("to", _("The window ends when it begins."), _("Change one of the two."))
    if end < start and not overnight:
        table.fail(
            "to",
            _("The window ends before it begins."),
            _("Change one of the two, or add overnight = true if it crosses midnight."),
        )
    return Weekly(
        days=days,
        start=start,
        end=end,
        answers=table.number("answers", 15, 1, 500),
        minutes=table.number("minutes", 1, 1, _DAY) if table.has("minutes") else None,
        name=table.text("name", ""),
        **dates,
    )


def weekly(top: Table) -> tuple[Weekly, ...]:
    """The rows of the week. Raises SettingsError."""
    rows: list[Weekly] = []
    for table in top.tables("window"):
        table.only(*_WINDOW)
        dates = {k: table.day(k) if table.has(k) else None for k in ("valid_from", "valid_until")}
        first, last = dates["valid_from"] or date.min, dates["valid_until"] or date.max
        if last < first:
            what = _("The window's last day comes before its first.")
            table.fail("valid_until", what, _("Change one of the two."))
        row = _hours(table, table.days("days"), **dates)
        _apart(table, row, rows)
        rows.append(row)
    return tuple(rows)


def special_days(top: Table, day_starts: time) -> tuple[SpecialDay, ...]:
    """Special days; several tables with one date and hours make a day of several windows.

    Raises SettingsError.
    """
    found: dict[date, SpecialDay] = {}
    for table in top.tables("special_day"):
        table.only(*_SPECIAL)
        day, note = table.day("date"), table.text("note", "")
        closed = table.flag("closed", False)
        cut = table.has("opens") or table.has("closes")
        if closed + table.has("from") + cut != 1:
            what = _("A special day is closed, opens late or closes early, or has its own hours.")
            table.fail("date", what, _("Write closed = true, opens, closes, or from and to."))
        known = found.get(day)
        if known and (closed or cut or known.closed or known.cuts):
            table.fail("date", _("This date is already said to be closed or open above."))
        if closed:
            found[day] = SpecialDay(day, True, (), note)
            continue
        if cut:
            found[day] = _cut(table, day, note, day_starts)
            continue
        row = _hours(table, frozenset({day.weekday()}))
        before = known.windows if known else ()
        _apart(table, row, before)
        found[day] = SpecialDay(day, False, (*before, row), note or (known.note if known else ""))
    return tuple(found[day] for day in sorted(found))


def _cut(table: Table, day: date, note: str, day_starts: time) -> SpecialDay:
    """A day whose weekly windows begin at `opens` or end at `closes`."""
    opens = table.clock("opens") if table.has("opens") else None
    closes = table.clock("closes") if table.has("closes") else None
    if opens and closes and day_starts < closes <= opens:
        what = _("The day closes before it opens.")
        table.fail("closes", what, _("Change one of the two."))
    return SpecialDay(day, False, (), note, opens, closes)


def _apart(table: Table, row: Weekly, others: Sequence[Weekly]) -> None:
    """Refuse a window that shares an instant of the week with an earlier one."""
    for other in others:
        if _share_dates(row, other) and _share_hours(row, other):
            hours = f"{other.start:%H:%M}–{other.end:%H:%M}"
            what = _("This window overlaps the one of {hours}.").format(hours=hours)
            table.fail("from", what, _("Change the hours or the days of one of them."))


def _share_dates(a: Weekly, b: Weekly) -> bool:
    begin = max(a.valid_from or date.min, b.valid_from or date.min)
    return begin <= min(a.valid_until or date.max, b.valid_until or date.max)


def _share_hours(a: Weekly, b: Weekly) -> bool:
    week = 7 * _DAY
    for begin, length in _spans(a):
        for other, other_length in _spans(b):
            if (other - begin) % week < length or (begin - other) % week < other_length:
                return True
    return False


def _spans(row: Weekly) -> list[tuple[int, int]]:
    """(minute of the week, length) of each of its days."""
    length = (_minute(row.end) - _minute(row.start)) % _DAY or _DAY
    return [(day * _DAY + _minute(row.start), length) for day in sorted(row.days)]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
