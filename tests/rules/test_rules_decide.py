"""Decisions: what wins, in any order, with what is known."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import decide, load
from rules.model import Kind


def policy(*rules: str) -> str:
    """Rules written as 'name kind | line | line'."""
    blocks = []
    for rule in rules:
        head, *lines = [part.strip() for part in rule.split("|")]
        name, _, kind = head.partition(" ")
        blocks.append(
            "\n".join([f'[rule.{name}]\nsay = "{name}."\nkind = "{kind or "normal"}"', *lines, ""])
        )
    return "\n".join(blocks)


def read(text: str):
    """Of any kind: an exception may stand alone here."""
    return load(text, "p.toml", kinds=tuple(Kind))


def effects(text: str, **facts: object) -> dict[str, object]:
    return dict(decide(read(text), facts).effects)


def test_silence_when_no_rule_speaks():
    decision = decide(load("", "p.toml"), {"energy": 3})
    assert decision.effects == {}
    assert decision.near_misses == ()


def test_strictest_limit_wins_and_the_other_is_named():
    rules = load(
        policy("day | then.answers_at_most = 10", "tired | then.answers_at_most = 3"), "p.toml"
    )
    reason = decide(rules, {}).reasons["answers_at_most"]
    assert (reason.value, reason.winner, reason.overruled) == (3, "tired", ("day",))


def test_largest_grant_wins():
    text = policy("a | then.extra_answers = 1", "b | then.extra_answers = 2")
    assert effects(text) == {"extra_answers": 2}


def test_exception_lifts_a_normal_limit_but_never_a_protection():
    day, guest = "day | then.answers_at_most = 10", "guest exception | then.answers_at_most = 20"
    assert effects(policy(day, guest)) == {"answers_at_most": 20}
    guard = "guard protect | then.answers_at_most = 12"
    assert effects(policy(day, guest, guard)) == {"answers_at_most": 12}
    assert effects(policy(day, guard)) == {"answers_at_most": 10}


def test_exception_switches_off_but_not_a_protection():
    lunch = "lunch | then.hold_notifications = true"
    lift = "lift exception | then.hold_notifications = false"
    assert effects(policy(lunch, lift)) == {"hold_notifications": False}
    night = "night protect | then.hold_notifications = true"
    assert effects(policy(lunch, lift, night)) == {"hold_notifications": True}


def test_protection_caps_a_grant():
    text = policy("vip exception | then.extra_answers = 5", "cap protect | then.extra_answers = 1")
    assert effects(text) == {"extra_answers": 1}


def test_protection_chooses_the_window():
    text = policy(
        "a | then.only_in_window = 'morning'", "b protect | then.only_in_window = 'afternoon'"
    )
    assert effects(text) == {"only_in_window": "afternoon"}


@pytest.mark.parametrize(
    ("line", "unknown", "fits", "differs"),
    [
        ("when.energy = '<= 2'", False, {"energy": 2}, {"energy": 3}),
        ("unless.energy = '<= 2'", True, {"energy": 3}, {"energy": 2}),
        ("when.weekday = ['saturday', 'dimanche']", False, {"weekday": 6}, {"weekday": "friday"}),
        ("when.weekday = 'saturday..monday'", False, {"weekday": "sunday"}, {"weekday": 1}),
        ("when.weekday = 'lundi..vrijdag'", False, {"weekday": "friday"}, {"weekday": "saturday"}),
        (
            "when.date = '2026-12-01..2026-12-24'",
            False,
            {"date": date(2026, 12, 24)},
            {"date": date(2026, 12, 25)},
        ),
        (
            "when.date = 2026-12-24",
            False,
            {"date": date(2026, 12, 24)},
            {"date": date(2026, 12, 23)},
        ),
        ("when.tone = ['annoyed', 'hostile']", False, {"tone": "hostile"}, {"tone": "calm"}),
        ("when.urgent = true", False, {"urgent": True}, {"urgent": False}),
        (
            "when.waiting = '> 4h'",
            False,
            {"waiting": timedelta(hours=4, microseconds=1)},
            {"waiting": timedelta(hours=4)},
        ),
        (
            "when.waiting = '1h30..1j'",
            False,
            {"waiting": timedelta(minutes=90)},
            {"waiting": timedelta(days=1)},
        ),
        ("when.via = 'Mail'", False, {"via": "MAIL"}, {"via": "matrix"}),
        ("when.worked_days_in_a_row = '>= 6'", False, {"worked_days_in_a_row": 6}, {}),
        ("when.ramp_day = 0", False, {"ramp_day": 0}, {"ramp_day": 1}),
    ],
)
def test_each_type_of_fact(line, unknown, fits, differs):
    rules = load(policy(f"r | {line} | then.shield = true"), "p.toml")
    assert bool(decide(rules, {}).effects) is unknown
    assert decide(rules, fits).effects == {"shield": True}
    assert decide(rules, differs).effects == {}


def test_none_is_an_absent_fact():
    rules = load(policy("r | unless.energy = 1 | then.shield = true"), "p.toml")
    assert decide(rules, {"energy": None}).effects == {"shield": True}


@pytest.mark.parametrize(
    "facts", [{"energy": "3"}, {"energy": True}, {"time": 9}, {"weekday": "someday"}, {"tone": 1}]
)
def test_a_fact_of_the_wrong_type_is_a_mistake_of_the_program(facts):
    lines = "when.energy = 3 | when.time = '9h..10h' | when.weekday = 'sunday' | when.tone = 'calm'"
    rules = load(policy(f"r | {lines} | then.shield = true"), "p.toml")
    with pytest.raises(TypeError, match="the fact"):
        decide(rules, facts)


def test_unknown_choice_is_a_mistake_of_the_program():
    rules = load(policy("r | when.tone = 'calm' | then.shield = true"), "p.toml")
    with pytest.raises(ValueError, match="calm, annoyed, hostile"):
        decide(rules, {"tone": "furious"})


def test_near_miss_is_the_only_failed_line():
    rules = load(
        policy(
            "one | when.energy = 3 | when.urgent = true | then.shield = true",
            "two | when.energy = 4 | when.urgent = true | then.shield = true",
        ),
        "p.toml",
    )
    decision = decide(rules, {"energy": 3, "urgent": False})
    assert [(line.rule, line.fact) for line in decision.near_misses] == [("one", "urgent")]


def test_only_facts_that_were_asked_about_are_in_the_decision():
    rules = load(policy("r | when.energy = 3 | then.shield = true"), "p.toml")
    assert decide(rules, {"energy": 3, "tone": "calm", "time": time(9)}).facts == {"energy": 3}


# ---------------------------------------------------------------- laws

clocks = st.times()
hours = st.integers(0, 23).map(lambda hour: f"{hour:02}:00")


@given(start=hours, end=hours, now=clocks)
def test_times_are_half_open_and_may_pass_midnight(start, end, now):
    if start == end:
        return
    text = policy(f"r | when.time = '{start}..{end}' | then.closed = true")
    first, last = time.fromisoformat(start), time.fromisoformat(end)
    inside = first <= now < last if first < last else now >= first or now < last
    assert effects(text, time=now) == ({"closed": True} if inside else {})
    assert effects(text, time=first) == {"closed": True}
    assert effects(text, time=last) == {}


KINDS = ["normal", "exception", "protect"]
sayings = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9)), min_size=1, max_size=7)


def together(effect: str, said: list[tuple[str, int]], write=str) -> dict[str, object]:
    """What several rules make of one effect."""
    rules = [f"r{n} {kind} | then.{effect} = {write(v)}" for n, (kind, v) in enumerate(said)]
    return effects(policy(*rules))


@given(sayings)
def test_law_of_limits(said):
    of = {kind: [value for k, value in said if k == kind] for kind in KINDS}
    free = of["exception"] or of["normal"]
    expected = min([*free, *of["protect"]])
    assert together("answers_at_most", said) == {"answers_at_most": expected}


@given(sayings)
def test_law_of_grants(said):
    of = {kind: [value for k, value in said if k == kind] for kind in KINDS}
    free = of["exception"] or of["normal"]
    ceilings = [max(values) for values in (free, of["protect"]) if values]
    assert together("extra_answers", said) == {"extra_answers": min(ceilings)}


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), min_size=1, max_size=7))
def test_law_of_switches(said):
    said = [(kind, value or kind != "exception") for kind, value in said]
    excepted = [value for kind, value in said if kind == "exception"]
    protected = any(kind == "protect" for kind, _ in said)
    expected = protected or (any(excepted) if excepted else True)
    found = together("closed", said, lambda value: str(value).lower())
    assert found == {"closed": expected}


LINES = ["when.energy = '3..4'", "unless.urgent = true", "when.time = '9h..18h'", "when.via = 'a'"]
SETS = ["then.extra_answers = {}", "then.only_in_window = 'x'", "then.shield = true"]
rule_lists = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.sets(st.sampled_from(LINES)), st.sampled_from(SETS),
        st.integers(0, 9),
    ),
    max_size=8,
)  # fmt: skip
fact_sets = st.fixed_dictionaries(
    {},
    optional={
        "energy": st.integers(1, 5), "urgent": st.booleans(), "time": clocks,
        "via": st.sampled_from(["a", "b"]),
    },
)  # fmt: skip


@given(rule_lists, fact_sets, st.randoms())
def test_the_order_of_rules_and_facts_never_matters(rules, facts, rng: random.Random):
    written = [
        f"r{n} {kind} | " + " | ".join([*sorted(lines), then.format(value)])
        for n, (kind, lines, then, value) in enumerate(rules)
    ]
    shuffled = list(written)
    rng.shuffle(shuffled)
    items = list(facts.items())
    rng.shuffle(items)
    one = decide(read(policy(*written)), facts)
    other = decide(read(policy(*shuffled)), dict(items))
    assert one.policy == other.policy
    assert one.effects == other.effects
    assert one.reasons == other.reasons
    assert [(miss.rule, miss.fact) for miss in one.near_misses] == [
        (miss.rule, miss.fact) for miss in other.near_misses
    ]


@given(rule_lists, fact_sets)
def test_every_rule_that_speaks_is_in_the_reason(rules, facts):
    written = [
        f"r{n} {kind} | " + " | ".join([*sorted(lines), then.format(value)])
        for n, (kind, lines, then, value) in enumerate(rules)
    ]
    decision = decide(read(policy(*written)), facts)
    for effect, reason in decision.reasons.items():
        named = [reason.winner, *reason.overruled, *reason.agreeing]
        assert len(named) == len(set(named))
        for n, (_, lines, then, value) in enumerate(rules):
            alone = decide(load(policy("x | " + " | ".join([*sorted(lines), then.format(value)])),
                                "p.toml"), facts)  # fmt: skip
            assert (f"r{n}" in named) is (effect in alone.effects)
        assert decision.effects[effect] == reason.value


def test_hash_is_of_the_content_not_of_the_layout():
    one = load(
        '[rule.a]\nsay = "A."\nthen.closed = true\n[rule.b]\nsay="B."\nthen.shield = true', "p"
    )
    other = load('# hello\nrule.b = {say = "B.", then = {shield = true}}\nrule.a = '
                 '{then = {closed = true}, say = "A."}', "q")  # fmt: skip
    assert one.hash == other.hash
    changed = load(
        '[rule.a]\nsay = "A!"\nthen.closed = true\n[rule.b]\nsay="B."\nthen.shield = true', "p"
    )
    assert one.hash != changed.hash
