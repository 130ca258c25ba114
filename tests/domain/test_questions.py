"""What messages ask, by rules that can be read (A-05, A-06, A-07)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.questions import (
    BUYING,
    WORDS,
    Question,
    questions,
    read,
    ready_to_buy,
    signs,
    written,
)

A, D, S, P, K, H = (
    Question.AVAILABILITY,
    Question.SHIPPING,
    Question.SIZE,
    Question.PRICE,
    Question.PICKUP,
    Question.HOURS,
)
ASKED = {
    "Est-elle encore disponible ? Et vous faites l'envoi ?": {A, D},
    "toujours dispo": {A},
    "Elle est encore là, la robe fleurie ?": {A},
    "Bonjour, il vous en reste ?": {A},
    "Avez-vous encore la jupe verte ?": {A},
    "Vous l'avez toujours en stock ?": {A},
    "Avez-vous des bottes en 38 ?": {A, S},
    "Un 42 ?": {S},
    "Quelle taille me conseillez-vous": {S},
    "Elle existe en taille M ?": {S},
    "C'est combien ?": {P},
    "c'est combien": {P},
    "Bonjour, quel est le prix d'un ourlet simple ?": {P},
    "Merci de me dire le prix": {P},
    "Pourriez-vous me donner vos tarifs": {P},
    "Je peux passer la chercher samedi ?": {K},
    "Pouvez-vous me la mettre de côté ?": {K},
    "Livrez-vous en Suisse ?": {D},
    "Combien pour l'envoi ?": {P, D},
    "Quels sont vos horaires ?": {H},
    "Êtes-vous ouverts le samedi ?": {H},
    "Is the blue dress still there? Do you ship to Belgium?": {A, D},
    "still available?": {A},
    "Is it still for sale": {A},
    "Do you have any left?": {A},
    "Do you have it in a 40?": {A, S},
    "What size is it?": {S},
    "how much is it": {P},
    "What is the price of the green one": {P},
    "Can I pick it up on Saturday?": {K},
    "Could you put it aside for me?": {K},
    "Can you post it to Ireland": {D},
    "What are your opening hours?": {H},
}
NOTHING = (
    "Vous êtes toujours là ?",
    "Are you still there?",
    "Avez-vous des nouvelles ?",
    "Do you have news?",
    "Avez-vous vu mon message ?",
    "Toujours rien... Un oui ou un non me suffirait.",
    "???",
    "Merci beaucoup !",
    "Bonjour",
    "J'aime beaucoup ce que vous faites.",
    "La taille ne va pas, je rends la robe.",
    "Mon colis n'est pas arrivé, où est l'envoi ?",
    "Where is my order, has the delivery left?",
    "Depuis combien de temps cousez-vous ?",
    "How much longer will it take?",
    "",
)


@pytest.mark.parametrize(("text", "asked"), ASKED.items())
def test_what_is_asked(text, asked):
    assert questions(text) == asked
    assert questions(text.upper().replace("'", "’")) == asked


@pytest.mark.parametrize("text", NOTHING)
def test_what_asks_nothing_of_the_kind(text):
    assert not questions(text) & {A, S, P, K, D}


@pytest.mark.parametrize(("text", "asked"), ASKED.items())
def test_who_asks_what_a_buyer_asks_is_ready(text, asked):
    assert ready_to_buy(text) is bool(asked & BUYING)


@pytest.mark.parametrize(
    "text",
    [
        "Je réfléchis encore. Quel est le prix ?",
        "Par curiosité, elle est encore dispo ?",
        "Rien ne presse : avez-vous un 40 ?",
        "Just thinking about it, how much is it?",
        "No rush, is it still available?",
        "Livrez-vous ?",
        "Do you ship?",
        "Quels sont vos horaires ?",
    ],
)
def test_thinking_about_it_and_general_talk_are_not(text):
    assert not ready_to_buy(text)


def test_every_sign_can_be_shown():
    seen = signs("Bonjour, elle est toujours dispo ? Je suis en 40. Quel prix ?")
    assert seen == {A: "toujours dispo", P: "quel prix"}


def test_every_listed_phrase_is_found():
    for question, words in WORDS.items():
        for phrase in (*words.sure, *words.topics):
            text = phrase.replace("*", "").replace("~ ", "la robe ").replace("#", "40")
            assert question in questions(f"{text} ?"), phrase


@given(st.text())
def test_any_text_can_be_read(text):
    asked = questions(text)
    assert ready_to_buy(text) <= bool(asked & BUYING)
    assert read(written(asked)) == asked


@given(st.sampled_from(sorted(ASKED)), st.sampled_from(["Bande de voleurs !", "Vite !!!", "Merci"]))
def test_hard_words_change_nothing(text, also):
    """Shouting does not pay, and costs no place either (G-03)."""
    assert ready_to_buy(f"{also}\n{text}") == ready_to_buy(text)


def test_names_that_are_not_known_are_left_out():
    assert read("price,gift,,size") == {P, S}
