"""The rules of the house: what holds when the owner's rules say nothing, and her quiet hours."""

from __future__ import annotations

from datetime import time
from functools import lru_cache

from rules.model import Kind, RuleSet
from rules.parse import join, load
from rules.policies import house_text
from rules.vocabulary import HOUSE

_QUIET = """
[rule.quiet-hours]
say.en = "Quiet from {since} to {until}, as in the settings."
say.fr = "Au calme de {since} à {until}, comme dans les réglages."
kind = "protect"
when.time = "{since}..{until}"
then.hold_notifications = true
then.hold_notices = true
"""


def house(quiet: tuple[time, time] | None) -> str:
    """The rules of the house under these quiet hours, as text: decisions are replayed with it."""
    if quiet is None or quiet[0] == quiet[1]:
        return house_text()
    since, until = (f"{at:%H:%M}" for at in quiet)
    return house_text() + _QUIET.format(since=since, until=until)


@lru_cache(maxsize=8)
def house_rules(text: str) -> RuleSet:
    """The rules in such a text."""
    return load(text, "house.toml", HOUSE, tuple(Kind))


def joined(file: RuleSet, house_text_: str) -> RuleSet:
    """The owner's rules with those of the house."""
    return join(file, house_rules(house_text_))
