import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.channels.quotes import reply_only, unflow

REPLIES = {
    "Gmail, French": "Oui !\n\nLe sam. 21 nov. 2026, Atelier <s@example.test> a écrit :\n"
    "> Bonjour\n> Lise\n",
    "Gmail, English": "Yes!\n\nOn Sat, Nov 21, 2026 at 10:05 Shop <s@example.test> wrote:\n> Hi\n",
    "over two lines": "Oui !\n\nLe sam. 21 nov. 2026 à 22:05, Atelier Camomille\n"
    "<shop@example.test> a écrit\u00a0:\n\n> Bonjour\n",
    "no marks": "Oui !\n\nLe 21/11/2026 à 22:05, Atelier a écrit :\nBonjour Lise\nVoici\n",
    "Outlook, French": "Oui !\n\n________________________________\nDe : Atelier <s@example.test>\n"
    "Envoyé : samedi 21 novembre 2026 22:05\nÀ : Lise\nObjet : Robe\n\nBonjour\n",
    "Outlook, English": "Yes!\n\nFrom: Shop <shop@example.test>\nSent: Saturday\nTo: Lise\n"
    "Subject: Dress\n\nHello\n",
    "original message": "Oui !\n\n-----Message d'origine-----\nBonjour\n",
    "signature": "Oui !\n\n-- \nLise Dupont\n0470 00 00 00\n",
    "telephone": "Oui !\n\nEnvoyé de mon iPhone\n\nLe 21 nov. 2026, Atelier a écrit :\n\n> Non\n",
    "English telephone": "Yes!\n\nSent from my iPhone\n",
}


@pytest.mark.parametrize("name", REPLIES)
def test_what_was_quoted_or_signed_goes(name):
    assert reply_only(REPLIES[name]) in {"Oui !", "Yes!"}


def test_words_between_and_below_quotations_stay():
    text = "On Nov 21, 2026, Shop wrote:\n> In blue?\nYes, blue.\n> Size?\n38.\n-- \nMary\n"
    assert reply_only(text) == "Yes, blue.\n38."


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 décembre, c'est possible ?\nOn m'a dit que oui : merci !",
        "De : ma part\nbonjour à tous",
        "Voici ma liste :\n- robe\n- jupe",
        "On Monday I wrote:\nnothing",
        "Prix -- 20 euros --\n--verso",
    ],
)
def test_a_person_s_own_words_stay(text):
    assert reply_only(text) == text


def test_a_forwarded_mail_stays():
    text = "Voici :\n\n------ Forwarded message -----\nFrom: A <a@b.c>\nTo: x\nDate: y\n\nZ"
    assert reply_only(text) == text


def test_a_mail_of_nothing_but_a_quotation_stays():
    assert reply_only("> Bonjour\n> Lise\n") == "> Bonjour\n> Lise"


def test_flowed_text_keeps_signature_and_depth():
    assert unflow("a \nb\n> c \n>> d\n-- \nL") == "a b\n> c \n>> d\n-- \nL"


@given(st.text(max_size=400))
def test_any_text_gives_a_reply_that_is_not_longer(text):
    reply = reply_only(text)
    assert len(reply) <= len(text)
    assert bool(reply) == bool(text.strip())
