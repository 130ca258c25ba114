"""Never applies, meets, lifts, differs: judged as trying every situation judges."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules import PolicyProblems, decide, load
from rules.model import RuleSet

WORDS = ("price", "size", "hours")
#: How a test of the date is written, and the days that it means.
DATES = {
    "12-24": lambda day: (day.month, day.day) == (12, 24),
    "02-29": lambda day: (day.month, day.day) == (2, 29),
    "02-28..03-01": lambda day: (2, 28) <= (day.month, day.day) <= (3, 1),
    "2027-12-24": lambda day: day == date(2027, 12, 24),
    "<= 2027-12-23": lambda day: day <= date(2027, 12, 23),
    "12-20..01-02": lambda day: (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 2),
}
YEARS = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 * 7)]
#: One day for each way in which those tests can hold or not.
DAYS = tuple({tuple(means(day) for means in DATES.values()): day for day in YEARS}.values())
#: Every situation: each value of each fact, or nothing known of it.
WORLD = {
    "energy": (None, 1, 2, 3, 4, 5),
    "urgent": (None, True, False),
    "date": (None, *DAYS),
    "asks": tuple(
        frozenset(some) for some in chain.from_iterable(combinations(WORDS, n) for n in range(4))
    ),
}
TESTS = {
    "energy": st.sampled_from(["1", "2..4", ">= 3", "<= 2", ["1", "5"], "5"]),
    "urgent": st.booleans(),
    "date": st.sampled_from(list(DATES)),
    "asks": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True),
}
FACTS = st.lists(st.sampled_from(list(TESTS)), max_size=3, unique=True)


def blank(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


@st.composite
def conditions(draw) -> str:
    """The lines of a rule."""
    lines = [
        f"{word}.{fact} = {blank(draw(TESTS[fact]))}\n"
        for word in ("when", "unless")
        for fact in draw(FACTS)
    ]
    return "".join(lines)


def situations():
    for values in product(*WORLD.values()):
        yield {name: value for name, value in zip(WORLD, values, strict=True) if value is not None}


SITUATIONS = list(situations())


@cache
def applies(lines: str) -> list[bool]:
    """Where the rule applies, tried in every situation; it must not be refused."""
    rules = rule(lines)
    return [bool(decide(rules, facts).effects) for facts in SITUATIONS]


def rule(lines: str) -> RuleSet:
    return load(f'[rule.r]\nsay = "R."\n{lines}then.shield = true\n', "p.toml")


def told(text: str) -> str:
    try:
        load(text, "p.toml")
    except PolicyProblems as problems:
        return str(problems)
    return ""


def tried(lines: str) -> list[bool]:
    """Where a rule applies, judged line by line: a rule that is refused cannot be decided with."""
    alone = [
        (line.startswith("when"), applies(line.replace("unless", "when", 1)))
        for line in lines.splitlines(keepends=True)
    ]
    return [
        all(holds[number] is wanted for wanted, holds in alone) for number in range(len(SITUATIONS))
    ]


@settings(max_examples=150)
@given(conditions())
def test_a_rule_is_refused_as_dead_when_no_situation_fits_it(lines):
    refused = told(f'[rule.r]\nsay = "R."\n{lines}then.shield = true\n')
    assert ("can never apply" in refused) is not any(tried(lines))


@settings(max_examples=150)
@given(conditions(), conditions(), st.sampled_from(["normal", "exception"]))
def test_choices_are_in_conflict_when_a_situation_fits_both(first, second, kind):
    one, other = tried(first), tried(second)
    if not any(one) or not any(other):
        return
    text = (
        f'[rule.a]\nsay = "A."\n{first}then.only_in_window = "x"\n'
        f'[rule.b]\nsay = "B."\nkind = "{kind}"\n{second}then.only_in_window = "y"\n'
    )
    meet = any(map(all, zip(one, other, strict=True)))
    refused = told(text)
    assert ("but set only_in_window differently" in refused) is (meet and kind == "normal")
    assert ("no normal rule sets only_in_window" in refused) is (not meet and kind == "exception")


@settings(max_examples=100)
@example("unless.energy = '>= 3'\n", "unless.energy = '<= 2'\n")
@given(conditions(), conditions())
def test_a_protection_cannot_be_lifted(first, second):
    one, other = tried(first), tried(second)
    if not any(one) or not any(other):
        return
    refused = told(
        f'[rule.a]\nsay = "A."\nkind = "protect"\n{first}then.shield = true\n'
        f'[rule.b]\nsay = "B."\nkind = "exception"\n{second}then.shield = false\n'
    )
    meet = any(map(all, zip(one, other, strict=True)))
    assert ("only the protection 'a' sets shield" in refused) is meet
    assert ("no normal rule sets shield" in refused) is not meet


def test_days_of_every_year_are_those_of_the_calendar():
    for written, means in DATES.items():
        rules = rule(f"when.date = '{written}'\n")
        assert [bool(decide(rules, {"date": day}).effects) for day in YEARS] == [
            means(day) for day in YEARS
        ]
