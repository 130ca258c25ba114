"""Both languages as they will be shipped, whichever file a word still stands in."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

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
