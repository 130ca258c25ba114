"""The owner's texts: read with real data, tried, kept in their file, and said at once."""

from dataclasses import replace

import pytest

from planner.errors import NotPossible
from planner.services.office import Office
from planner.texts import KEYS, LANGUAGES, TextError
from planner.texts.own import of_file
from tests.shop import at

OWN = "Vous aurez des nouvelles {when}, c'est promis. (Message automatique) {name}"

MINE = '''# Mes textes.
[fr]
second = """
Rien ne change, {when}. (Automatique) {name}"""
'''


@pytest.fixture
def office(shop, tmp_path):
    """The shop's office with a texts.toml of its own."""
    path = tmp_path / "texts.toml"
    path.write_text(MINE, "utf-8")
    object.__setattr__(shop.office.ctx, "texts", of_file(path))
    shop.office.path = path
    return shop.office


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_reads_without_an_empty_slot(shop, language):
    shop.write("anne", "Un 42 ?", subject="Jupe verte")
    view = shop.office.texts(language)
    assert {row.key for row in view.rows} == KEYS
    assert not view.sample
    for row in view.rows:
        if row.automatic:
            assert "{" not in row.preview
    assert any("Jupe verte" in row.preview for row in view.rows)
    assert len({row.name for row in view.rows}) > 25


def test_without_a_request_a_sample_fills_them(shop):
    assert shop.office.texts("fr").sample


def test_a_wording_is_tried_and_said_what_is_wrong(office):
    tried = office.try_text("ack", "fr", OWN)
    assert tried.problems == ()
    assert "{when}" not in tried.preview
    missing = office.try_text("ack", "fr", "Bonjour. (Message automatique)")
    assert any("{when}" in problem for problem in missing.problems)
    human = office.try_text("ack", "fr", "Vous aurez ma réponse {when}. {name}")
    assert human.problems
    ill = office.try_text("away", "fr", "Je suis malade, nouvelles le {day}. (automatique) {name}")
    assert ill.hints
    assert not ill.problems
    with pytest.raises(TextError):
        office.try_text("akc", "fr", OWN)


def test_kept_in_its_file_beside_the_others_and_said_at_once(shop, office):
    office.save_text("ack", "fr", OWN)
    text = office.path.read_text("utf-8")
    assert "# Mes textes." in text
    assert "second" in text
    assert office.path.stat().st_mode & 0o077 == 0
    shop.write("anne")
    assert "c'est promis" in shop.sent[-1].body
    office.save_text("ack", "fr", None)
    assert "c'est promis" not in office.path.read_text("utf-8")
    assert "second" in office.path.read_text("utf-8")
    shop.write("bilal")
    assert "c'est promis" not in shop.sent[-1].body


def test_a_letter_that_waits_says_it_anew(shop, office):
    shop.write("anne")
    shop.go(at("23 23:00"))
    office.away("closed", until=at("25 05:00"))
    shop.go(at("23 23:01"))
    words = "Ce sera {when} et non {old}, pour {subject}. (automatique) {name}"
    office.save_text("moved", "fr", words)
    shop.go(at("24 09:00"))
    assert "et non" in shop.sent[-1].body


def test_what_another_program_changed_meanwhile_is_not_overwritten(office):
    office.texts("fr")
    other = '[fr]\nack = "Le mien, {when}. (automatique) {name}"\n'
    office.path.write_text(other, "utf-8")
    with pytest.raises(NotPossible):
        office.save_text("second", "fr", "Le vôtre, {when}. (automatique) {name}")
    assert office.path.read_text("utf-8") == other
    office.save_text("second", "fr", "Le vôtre, {when}. (automatique) {name}")  # seen by now
    assert "Le mien" in office.path.read_text("utf-8")


def test_a_file_with_an_error_holds_nothing_new_and_is_said(office):
    before = office.texts("fr")
    office.path.write_text("[fr]\nack = 3\n", "utf-8")
    view = office.texts("fr")
    assert "ack" in view.problem
    assert [row.text for row in view.rows] == [row.text for row in before.rows]


def test_the_commands(shop, office, monkeypatch, capsys):
    from planner.cli.app import main
    from planner.cli.state import State

    assert isinstance(office, Office)
    monkeypatch.setattr(State, "settings", lambda self: replace(shop.office.ctx.settings))

    class Opened:
        def __enter__(self):
            return office

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(State, "office", lambda self: Opened())
    assert main(["texts", "set", "ack", OWN, "--language", "fr"]) == 0
    assert main(["texts", "preview", "ack", "--language", "fr"]) == 0
    assert "c'est promis" in capsys.readouterr().out
    assert main(["texts", "list", "--language", "fr"]) == 0
    assert main(["texts", "reset", "ack", "--language", "fr"]) == 0
    assert main(["texts", "preview", "akc"]) == 1
