"""`status`, `windows`, `promises`: what is, read without opening the whole shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.domain.time import Zone, zone_at
from planner.locale import gettext as _
from planner.locale.dates import clock, short
from planner.paths import Paths
from planner.views import Face, TodayView, WindowView


@command("status", example="entracte status\nentracte status --json")
@as_json
@state
def status(state: State, json_: bool) -> None:
    """Is a window open, when is the next one, is anything due or at risk.

    Outside a window nothing is counted.
    """
    state.settings()  # what is wrong with them is said first
    show_status(state.paths, json_)


def show_status(paths: Paths, json_: bool = False) -> None:
    """Print the status of the shop that lives there."""
    from planner.store.quick import open_quick

    print_status(open_quick(paths).today(), json_)


def print_status(today: TodayView, json_: bool = False) -> None:
    """Print a status; outside a window it counts nothing."""
    today = _calm(today)
    if json_:
        print_json(replace(today, zone=zone_at(today.zone, today.at)))
        return
    for sentence in sentences(today):
        data(sentence)


@command("windows", example="entracte windows --days 7")
@option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How far.")
@as_json
@state
def windows(state: State, days: int, json_: bool) -> None:
    """The answering windows of the coming days."""
    from planner.store.quick import open_quick

    settings = state.settings()
    quick = open_quick(state.paths)
    coming = quick.windows(days)
    if json_:
        print_json(coming)
        return
    if not coming:
        say(_("No window is open in these days."))
        return
    now, zone = quick.today().at, settings.schedule.zone
    language = settings.shop.language
    columns((_span(view.start, view.end, now, zone, language), _load_word(view)) for view in coming)
    years = {view.day[:4] for view in coming}
    if settings.shop.country and not quick.holidays_seen(years):
        say(_("Public holidays close nothing until you say so: `entracte holidays list`."))


@command("promises", example="entracte promises --json")
@as_json
@state
def promises(state: State, json_: bool) -> None:
    """What was promised, to whom and for when, soonest first."""
    from planner.store.quick import open_quick

    settings = state.settings()
    quick = open_quick(state.paths)
    ledger = quick.promises()
    if json_:
        print_json(ledger)
        return
    if not ledger:
        say(_("Nothing is promised."))
        return
    now, zone = quick.today().at, settings.schedule.zone
    language = settings.shop.language
    columns(
        (
            str(row.request),
            short(row.due, now, zone, language),
            row.person,
            row.subject,
            _(row.state),
        )
        for row in ledger
    )


def sentences(today: TodayView) -> list[str]:
    """The status as a person says it, what matters first."""
    said = [_face(today)]
    if today.face is Face.OPEN and today.day_full:
        said.append(_("Today is full; what comes now gets a later date."))
    said += [*today.at_risk, *today.holds]
    for channel in today.channels:
        if channel.state != "ok":
            said.append(f"{channel.name}: {channel.problem or channel.state}")
    said += today.problems
    if today.rehearsal:
        said.append(_("Rehearsal: automatic messages are written and shown, not sent."))
    return said


def _face(today: TodayView) -> str:
    coming = _coming(today)
    match today.face:
        case Face.OPEN if today.current:
            until = clock(today.current.end, today.zone)
            return _("A window is open until {time}.").format(time=until)
        case Face.AWAY:
            absence = today.absence
            if absence and absence.until:
                back = short(absence.until, today.at, today.zone, today.language)
                return _("You are unavailable until {moment}.").format(moment=back)
            return _("You are unavailable. Rest; everything is received.")
        case Face.RESTING:
            return _("Everything is received, everything has a date.") + " " + coming
        case _:
            return _("No window is open.") + " " + coming


def _coming(today: TodayView) -> str:
    if today.next is None:
        return _("No window is ahead: nobody can be given a date. Look at settings.toml.")
    moment = short(today.next.start, today.at, today.zone, today.language)
    return _("Next window: {moment}.").format(moment=moment)


def _calm(today: TodayView) -> TodayView:
    """Outside a window no number says how much is waiting (A-04)."""
    if today.face is Face.OPEN:
        return today

    def empty(view: WindowView | None) -> WindowView | None:
        return view and replace(view, planned=0)

    return replace(
        today,
        windows=tuple(replace(view, planned=0) for view in today.windows),
        current=empty(today.current),
        next=empty(today.next),
    )


def _span(start: datetime, end: datetime, now: datetime, zone: Zone, language: str) -> str:
    return f"{short(start, now, zone, language)}–{clock(end, zone)}"


def _load_word(view: WindowView) -> str:
    share = view.planned / view.answers if view.answers else 1.0
    if share >= 1:
        return _("full")
    return _("well filled") if share >= 0.6 else _("at ease")
