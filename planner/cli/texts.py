"""`texts`: what leaves by itself and what your answers may begin with; read, changed, put back."""

from __future__ import annotations

import click

from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.locale import gettext as _
from planner.texts.names import group_name
from planner.texts.shipped import LANGUAGES

_KEY = click.argument("key")
_LANGUAGE = option(
    "--language", type=click.Choice(LANGUAGES), help="fr or en; the shop's without it."
)


@click.group("texts", cls=Group, example="entracte texts preview")
def texts() -> None:
    """The outgoing texts: read them, change them."""


@texts.command("list", cls=Command, example="entracte texts list")
@_LANGUAGE
@as_json
@state
def list_(state: State, language: str | None, json_: bool) -> None:
    """Every text by its key, and what it is for."""
    with state.office() as office:
        view = office.texts(language or state.settings().shop.language)
    if json_:
        print_json(view)
        return
    columns((row.key, row.name, _("your wording") if row.own else "") for row in view.rows)
    if view.problem:
        say(view.problem)


@texts.command("preview", cls=Command, example="entracte texts preview\nentracte texts preview ack")
@click.argument("key", required=False, default="")
@_LANGUAGE
@as_json
@state
def preview(state: State, key: str, language: str | None, json_: bool) -> None:
    """How the texts would read now, with real data."""
    language = language or state.settings().shop.language
    with state.office() as office:
        if key:
            office.try_text(key, language, "")  # an unknown key is said as such
        view = office.texts(language)
    rows = [row for row in view.rows if key in ("", row.key)]
    if json_:
        print_json(rows)
        return
    group = ""
    for row in rows:
        if row.group != group and not key:
            group = row.group
            data(f"# {group_name(group)}")
        data(f"{row.key}: {row.preview}")
    if view.sample:
        say(_("filled with a made-up request"))
    if view.rehearsal:
        say(_("Rehearsal: nothing leaves by itself."))


@texts.command("set", cls=Command, example='entracte texts set second "..." --language fr')
@_KEY
@click.argument("words")
@_LANGUAGE
@as_json
@state
def set_(state: State, key: str, words: str, language: str | None, json_: bool) -> None:
    """Your own wording for a text."""
    with state.office() as office:
        told(office.save_text(key, language or state.settings().shop.language, words), json_)


@texts.command("reset", cls=Command, example="entracte texts reset second --language fr")
@_KEY
@_LANGUAGE
@as_json
@state
def reset(state: State, key: str, language: str | None, json_: bool) -> None:
    """Back to the shipped wording of a text."""
    with state.office() as office:
        told(office.save_text(key, language or state.settings().shop.language, None), json_)
