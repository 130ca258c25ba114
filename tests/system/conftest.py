"""A home for the owner, and programs of the system that write down how they are called."""

import os
import shlex
from pathlib import Path

import pytest

from planner import log
from planner.settings import default_text


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A shop in the usual folders of an owner of her own; no other program of the system."""
    for name in ("ENTRACTE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("ENTRACTE_PASSWORD_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "lise"
    settings = folder / ".config" / "entracte" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(default_text("Atelier", "Camille", "Europe/Brussels", "en"), "utf-8")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    yield folder
    log.stop()


class Program:
    """A program on the PATH that answers as it is told: word -> (exit code, out, err)."""

    def __init__(self, folder, name, **answers):
        self.path, self.notes = Path(folder) / name, Path(folder) / f"{name}.calls"
        self.answer(**answers)

    def answer(self, **answers):
        """Only the shell's own words: there is nothing else on this PATH."""
        lines = ["#!/bin/sh", f'(IFS=";"; echo "$*") >> {shlex.quote(str(self.notes))}']
        for word, (code, out, err) in answers.items():
            said = f"printf %s {shlex.quote(out)}; printf %s {shlex.quote(err)} >&2; exit {code}"
            lines.append(f'case " $* " in *" {word.replace("_", "-")} "*) {said};; esac')
        self.path.write_text("\n".join(lines) + "\n")
        self.path.chmod(0o755)

    @property
    def calls(self):
        if not self.notes.exists():
            return []
        return [line.split(";") for line in self.notes.read_text().splitlines()]


@pytest.fixture
def systemctl(home, tmp_path):
    """A systemd that does what it is asked, and never has the service running."""
    return Program(tmp_path / "bin", "systemctl", is_active=(3, "inactive\n", ""))


@pytest.fixture
def run(capsys, home):
    """Run one command as typed; (exit code, stdout, stderr)."""
    from planner.cli.app import main

    def typed(*words):
        code = main([*words])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return typed
