"""The interface's catalogues."""

from __future__ import annotations

import ast
import gettext as catalogues
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planner import locale

ROOT = Path(locale.__file__).parents[2]
SLOT = re.compile(r"\{\w+\}")


def source(language: str):
    path = locale.FOLDER / language / "LC_MESSAGES" / "entracte.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture
def _restored():
    before = locale.language()
    yield
    locale.use(before)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_source(language):
    compiled = io.BytesIO()
    write_mo(compiled, source(language))
    compiled.seek(0)
    fresh = catalogues.GNUTranslations(compiled)
    with (locale.FOLDER / language / "LC_MESSAGES" / "entracte.mo").open("rb") as file:
        shipped = catalogues.GNUTranslations(file)
    for catalogue in (fresh, shipped):
        del catalogue._catalog[""]  # the header holds the moment of compiling
    assert fresh._catalog == shipped._catalog, "run: pybabel compile -d planner/locale -D entracte"
    assert [fresh.plural(n) for n in range(20)] == [shipped.plural(n) for n in range(20)]


def test_every_message_is_translated_with_its_slots():
    for message in source("fr"):
        texts = message.string if message.pluralizable else (message.string,)
        ids = message.id if message.pluralizable else (message.id,)
        if not any(ids):
            continue
        assert all(texts), ids
        assert not message.fuzzy
        for text in texts:
            assert set(SLOT.findall(text)) <= {s for one in ids for s in SLOT.findall(one)}
        assert set(SLOT.findall(texts[-1])) == set(SLOT.findall(ids[-1])), ids


def test_english_is_its_own_key():
    for message in source("en"):
        assert not message.id or message.string == message.id


def test_both_catalogues_have_the_same_messages():
    assert {str(m.id) for m in source("fr")} == {str(m.id) for m in source("en")}


def test_every_text_that_the_program_asks_for_is_translated():
    known = {i for m in source("fr") for i in (m.id if m.pluralizable else (m.id,))}
    asked = {text for folder in ("planner", "tui") for text in _asked(ROOT / folder)}
    assert sorted(asked - known) == []


COUNTS = {"gettext": 1, "_": 1, "t": 1, "mark": 1, "ngettext": 2, "tn": 2}


def _asked(folder: Path):
    """The literals handed to gettext and ngettext, whatever they were imported as."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for argument in node.args[: COUNTS.get(name, 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def test_the_french_spaces_do_not_break():
    for message in source("fr"):
        texts = message.string if message.pluralizable else (message.string,)
        for text in texts if any(texts) and message.id else ():
            assert not re.search(r" [:;?!%](?=\s|$)|« | »", text), text


@pytest.mark.usefixtures("_restored")
def test_the_language_changes_at_run_time():
    locale.use("fr_BE.UTF-8")
    assert locale.language() == "fr"
    assert locale.gettext("The day is full.") == "La journée est pleine."
    one, many = "All right, one more minute.", "All right, {n} more minutes."
    assert locale.ngettext(one, many, 15) == "D'accord, {n} minutes de plus."
    assert locale.ngettext(one, many, 0) == "D'accord, une minute de plus."
    locale.use("en")
    assert locale.ngettext(one, many, 0) == many
    locale.use("de")
    assert locale.language() == "en"
    assert locale.gettext("never heard of") == "never heard of"


def test_speaking_needs_neither_babel_nor_the_store():
    script = (
        "import sys, planner.locale as l, planner.locale.dates; l.use('fr'); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('babel', 'sqlmodel', 'sqlalchemy', 'textual', 'numpy')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_no_guilt_and_no_count_of_who_waits():
    for message in source("fr"):
        told = str(message.id).casefold() + str(message.string).casefold()
        assert not re.search(r"you missed|waiting|en attente|manqué|burnout|unread|non lu", told)
