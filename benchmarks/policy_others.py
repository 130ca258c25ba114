"""Thirty rules in three languages, ours, `rule-engine` and CEL: which apply to which facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import product
from typing import Any

from rules import decide, load

Facts = dict[str, Any]
Applying = Callable[[Facts], frozenset[str]]

EFFECTS = (
    "extra_answers = 1",
    "shield = true",
    "urgent_lane = true",
    "hold_acknowledgement = true",
)
TYPES = {"energy": "FLOAT", "minute": "FLOAT", "weekday": "FLOAT", "tone": "STRING"}


def rules() -> list[tuple[str, list[str], list[str]]]:
    """Each rule as its name, its lines in our language, and the same conditions as expressions."""
    made = []
    for number in range(30):
        start, least = 6 + number % 12, 1 + number % 4
        ours = [f'when.time = "{start}:00..{start + 4}:00"', f'when.energy = ">= {least}"']
        theirs = [f"minute >= {start * 60}", f"minute < {start * 60 + 240}", f"energy >= {least}"]
        if number % 3 == 0:
            ours.append('unless.tone = "hostile"')
            theirs.append('tone != "hostile"')
        if number % 2 == 0:
            ours.append('when.weekday = "monday..friday"')
            theirs.append("weekday <= 4")
        made.append((f"r{number}", ours, theirs))
    return made


def facts() -> list[Facts]:
    """Facts of many moments; each language takes those it asks about."""
    return [
        {"time": time(hour, 10), "minute": hour * 60 + 10, "energy": energy, "weekday": weekday,
         "tone": tone}
        for hour, energy, weekday, tone in product(
            range(24), range(1, 6), range(0, 7, 3), ("calm", "hostile")
        )
    ]  # fmt: skip


def text() -> str:
    """The rules as a policy file."""
    return "\n".join(
        f'[rule.{name}]\nsay = "Rule {name}."\n'
        + "\n".join([*lines, f"then.{EFFECTS[number % 4]}", ""])
        for number, (name, lines, _) in enumerate(rules())
    )


def ours() -> Applying:
    """A whole decision, with winners, overruled rules and near misses; of it, who spoke."""
    prepared = load(text(), "policy.toml")

    def applying(facts: Facts) -> frozenset[str]:
        reasons = decide(prepared, facts).reasons.values()
        return frozenset(
            name
            for reason in reasons
            for name in (reason.winner, *reason.agreeing, *reason.overruled)
        )

    return applying


def rule_engine() -> Applying:
    """`rule-engine`, with its static types."""
    import rule_engine as library

    types = {name: getattr(library.DataType, kind) for name, kind in TYPES.items()}
    context = library.Context(type_resolver=library.type_resolver_from_dict(types))
    compiled = [
        (name, library.Rule(" and ".join(theirs), context=context)) for name, _, theirs in rules()
    ]
    return lambda facts: frozenset(name for name, rule in compiled if rule.matches(facts))


def cel() -> Applying:
    """The Rust CEL binding; the context is built once for the facts of a decision."""
    import cel as library

    compiled = [(name, library.compile(" && ".join(theirs))) for name, _, theirs in rules()]

    def applying(facts: Facts) -> frozenset[str]:
        context = library.Context({name: facts[name] for name in TYPES})
        return frozenset(name for name, program in compiled if program.execute(context))

    return applying
