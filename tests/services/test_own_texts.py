"""The owner's texts: read with real data, tried, kept in their file, and said at once."""

import json
from dataclasses import replace

import pytest

from planner.domain.outbox import LetterState
from planner.errors import NotPossible
from planner.settings_own import OwnSettings
from planner.texts import KEYS, LANGUAGES, TextError, template
from planner.texts.own import of_file
from tests.shop import Shop, at

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


def test_in_a_rehearsal_the_plan_gives_the_dates(tmp_path):
    shop = Shop(tmp_path, live=False)
    shop.write("anne", "Un 42 ?", subject="Jupe verte")
    view = shop.office.texts("fr")
    rows = {row.key: row for row in view.rows}
    assert view.rehearsal
    assert not view.sample
    (letter,) = rehearsed(shop)
    when = letter.body.split("vous aurez ma réponse ")[1].split(" au plus tard")[0]
    assert f"vous aurez ma réponse {when} au plus tard" in rows["ack"].preview
    assert "Jupe verte" in rows["moved"].preview
    assert f"pour {when}" in rows["moved"].preview  # and moves to a later one
    assert f"ce sera {when}" not in rows["moved"].preview
    shop.ctx.store.close()


def test_what_a_rehearsal_shows_is_written_anew(tmp_path):
    shop = Shop(tmp_path, live=False)
    object.__setattr__(shop.ctx, "texts", of_file(tmp_path / "texts.toml"))
    first, second = shop.write("anne"), shop.write("bilal")
    shop.office.decline(first)
    shop.office.save_text("ack", "fr", OWN)
    bodies = {letter.request_id: letter.body for letter in rehearsed(shop)}
    assert "c'est promis" not in bodies[first]  # that is over
    assert "c'est promis" in bodies[second]
    assert [m.text for m in shop.office.request(second).messages if m.mine] == [bodies[second]]
    assert shop.sent == []
    shop.ctx.store.close()


def rehearsed(shop):
    with shop.books() as unit:
        return unit.outbox.in_state(LetterState.REHEARSED)


@pytest.mark.parametrize(
    "trick", ["[red]x[/] {when} {{", "\x1b]0;owned\x07", "\u202egnp", "s" * 900]
)
def test_a_subject_full_of_tricks_fills_a_text_cleaned(shop, trick):
    shop.write("anne", "?", subject=f"Jupe {trick}")
    for row in shop.office.texts("en").rows:
        assert not {"\x1b", "\x07", "\u202e"} & set(row.preview)
        assert len(row.preview) < 500


@pytest.mark.parametrize(("forms", "said"), [("feminine", "désolée"), ("masculine", "désolé :")])
def test_the_preview_speaks_in_the_owners_form(shop, forms, said):
    settings = replace(shop.ctx.settings, shop=replace(shop.ctx.settings.shop, forms=forms))
    object.__setattr__(shop.ctx, "own", OwnSettings(settings))
    rows = {row.key: row.preview for row in shop.office.texts("fr").rows}
    assert said.split()[0] in rows["moved_late"]


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


def test_an_unsigned_text_is_shown_signed_as_it_leaves(shop, office):
    tried = office.try_text("ack", "fr", "Vous aurez ma réponse {when}. (automatique)")
    assert tried.problems == ()
    office.save_text("ack", "fr", "Vous aurez ma réponse {when}. (automatique)")
    shop.write("anne")
    assert shop.sent[-1].body.endswith("Atelier")
    assert tried.preview.endswith("Atelier")


def test_a_long_text_and_one_about_health_are_said(office):
    long = office.try_text("ack", "fr", OWN + " Merci." * 60)
    assert any("320" in hint for hint in long.hints)
    assert office.try_text("ack", "fr", OWN).hints == ()
    awkward = office.try_text("ack", "fr", OWN.replace("promis", "un peu maladroit"))
    assert awkward.hints == ()


def test_what_cannot_be_seen_is_not_kept(office):
    office.save_text("ack", "fr", OWN + "\x1b]0;x\x07\u202e\nDeux lignes.")
    text = office.ctx.overrides["fr"]["ack"]
    assert text.endswith("]0;x\nDeux lignes.")
    assert "\x1b" not in office.path.read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        'fr.ack = "Ici, {when}. (automatique)" # dit\nen.ack = "Here, {when}. (automatic)"\n',
        'fr = { ack = "Ici, {when}. (automatique)" } # dit\n',
        '# dit\n[en]\nack = "Here, {when}. (automatic)"\n',
        "# dit\r\n",
        "",
    ],
)
def test_a_file_of_any_notation_is_changed_and_put_back(office, content):
    office.path.write_bytes(content.encode())
    office.texts("fr")
    before = office.ctx.overrides
    office.save_text("second", "fr", OWN)
    assert office.ctx.overrides["fr"]["second"] == OWN
    assert office.ctx.overrides.get("en", {}) == before.get("en", {})
    assert ("dit" in content) == ("# dit" in office.path.read_text("utf-8"))
    office.save_text("second", "fr", None)
    assert office.ctx.texts.own("second", "fr") is None
    assert office.ctx.texts.own("ack", "fr") == before.get("fr", {}).get("ack")


@pytest.mark.parametrize(
    "content", [b"[fr", b"[fr]\nack = 3\n", b"\xff\xfe", b"[fr]\nack = '\x00'"]
)
def test_a_broken_file_is_said_and_left_alone(office, content):
    office.path.write_bytes(content)
    assert office.texts("fr").problem
    with pytest.raises(NotPossible):
        office.save_text("ack", "fr", OWN)
    assert office.path.read_bytes() == content
    office.path.write_text(MINE, "utf-8")
    assert not office.texts("fr").problem
    office.save_text("ack", "fr", OWN)


def test_a_wording_that_changed_while_she_wrote_is_not_replaced(office):
    seen = {row.key: row.text for row in office.texts("fr").rows}
    office.path.write_text('[fr]\nack = "Le mien, {when}. (automatique) {name}"\n', "utf-8")
    office.tick()  # the tick has read it by then
    with pytest.raises(NotPossible):
        office.save_text("ack", "fr", OWN, seen["ack"])
    assert "Le mien" in office.path.read_text("utf-8")
    office.save_text("second", "fr", OWN, template("second", "fr"))  # beside the other's
    assert "Le mien" in office.path.read_text("utf-8")


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


@pytest.fixture
def run(shop, office, monkeypatch, capsys):
    """A command line on this office: the exit code, what was printed, what was said."""
    from planner.cli.app import main
    from planner.cli.state import State

    class Opened:
        def __enter__(self):
            return office

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(State, "settings", lambda self: shop.office.ctx.settings)
    monkeypatch.setattr(State, "office", lambda self: Opened())

    def one(*words):
        code = main(["texts", *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return one


def test_the_commands_change_a_text_and_put_it_back(run):
    assert run("set", "ack", OWN, "--language", "fr")[0] == 0
    assert "c'est promis" in run("preview", "ack", "--language", "fr")[1]
    assert run("reset", "ack", "--language", "fr")[0] == 0
    assert "c'est promis" not in run("preview", "ack", "--language", "fr")[1]


def test_the_commands_print_every_text_also_as_json(run):
    (view,) = map(json.loads, [run("list", "--json", "--language", "en")[1]])
    assert {row["key"] for row in view["rows"]} == KEYS
    assert view["sample"]
    code, out, err = run("preview")
    assert code == 0
    assert all(f"{key}: " in out for key in KEYS)
    assert err  # that a made-up request fills them
    (row,) = json.loads(run("preview", "second", "--json", "--language", "fr")[1])
    assert row["own"]


def test_the_commands_say_what_is_wrong(run):
    assert run("preview", "akc")[0] == 1
    code, _out, err = run("set", "ack", "Bonjour {nom}, {when}. (automatique)", "--language", "fr")
    assert code == 1
    assert "{nom}" in err
    assert run("set", "ack", OWN, "--language", "nl")[0] == 2
