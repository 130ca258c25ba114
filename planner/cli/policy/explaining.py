"""`policy explain`: what the rules say now, at a moment, or under given facts, and why."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.policy.facts import named_effect, read_facts, shown
from planner.cli.policy.shop import policy_of
from planner.cli.state import State, now
from planner.domain.time import ONE_DAY, day_bounds, instant, to_local
from planner.locale import gettext as _
from planner.services import moments
from planner.services.policy import Policy
from rules.engine import Decision, decide
from rules.explaining import explain as explained
from rules.explaining import explain_effect
from rules.values import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.model import RuleSet

HOUSE = "house:"  # how the names of the rules of the house begin


@command(
    "explain",
    example="entracte policy explain\n"
    "entracte policy explain energy=2 weekday=friday time=11:10\n"
    "entracte policy explain --at tomorrow --about answers_at_most",
)
@click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
@option("--at", "at", metavar="MOMENT", help="Another moment: tomorrow, 14:00, 2026-12-24.")
@option("--about", "about", metavar="EFFECT", help="One effect only, such as answers_at_most.")
@as_json
@state
def explain(
    state: State, facts: tuple[str, ...], at: str | None, about: str | None, json_: bool
) -> None:
    """What the rules say and which rule says it: now, at a moment, or under the facts given.

    Rules that one thing only kept from applying are named as well. A date, a weekday or a time
    moves the moment; any other fact is taken instead of what is known.
    """
    policy = policy_of(state)
    given = read_facts(facts, policy.rules.vocabulary)
    effect = named_effect(about, policy.rules.vocabulary).name if about else ""
    moment = _moved(policy, _moment(policy, at), given)
    known = policy.moment_facts(moment)
    known["weekday"] = WEEKDAYS[policy.working_day(moment).weekday()]
    decision = decide(policy.rules, {**known, **given})
    sentences = _sentences(decision, effect, state.language)
    if json_:
        print_json(_report(decision, effect, sentences))
        return
    for problem in policy.problems:
        say(problem)
    if policy.problems:
        say(_("The rules of before hold until the file can be read."))
    for sentence in sentences:
        data(sentence)


def _moment(policy: Policy, at: str | None) -> datetime:
    """The moment meant; now without words."""
    if at is None:
        return now()
    schedule = policy.schedule
    return moments.begin(at, now(), schedule.zone, schedule.day_starts)


def _moved(policy: Policy, at: datetime, given: Mapping[str, object]) -> datetime:
    """The moment that given facts speak of: the next such weekday, that date, that time of day."""
    schedule = policy.schedule
    day, wall = policy.working_day(at), to_local(at, schedule.zone).time
    if not given.keys() & {"date", "weekday", "time"}:
        return at
    if isinstance(weekday := given.get("weekday"), str):
        day += (WEEKDAYS.index(weekday) - day.weekday()) % 7 * ONE_DAY
    if isinstance(chosen := given.get("date"), date):
        day = chosen
    if isinstance(clock := given.get("time"), time):
        wall = clock
    begins = day_bounds(day, schedule.zone, schedule.day_starts)[0]
    moment = instant(day, wall, schedule.zone)
    # a working day goes on after midnight
    return moment if moment >= begins else instant(day + ONE_DAY, wall, schedule.zone)


def _sentences(decision: Decision, effect: str, language: str) -> tuple[str, ...]:
    """What holds and why, about every effect or about one; then what was near.

    A rule of the house that does not apply is no news: it is not the owner's to change.
    """
    near = decision.near & _bits(decision.ruleset, effect)
    if not effect:
        return explained(replace(decision, near=near), language, near=True)
    sentence = explain_effect(decision, effect, language)
    missed = replace(decision, applied=0, near=near)
    return (sentence, *(explained(missed, language, near=True) if near else ()))


def _bits(rules: RuleSet, effect: str) -> int:
    """The owner's own rules about an effect (or about any), as bits in the order of the rules."""
    return sum(
        1 << number
        for number, rule in enumerate(rules.rules)
        if not rule.name.startswith(HOUSE)
        and (not effect or any(reason.effect == effect for reason in rule.then))
    )


def _report(decision: Decision, effect: str, sentences: tuple[str, ...]) -> dict[str, object]:
    names = [effect] if effect else list(decision.effects)
    return {
        "effects": {name: decision.effects.get(name) for name in names},
        "facts": {name: shown(value) for name, value in decision.facts.items()},
        "sentences": sentences,
        "reasons": {
            name: {**asdict(reason), "kind": reason.kind.name.lower()}
            for name in names
            if (reason := decision.reasons.get(name))
        },
    }
