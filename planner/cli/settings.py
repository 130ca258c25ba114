"""`settings`: windows, quiet hours, the shop, the screen; seen, tried and changed."""

from __future__ import annotations

from collections.abc import Sequence

import click

from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.doors import BackOffice
from planner.errors import SettingsError, WrongUse
from planner.locale import gettext as _
from planner.views_rules import RuleEdit, TrialView

_TRY = option("--try", "only_try", is_flag=True, help="Show the coming week; change nothing.")
_FIELDS = click.argument("fields", nargs=-1, required=True, metavar="NAME=VALUE...")


@click.group("settings", cls=Group, example="entracte settings show")
def settings() -> None:
    """What is set: windows, quiet hours, the shop, the screen."""


@settings.command(
    "show", cls=Command, example="entracte settings show\nentracte settings show quiet"
)
@click.argument("key", required=False, default="")
@as_json
@state
def show(state: State, key: str, json_: bool) -> None:
    """Everything in words, or the lines of one part."""
    with state.office() as office:
        if key:
            form = office.setting_form(key)
            lines = {field.key: field.written for field in form.fields}
            if json_:
                print_json(lines)
            else:
                columns((name, written) for name, written in lines.items())
            return
        view = office.arrangement()
    if json_:
        print_json(view)
        return
    columns((row.key, row.name, row.value) for row in view.rows)
    if view.problem:
        say(view.problem)


@settings.command(
    "set",
    cls=Command,
    example="entracte settings set window.0 from=10:30 to=11:15\n"
    "entracte settings set quiet from=21:00 to=08:30 --try",
)
@click.argument("key")
@_FIELDS
@_TRY
@as_json
@state
def set_(state: State, key: str, fields: Sequence[str], only_try: bool, json_: bool) -> None:
    """Change lines of a part; an empty value takes a line out."""
    with state.office() as office:
        form = office.setting_form(key)
        lines = {field.key: field.written for field in form.fields} | _pairs(fields)
        _change(
            office, RuleEdit(key, form.section, form.base, tuple(lines.items())), only_try, json_
        )


@settings.command(
    "add", cls=Command, example="entracte settings add days=sunday from=10:00 to=10:30 answers=5"
)
@_FIELDS
@_TRY
@as_json
@state
def add(state: State, fields: Sequence[str], only_try: bool, json_: bool) -> None:
    """One answering window more."""
    with state.office() as office:
        form = office.setting_form("window")
        edit = RuleEdit("window", form.section, form.base, tuple(_pairs(fields).items()))
        _change(office, edit, only_try, json_)


@settings.command("remove", cls=Command, example="entracte settings remove window.1")
@click.argument("key")
@_TRY
@as_json
@state
def remove(state: State, key: str, only_try: bool, json_: bool) -> None:
    """Take an answering window out."""
    with state.office() as office:
        form = office.setting_form(key)
        _change(office, RuleEdit(key, form.section, form.base, remove=True), only_try, json_)


def _change(office: BackOffice, edit: RuleEdit, only_try: bool, json_: bool) -> None:
    """What it brings, or that it is done."""
    if not only_try:
        told(office.save_setting(edit), json_)
        return
    trial = office.try_setting(edit)
    if json_:
        print_json(trial)
    else:
        _print(trial)


def _print(trial: TrialView) -> None:
    if trial.problems:
        raise SettingsError(trial.problems[0].sentence)
    data(trial.outlook)
    columns((day.title, line) for day in trial.week for line in day.lines)
    if trial.hint:
        say(trial.hint)


def _pairs(fields: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in fields:
        name, equals, value = one.partition("=")
        if not equals:
            raise WrongUse(
                _("“{words}” has no =.").format(words=one), do=_("Write it like from=10:30.")
            )
        found[name.strip()] = value
    return found
