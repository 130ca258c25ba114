"""Reads where the owner is: journeys to another zone, and absences that come again."""

from __future__ import annotations

from datetime import date, time

from planner.domain.recurring import MonthDay, WeeklyAbsence, YearlyAbsence
from planner.domain.time import ONE_DAY, Zone, Zones, check_zone
from planner.locale import gettext as _
from planner.settings_reader import Table

_TRAVEL = ("from", "until", "zone")
_WEEKLY = ("days", "from", "to", "note", "valid_from", "valid_until")
_YEARLY = ("yearly", "note")
_LEAP_YEAR = 2028
_MIDNIGHT = "24:00"


def zone_name(table: Table) -> str:
    """The IANA zone under `zone`. Raises SettingsError with the nearest name."""
    zone = table.text("zone")
    try:
        return check_zone(zone)
    except ValueError as error:
        table.fail("zone", _sentence(str(error)))


def travel(top: Table, home: str, day_starts: time) -> Zone:
    """The shop's zone with the journeys: each from a day, and home again after its last one.

    A journey without `until` lasts until the next one. Raises SettingsError.
    """
    changes: dict[date, str] = {}
    last: date | None = None
    for table in top.tables("travel"):
        table.only(*_TRAVEL)
        first, zone = table.day("from"), zone_name(table)
        until = table.day("until") if table.has("until") else None
        if until is not None and until < first:
            what = _("The journey's last day comes before its first.")
            table.fail("until", what, _("Change one of the two."))
        if changes and first <= (last or max(changes)):
            what = _("This journey begins before the one above it is over.")
            table.fail("from", what, _("Change the dates, or put the journeys in order."))
        changes[first], last = zone, until
        if until is not None:
            changes[until + ONE_DAY] = home
    return Zones(home, tuple(changes.items()), day_starts) if changes else home


def absences(
    top: Table, day_starts: time
) -> tuple[tuple[WeeklyAbsence, ...], tuple[YearlyAbsence, ...]]:
    """Absences that come again, by the week and by the year. Raises SettingsError."""
    weekly: list[WeeklyAbsence] = []
    yearly: list[YearlyAbsence] = []
    for table in top.tables("absence"):
        if not table.has("yearly"):
            weekly.append(_weekly(table, day_starts))
            continue
        table.only(*_YEARLY)
        row = YearlyAbsence(*_month_days(table), table.text("note", ""))
        if any(_share(row, other) for other in yearly):
            what = _("This absence overlaps another of every year.")
            table.fail("yearly", what, _("Make one of the two."))
        yearly.append(row)
    return tuple(weekly), tuple(yearly)


def _weekly(table: Table, day_starts: time) -> WeeklyAbsence:
    table.only(*_WEEKLY)
    if table.has("from") != table.has("to"):
        key = "from" if table.has("from") else "to"
        table.fail(key, _("Hours need both from and to."), _("Add the other, or leave both out."))
    start = end = day_starts  # the whole day
    if table.has("from"):
        start = table.clock("from")
        end = time() if table.values["to"] == _MIDNIGHT else table.clock("to")
        if start == end:
            what = _("The absence ends when it begins.")
            table.fail("to", what, _("Change one of the two, or leave both out for whole days."))
    first = table.day("valid_from") if table.has("valid_from") else None
    last = table.day("valid_until") if table.has("valid_until") else None
    if first and last and last < first:
        what = _("The absence's last day comes before its first.")
        table.fail("valid_until", what, _("Change one of the two."))
    return WeeklyAbsence(table.days("days"), start, end, table.text("note", ""), first, last)


def _month_days(table: Table) -> tuple[MonthDay, MonthDay]:
    """`"12-24..01-02"`, both included; one day alone is both."""
    first, _dots, last = table.text("yearly").partition("..")
    found: list[MonthDay] = []
    for text in (first, last or first):
        try:
            month, day = map(int, text.split("-"))
            date(_LEAP_YEAR, month, day)
        except ValueError:
            what = _("“{text}” is not a day of the year.").format(text=text.strip())
            table.fail("yearly", what, _('Write month and day: "12-24..01-02", or "05-08".'))
        found.append((month, day))
    return found[0], found[1]


def _share(a: YearlyAbsence, b: YearlyAbsence) -> bool:
    """Whether two yearly absences have a day in common, in a leap year and its neighbours."""
    years = range(_LEAP_YEAR - 1, _LEAP_YEAR + 2)
    spans = [span for year in years if (span := a.in_year(year))]
    others = [span for year in years if (span := b.in_year(year))]
    return any(first <= end and begin <= last for first, last in spans for begin, end in others)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."
