"""`people show`: one person's page as text."""

from __future__ import annotations

from collections.abc import Iterable

import click

from planner.cli.command import Command, as_json, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.people import WHO
from planner.cli.state import State, now
from planner.domain.time import Zone
from planner.locale import gettext as _
from planner.locale.dates import short, short_day
from planner.views_people import PersonPage, TalkView
from planner.views_today import PromiseView

LANGUAGES = {"fr": "French", "en": "English"}


@click.command(
    "show", cls=Command, example="entracte people show lise@example.org\nentracte people show 12"
)
@WHO
@as_json
@state
def show(state: State, who: str, json_: bool) -> None:
    """One person: addresses, what is open, what was, and what they were told."""
    zone = state.settings().schedule.zone
    with state.office() as office:
        page = office.person(who)
    if json_:
        print_json(page)
        return
    data(f"{page.id}  {page.name}".rstrip())
    facts = list(_facts(page))
    wide = max(len(label) for label, _said in facts)
    for label, said in facts:
        data(f"  {label.ljust(wide)}  {said}")
    _list(_("Open"), (_open(talk, zone, state.language) for talk in page.open))
    _list(_("Earlier"), (_earlier(talk, zone, state.language) for talk in page.earlier))
    above = {talk.promise.id for talk in page.open if talk.promise}
    told = (one for one in page.promises if one.id not in above)
    _list(_("What they were told"), (_promise(one, zone, state.language) for one in told))
    if page.more:
        say(_("There is more: `entracte people export {number}`.").format(number=page.id))


def _facts(page: PersonPage) -> Iterable[tuple[str, str]]:
    for number, one in enumerate(page.addresses):
        yield "" if number else _("Addresses"), f"{one.address} ({one.medium})"
    yield _("Writes on"), ", ".join(page.channels)
    if page.language:
        yield _("Language"), _(LANGUAGES.get(page.language, page.language))
    if not page.paused:
        yield _("Automatic messages"), _("not paused")
    for number, pause in enumerate(page.paused):
        yield "" if number else _("Automatic messages"), pause.sentence


def _list(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    if found := list(rows):
        data(title)
        columns((f"  {first}", *rest) for first, *rest in found)


def _open(talk: TalkView, zone: Zone, language: str) -> tuple[str, ...]:
    told = talk.promise
    due = short(told.due, now(), zone, language) if told else ""
    return str(talk.request), due, _(told.state) if told else _("no date yet"), talk.subject


def _earlier(talk: TalkView, zone: Zone, language: str) -> tuple[str, ...]:
    return str(talk.request), short_day(talk.at, now(), zone, language), _(talk.state), talk.subject


def _promise(one: PromiseView, zone: Zone, language: str) -> tuple[str, ...]:
    return str(one.request), short_day(one.due, now(), zone, language), _(one.state), one.subject
