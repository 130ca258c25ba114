"""`people`: who wrote, what is kept about somebody, and erasing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, on_terminal, plain, safe, say
from planner.cli.state import State, now
from planner.errors import NotPossible, WrongUse
from planner.kept_drafts import forget_drafts
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import short
from planner.views_people import ErasureView, PersonView

WHO = click.argument("who", metavar="NUMBER|ADDRESS")


@click.group(
    "people",
    cls=Group,
    example="entracte people list lise\nentracte people show lise@example.org",
    lazy={"show": "planner.cli.person:show"},
)
def people() -> None:
    """Customers: who wrote, and what is kept about them."""


@people.command("list", cls=Command, example="entracte people list lise")
@click.argument("words", nargs=-1)
@option("--after", type=click.IntRange(1), metavar="NUMBER", help="Those behind this person.")
@as_json
@state
def list_(state: State, words: tuple[str, ...], after: int | None, json_: bool) -> None:
    """Everybody who wrote, or those with these letters in a name or an address."""
    with state.office() as office:
        view = office.people(" ".join(words), after)
    if json_:
        print_json(view.people)
    elif view.people:
        columns((str(x.id), x.name, ", ".join(x.addresses)) for x in view.people)
    else:
        say(_("Nobody with these letters."))
    if view.more:
        say(_("There is more: --after {number}.").format(number=view.people[-1].id))


@people.command("export", cls=Command, example="entracte people export 12 --to ~/Documents")
@WHO
@option("--to", "folder", default=".", metavar="DIR", help="Into this folder; here without it.")
@as_json
@state
def export(state: State, who: str, folder: str, json_: bool) -> None:
    """Write everything that is kept about a person into one file, to hand it to them."""
    with state.office() as office:
        kept = office.export_person(who)
    if json_:
        print_json(kept)
        return
    from planner.cli.handed_out import write

    data(str(write(Path(folder).expanduser(), cast("dict[str, Any]", plain(kept)))))


@people.command("erase", cls=Command, example="entracte people erase lise@example.org")
@WHO
@option("--yes", is_flag=True, help="Without asking first.")
@as_json
@state
def erase(state: State, who: str, yes: bool, json_: bool) -> None:
    """Forget a person for good. It cannot be undone.

    Names, addresses and words go; figures without a name stay.
    """
    with state.office() as office:
        view = office.erasure(who)
        _show(state, view)
        if not yes:
            _ask(view.person)
        done = office.erase_person(who)
        forget_drafts(state.paths.drafts, office)
    told(done, json_)


def _show(state: State, view: ErasureView) -> None:
    """What goes, before it goes."""
    words = ngettext("{n} message goes.", "{n} messages go.", view.messages)
    say(f"{_named(view.person)}: {words.format(n=view.messages)}")
    if view.promised is not None:
        settings = state.settings()
        when = short(view.promised, now(), settings.schedule.zone, settings.shop.language)
        say(_("They wait for an answer until {when}; nobody will be told.").format(when=when))
    for copy in view.copies:
        say(_("This copy still holds them: {path}.").format(path=copy))
    say(_("Mail in your mailbox and your own copies are not touched."))


def _ask(person: PersonView) -> None:
    if not on_terminal():
        raise WrongUse(_("Erasing is for good."), do=_("Add --yes if you are sure."))
    names = (safe(name).strip() for name in (person.name, *person.addresses))
    wanted = next(filter(None, names), str(person.id))  # what is seen is what can be typed
    typed = click.prompt(_("Type {name} to erase").format(name=wanted), err=True)
    if typed.strip().casefold() != wanted.casefold():
        raise NotPossible(_("Nothing was erased."))


def _named(person: PersonView) -> str:
    return " ".join(filter(None, (person.name, *person.addresses)))
