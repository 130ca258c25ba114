"""`week`: the windows of a week with their load, absences, and what falls due."""

from __future__ import annotations

from datetime import date

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data
from planner.cli.state import State
from planner.domain.time import Zone
from planner.locale import gettext as _
from planner.locale.dates import clock, full_day
from planner.views_week import SlotView, WeekView


@command("week", example="entracte week\nentracte week --from 2026-12-07")
@option("--from", "first", default="", help="A day of the week to show.")
@as_json
@state
def week(state: State, first: str, json_: bool) -> None:
    """The windows of a week with their load, absences, and the dates that fall due."""
    day: date | None = state.day(first) if first else None
    with state.office() as office:
        view = office.week(day)
    if json_:
        print_json(view)
        return
    _print(view, state)


def _print(view: WeekView, state: State) -> None:
    schedule, language = state.settings().schedule, state.settings().shop.language
    for day in view.days:
        named = full_day(day.starts, day.starts, schedule.zone, language)
        data(", ".join([named, *day.notes]))
        columns((f"  {_span(slot, schedule.zone)}", said(slot)) for slot in day.slots)
        columns((f"  {clock(p.due, schedule.zone)}", p.person, p.subject) for p in day.due)
    for sentence in view.sentences:
        data(sentence)


def _span(slot: SlotView, zone: Zone) -> str:
    return f"{clock(slot.start, zone)}–{clock(slot.end, zone)}"


def said(slot: SlotView) -> str:
    """What a window holds, in words."""
    if slot.state == "away":
        return _("you are unavailable")
    if slot.state == "left out":
        return _("no window on this day of your return")
    if slot.state == "over":
        return _("over")
    if slot.load >= 1:
        return _("full")
    return _("well filled") if slot.load >= 0.6 else _("at ease")
