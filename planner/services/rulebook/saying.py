"""Decisions in the owner's words: values, who gave way and why, when a rule speaks."""

from __future__ import annotations

from collections.abc import Iterator

from planner.locale import gettext as _
from planner.locale import language
from planner.services.rulebook import reference
from rules.engine import Decision
from rules.explaining import relation
from rules.model import Kind, Line, Reason, Value
from rules.schema import Effect
from rules.show import show_value


def value_words(effect: Effect, value: Value | None) -> str:
    """A value in words: `30`, `90 min`, `yes`."""
    if value is None:
        return _("not set")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    unit = reference.unit_words(effect)
    return f"{value} {unit}" if unit else str(value)


def say(decision: Decision, name: str) -> str:
    """The owner's sentence of a rule."""
    return decision.ruleset.by_name[name].say.text(language())


def beside(decision: Decision, reason: Reason) -> Iterator[str]:
    """The other rules that spoke about an effect, each with why it did not decide."""
    rules = decision.ruleset.by_name
    spoke = (reason.winner, *reason.overruled, *reason.agreeing)
    kinds = {rules[name].kind for name in spoke}
    combine = decision.ruleset.vocabulary.effects[reason.effect].combine
    seen = {say(decision, reason.winner)}
    for name in (*reason.overruled, *reason.agreeing):
        said = say(decision, name)
        if said in seen or rules[name].kind is Kind.DEFAULT:
            continue  # a usual value always gives way: nothing to tell
        seen.add(said)
        if name in reason.agreeing:
            yield _("“{say}” says the same").format(say=said)
        else:
            why = relation(combine, reason.kind, rules[name].kind, kinds)
            yield _("“{say}” gives way: {why}").format(say=said, why=_gives_way(why))


def _gives_way(why: str) -> str:
    """Why a rule did not decide, in the words of the screen; `why` as in rules.explaining."""
    return {
        "overhand": _("your own hand is stronger"),
        "exception": _("this is an exception to it"),
        "aside": _("an exception sets it aside"),
        "stricter": _("this one is stricter"),
        "guarded": _("this one is stricter"),
        "larger": _("this one gives more"),
    }.get(why, _("this one is stronger"))


def near(decision: Decision, line: Line) -> str:
    """What keeps a rule from speaking, by its one line that does not hold."""
    found = decision.facts.get(line.fact)
    fact = decision.ruleset.vocabulary.facts[line.fact]
    what = reference.words(fact)
    if found is None:
        return _("wants {what}: {written}; that is not known").format(
            what=what, written=line.written
        )
    shown = weekday_or_value(line.fact, found)
    if line.unless:
        return _("held back by {what}: {found}").format(what=what, found=shown)
    return _("wants {what}: {written}; it is {found}").format(
        what=what, written=line.written, found=shown
    )


def weekday_or_value(fact: str, value: object) -> str:
    """A fact's value in words."""
    if fact == "weekday" and isinstance(value, int):
        from planner.locale.dates import weekday_words

        return weekday_words(value, language())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show_value(value)
