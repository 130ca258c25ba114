"""A home for the owner, and programs of the system that write down how they are called."""

import json
import os
import sys
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


_PROGRAM = """#!{python}
import json, sys
with open({calls!r}, "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
answers = json.load(open({answers!r}))
for key, (code, out, err) in answers.items():
    if key in sys.argv:
        sys.stdout.write(out), sys.stderr.write(err), sys.exit(code)
"""


class Program:
    """A program on the PATH that answers as it is told: word -> (exit code, out, err)."""

    def __init__(self, folder, name, **answers):
        self.calls_file = Path(folder) / f"{name}.calls"
        self.answers_file = Path(folder) / f"{name}.answers"
        self.answer(**answers)
        path = Path(folder) / name
        path.write_text(
            _PROGRAM.format(
                python=sys.executable, calls=str(self.calls_file), answers=str(self.answers_file)
            )
        )
        path.chmod(0o755)

    def answer(self, **answers):
        words = {name.replace("_", "-"): answer for name, answer in answers.items()}
        self.answers_file.write_text(json.dumps(words))

    @property
    def calls(self):
        if not self.calls_file.exists():
            return []
        return [json.loads(line) for line in self.calls_file.read_text().splitlines()]


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
