"""What a fact or an effect is, and what may be written there, in the owner's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.locale import gettext as _
from planner.locale import language
from rules.schema import Effect, EffectType, Fact, FactType
from rules.text import folded
from rules.vocabulary import PRODUCT

KINDS = ("normal", "exception", "protect")


def fact(name: str) -> Fact | None:
    """The fact of any of its names."""
    return PRODUCT.facts.get(PRODUCT.fact_names.get(folded(name), ""))


def effect(name: str) -> Effect | None:
    """The effect of any of its names."""
    return PRODUCT.effects.get(PRODUCT.effect_names.get(folded(name), ""))


def words(item: Fact | Effect) -> str:
    """The description in the interface's language."""
    return item.description_fr if language() == "fr" else item.description


def unit_words(item: Fact | Effect) -> str:
    """The unit after a number, where the description does not say it already."""
    return item.unit if item.unit in ("min", "%") else ""


def may_be_kind() -> str:
    """What may be written for the kind of a rule."""
    return _("normal; exception: it lifts normal rules; protect: nothing lifts it")


def may_be(item: Fact | Effect) -> str:
    """What may be written for it, with examples."""
    if isinstance(item, Effect):
        return _may_set(item)
    return _TESTS[item.type](item)


def _may_set(item: Effect) -> str:
    if item.type is EffectType.FLAG:
        return _("true or false")
    if item.type is EffectType.TEXT:
        return _("a name")
    return _("a whole number from 0 to {high}").format(high=item.high)


def _count(item: Fact) -> str:
    if item.high is None:
        return _("a number: 3, or 3..4, or >= 6")
    said = _("a number from {low} to {high}: 3, or 3..4, or >= 2")
    return said.format(low=item.low, high=item.high)


def _choices(item: Fact) -> str:
    return _("one or several of: {words}").format(words=", ".join(item.choices))


_TESTS: Mapping[FactType, Callable[[Fact], str]] = {
    FactType.TIME: lambda _item: _("hours: 19:00..07:00; the end is not part of them"),
    FactType.WEEKDAY: lambda _item: _("days: sunday, or monday..friday, or monday, thursday"),
    FactType.DATE: lambda _item: _("a date: 2026-12-24, or 2026-12-01..2026-12-24"),
    FactType.COUNT: _count,
    FactType.FLAG: lambda _item: _("true or false"),
    FactType.CHOICE: _choices,
    FactType.DURATION: lambda _item: _("a length of time: > 4h, or < 90min, or 1h..2d"),
    FactType.TEXT: lambda _item: _("a word, or several with commas between them"),
    FactType.WORDS: lambda item: (
        _choices(item) if item.choices else _("words, with commas between them: one is enough")
    ),
}
