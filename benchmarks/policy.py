"""One policy decision with its full explanation, 30 rules."""

from __future__ import annotations

from datetime import date, time

from benchmarks.measure import median
from rules import decide, default_text, explain, load

RUNS, BUDGET = 2_000, 30e-6
FACTS = {"date": date(2026, 11, 24), "weekday": 1, "time": time(11, 10), "energy": 2}


def policy_text() -> str:
    """The shipped policy, made up to thirty rules."""
    text = default_text()
    shipped = text.count("\n[rule.") + text.count("\n[table.")
    more = (
        f'\n[rule.more-{n}]\nsay = "Extra {n}."\nwhen.energy = "<= 3"\n'
        f'when.time = "09:00..{10 + n % 9}:00"\nthen.answers_at_most = {40 + n}\n'
        for n in range(30 - shipped)
    )
    return text + "".join(more)


def main() -> None:
    """Print the decision alone, and with its sentences."""
    rules = load(policy_text(), "policy.toml")

    def deciding() -> None:
        for _ in range(RUNS):
            decide(rules, FACTS)

    def explaining() -> None:
        for _ in range(RUNS):
            explain(decide(rules, FACTS), "en")

    print(f"policy decision, 30 rules: {median(deciding, 7) / RUNS * 1e6:.1f} µs")
    took = median(explaining, 7) / RUNS
    held = "held" if took <= BUDGET else "MISSED"
    print(f"policy decision, explained: {took * 1e6:.1f} µs  (budget 30 µs, {held})", flush=True)


if __name__ == "__main__":
    main()
