import pytest
from textual.color import Color

from tui.theme import THEMES


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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read(theme):
    grounds = [theme.background, theme.surface, theme.panel, theme.variables["chosen"]]
    for ground in grounds:
        assert contrast(theme.foreground, ground) >= 7
        assert contrast(theme.variables["muted"], ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_coloured_words_can_be_read(theme):
    for colour in (theme.primary, theme.secondary, theme.accent, theme.error):
        assert contrast(colour, theme.background) >= 4.5 or theme.name == "papier"
        assert contrast(colour, theme.background) >= 4
