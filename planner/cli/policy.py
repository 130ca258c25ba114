"""`policy check` and `policy explain`: the owner's rules."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.command import Command, Group, as_json, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.state import State, now
from planner.domain.time import to_local, working_day
from planner.errors import PolicyError, WrongUse
from planner.locale import gettext as _
from planner.paths import read_text

if TYPE_CHECKING:
    from rules.model import RuleSet

_file = click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))


@click.group("policy", cls=Group, example="entracte policy check")
def policy() -> None:
    """The rule file: limits, quiet hours, exceptions."""


@policy.command("check", cls=Command, example="entracte policy check my-policy.toml")
@_file
@state
def check(state: State, file: Path | None) -> None:
    """Read the rules and pass the tests they carry."""
    from rules.trial import run_tests

    ruleset = _load(state, file)
    failures = run_tests(ruleset)
    for failure in failures:
        data(failure.problem().text(state.language))
    if failures:
        raise PolicyError(_("The rules do not do what their own tests expect."))
    say(
        _("{name}: all is well (rules: {rules}, tests: {tests}).").format(
            name=ruleset.name, rules=len(ruleset.rules), tests=len(ruleset.cases)
        )
    )


@policy.command("explain", cls=Command, example="entracte policy explain energy=2 via=mail")
@click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
@as_json
@state
def explain(state: State, facts: tuple[str, ...], json_: bool) -> None:
    """What the rules say now, or under the facts given, and which rule says it."""
    from rules.engine import decide
    from rules.explain import explain as explained

    ruleset = _load(state, None)
    known = {fact.name: fact.type.value for fact in ruleset.vocabulary.facts.values()}
    given = {**_here_and_now(state), **dict(_fact(words, known) for words in facts)}
    try:
        decision = decide(ruleset, given)
    except (TypeError, ValueError) as error:
        raise WrongUse(str(error)) from None
    lines = explained(decision, state.language, near=True)
    if json_:
        print_json({"effects": decision.effects, "facts": decision.facts, "sentences": lines})
        return
    for line in lines:
        data(line)


def _load(state: State, file: Path | None) -> RuleSet:
    """A policy file; without one the shop's own, else the one of a new installation."""
    from rules.parse import load
    from rules.policies import default_text
    from rules.problems import PolicyProblems

    path = file or state.paths.policy
    text = read_text(path)
    if text is None and file:
        raise PolicyError(_("There is no such file."), where=str(file))
    try:
        if text is None:
            return load(default_text(), "makers-shop.toml")
        return load(text, str(path))
    except PolicyProblems as problems:
        raise PolicyError(problems.text(state.language)) from None


def _here_and_now(state: State) -> dict[str, object]:
    if read_text(state.paths.settings) is None:
        return {}
    schedule, at = state.settings().schedule, now()
    day = working_day(at, schedule.zone, schedule.day_starts)
    clock = to_local(at, schedule.zone).time.replace(second=0, microsecond=0)
    return {"time": clock, "date": day, "weekday": day.weekday()}


def _fact(words: str, known: dict[str, str]) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in words.partition("="))
    if not equals or name not in known:
        raise WrongUse(
            _("“{words}” is not a fact with its value.").format(words=words),
            do=_("Possible here: {names}.").format(names=", ".join(sorted(known))),
        )
    try:
        return name, _value(value, known[name])
    except (ValueError, KeyError):
        raise WrongUse(
            _("“{value}” does not fit {name} ({kind}).").format(
                value=value, name=name, kind=known[name]
            )
        ) from None


def _value(value: str, kind: str) -> object:
    match kind:
        case "time":
            return time.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "count":
            return int(value)
        case "flag":
            return {"true": True, "false": False}[value.lower()]
        case "duration":
            units = {"m": "minutes", "h": "hours", "d": "days"}
            return timedelta(**{units[value[-1:]]: float(value[:-1])})
        case "weekday" if value.isdigit():
            return int(value)
        case _:
            return value
