"""Every role can be read on every ground (WCAG 2.1), in the themes that are our own.

The third theme has the colours that the owner's terminal has.
"""

import pytest
from textual.color import Color

from tui.theme import DAY, DEFAULTS, NIGHT, THEMES

TEXT, GLYPH = 4.5, 3.0


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""

    def light(colour: str) -> float:
        parts = [c / 255 for c in Color.parse(colour).rgb]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    a, b = sorted((light(one), light(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def grounds(theme):
    return [theme.background, theme.surface, theme.panel, theme.variables["chosen"]]


every_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


@every_theme
def test_text_can_be_read(theme):
    for ground in grounds(theme):
        assert contrast(theme.foreground, ground) >= 7
        assert contrast(theme.variables["muted"], ground) >= TEXT


@every_theme
@pytest.mark.parametrize("role", ["primary", "secondary", "accent", "error"])
def test_coloured_words_can_be_read_in_rows_dialogs_and_paragraphs(theme, role):
    for ground in grounds(theme):
        assert contrast(getattr(theme, role), ground) >= TEXT


@every_theme
def test_lines_and_frames_can_be_seen(theme):
    for ground in (theme.background, theme.surface):
        assert contrast(theme.variables["rule"], ground) >= GLYPH


@every_theme
def test_text_is_never_dimmed_and_every_role_of_ours_has_a_colour(theme):
    assert theme.text_alpha == 1
    assert set(theme.variables) == set(DEFAULTS)


def test_there_is_one_for_the_night_and_one_for_the_day():
    assert {(theme.name, theme.dark) for theme in THEMES} == {(NIGHT, True), (DAY, False)}


def test_the_terminals_own_colours_name_none_of_ours():
    assert all(colour.startswith("ansi_") for colour in DEFAULTS.values())
