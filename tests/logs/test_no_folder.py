"""A folder for the log that cannot be written stops neither a command nor the service."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from planner import log
from planner.cli.app import main
from planner.paths import Paths
from planner.services.office import Office
from planner.settings import default_text
from tests.servers.process import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environ(tmp_path, monkeypatch):
    """Folders of the system's own kind; where the log should be there is a file."""
    (tmp_path / "file").write_text("")
    places = {"CONFIG": "config", "DATA": "data", "STATE": "file/state"}
    for name, place in places.items():
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / place))
    monkeypatch.delenv("ENTRACTE_HOME", raising=False)
    paths = Paths()
    paths.config.mkdir(parents=True)
    paths.settings.write_text(default_text("Atelier", "Camille", "Europe/Brussels", "en"))
    yield dict(os.environ)
    log.stop()


def test_a_command_goes_on(environ, monkeypatch, capsys):
    assert main(["review"]) == 0
    assert capsys.readouterr().err == ""

    def broken(_office):
        raise ValueError("manteau rouge")

    monkeypatch.setattr(Office, "review", broken)
    assert main(["review"]) == 1
    assert capsys.readouterr().err == (
        "Something unexpected happened (ValueError). Try again with --debug to see more.\n"
    )


def passed():
    """Whether the service has taken its lease."""
    place = f"{Paths().database.as_uri()}?mode=ro"
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(place, uri=True)) as file:
        return file.execute("SELECT 1 FROM leases").fetchone()


@pytest.mark.skipif(os.name == "nt", reason="ends a process as POSIX does")
def test_the_service_runs(environ):
    service = subprocess.Popen(
        [sys.executable, "-m", "planner", "run"], env=environ, cwd=ROOT, stderr=subprocess.PIPE
    )
    try:
        wait_for(passed, "the first pass")
        service.send_signal(signal.SIGTERM)
        said = service.communicate(timeout=60)[1]
    finally:
        service.kill()
    assert service.returncode == 0
    assert b"has ended" in said


@pytest.mark.parametrize("debug", [False, True])
def test_a_command_without_a_log_says_nothing_of_its_own(tmp_path, debug):
    file = tmp_path / "odd.eml"
    file.write_bytes(b"Content-Type: text/plain; charset=x\x1b[2J\r\nSubject: a\r\n\r\nx")
    code = (
        "import logging, warnings\n"
        "from planner.channels import mime\n"
        "from planner.cli.app import main\n"
        "def broken(*_): raise ValueError('\\x1b[2Jzorglub')\n"
        "mime._read = lambda *_: (warnings.warn('\\x1b[2Jzorglub'), broken())\n"
        f"main(['mail', 'explain', {str(file)!r}, *{['--debug'] * debug}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "\x1b" not in done.stdout + done.stderr
    assert ("unreadable mail" in done.stderr) == debug
    assert ("zorglub" in done.stderr) == debug
