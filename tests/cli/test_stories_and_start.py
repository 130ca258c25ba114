"""`simulate`, `demo`, the first start, `run`, `import`, `channel test`, secrets and the log."""

import io
import json
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from planner import secrets
from planner.errors import ChannelError, EntracteError
from planner.views_archive import ImportView

EVENT = {"at": "2026-11-24T09:00:00Z", "event": "message.sent", "person": "Lise\x1b[2J"}
END = {"at": "2026-11-27T09:00:00Z", "event": "end", "violations": []}


@pytest.fixture
def stories(office, monkeypatch):
    """A simulator that tells a prepared story; the folders it was given."""
    told = SimpleNamespace(events=[EVENT, END], folders=[])

    def replay(text, name, *, folder, opened, since):
        told.folders.append(Path(folder))
        yield from told.events

    for name, values in (
        ("planner.services.simulating", {"replay": replay}),
        ("planner.stories", {"sample_week_text": lambda: "[shop]"}),
    ):
        module = ModuleType(name)
        vars(module).update(values)
        monkeypatch.setitem(sys.modules, name, module)
    return told


def test_simulate_prints_and_leaves_nothing(run, stories, tmp_path):
    story = tmp_path / "story.toml"
    story.write_text("")
    code, out, err = run("simulate", str(story))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "2026-11-24T09:00:00Z  message.sent · Lise[2J"
    assert len(run("simulate", str(story), "--json")[1].splitlines()) == 2
    assert not any(folder.exists() for folder in stories.folders)


def test_a_story_that_breaks_an_invariant_is_one(run, stories, tmp_path):
    story = tmp_path / "story.toml"
    story.write_text("")
    stories.events[-1] = {**END, "violations": ["late"]}
    code, out, err = run("simulate", str(story))
    assert code == 1
    assert "late" in out
    assert "1" in err


def test_first_start_without_a_terminal(run, tmp_path, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    new = tmp_path / "new"
    code, out, err = run("--home", str(new))
    assert code == 0
    assert out.startswith("Une fenêtre est ouverte jusqu'à ")  # the sample week is a French shop
    assert "This is the sample week;" in err
    assert "entracte channel add imap" in err
    assert not (new / "settings.toml").exists()


def test_demo_is_the_same_without_a_terminal(run, tmp_path):
    code, out, _err = run("--home", str(tmp_path / "new"), "demo", "--json")
    assert code == 0
    assert json.loads(out)["face"] == "open"
    assert not (tmp_path / "new").exists()


def test_the_dashboard_opens_the_shop_itself_and_closes_it(office, stories, monkeypatch, capsys):
    from planner.cli import start
    from planner.cli.app import main

    seen = []
    monkeypatch.setattr(start, "on_terminal", lambda: True)

    def dashboard(opening):
        seen.append((opening.desk(), opening.looks.language, opening.story))

    assert main([], dashboard=dashboard) == 0
    assert seen == [(office, "en", None)]
    assert office.closed == 1


@pytest.fixture
def kept_going(office, monkeypatch):
    """`run` as far as its first pass; what the pass says is due is chosen by the test."""
    from planner.daemon import service

    office.due = None

    def tick():
        office.calls.append(("tick", (), {}))
        return SimpleNamespace(next_at=office.due)

    def one_tick(tick, *, stop, wake, health, in_hand, begun):
        begun()
        assert not wake()
        tick()
        office.awake = wake()
        health.failed(ValueError("broken"))
        return True

    monkeypatch.setattr(service, "run", one_tick)
    given = {"tick": tick, "revision": lambda: 7, "watchers": tuple, "stopping": threading.Event}
    for name, value in (given | {"in_hand": lambda: False}).items():
        monkeypatch.setattr(office, name, value, raising=False)
    return office


def test_run_ticks_and_ends(run, kept_going):
    code, out, err = run("run")
    assert (code, out) == (0, "")
    assert err.startswith("Entracte is running.")
    assert "ValueError" in err
    assert "broken" not in err  # the words of what nobody foresaw may be a customer's
    assert ("tick", (), {}) in kept_going.calls
    assert not kept_going.awake


@pytest.mark.parametrize(("ahead", "awake"), [(-1, True), (3600, False)])
def test_what_is_due_earlier_than_the_next_pass_is_a_pass_at_its_moment(
    run, kept_going, ahead, awake
):
    kept_going.due = datetime.now(UTC) + timedelta(seconds=ahead)
    assert run("run")[0] == 0
    assert kept_going.awake is awake


def test_import(run, office, tmp_path, monkeypatch):
    taken, ends = [], [True, False]

    def taken_in(path, progress, go_on):
        taken.append(path)
        return ImportView(new=3, finished=ends.pop(0), passed_over=("a.eml",))

    monkeypatch.setattr(office, "import_mail", taken_in, False)
    code, out, err = run("import", str(tmp_path))
    assert (code, out) == (0, "")
    assert "3 messages were new." in err
    assert "a.eml" in err
    code, _, err = run("import", str(tmp_path))
    assert code == 1
    assert "goes on from here" in err
    assert taken == [tmp_path, tmp_path]
    assert run("import", str(tmp_path / "none"))[0] == 2


def test_channel_test_says_one_sentence_each(run, office, tmp_path):
    def fails():
        raise ChannelError("The server does not answer.", do="Look at the host's name.")

    good = SimpleNamespace(name="courrier", check=lambda: "12 messages.")
    bad = SimpleNamespace(name="envoi", check=fails)
    sys.modules["planner.bootstrap"].open_channels = lambda settings: (good, bad)
    assert run("channel", "test")[0] == 1
    run("channel", "add", "maildir", str(tmp_path), "--name", "courrier")
    run("channel", "add", "smtp", "h.example", "--name", "envoi")
    code, out, _err = run("channel", "test")
    assert code == 1
    assert out.splitlines() == [
        "courrier: 12 messages.",
        "envoi: The server does not answer. Look at the host's name.",
    ]
    assert run("channel", "test", "courrier") == (0, "courrier: 12 messages.\n", "")
    assert run("channel", "test", "nobody")[0] == 1
    lines = [json.loads(line) for line in run("channel", "test", "--json")[1].splitlines()]
    assert [(line["name"], line["ok"]) for line in lines] == [("courrier", True), ("envoi", False)]


def test_a_password_comes_from_the_variable_or_the_keyring(monkeypatch):
    import keyring
    from keyring.errors import NoKeyringError

    kept = {}
    monkeypatch.setattr(keyring, "get_password", lambda service, name: kept.get(name))
    monkeypatch.setattr(keyring, "set_password", lambda s, name, word: kept.update({name: word}))
    assert secrets.password("Boîte à lire", {"ENTRACTE_PASSWORD_BOITE_A_LIRE": "x"}) == "x"
    with pytest.raises(EntracteError, match="ENTRACTE_PASSWORD_COURRIER"):
        secrets.password("courrier", {})
    secrets.store("courrier", "secret")
    assert secrets.password("courrier", {}) == "secret"

    def none(*_args):
        raise NoKeyringError

    monkeypatch.setattr(keyring, "set_password", none)
    with pytest.raises(EntracteError, match="environment variable") as caught:
        secrets.store("courrier", "secret")
    assert "secret" not in str(caught.value)


def test_text_from_standard_input(run, office, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Oui,\nbien sûr.\n"))
    assert run("answer", "3", "-")[0] == 0
    assert office.calls == [("answer", (3, "Oui,\nbien sûr."), {"now": False, "by": None})]
