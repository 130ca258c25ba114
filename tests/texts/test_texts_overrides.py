"""The owner's own texts."""

from __future__ import annotations

import pytest

from planner import texts

SLOTS = {"when": "Tuesday 24 November late in the day", "name": "Lou"}


def test_the_owners_text_wins_and_the_others_stay():
    own = texts.load_overrides('[en]\nack = "Got it, {when}. (Automatic)"', "texts.toml")
    assert texts.render("ack", "en", SLOTS, overrides=own) == (
        "Got it, Tuesday 24 November late in the day. (Automatic)"
    )
    shipped = texts.render("second", "en", SLOTS)
    assert texts.render("second", "en", SLOTS, overrides=own) == shipped


@pytest.mark.parametrize("key", sorted(texts.KEYS))
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_shipped_text_may_be_copied_as_it_is(key, language):
    text = texts.template(key, language)
    own = texts.load_overrides(f"[{language}]\n{key} = '''{text}'''", "texts.toml")
    assert own[language][key] == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[en", "texts.toml: This is not valid TOML"),
        ("[eng]", "“en”"),
        ('en = "x"', r"Write \[en\]"),
        ('[en]\nakc = "x"', r"texts.toml: \[en\] akc: .*“ack”"),
        ('[en]\nack = ""', "not a text"),
        ("[en]\nack = 3", "not a text"),
        ('[en]\nack = "{when} {nam}"', r"\{nam\}.*“name”"),
        ('[en]\nack = "{when} {"', "brace"),
        ('[en]\nack = "{when} {{name}}"', "brace"),
        ('[en]\nack = "You hear from me by {when}. {name}"', "does not say so.*automatic note"),
        ('[fr]\nlonger = "Ce sera {when}. {name}"', "does not say so.*message automatique"),
        ('[en]\nack = "Soon. {name}"', r"date \{when\} is missing"),
        ('[fr]\nmoved_several = "Bientôt. {name}"', r"date \{dates\} is missing"),
    ],
)
def test_a_mistake_is_named_with_the_nearest_valid_word(content, said):
    with pytest.raises(texts.TextError, match=said):
        texts.load_overrides(content, "texts.toml")
