import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text import clean, content

HOSTILE = [
    ("\x1b]0;owned\x07title", "title"),
    ("\x1b]52;c;cGF5\x1b\\copied", "copied"),
    ("\x1b[2J\x1b[31mred", "red"),
    ("\x9b2Jc1", "c1"),
    ("\x9d0;owned\x9cosc", "osc"),
    ("\x1bP1$r\x1b\\dcs", "dcs"),
    ("\x1b_apc\x1b\\seen", "seen"),
    ("\x1b]0;never ended", ""),
    ("one\x1b]0;never ended\ntwo", "one two"),
    ("\x1bcreset", "reset"),
    ("\x1b(0line", "line"),
    ("nul\x00bell\x07back\x08", "nulbellback"),
    ("a\u202eb\u2066c\u200b\ufeff", "abc"),
    ("half\ud800", "half"),
    ("tag\U000e0041", "tag"),
    ("tab\there\r\nand\rthere", "tab here and there"),
    ("[red]literal[/nope]", "[red]literal[/nope]"),
]


@pytest.mark.parametrize(("dirty", "expected"), HOSTILE)
def test_hostile_strings_become_harmless(dirty, expected):
    assert clean(dirty) == expected


@given(st.text(), st.booleans())
def test_no_control_leaves(text, newlines):
    left = clean(text, newlines=newlines)
    wild = {c for c in left if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    assert wild <= ({"\n"} if newlines else set())


@given(st.text(alphabet="\x1b\x9b\x9d\x9c\x07[]0;mP\\aé\n\u0301"))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text, newlines=True), newlines=True) == clean(text, newlines=True)


@given(st.text(), st.integers(0, 40))
def test_no_more_cells_than_asked(text, cells):
    assert cell_len(clean(text, cells=cells)) <= cells


def test_a_cut_text_says_so():
    assert clean("une très longue phrase", cells=10) == "une très…"


def test_marks_cannot_pile_up():
    assert len(clean("z" + "\u0316" * 50)) == 5


def test_markup_stays_literal():
    said = content("[@click=app.quit]x[/]")
    assert said.plain == "[@click=app.quit]x[/]"
    assert not said.spans


def test_accents_meet_their_letters():
    assert clean("e\u0301te\u0301") == "été"
