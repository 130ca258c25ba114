"""What is typed into a search, as terms; and the same terms found again in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.wanted import MOST_TERMS, Term, folded, pattern, wanted


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("  * : ( \" ' ", []),
        ("robe", [Term(("robe",), True)]),
        ("robe ", [Term(("robe",))]),
        ("de", [Term(("de",))]),
        ("Été NOËL", [Term(("ete",)), Term(("noel",), True)]),
        ('"robe verte"', [Term(("robe", "verte"))]),
        ('"robe verte" 42', [Term(("robe", "verte")), Term(("42",))]),
        ('"robe', [Term(("robe",), True)]),
        ("l'ourlet c++", [Term(("l", "ourlet")), Term(("c",))]),
        ("anne@example.net", [Term(("anne", "example", "net"), True)]),
        ("a AND b", [Term(("a",)), Term(("and",)), Term(("b",))]),
        ("NEAR(a b)", [Term(("near", "a")), Term(("b",))]),
        ("subject:robe*", [Term(("subject", "robe"), True)]),
    ],
)
def test_what_is_typed_is_words(typed, terms):
    assert list(wanted(typed)) == terms


@given(st.text())
def test_terms_are_plain_words(typed):
    terms = wanted(typed)
    assert len(terms) <= MOST_TERMS
    for term in terms:
        assert term.words
        assert all(word.isalnum() for word in term.words)
    assert terms == () or pattern(terms)


@given(st.text(st.characters(max_codepoint=0x24F), min_size=1))
def test_a_word_is_found_in_the_text_it_was_taken_from(text):
    for word in text.split():
        terms = wanted(f'"{word}"'.replace('""', ""))
        if terms and folded(word).isalnum() and word.isalnum():
            assert pattern(terms).search(text)


@pytest.mark.parametrize(
    ("typed", "text", "hit"),
    [
        ("ete", "Cet été, oui", "été"),
        ("ete ", "l'e\u0301te\u0301 dernier", "e\u0301te\u0301"),
        ("rob", "La Robes verte", "Robes"),
        ('"robe verte"', "une robe,\n verte", "robe,\n verte"),
        ("rob ", "La robe", None),
    ],
)
def test_where_a_term_stands(typed, text, hit):
    found = pattern(wanted(typed)).search(text)
    assert (found[0] if found else None) == hit
