"""The cleaner of foreign text and the JSON that leaves."""

import json
import unicodedata
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from planner.cli.out import columns, plain, safe
from planner.views import Done


@given(st.text())
def test_nothing_that_moves_a_terminal_is_left(text):
    for char in safe(text):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for char in safe(text, newlines=True):
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_honest_text_stays(text):
    assert safe(text) == text


def test_escape_sequences_lose_their_teeth():
    assert safe("\x1b]0;owned\x07\x9b2J\u202eabc\u200b\r\nd") == "]0;owned2Jabc  d"


def test_views_become_json():
    done = Done("Fait.", datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert (
        json.dumps(plain(done))
        == '{"sentence": "Fait.", "undo_until": "2026-11-24T09:00:00Z", "hint": ""}'
    )


def test_an_endless_cell_is_cut_and_the_others_stay_in_line(capsys):
    columns([("1", "s" * 100_000, "today"), ("2", "short", "tomorrow")])
    first, second = capsys.readouterr().out.splitlines()
    assert first == "1  " + "s" * 59 + "…  today"
    assert second.index("tomorrow") == first.index("today")
