"""The settings a channel is added to: the owner's, or the first ones with good defaults."""

from __future__ import annotations

import click

from planner.cli.out import on_terminal, safe
from planner.cli.state import State
from planner.locale import gettext as _
from planner.machine import login_name, system_zone
from planner.paths import read_text
from planner.settings import default_text, load
from planner.settings_text import quoted


def settings_text(
    state: State, shop: str, owner: str, zone: str, language: str | None, address: object
) -> str:
    """The text of settings.toml; without one, a first text from options, questions or defaults."""
    text = read_text(state.paths.settings)
    if text is not None:
        load(text, str(state.paths.settings))  # wrong settings are not made longer
        return text
    ask = on_terminal()
    owner = owner or _value(ask, _("Your first name"), login_name())
    shop = shop or _value(ask, _("The shop's name"), _("My shop"))
    zone = zone or _value(ask, _("Time zone"), system_zone())
    first = default_text(shop, owner, zone, language or state.language)
    if address:
        first = first.replace("address = []", f"address = [{quoted(str(address))}]", 1)
    load(first, str(state.paths.settings))
    return first


def _value(ask: bool, question: str, default: str) -> str:
    if not ask:
        return default
    return str(click.prompt(safe(question), default=safe(default), err=True))
