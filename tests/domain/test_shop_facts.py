"""Facts in an acknowledgement: chosen by visible words, at most two lines (B-06)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.shop_facts import MOST_LINES, WORDS, Fact, fitting

FACTS = tuple(
    Fact(name, words, {"fr": f"{name} (fr)", "en": f"{name} (en)"}) for name, words in WORDS.items()
)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Faites-vous l'envoi ?", "fr", "shipping"),
        ("Livrez-vous en Suisse ?", "fr", "shipping"),
        ("Do you ship to France?", "en", "shipping"),
        ("Êtes-vous ouverts le lundi ?", "fr", "hours"),
        ("What time do you close? Are you open?", "en", "hours"),
        ("Quelle taille pour 10 ans ?", "fr", "sizes"),
        ("How much is it?", "en", "price"),
        ("Je peux venir chercher demain ?", "fr", "pickup"),
    ],
)
def test_a_word_brings_its_line(text, language, name):
    assert f"{name} ({language})" in fitting(FACTS, text, language)


@pytest.mark.parametrize("text", ["Merci !", "La relivraison", "reopening", ""])
def test_other_words_bring_nothing(text):
    assert fitting(FACTS[:2], text, "fr") == ()


def test_a_line_is_only_told_in_its_language():
    (shipping, *_others) = FACTS
    french = Fact("shipping", shipping.words, {"fr": "Oui."})
    assert fitting([french], "Do you ship?", "en") == ()


@given(st.text(), st.sampled_from(["fr", "en"]))
def test_never_more_than_two_lines(text, language):
    found = fitting(FACTS, text + " livraison horaires taille prix open size", language)
    assert 1 <= len(found) <= MOST_LINES
    assert all(line.endswith(f"({language})") for line in found)
