"""One policy decision with its full explanation, beside two libraries; reading 500 rules."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date, time
from importlib.util import find_spec
from itertools import product
from typing import Any

from benchmarks import policy_others as others
from benchmarks.measure import median
from rules import decide, default_text, explain, load
from rules.model import Kind
from rules.parse import join
from rules.policies import house_text
from rules.vocabulary import HOUSE

RUNS, BUDGET = 7, 30e-6


def policy_text() -> str:
    """The shipped policy, made up to thirty rules."""
    text = default_text()
    shipped = len(load(text, "policy.toml").rules)
    more = (
        f'\n[rule.more-{n}]\nsay = "Extra {n}."\nwhen.energy = "<= {1 + n % 5}"\n'
        f'when.weekday = "monday..{("friday", "saturday", "sunday")[n % 3]}"\n'
        f"then.answers_at_most = {40 + n}\n"
        for n in range(30 - shipped)
    )
    return text + "".join(more)


def moments() -> list[dict[str, Any]]:
    """Many different facts: every hour of some days, rested and tired, calm and not."""
    return [
        {"date": date(2026, 11, 23 + weekday), "weekday": weekday, "time": time(hour, 10),
         "energy": energy, "tone": tone}
        for weekday, hour, energy, tone in product(
            range(7), range(24), range(1, 6), ("calm", "hostile")
        )
    ]  # fmt: skip


def each(do: Callable[[Any], object], items: Iterable[Any]) -> Callable[[], object]:
    """One run: do it with every item."""

    def run() -> None:
        for item in items:
            do(item)

    return run


def main() -> None:
    """Print decisions alone and explained, others on the same rules, and the reading of files."""
    deciding()
    comparing()
    reading()


def deciding() -> None:
    """Thirty rules of the owner, alone and with those of the house."""
    alone = load(policy_text(), "policy.toml")
    house = join(alone, load(house_text(), "house.toml", HOUSE, tuple(Kind)))
    many = moments()
    for what, rules in (("30 rules", alone), ("30 rules and those of the house", house)):
        took = median(each(lambda facts, r=rules: decide(r, facts), many), RUNS) / len(many)
        print(f"policy decision, {what}: {took * 1e6:.1f} µs")
        for near in (False, True):
            took = median(
                each(lambda facts, r=rules, n=near: explain(decide(r, facts), near=n), many), RUNS
            ) / len(many)  # fmt: skip
            held = "held" if took <= BUDGET else "MISSED"
            words = "explained, with near misses" if near else "explained"
            print(f"  {words}: {took * 1e6:.1f} µs  (budget 30 µs, {held})", flush=True)

    def first() -> None:
        house.kept.clear()
        explain(decide(house, many[0]))

    print(f"  the first decision of all: {median(first, 50) * 1e6:.0f} µs", flush=True)


def comparing() -> None:
    """The same thirty rules on the same facts, in the same run; results are checked equal."""
    missing = [name for name in ("rule_engine", "cel") if find_spec(name) is None]
    if missing:
        print(f"not compared, as not installed: {', '.join(missing)} (pip install -e '.[bench]')")
        return
    facts = others.facts()
    engines = {"ours": others.ours(), "rule-engine": others.rule_engine(), "CEL": others.cel()}
    for one in facts:
        found = {applying(one) for applying in engines.values()}
        if len(found) != 1:
            raise AssertionError(f"the engines disagree about {one}: {found}")
    took = {name: median(each(run, facts), RUNS) / len(facts) for name, run in engines.items()}
    for name, seconds in took.items():
        print(
            f"which of 30 rules apply, {name}: {seconds * 1e6:.1f} µs"
            f"  ({seconds / took['ours']:.1f}x ours)",
            flush=True,
        )


def reading() -> None:
    """A file of 500 rules, against the same text read by the standard library."""
    text = "\n".join(
        f'[rule.r{n}]\nsay = "Rule {n}."\nwhen.energy = "{1 + n % 5}"\n'
        f'when.time = "{n % 12:02}:00..{12 + n % 12}:30"\nthen.closed = true\n'
        for n in range(500)
    )
    ours = median(lambda: load(text, "policy.toml"), RUNS)
    toml = median(lambda: tomllib.loads(text), RUNS)
    print(
        f"reading 500 rules / tomllib: {ours / toml:.1f}x"
        f"  ({ours * 1000:.0f} ms against {toml * 1000:.1f} ms)",
        flush=True,
    )


if __name__ == "__main__":
    main()
