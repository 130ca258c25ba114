"""The `[away]` of settings.toml: a line for emergencies, the word of a telephone."""

import pytest

from planner import locale
from planner.domain.telephone import Telephone
from planner.errors import SettingsError
from planner.settings import load

SHOP = '[shop]\nname = "A"\nowner = "B"\nzone = "Europe/Brussels"\n[away]\n'


@pytest.fixture(autouse=True)
def _english():
    locale.use("en")


def test_nothing_is_said_by_default():
    assert load(SHOP, "s").away.emergency == {}
    assert load(SHOP, "s").away.telephone == Telephone()


def test_a_line_a_language_and_a_word():
    text = SHOP + 'emergency.fr = "Urgence : 0470"\nword = "Tournesol"\ntrust = "mx.example.org"\n'
    away = load(text + 'from = ["me@example.org"]\n', "s").away
    assert away.emergency == {"fr": "Urgence : 0470"}
    assert away.telephone == Telephone("Tournesol", ("me@example.org",), "mx.example.org")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('word = "aide"\ntrust = "x.example"', "could be the subject of any mail"),
        ('word = "URGENCE"\ntrust = "x.example"', "could be the subject of any mail"),
        ('word = "Tournesol"', "forged"),
        ('word = "Tournesol"\ntrust = "x"\nfrom = "me"', "is not an address"),
        (f'emergency.en = "{"x" * 81}"', "1 to 80 characters"),
        ('emergency.de = "0470"', "not known here"),
        ('emergencies = "0470"', "not known here"),
    ],
)
def test_what_cannot_be(line, said):
    with pytest.raises(SettingsError, match=said):
        load(SHOP + line + "\n", "s")
