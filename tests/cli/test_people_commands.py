"""`people`: the file that is handed out, and erasing only on purpose."""

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.servers.home import letter, put


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop that took in one mail from Lise; (commands, its folder)."""
    from planner.bootstrap import open_shop
    from planner.cli.app import main
    from planner.paths import Paths
    from tests.servers.home import Home

    home = Home(tmp_path / "home").maildir(tmp_path / "Maildir")
    put(tmp_path / "Maildir", letter())
    opened = open_shop(Paths(home.folder))
    opened.office.tick()
    opened.close()

    def run(*words):
        return main([*words, "--home", str(home.folder)])

    return run


def test_a_file_for_the_person_and_for_the_owner_alone(shop, tmp_path, capsys):
    old = os.umask(0)
    try:
        for _ in range(2):
            assert shop("people", "export", "lise@example.org", "--to", str(tmp_path / "out")) == 0
    finally:
        os.umask(old)
    first, second = capsys.readouterr().out.split("\n")[:2]
    assert first != second  # nothing is overwritten
    text = Path(first).read_text("utf-8")
    assert "Est-elle encore là ?" in text.partition("{")[0]
    assert json.loads(text[text.index("\n{") :])["addresses"][0]["address"] == "lise@example.org"
    assert stat.S_IMODE(Path(first).stat().st_mode) == 0o600
    assert shop("people", "export", "nobody@example.org") == 1


def test_a_person_is_shown_as_text_and_as_data(shop, capsys):
    assert shop("people", "show", "lise@example.org") == 0
    shown = capsys.readouterr().out
    for said in ("Lise", "lise@example.org (mail)", "Automatic messages", "not paused", "Open"):
        assert said in shown
    assert shop("people", "list", "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert shop("people", "show", str(one["id"]), "--json") == 0
    page = json.loads(capsys.readouterr().out)
    assert page["addresses"] == [{"medium": "mail", "address": "lise@example.org"}]
    assert page["open"][0]["state"] == "open"
    assert shop("people", "show", "nobody@example.org") == 1
    assert shop("people", "list", "--after", str(one["id"])) == 0
    assert "lise" not in capsys.readouterr().out


def test_the_list_goes_on_behind_a_person(shop, capsys, monkeypatch):
    monkeypatch.setattr("planner.services.people.MOST", 1)
    assert shop("add", "Un ourlet", "--from", "Omar") == 0
    capsys.readouterr()
    assert shop("people", "list") == 0
    first = capsys.readouterr()
    assert "lise" in first.out
    after = re.search(r"--after (\d+)", first.err)
    assert shop("people", "list", "--after", after[1]) == 0
    second = capsys.readouterr()
    assert "Omar" in second.out
    assert "--after" not in second.err


def test_nothing_is_erased_without_a_word(shop, capsys):
    assert shop("people", "erase", "lise@example.org") == 2
    told = capsys.readouterr().err
    assert re.search(r"Lise.*: [12] messages? go", told)  # hers, and perhaps a word in rehearsal
    assert "--yes" in told
    assert shop("people", "list", "--json") == 0
    assert "lise@example.org" in capsys.readouterr().out
    assert shop("people", "erase", "lise@example.org", "--yes") == 0
    assert shop("people", "list") == 0
    assert "lise" not in capsys.readouterr().out
