"""Wrong policy files and the exact words the owner gets."""

from __future__ import annotations

import pytest

from rules import PolicyProblems, load

RULE = '[rule.r]\nsay = "R."\n'
CLOSED = "then.closed = true\n"
TABLE = '[table.t]\nsay = "T."\ngiven = ["energy"]\nsets = ["answers_at_most"]\n'

WRONG = {
    "no equals sign": ("[rule.r]\nsay 'x'\n", "2:5: an '=' is missing after the name"),
    "no quotes": (
        "[rule.r]\nwhen.tone = hostile\n",
        "2:13: this value cannot be read; put times, ranges and words in quotes, "
        'like "19:00..07:00"',
    ),
    "open heading": ("[rule.r\n", "1:8: the heading is not closed with ']'"),
    "open quote": (
        "[rule.r]\nsay = 'x\nkind = 2\n",
        "4:1: a closing quote is missing, here or above",
    ),
    "same key twice": (
        "[rule.r]\nsay = 'x'\nsay = 'y'\n",
        "3:10: this name is already used in the same block; rename or remove one of the two",
    ),
    "open list": (
        TABLE + 'rows = [["1", 2], ["2", 3\n',
        "6:1: a list is not closed: a ',' or a ']' is missing",
    ),
    "section": (
        "[rles.r]\nsay = 'x'\n",
        "1:2: unknown section 'rles'; there are [rule.<name>], [table.<name>] and [test.<name>]; "
        "did you mean 'rule'?",
    ),
    "section is a value": ("rule = 3\n", "1:1: 'rule' must be a block such as [rule.my-name]"),
    "key": (
        RULE + "whn.energy = 2\n" + CLOSED,
        "3:1: unknown key 'whn' in a rule; did you mean 'when'?",
    ),
    "no say": ("[rule.r]\n" + CLOSED, "1:7: 'say' is missing in 'r'"),
    "half a say": (
        "[rule.r]\nsay.en = 'A.'\n" + CLOSED,
        "2:1: 'say' must be one sentence of at most 200 characters, or say.fr and say.en",
    ),
    "kind": (
        RULE + "kind = 'protected'\n" + CLOSED,
        "3:8: 'protected' is not a kind; there are protect, exception and normal; "
        "did you mean 'protect'?",
    ),
    "fact": (
        RULE + "when.tome = 'hostile'\n" + CLOSED,
        "3:6: unknown fact 'tome'; did you mean 'tone'?",
    ),
    "effect": (
        RULE + "then.answer_at_most = 3\n",
        "3:6: unknown effect 'answer_at_most'; did you mean 'answers_at_most'?",
    ),
    "weekday": (
        RULE + "when.weekday = 'sontag'\n" + CLOSED,
        "3:16: 'sontag' is not a weekday; did you mean 'sonntag'?",
    ),
    "compare a switch": (
        RULE + "when.urgent = '>= 1'\n" + CLOSED,
        "3:15: '>=' cannot be used on urgent, which is a flag",
    ),
    "outside": (
        RULE + "when.energy = 7\n" + CLOSED,
        "3:15: '7' is outside energy, which goes from 1 to 5",
    ),
    "empty range": (RULE + "when.energy = '4..2'\n" + CLOSED, "3:15: the range '4..2' is empty"),
    "empty comparison": (RULE + "when.energy = '< 1'\n" + CLOSED, "3:15: '< 1' never fits energy"),
    "no unit": (
        RULE + "when.waiting = '> 90'\n" + CLOSED,
        '3:16: \'90\' is not a duration; write it with its unit, like "4h", "90min" or "2d"',
    ),
    "exact duration": (
        RULE + "when.waiting = '4h'\n" + CLOSED,
        "3:16: '4h' is never met exactly; write a comparison for waiting, like \"> 4h\"",
    ),
    "exact time": (
        RULE + "when.time = '19:00'\n" + CLOSED,
        "3:13: '19:00' is a single instant; write a range for time, like \"19:00..07:00\"",
    ),
    "time": (
        RULE + "when.time = '19:00..25:00'\n" + CLOSED,
        "3:13: '25:00' is not a time of day; write it like \"19:00\"",
    ),
    "choice": (
        RULE + "when.tone = 'hostil'\n" + CLOSED,
        "3:13: 'hostil' is not a tone; there are calm, annoyed, hostile; did you mean 'hostile'?",
    ),
    "date": (
        RULE + "when.date = '2026-02-30'\n" + CLOSED,
        "3:13: '2026-02-30' is not a date; write it like 2026-12-24",
    ),
    "number in quotes": (
        RULE + "then.answers_at_most = '3'\n",
        "3:24: answers_at_most needs a whole number (answers) without quotes, not '3'",
    ),
    "percent": (
        RULE + "then.fill_percent_at_most = 120\n",
        "3:29: '120' is outside fill_percent_at_most, which goes from 0 to 100",
    ),
    "switch in quotes": (
        RULE + "then.closed = 'yes'\n",
        "3:15: closed needs true or false without quotes, not 'yes'",
    ),
    "idle switch": (
        RULE + "then.closed = false\n",
        "3:15: closed = false does nothing here; only an exception can lift it",
    ),
    "dead rule": (
        RULE + "when.energy = '1..2'\nunless.energy = '<= 3'\n" + CLOSED,
        "4:17: the rule 'r' can never apply: unless.energy takes away all that when.energy allows",
    ),
    "overlap": (
        TABLE + 'rows = [\n  ["1", 0],\n  ["2..4", 3],\n  ["4..5", 9],\n]\n',
        "8:3: rows on lines 7 and 8 both fit energy 4",
    ),
    "gap": (
        TABLE + 'rows = [\n  ["1", 0],\n  ["4..5", 9],\n]\n',
        "5:8: no row fits energy 2..3",
    ),
    "short row": (
        TABLE + 'rows = [\n  ["1"],\n]\n',
        "6:3: values in this row: 1; needed: 2 (energy, answers_at_most)",
    ),
    "column": (
        TABLE.replace('"energy"', '"energie"') + 'rows = [["*", 1]]\n',
        "3:10: unknown fact 'energie'; did you mean 'energy'?",
    ),
    "conflict": (
        "[rule.a]\nsay = 'A.'\nthen.only_in_window = 'morning'\n"
        "[rule.b]\nsay = 'B.'\nwhen.tone = 'hostile'\nthen.only_in_window = 'evening'\n",
        "4:7: 'b' and 'a' (line 1) can apply together but set only_in_window differently; "
        "make one of them an exception",
    ),
    "test without expectation": (
        RULE + CLOSED + "[test.x]\ngiven.energy = 1\n",
        "4:7: 'expect' is missing in 'x'",
    ),
    "nested too deep": (
        "x = " + ("[" * 900 + "\n") * 4,
        "1:1: lists or braces are nested far too deep",
    ),
    "long line": (
        "# " + "x" * 1000,
        "1:1001: the line is longer than 1000 characters; break it after a comma",
    ),
    "huge": ("# comment\n" * 30_000, "1:1: the file is larger than 256 KB"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_file_is_told_with_its_place(case):
    text, expected = WRONG[case]
    with pytest.raises(PolicyProblems) as caught:
        load(text, "p.toml")
    assert str(caught.value) == f"p.toml:{expected}"


@pytest.mark.parametrize("case", WRONG)
def test_every_problem_is_told_in_french_too(case):
    with pytest.raises(PolicyProblems) as caught:
        load(WRONG[case][0], "p.toml")
    (problem,) = caught.value.problems
    assert problem.text("fr").startswith(f"p.toml:{problem.line}:{problem.column}: ")
    assert problem.text("fr") != problem.text("en")


def test_french_hint_and_typography():
    with pytest.raises(PolicyProblems) as caught:
        load(RULE + "when.tome = 'hostile'\n" + CLOSED, "p.toml")
    assert caught.value.text("fr") == (
        "p.toml:3:6: fait inconnu « tome » ; vouliez-vous dire « tone » ?"
    )


def test_all_problems_of_a_file_are_told_at_once_in_order():
    with pytest.raises(PolicyProblems) as caught:
        load(RULE + "when.tome = 1\nwhen.energy = 9\nthen.closd = true\n", "p.toml")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (3, 6),
        (4, 15),
        (5, 6),
    ]


def test_more_than_500_rules_are_refused():
    rules = "".join(f'[rule.r{n}]\nsay = "R."\nthen.closed = true\n' for n in range(501))
    with pytest.raises(PolicyProblems, match="there are 501 rules and table rows; at most 500"):
        load(rules, "p.toml")


def test_control_characters_never_reach_a_message():
    with pytest.raises(PolicyProblems) as caught:
        load(RULE + 'when.tone = "\\u001b[2J"\n' + CLOSED, "p.toml")
    assert "\x1b" not in str(caught.value)


def test_places_survive_windows_line_ends_quotes_and_long_texts():
    text = (
        '[rule.\'r\']\r\nsay = """One \\"\r\n]=# [x]""" # = [\r\n'
        'when = { weekday = "sunday", "tome" = 1 }\r\nthen.closed = true\r\n'
    )
    with pytest.raises(PolicyProblems) as caught:
        load(text, "p.toml")
    found = [str(problem) for problem in caught.value.problems]
    assert found == [
        "p.toml:2:7: 'say' must be one sentence of at most 200 characters, or say.fr and say.en",
        "p.toml:4:30: unknown fact 'tome'; did you mean 'tone'?",
    ]
