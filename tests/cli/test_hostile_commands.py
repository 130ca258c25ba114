"""Every command there is, on a shop full of hostile texts: nothing of them is obeyed."""

import json
import logging
import sqlite3
import tomllib
import unicodedata
from contextlib import closing
from pathlib import Path

import click
import pytest

from planner import log
from planner.cli.app import app, main
from tests.hostile import strings
from tests.hostile_shop import MARK, TRICKS, build, kept, tricks
from tests.thorough import THOROUGH

BAD = "".join(TRICKS[:8])
#: What is typed for every command; {key} is filled in `typed`. None: it cannot be run here.
COMMANDS = {
    "status": [()],
    "windows": [()],
    "promises": [(), ("--all",)],
    "hours": [()],
    "doctor": [(), ("--offline",)],
    "settings show": [(), (BAD,)],
    "settings set": [("shop", "name=" + BAD), ("shop", "zone=" + BAD), (BAD, BAD)],
    "settings add": [("days=" + BAD, "from=10:00"), (BAD,)],
    "settings remove": [(BAD,)],
    "absences": [()],
    "absences edit": [("1", "--extend"), (BAD,)],
    "absences cancel": [("1",), (BAD,)],
    "holidays list": [()],
    "holidays close": [("2026-12-26",), (BAD,)],
    "holidays open": [("2026-12-26",), (BAD,)],
    "desk": [()],
    "week": [(), ("--from", BAD)],
    "why": [("1",), ("5",), ("999",), (BAD,)],
    "plan": [(), ("--case", "{folder}/" + BAD)],
    "review": [()],
    "texts list": [()],
    "texts preview": [(), (BAD,)],
    "texts set": [("second", BAD), (BAD, "x")],
    "texts reset": [("out_of_stock",), (BAD,)],
    "can-i": [("a robe " + BAD, "--by", "2026-12-24")],
    "channel list": [()],
    "channel test": [(), (BAD,)],
    "channel away": [("{mail}",), (BAD,)],
    "channel add": [("paper", BAD, "--name", BAD), ("imap", BAD, "--user", BAD), (BAD,)],
    "channel remove": [(BAD,)],
    "channel password": [(BAD,)],
    "channel login": [(BAD,)],
    "people list": [(), (MARK,)],
    "people show": [("2",), (BAD,)],
    "people export": [("3", "--to", "{folder}/out"), ("3", "--to", "{folder}/file"), (BAD,)],
    "people erase": [("3",), ("3", "--yes"), (BAD,)],
    "outbox": [()],
    "outbox resend": [("4",), ("5",), (BAD,)],
    "outbox drop": [("4",), ("6",), (BAD,)],
    "policy status": [()],
    "policy new": [(), (BAD,)],
    "policy check": [(), ("{folder}/wrong.toml",), (BAD,)],
    "policy test": [(), ("{folder}/wrong.toml",), (BAD,)],
    "policy explain": [(), (BAD,), ("energy=" + BAD,), ("--about", BAD), ("--at", BAD)],
    "policy diff": [(), ("{folder}/wrong.toml",), (BAD,)],
    "policy edit": [()],
    "search": [(MARK,), (BAD,)],
    "mail explain": [("{folder}/mail",), (BAD,)],
    "attachments": [("2",), ("3", "--save", "{folder}/saved"), (BAD,)],
    "import": [("{folder}/mail",), ("{folder}/wrong.toml",), (BAD,)],
    "tidy": [(), ("undo", "1"), (BAD,)],
    "still-useful": [()],
    "let-go": [()],
    "by-hand": [(), ("sent", "7"), (BAD,)],
    "proposal": [(), (BAD,)],
    "peek": [()],
    "more": [(BAD,)],
    "urgent": [("6",), (BAD,)],
    "ready": [("6",), (BAD,)],
    "errand": [(), ("6", "7", "--name", BAD), (BAD,)],
    "snooze": [("6", "--until", "tomorrow"), ("6", "--until", BAD)],
    "add": [(BAD, "--from", BAD, "--via", BAD), ("x", "--promise", BAD)],
    "answer": [
        ("6", BAD, "--dry-run", "--group"), ("6", BAD), ("7", BAD, "--template", BAD),
        ("7", "--template", "out_of_stock", "--slot", "item=" + BAD), ("7", "x", "--also", BAD),
    ],
    "release": [("7", "--alternative", BAD)],
    "decline": [("8", BAD)],
    "customer": [(), ("--minutes", BAD)],
    "checkin": [("3",), (BAD,)],
    "rehearsal": [()],
    "live": [()],
    "simulate": [("{folder}/story.toml",), (BAD,)],
    "demo": [("--speed", BAD)],
    "away": [("sick", "--try-word", BAD), (BAD,), ("sick",)],
    "undo": [()],
    "back": [()],
    "serve": [("--port", BAD)],
    "setup": [()],
    "backup": [("{folder}/copy",), ("{folder}/" + BAD,)],
    "restore": [(), (BAD,), ("{folder}/wrong.toml", "--yes")],
    "notifications": [()],
    "completion": [("bash",), (BAD,)],
    "service status": [()],
    "run": None,  # the service: tests/end_to_end
    **dict.fromkeys(("service install", "service uninstall", "service start", "service stop")),
    "notifications test": None,  # both reach out of the folder: tests/system, tests/notify
    "": [()],
}  # fmt: skip
#: Commands whose words were a stranger's, or her own: that they are there proves the test.
SHOWN = {
    "doctor", "promises", "hours", "desk", "why", "plan", "channel list", "people list",
    "people show", "outbox", "search", "attachments", "errand", "answer", "texts preview",
    "settings show",
}  # fmt: skip
#: `make test` runs everything in English and what shows most as data; `make test-all` all four.
FORMS = [("en", False), ("fr", True)]
if THOROUGH:
    FORMS += [("en", True), ("fr", False)]


def leaves(command, path, ctx):
    """Every command that can be run, by its path."""
    names = command.list_commands(ctx) if isinstance(command, click.Group) else []
    if not names or command.invoke_without_command:
        yield " ".join(path), command
    for name in names:
        yield from leaves(command.get_command(ctx, name), (*path, name), ctx)


TREE = dict(leaves(app, (), click.Context(app)))


def test_no_command_is_forgotten():
    assert set(COMMANDS) == set(TREE)


def wild(text):
    """What a terminal could obey."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")}


def damaged(folder):
    """Letters that did not arrive, a channel that cannot be read, files with errors."""
    with closing(sqlite3.connect(folder / "entracte.sqlite3")) as connection, connection:
        for number, state in ((4, "failed"), (5, "perhaps"), (6, "queued"), (7, "by hand")):
            connection.execute("UPDATE outbox SET state = ?, detail = ? WHERE id = ?",
                               (state, f"{MARK} {BAD}", number))  # fmt: skip
        connection.execute("UPDATE channel_cursors SET failures = 3, problem = ?", (BAD,))
    (folder / "file").write_text("no folder")
    (folder / "wrong.toml").write_text(f'[rule.x]\nsay.en = "x"\nthen.answers_at_most = "{BAD}"\n')
    (folder / "story.toml").write_text(f'[shop]\nzone = "{BAD[:3]}')


def shop(folder, language="en", made=()):
    """A hostile one, in a folder whose name is."""
    home = build(folder / f"home{BAD[:12].replace('/', '')}", language, tricks(made))
    damaged(home)
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    yield shop(tmp_path_factory.mktemp("hostile"))
    log.stop()


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    def typed(home, name, words, *more):
        places = {"{folder}": str(home), "{mail}": channel(home) if "{mail}" in words else ""}
        for place, meant in places.items():
            words = [word.replace(place, meant) for word in words]
        code = main([*name.split(), *words, *more, "--home", str(home)])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return typed


def channel(home):
    settings = (home / "settings.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(settings)["channel"][0]["name"])


def logged(home):
    return "".join(path.read_text("utf-8") for path in home.glob("entracte.log*"))


def assert_calm(name, words, code, out, err, json_=False):
    case = f"{name} {words!a}: {err!a}"
    assert code in (0, 1, 2), case
    assert not wild(err), case
    assert not wild(out), case
    for word in ("Traceback", "unexpected (", "unexpected happened", "inattendu"):
        assert word not in err, case
    if json_:
        assert out.isascii(), case
        for line in out.splitlines():
            json.loads(line)


@pytest.mark.parametrize(("language", "json_"), FORMS)
def test_nothing_is_obeyed(language, json_, tmp_path, run):
    made = kept(strings(500, seed=sum(map(ord, language)) + json_)) if THOROUGH else ()
    home, shown = shop(tmp_path, language, made), set()
    for name, calls in COMMANDS.items():
        if json_ and not THOROUGH and name not in SHOWN:
            continue
        form = ["--json"] if json_ and any("--json" in x.opts for x in TREE[name].params) else []
        for words in calls or ():
            ended = run(home, name, words, *form)
            assert_calm(name, words, *ended, json_=bool(form))
            shown |= {name} if MARK in ended[1] + ended[2] else set()
    assert shown >= SHOWN, SHOWN - shown
    assert MARK not in logged(home)


@pytest.mark.parametrize("words", [(BAD,), ("--" + BAD[6:],), ("1", "2", "3", BAD)])
def test_nothing_typed_is_obeyed(words, run, tmp_path):
    for name in TREE:
        assert_calm(name, words, *run(tmp_path, name, words))


def test_a_file_to_hand_over_is_harmless_and_says_everything(home, run, tmp_path):
    done = run(home, "people export", ("4", "--to", str(tmp_path)))[1]
    text = Path(done.strip()).read_text(encoding="utf-8")
    assert not wild(text)
    rows = json.loads(text[text.index("\n{\n") :])
    assert rows == json.loads(run(home, "people export", ("4",), "--json")[1])


def test_a_failure_looked_into_is_harmless(home, run, monkeypatch):
    def broken(*_):
        raise ValueError(BAD)

    monkeypatch.setattr("planner.services.office.Office.review", broken)
    code, out, err = run(home, "review", (), "--debug")
    assert (code, out) == (1, "")
    assert "ValueError" in err
    assert not wild(err)


def test_what_the_log_shows_is_harmless(home, run, monkeypatch, capsys):
    def loud(*_):
        logging.getLogger("planner").warning("server said %s", BAD)

    monkeypatch.setattr("planner.services.office.Office.review", loud)
    err = run(home, "review", (), "--debug")[2]
    assert "server said" in err
    assert not wild(err)
    assert "planner: server said …\n" in logged(home)
    assert "evil.example" not in logged(home)


def test_a_question_quotes_harmlessly_and_what_is_seen_can_be_typed(home, capsys, monkeypatch):
    asked = []
    monkeypatch.setattr("planner.cli.people.on_terminal", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda text, **_: asked.append(text) or typed(text))
    typed = {"": "no"}.get
    for answer in ("no", None):
        typed = lambda text, answer=answer: answer or text[len("Type ") : -len(" to erase")]  # noqa: E731
        code = main(["people", "erase", "7", "--home", str(home)])
        assert not wild(asked[-1])
        assert code == (1 if answer else 0)
