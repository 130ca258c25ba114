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
from planner.services.today_words import calm, outcomes, sentences
from planner.views_today import PromiseView, TodayView, WindowView


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
    today = calm(today)
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


@command("promises", example="entracte promises\nentracte promises --all")
@option("--all", "all_", is_flag=True, help="Every promise there ever was, and how they ended.")
@as_json
@state
def promises(state: State, all_: bool, json_: bool) -> None:
    """What was promised, to whom and for when, soonest first.

    A date that was moved in time is kept as well: the person was told before.
    """
    from planner.store.quick import open_quick

    settings = state.settings()
    quick = open_quick(state.paths)
    whole = quick.ledger() if all_ else None
    rows = whole.rows if whole else quick.promises()
    if json_:
        print_json(whole or rows)
        return
    if not rows:
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
            _state_word(row),
        )
        for row in rows
    )
    if whole:
        say(", ".join(outcomes(whole)) or _("Nothing has ended yet."))


def _state_word(row: PromiseView) -> str:
    if row.decide:
        return _("moved twice: yours to decide") if row.moves else _("passed: yours to decide")
    if row.state == "moved":
        return _("moved in time")
    if row.kind == "news":  # no date of an answer, although it stands in the same column
        news = {"standing": _("news promised"), "kept": _("news given")}
        return news.get(row.state) or _(row.state)
    return _(row.state)


def _span(start: datetime, end: datetime, now: datetime, zone: Zone, language: str) -> str:
    return f"{short(start, now, zone, language)}–{clock(end, zone)}"


def _load_word(view: WindowView) -> str:
    share = view.planned / view.answers if view.answers else 1.0
    if share >= 1:
        return _("full")
    return _("well filled") if share >= 0.6 else _("at ease")
