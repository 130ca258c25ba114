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
    "away": (
        *("Ceci est une réponse automatique. Je lirai votre message à mon retour.",),
        *("Réponse automatique : je suis en congé jusqu'au 12. Besoin urgent ? Voyez Paul.",),
        *("Je suis absente du bureau jusqu'à lundi.", "Out of office: back on Monday."),
        *("En mon absence, veuillez écrire à Paul.", "In my absence please write to Paul."),
        *("This is an automated reply, I am travelling.", "I am out of the office this week."),
        "Automatic reply: thank you for your message. Who is it about? I will read it on Monday.",
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


#: What people write after an answer, and whether it needs another one (A-02, C-thanks).
AFTER = {
    False: (
        *("Merci, à bientôt !", "Thanks, see you soon"),
        *("merci", "Merci !", "merci, c'est parfait", "Super merci", "Un grand merci à vous"),
        *("Merci pour tout", "Parfait, merci beaucoup", "ok", "Ok parfait", "D'accord, merci"),
        *("C'est noté, merci", "Bien reçu, bonne soirée", "Génial !", "ça marche, à demain"),
        *("Merci de votre réponse", "Merci infiniment, bonne journée", "Nickel, merci", "❤️"),
        *("thanks", "Thank you!", "thank you so much", "Perfect, thanks", "Great, cheers"),
        *("Thanks for the quick reply", "ok thanks", "Got it, thank you", "Noted, thanks"),
        *("Sounds good, see you tomorrow", "Lovely, thank you very much", "Brilliant", "👍🙏"),
        *("Okay, have a good day", "J'ai trouvé ailleurs, merci", "Never mind, thanks"),
        *("Réponse automatique : absente jusqu'au 3", "Out of office until Monday"),
    ),
    True: (
        *("merci ! et vous livrez ?", "Merci, et le prix ?", "Ok, c'est combien"),
        *("Merci, mais elle est trop grande", "Super, je la prends", "Parfait, je passe demain"),
        *("Merci. Pouvez-vous la garder jusqu'à samedi ?", "D'accord pour la bleue"),
        *("Merci, gardez-la moi", "oui", "non merci", "Merci, plutôt mardi", "Et en rouge ?"),
        *("Merci mais la fermeture est cassée", "Je suis absente lundi, plutôt mardi"),
        *("Je suis absente du bureau mardi, mais je passe jeudi", "ok et l'ourlet"),
        *("thanks! do you ship?", "Thank you, but it is too small", "Great, I'll take it"),
        *("Thanks, could you hold it until Saturday", "ok, how much is it", "yes please"),
        *("Perfect, see you on the 12th then, at 5 pm", "no thanks", "Thanks, and in red?"),
        *("Thank you, the zip is broken though", "I'm away on Monday, rather Tuesday"),
        *("J'ai bien reçu votre message automatique, j'attends la vraie réponse", "42"),
    ),
}


@pytest.mark.parametrize(("needs", "text"), [(n, t) for n, each in AFTER.items() for t in each])
def test_what_needs_another_answer(needs, text):
    assert (kind_of(text, "") not in ("thanks", "found_elsewhere", "away")) is needs
    assert (kind_of(text.upper(), "") not in ("thanks", "found_elsewhere", "away")) is needs


def test_the_table_is_long_enough():
    assert sum(map(len, AFTER.values())) >= 60


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
