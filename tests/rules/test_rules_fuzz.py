"""Whatever is written in a policy file, it becomes rules or problems with a place."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules import PolicyProblems, decide, default_text, explain, load, run_tests

VALUES = [
    "true", "false", "3", "-1", "1.5", "nan", "19:00:00", "2026-12-24", "1979-05-27 07:32:00Z",
    '"19:00..07:00"', '"> 4h"', '"1h30..2h"', '"sunday"', '"lundi..vendredi"', '"3..4"', '">= 6"',
    '"*"', '"-"', '""', '"hostile"', "[]", '["mail", "matrix"]', '[["1", 2], ["2..5", 3]]', "{}",
    "{ en = 'A.', fr = 'B.' }", '"none"', '["energy"]', '["answers_at_most"]', '"protect"', "0x10",
    "'''\nlong\n'''", '"12-24..01-02"', '"02-29"', '["prix", "Taille"]', '"exception"',
]  # fmt: skip
NAMES = [
    "say", "kind", "when", "unless", "then", "given", "sets", "rows", "expect", "when.time",
    "when.energy", "unless.weekday", "then.closed", "then.answers_at_most", "given.energy",
    "expect.closed", "when.waiting", "when.tone", "when.via", "when.date", "then.only_in_window",
    "from", "until", "when.season", "when.asks", "unless.says", 'when."Énergie"', '"é".x', "''",
]  # fmt: skip
BLOCKS = [
    "[rule.a]",
    "[rule.b]",
    "[table.t]",
    "[test.x]",
    "[rule]",
    "[[rule.c]]",
    "[rule.a.when]",
    "[season.s]",
]

lines = st.one_of(
    st.sampled_from(BLOCKS),
    st.builds("{} = {}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.builds("{} = {} # {}".format, st.sampled_from(NAMES), st.sampled_from(VALUES), st.text()),
)


def loads_or_tells(text: str) -> None:
    try:
        ruleset = load(text, "p.toml")
    except PolicyProblems as caught:
        problems = caught.problems
    else:
        run_tests(ruleset)
        assert explain(decide(ruleset, {}), "fr", near=True)
        return
    assert problems
    total = text.replace("\r\n", "\n").count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= total
        assert problem.column >= 1
        assert problem.message
        assert problem.message_fr


@given(st.text())
@example("[")
@example("a = '''x''''")
@example('a = """"""')
@example("k = 1979-99-99")
@example("k = 07:32:00\n" * 2)
def test_any_text(text):
    loads_or_tells(text)


@settings(max_examples=300)
@given(st.lists(lines, max_size=14))
def test_text_that_looks_like_a_policy(rows):
    loads_or_tells("\n".join(rows))


@settings(max_examples=150)
@given(st.data())
def test_the_default_policy_with_a_piece_changed(data):
    text = default_text()
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 20))
    piece = data.draw(st.one_of(st.sampled_from(VALUES), st.text(max_size=5)))
    loads_or_tells(text[:start] + piece + text[start + length :])
