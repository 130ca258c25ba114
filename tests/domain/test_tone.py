"""Tone and the neutral line in place of an insult."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.summary import summary
from planner.domain.tone import HURTFUL, hurtful, read_tone

CALM = (
    ("Bonjour, est-elle encore disponible ?", "fr"),
    ("???", "en"),
    ("Super !", "fr"),
    ("Merci !!!", "fr"),
    ("Génial, elle est superbe !!!", "fr"),
    ("J'ai une espèce de tache sur ma robe, que faire ?", "fr"),
    ("Avez-vous une bande de dentelle ?", "fr"),
    ("Vous allez voir, c'est facile", "fr"),
    ("J'ai honte de vous redemander", "fr"),
    ("Une huile d'avocat ?", "fr"),
    ("Sorry for the stupid question, do you ship?", "en"),
    ("What a shame, I loved it", "en"),
    ("No complaint at all, lovely dress", "en"),
    ("DHL or UPS?", "en"),
)
ANNOYED = (
    ("Toujours pas de réponse ?", "fr", "toujours pas"),
    ("C'est inadmissible, vous aviez promis.", "fr", "vous aviez promis"),
    ("Je suis très déçue", "fr", "déçue"),
    ("OÙ EST MON COLIS", "fr", "capitals"),
    ("Allez-vous répondre ?!?!", "fr", "marks"),
    ("I am still waiting for my order.", "en", "still waiting"),
    ("You had promised!", "en", "you had promised"),
    ("This is unacceptable", "en", "unacceptable"),
)
HOSTILE = (
    ("Bande d'incapables, où est ma robe en 10 ans ?", "fr", "incapables"),
    ("Vous êtes des menteurs", "fr", "menteurs"),
    ("Service de merde", "fr", "de merde"),
    ("Vous allez le regretter", "fr", "threat"),
    ("You idiots, where is my size 10 dress?", "en", "idiots"),
    ("Bunch of liars", "en", "liars"),
    ("I know where you live", "en", "threat"),
    ("You're pathetic", "fr", "pathetic"),  # insults of both languages count
)


@pytest.mark.parametrize(("text", "language"), CALM)
def test_calm_texts_are_left_alone(text, language):
    assert read_tone(text, language).level == "calm"
    assert read_tone(text, language).signs == ()


@pytest.mark.parametrize(("text", "language", "sign"), ANNOYED)
def test_impatience_is_annoyed_and_says_why(text, language, sign):
    tone = read_tone(text, language)
    assert tone.level == "annoyed"
    assert any(sign in seen for seen in tone.signs)


@pytest.mark.parametrize(("text", "language", "sign"), HOSTILE)
def test_an_insult_is_hostile_and_says_why(text, language, sign):
    tone = read_tone(text, language)
    assert tone.level == "hostile"
    assert any(sign in seen for seen in tone.signs)


def test_an_exception_taught_by_the_owner_is_no_sign():
    text = "The Crook is a lovely book, do you have it?"
    assert read_tone(text, "en").level == "hostile"
    assert read_tone(text, "en", exceptions=["the crook"]).level == "calm"


@pytest.mark.parametrize(
    ("text", "language", "line"),
    [
        (
            "BANDE D'INCAPABLES!!! Où est ma robe en 10 ans? Toujours rien!",
            "fr",
            "colère (le délai) ; demande : Où est ma robe en 10 ans",
        ),
        (
            "You idiots, three weeks! Do you have the size 10 dress or not, you morons?",
            "en",
            "angry about the delay; asks: Do you have the size 10 dress or not",
        ),
        (
            "Toujours pas de réponse. Avez-vous la robe en 10 ans ?",
            "en",
            "annoyed about the delay; asks: Avez-vous la robe en 10 ans",
        ),
        ("Vous êtes des menteurs", "fr", "colère ; aucune demande claire"),
        ("Where is my fucking parcel", "en", "angry; asks: Where is my parcel"),
        ("Is it still there?", "en", "asks: Is it still there"),
        ("Is it still there?", "fr", "demande : Is it still there"),
    ],
)
def test_the_summary_keeps_the_request_and_not_the_insult(text, language, line):
    assert summary(text, language) == line


INSULTS = [entry.removesuffix("*") for entry in HURTFUL]


@given(
    insults=st.lists(st.sampled_from(INSULTS), min_size=1, max_size=3),
    request=st.sampled_from(
        ["where is my dress", "avez-vous la robe en 10 ans", "do you ship", "c'est combien"]
    ),
    loud=st.booleans(),
    glue=st.sampled_from([" ", ", ", " ! ", "? ", "\n"]),
    language=st.sampled_from(["fr", "en"]),
)
def test_no_listed_insult_ever_reaches_the_summary(insults, request, loud, glue, language):
    text = glue.join([*insults, request, *insults])
    text = text.upper() if loud else text
    line = summary(text, language)
    assert not hurtful(line)
    assert len(line) < 110
    assert "\n" not in line


@given(text=st.text(), language=st.sampled_from(["fr", "en"]))
def test_any_text_has_a_tone_and_a_line(text, language):
    tone = read_tone(text, language)
    assert (tone.level == "calm") == (tone.signs == ())
    assert read_tone(text, language) == tone
    assert summary(text, language)
