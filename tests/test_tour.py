"""The tour shows the dashboard as it is: its pictures are those that the code takes now."""

import importlib.util
import re
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.thorough import THOROUGH

DOCS = Path(__file__).parents[1] / "docs"
_SPEC = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
pictures = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = pictures  # where its dataclass looks for itself
_SPEC.loader.exec_module(pictures)
TOURS = {"en": "tour.md", "fr": "tour.fr.md"}


def shown(language: str) -> list[str]:
    page = (DOCS / TOURS[language]).read_text("utf-8")
    return re.findall(rf"\]\(pictures/{language}/(.+?)\.svg\)", page)


def test_both_tours_show_every_picture_once_in_the_same_order():
    assert shown("en") == shown("fr")
    assert sorted(shown("en")) == sorted(shot.name for shot in pictures.SHOTS)


@pytest.mark.parametrize("language", TOURS)
def test_no_picture_lies_about(language):
    kept = {path.stem for path in (pictures.FOLDER / language).iterdir()}
    assert kept == {shot.name for shot in pictures.SHOTS}
    assert {path.name for path in pictures.FOLDER.iterdir()} == set(TOURS)


@pytest.mark.parametrize("language", TOURS)
def test_no_picture_fetches_anything(language):
    for path in (pictures.FOLDER / language).iterdir():
        assert "url(" not in path.read_text("utf-8").replace("url(#", "")


#: The whole week in both languages in `make test-all`, its beginning in `make test`.
@pytest.mark.parametrize("language", TOURS if THOROUGH else ["fr"])
def test_every_picture_is_taken_now(language):
    for name, picture in islice(pictures.pictures(language), None if THOROUGH else 3):
        kept = (pictures.FOLDER / language / f"{name}.svg").read_text("utf-8")
        assert kept == picture, f"{name}: run `make pictures`, and look"
