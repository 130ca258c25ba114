"""Shipped texts and the filling of their slots."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import texts

WHEN = {
    "fr": "mercredi 23 septembre 2026 en début d'après-midi",
    "en": "Wednesday 23 September 2026 early in the afternoon",
}
DAY = {"fr": "mercredi 23 septembre 2026", "en": "Wednesday 23 September 2026"}


def realistic(key: str, language: str) -> dict[str, str]:
    """Long values such as a shop really has."""
    subject = "Robe fleurie à manches longues, taille 10 ans"
    pairs = [("Robe fleurie, taille 10 ans", WHEN[language]), ("Sac en toile", DAY[language])]
    values = {
        "when": WHEN[language],
        "old": WHEN[language],
        "day": DAY[language],
        "until": DAY[language],
        "hours": f"{DAY[language]} 11:00–11:45",
        "date": DAY[language],
        "name": "Atelier Camomille",
        "subject": texts.subject_words(subject, language),
        "subjects": texts.subjects_words(["Robe fleurie, 10 ans", "Sac en toile"], language),
        "dates": texts.several(pairs, language),
        "item": "La bottine Lucie en cuir brun",
        "alternative": "la bottine Marie en brun",
        "link": "https://atelier-camomille.example/bottines/lucie",
        "state": "le colis est parti ce matin, il arrive vendredi",
        "request": "gants à six doigts",
        "near": "une moufle sur mesure, en laine",
        "delay": "une semaine",
        "purchase": "l'achat de l'huile de lin",
        "howto": "une fine couche, puis une journée de séchage",
    }
    return {slot: values[slot] for slot in texts.slots_of(key, language)}


each_text = pytest.mark.parametrize(
    ("key", "language"), [(k, lang) for k in sorted(texts.KEYS) for lang in texts.LANGUAGES]
)


@each_text
def test_a_filled_text_is_short_complete_and_signed(key, language):
    text = texts.render(key, language, realistic(key, language))
    assert len(text) <= texts.LIMIT, len(text)
    assert "{" not in text
    assert "}" not in text
    if key != "first_line_back":  # the beginning of an answer that the owner goes on writing
        assert text.endswith("Atelier Camomille")


@each_text
def test_what_leaves_by_itself_says_so(key, language):
    says = "automati" in texts.template(key, language).casefold()
    assert says == (key in texts.AUTOMATIC)


@each_text
def test_both_languages_have_the_same_slots(key, language):
    assert texts.slots_of(key, language) == texts.slots_of(key, "en")


HEALTH = (
    "malad",
    "fièvre",
    "médecin",
    "docteur",
    "hôpital",
    "santé",
    "souffr",
    "épuis",
    "fatigu",
    "sick",
    r"\bill\b",
    "illness",
    "fever",
    "doctor",
    "hospital",
    "health",
    "burnout",
    "tired",
    "unwell",
    "enfant",
    "child",
)
VAGUE = (
    "dès que possible",
    "au plus vite",
    "as soon as",
    "asap",
    "shortly",
    "sous peu",
    "bientôt,",
)
GUILT = (
    "votre faute",
    "your fault",
    "vous auriez dû",
    "you should have",
    "malheureusement",
    "unfortunately",
    "submerg",
    "overwhelm",
    "patient",
)


@each_text
def test_no_word_of_health_of_vagueness_or_of_guilt(key, language):
    text = texts.template(key, language).casefold()
    for word in HEALTH + VAGUE + GUILT:
        assert not re.search(word, text.replace("patience", "")), word


@each_text
def test_no_capitals_no_relative_day_and_one_thank_you(key, language):
    text = texts.template(key, language)
    assert not re.search(r"\b[A-ZÀ-Ý]{2,}\b", text)
    assert not re.search(r"\b(demain|tomorrow)\b", text)
    assert len(re.findall(r"(?i)merci|thank", text)) <= 1
    assert len(re.findall(r"(?i)désolé|sorry|excuse|apolog", text)) <= 1


@pytest.mark.parametrize(
    ("forms", "word"), [("mid-dot", "seul·e,"), ("feminine", "seule,"), ("masculine", "seul,")]
)
def test_the_owner_chooses_the_form_of_her_words(forms, word):
    text = texts.render("away_until", "fr", realistic("away_until", "fr"), forms=forms)
    assert word in text


def test_the_form_does_not_touch_what_fills_a_slot():
    slots = realistic("longer", "fr") | {"name": "Les ami·es"}
    assert texts.render("longer", "fr", slots, forms="masculine").endswith("Les ami·es")


@pytest.mark.parametrize("value", ["", "   ", "\n\x07", None])
def test_an_unfilled_slot_cannot_be_sent(value):
    slots = realistic("ack", "en")
    if value is None:
        del slots["when"]
    else:
        slots["when"] = value
    with pytest.raises(texts.TextError, match="when"):
        texts.render("ack", "en", slots)


def test_an_unknown_slot_key_language_or_form_is_named():
    slots = realistic("ack", "en")
    with pytest.raises(texts.TextError, match=r"\{whem\}.*“when”"):
        texts.render("ack", "en", slots | {"whem": "x"})
    with pytest.raises(texts.TextError, match=r"'akc'.*“ack”"):
        texts.render("akc", "en", slots)
    with pytest.raises(texts.TextError, match="'nl'"):
        texts.render("ack", "nl", slots)
    with pytest.raises(texts.TextError, match="“masculine”"):
        texts.render("ack", "en", slots, forms="masculin")


def test_braces_in_a_value_are_data():
    slots = realistic("moved", "en") | {"subject": "{name} {0.__class__}"}
    assert "{name} {0.__class__}" in texts.render("moved", "en", slots)


@given(
    key=st.sampled_from(sorted(texts.KEYS)),
    language=st.sampled_from(texts.LANGUAGES),
    value=st.text(min_size=1).filter(lambda v: "{" not in v and "}" not in v),
)
def test_a_rendered_text_has_no_brace_and_one_line(key, language, value):
    slots = dict.fromkeys(texts.slots_of(key, language), value + "x")
    text = texts.render(key, language, slots)
    assert "{" not in text
    assert "}" not in text
    assert text.splitlines() == [text]
    assert text.isprintable() or "\u200d" in text or any(ord(c) > 126 for c in text)


def test_a_long_subject_does_not_make_a_long_text():
    slots = realistic("moved", "fr") | {"subject": "Robe " * 200}
    assert len(texts.render("moved", "fr", slots)) <= texts.LIMIT
