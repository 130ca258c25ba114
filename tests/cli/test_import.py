"""`import` as typed: on a real home, stopped by Ctrl+C, with a bar on a terminal."""

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from planner.views_archive import ImportView


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(3):
        when = format_datetime(datetime.now(UTC) - timedelta(days=100 + number))
        (folder / f"{number}.eml").write_text(
            f"From: a{number}@example.net\nTo: b@example.org\nSubject: Robe {number}\n"
            f"Message-ID: <{number}@example.net>\nDate: {when}\n\nUne zibeline ?\n"
        )
    return folder


def test_mail_is_imported_and_found(run, home, letters):
    code, out, err = run("import", str(letters))
    assert (code, out, err.strip()) == (0, "", "3 messages were new.")
    figures = json.loads(run("import", str(letters), "--json")[1])
    assert (figures["read"], figures["new"], figures["finished"]) == (3, 0, True)
    found = json.loads(run("search", "zibeline", "--json")[1])["hits"]
    assert [hit["state"] for hit in found] == ["closed"] * 3
    assert run("desk")[1] == ""


@pytest.fixture
def stopping(office):
    """An import during which Ctrl+C is pressed."""

    def import_mail(path, progress, go_on):
        view = ImportView(10, 7, 100, 400, ("a\x1b[2J.eml",))
        for done in (100, 200, 300):
            progress(ImportView(10, 7, done, 400))
        assert go_on()
        os.kill(os.getpid(), signal.SIGINT)
        assert not go_on()
        return view

    office.import_mail = import_mail


def test_it_stops_politely_and_says_how_to_go_on(run, stopping, letters):
    before = signal.getsignal(signal.SIGINT)
    code, out, err = run("import", str(letters))
    assert (code, out) == (1, "")
    assert "7 messages were new." in err
    assert "a[2J.eml: this file could not be read" in err
    assert "goes on from here" in err
    assert "#" not in err
    assert signal.getsignal(signal.SIGINT) is before


def test_a_bar_where_somebody_looks(run, stopping, letters, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _code, _out, err = run("import", str(letters))
    lines = err.partition("\n")[0].split("\r")
    assert [line.count("#") for line in lines if line] == [6, 12, 18]
    assert "75%" in lines[-1]


def test_what_is_no_archive(run, home, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04")
    code, _out, err = run("import", str(tmp_path / "x.zip"))
    assert code == 1
    assert "Unpack it" in err
    assert run("import", str(tmp_path / "nothing"))[0] == 2
