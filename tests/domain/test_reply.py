"""What a message is in a conversation, and how heavy it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.reply import effort_of, kind_of
from planner.domain.request import HEAVY, NORMAL

KINDS = {
    "thanks": (
        *("ok merci", "Merci beaucoup, bonne journée !", "Thanks a lot", "Parfait, à demain"),
        *("👍", ":)", "Great, thank you very much!", "D'accord, merci", "ok", "Bien reçu, merci"),
        "Merci pour votre réponse rapide",
    ),
    "nudge": (
        *("???", "?", "...", "", "Allô ?", "hello?", "Anyone there?", "any news?", "Bonjour"),
        *("Toujours pas de réponse...", "Vous avez reçu mon message ?", "Still waiting!"),
        "Bonjour, toujours pas de réponse ?",
    ),
    "found_elsewhere": (
        *("Trouvé ailleurs, merci quand même", "Never mind, found it elsewhere"),
        *("Je n'en ai plus besoin", "I no longer need it, thanks", "Laissez tomber"),
    ),
    "question": (
        *("Is it still there?", "Merci, et pour la robe bleue ?", "Do you ship to Belgium"),
        *("Trouvé ailleurs, mais avez-vous le sac ?", "Combien pour l'envoi", "ok?"),
        "Thanks! Any chance in red?",
    ),
    "text": (
        *("La robe bleue en 38", "Merci de me dire le prix", "No thanks", "Oui merci", "Yes"),
        *("Thanks, I'll have it", "Super, je prends !", "ok pour la rouge", "42"),
        *("I'm still waiting for the red one", "thank you, I need it in red"),
        "Je n'ai plus besoin de la bleue mais de la rouge",
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, each in KINDS.items() for t in each])
def test_what_a_message_is(kind, text):
    assert kind_of(text, "fr") == kind
    assert kind_of(text.replace("'", "’").upper(), "en") == kind


@given(thanks=st.sampled_from(KINDS["thanks"]), asked=st.sampled_from(KINDS["question"]))
def test_a_question_is_never_lost_in_a_thank_you(thanks, asked):
    assert kind_of(f"{thanks}. {asked}?", "fr") not in ("thanks", "found_elsewhere")


@given(st.text())
def test_any_text_has_a_kind_and_an_effort(text):
    assert kind_of(text, "en") in KINDS
    assert effort_of(text, "en") in (NORMAL, HEAVY)


@pytest.mark.parametrize(
    "text",
    [
        "La fermeture est cassée",
        "Je souhaite un remboursement",
        "Pouvez-vous raccourcir un pantalon ?",
        "Une robe sur mesure, c'est possible ?",
        "Pourriez-vous vérifier en réserve ?",
        "Colis jamais reçu",
        "The zip is broken",
        "I want a refund",
        "Could you shorten trousers by 4 cm",
        "Can you check if you have it in the back",
        "My order never arrived",
    ],
)
def test_complaints_checks_and_alterations_are_heavy(text):
    assert effort_of(text, "fr") == HEAVY


@pytest.mark.parametrize(
    "text", ["Est-elle encore disponible ?", "Do you ship?", "ok merci", "The red one, size 10"]
)
def test_a_plain_question_is_not(text):
    assert effort_of(text, "en") == NORMAL
