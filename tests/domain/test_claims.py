"""Words that promise more than is known (C-07)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.claims import claims


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Elle est sûrement en stock.", ("sûrement",)),
        ("Réponse mardi sans faute.", ("sans faute",)),
        ("C’est sûr, c'est garanti !", ("C'est sûr", "garanti")),
        ("It is surely in stock, guaranteed.", ("surely", "guaranteed")),
        ("Definitely, definitely tomorrow.", ("Definitely",)),
        ("Je vérifie en réserve et je vous réponds mardi.", ()),
        ("I will check and answer on Tuesday.", ()),
        ("La garantie est de deux ans ?", ()),
        ("Un paiement sûr.", ()),
        ("", ()),
    ],
)
def test_what_is_found(text, found):
    assert claims(text) == found


@given(st.text(max_size=300))
def test_any_text_may_be_asked(text):
    assert isinstance(claims(text), tuple)
