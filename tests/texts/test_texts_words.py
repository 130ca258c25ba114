"""Subjects in outgoing texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import texts

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🇧🇪"


def test_the_subject_says_that_it_is_automatic():
    assert texts.subject_line("Robe fleurie", "fr") == "Auto: Robe fleurie"


@pytest.mark.parametrize("empty", ["", "  ", "\r\n"])
def test_no_subject_gives_a_fixed_phrase(empty):
    assert texts.subject_line(empty, "fr") == "Auto: votre message"
    assert texts.subject_line(empty, "en") == "Auto: your message"


def test_invisible_and_turning_characters_are_removed():
    assert texts.subject_line("a\u202eb\u200bc\x1b[2J", "en") == "Auto: abc[2J"
    assert FAMILY in texts.subject_line(FAMILY, "en")


def test_a_header_cannot_be_smuggled_in():
    assert texts.subject_line("Hi\r\nBcc: all@example.org", "en") == "Auto: Hi Bcc: all@example.org"


@pytest.mark.parametrize("whole", [FAMILY, FLAG, "👍🏽", "e\u0301", "❤\ufe0f"])
@pytest.mark.parametrize("limit", range(9, 30))
def test_a_cut_keeps_a_character_whole(whole, limit):
    line = texts.subject_line("ab" + whole * 6, "en", limit)
    assert len(line) <= limit
    kept = line.removeprefix("Auto: ab").removesuffix("…")
    assert kept == whole * (len(kept) // len(whole))


@given(original=st.text(), limit=st.integers(20, 120))
def test_the_subject_is_one_bounded_printable_line(original, limit):
    line = texts.subject_line(original, "en", limit)
    assert line.startswith("Auto: ")
    assert len(line) <= limit
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line)
    assert texts.subject_line(original, "en", limit) == line


def test_a_subject_in_a_sentence_is_quoted_or_named():
    assert texts.subject_words("Robe", "fr") == "«\u00a0Robe\u00a0»"
    assert texts.subject_words("Dress", "en") == "“Dress”"
    assert texts.subject_words(" ", "fr") == "votre demande"
    assert len(texts.subject_words("x" * 500, "fr")) <= 48


def test_one_date_is_said_once_for_all_it_covers():
    pairs = [("Dress", "Tuesday 24 November"), ("Bag", "Friday 27 November")]
    assert texts.several([*pairs, ("Hat", "Tuesday 24 November")], "en") == (
        "“Dress” and “Hat”: Tuesday 24 November; “Bag”: Friday 27 November"
    )
    assert texts.several(pairs[:1], "fr") == "«\u00a0Dress\u00a0» : Tuesday 24 November"
