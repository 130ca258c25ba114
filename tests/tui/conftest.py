"""Both languages as they will be shipped, whichever file a word still stands in."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from textual.css.stylesheet import Stylesheet

import planner.locale

FRENCH = Path(planner.locale.__file__).parent / "fr"
SOURCES = [FRENCH / "LC_MESSAGES" / "entracte.po", FRENCH / "tui.po"]


def french_catalogue():
    """Every French word of the interface."""
    whole = None
    for source in filter(Path.exists, SOURCES):
        with source.open("rb") as file:
            catalogue = read_po(file, locale="fr")
        if whole is None:
            whole = catalogue
        else:
            for message in catalogue:
                if message.id:
                    whole[message.id] = message
    return whole


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory):
    """A folder of catalogues with the dashboard's words in it."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "fr" / "LC_MESSAGES" / "entracte.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, french_catalogue())
    return folder


@pytest.fixture(autouse=True)
def _words(catalogues, monkeypatch):
    monkeypatch.setattr(planner.locale, "FOLDER", catalogues)
    yield
    planner.locale.use("en")


@pytest.fixture(autouse=True, scope="session")
def _style_sheets_are_parsed_once():
    """The app of every test reads the same ones, in the same colours."""
    parsed, parse = {}, Stylesheet._parse_rules

    def parse_once(sheet, css, **asked):
        known = (css, *asked.items(), frozenset(sheet._variables.items()))
        if known not in parsed:
            parsed[known] = parse(sheet, css, **asked)
        return parsed[known]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield
