"""`absences` and `holidays`: the days on which the windows stay closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from planner.cli.away import KINDS
from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, say
from planner.cli.state import State, now
from planner.domain.time import to_local
from planner.doors import BackOffice
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale.dates import day_and_month, short, weekday_words
from planner.public_holidays import UnknownPlace
from planner.services import moments as when
from planner.views import ListedAbsence

if TYPE_CHECKING:
    from planner.settings import Settings


@click.group(
    "absences",
    cls=Group,
    invoke_without_command=True,
    example="entracte absences\nentracte absences edit 3 --until 2026-12-04",
)
@as_json
@state
@click.pass_context
def absences(ctx: click.Context, state: State, json_: bool) -> None:
    """When you are away: now, planned, every week and every year."""
    if ctx.invoked_subcommand is not None:
        return
    with state.office() as office:
        found = office.absences()
    if json_:
        print_json(found)
    elif found:
        columns((one.id, _what(one), _span(state, one), one.note) for one in found)
    else:
        say(_("No absence is planned."))


@absences.command("cancel", cls=Command, example="entracte absences cancel 3")
@click.argument("id_", metavar="ID")
@as_json
@state
def cancel(state: State, id_: str, json_: bool) -> None:
    """Take back a planned absence; `entracte back` ends one that has begun."""
    with state.office() as office:
        told(office.cancel_absence(id_), json_)


@absences.command(
    "edit",
    cls=Command,
    example="entracte absences edit 3 --until 2026-12-04\nentracte absences edit 3 --endless",
)
@click.argument("id_", metavar="ID")
@option("--kind", type=click.Choice(KINDS), help="What it is, for yourself.")
@option("--from", "since", metavar="WHEN", help="From when on.")
@option("--until", metavar="WHEN", help="Until when; a date is included whole.")
@option("--half", type=click.Choice(("am", "pm", "no")), help="Half of its first day, or no half.")
@option("--endless", is_flag=True, help="No end is known.")
@option("--extend", is_flag=True, help="One day more.")
@as_json
@state
def edit(
    state: State,
    id_: str,
    kind: str | None,
    since: str | None,
    until: str | None,
    half: str | None,
    endless: bool,
    extend: bool,
    json_: bool,
) -> None:
    """Change an absence that is not over; of one that comes every year, this time only.

    Those of every week are lines of settings.toml, and are changed there. Ten seconds to undo.
    """
    if extend and (kind or since or until or half or endless):
        raise WrongUse(_("--extend goes alone: it adds one day to the absence there is."))
    if not (extend or kind or since or until or half or endless):
        raise WrongUse(_("Say what changes."), do=f"entracte absences edit {id_} --extend")
    if half and until:
        raise WrongUse(_("--half is one half of one day: leave --until out."))
    at, schedule = now(), state.settings().schedule
    zone = schedule.zone, schedule.day_starts
    begins = when.begin(since, at, *zone) if since is not None else None
    ends = when.end(until, at, *zone) if until is not None else None
    if half in ("am", "pm") and since is not None:
        begins, ends = when.half(half, since, at, *zone)
    with state.office() as office:
        if extend:
            told(office.extend_absence(id_), json_)
            return
        part = "" if half == "no" else half
        changes = {"kind": kind, "since": begins, "until": ends, "half": part}
        told(office.edit_absence(id_, **changes, endless=endless), json_)  # type: ignore[arg-type]


@click.group(
    "holidays",
    cls=Group,
    example="entracte holidays list --year 2027\nentracte holidays close 2027-05-06",
)
def holidays() -> None:
    """Public holidays: proposals, which close nothing until you say so."""


_year = option("--year", type=click.IntRange(1970, 2199), help="Of this year.")


@holidays.command("list", cls=Command, example="entracte holidays list --year 2027")
@_year
@as_json
@state
def list_(state: State, year: int | None, json_: bool) -> None:
    """The holidays of your country and region, and what you decided."""
    with _office(state) as office:
        found = office.holidays(year)
    if json_:
        print_json(found)
        return
    language = state.settings().shop.language
    columns(
        (str(one.day), weekday_words(one.day.weekday(), language), one.name, _decision(one.state))
        for one in found
    )
    if any(one.state == "proposed" for one in found):
        example = next(one.day for one in found if one.state == "proposed")
        say(_("`entracte holidays close {day}` closes a day; --all every one.").format(day=example))


@holidays.command(
    "close",
    cls=Command,
    example="entracte holidays close 2026-12-25 2027-01-01\nentracte holidays close --all",
)
@click.argument("days", metavar="DATE...", nargs=-1)
@option("--all", "every", is_flag=True, help="Every holiday that waits for your decision.")
@_year
@as_json
@state
def close(state: State, days: tuple[str, ...], every: bool, year: int | None, json_: bool) -> None:
    """Close days: their windows stay shut, and whoever had a date there is told another."""
    if every == bool(days):
        raise WrongUse(_("Name the days, or --all."), do="entracte holidays close 2026-12-25")
    if year is not None and not every:
        raise WrongUse(_("--year goes with --all."))
    named = tuple(state.day(words) for words in days)
    with _office(state) as office:
        told(office.close_days(named, year), json_)


@holidays.command("open", cls=Command, example="entracte holidays open 2026-12-25")
@click.argument("days", metavar="DATE...", nargs=-1, required=True)
@as_json
@state
def open_(state: State, days: tuple[str, ...], json_: bool) -> None:
    """Work as usual on these days, holiday or not."""
    named = tuple(state.day(words) for words in days)
    with _office(state) as office:
        told(office.open_days(named), json_)


@contextmanager
def _office(state: State) -> Iterator[BackOffice]:
    """The shop; a wrong country or region is told with its place in the settings."""
    with state.office() as office:
        try:
            yield office
        except UnknownPlace as error:
            where = state.place("shop", error.key)
            raise UnknownPlace(error.key, error.what, do=error.do, where=where) from error


def _decision(word: str) -> str:
    return {
        "proposed": _("open unless you close it"),
        "closed": _("closed"),
        "open": _("open as usual"),
        "free": _("no window that day"),
        "settings": _("as settings.toml says"),
    }[word]


def _what(absence: ListedAbsence) -> str:
    """The owner's own word for it, which says nothing to whoever reads along."""
    word = {
        "sick": _("at rest"),
        "child": _("family"),
        "leave": _("on leave"),
        "closed": _("closed"),
    }[absence.kind]
    half = {"am": _("morning"), "pm": _("afternoon"), "share": _("half a day")}.get(absence.half)
    return f"{word} ({half})" if half else word


def _whole_days(since: datetime, until: datetime, settings: Settings) -> tuple[date, date] | None:
    """First and last day of an absence that begins and ends with the working day."""
    begin, end = (to_local(each, settings.schedule.zone) for each in (since, until))
    if {begin.time, end.time} != {settings.schedule.day_starts}:
        return None
    return begin.date, end.date - timedelta(days=1)


def _dated(day: date, year: int, language: str) -> str:
    words = day_and_month(day, language)
    return words if day.year == year else f"{words} {day.year}"


def _span(state: State, absence: ListedAbsence) -> str:
    """When, in words."""
    if absence.since is None:
        every = _("every week") if absence.state == "weekly" else _("every year")
        return f"{every}: {absence.says}"
    settings, at = state.settings(), now()
    zone, language = settings.schedule.zone, settings.shop.language
    begin = short(absence.since, at, zone, language)
    if absence.until is None:
        return _("from {begin} on").format(begin=begin)
    days = _whole_days(absence.since, absence.until, settings)
    if days:
        first, last = (_dated(day, at.year, language) for day in days)
        return (
            first if first == last else _("from {first} to {last}").format(first=first, last=last)
        )
    end = short(absence.until, at, zone, language)
    return _("{begin} to {end}").format(begin=begin, end=end)
