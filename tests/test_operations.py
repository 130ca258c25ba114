"""The pages on installing and keeping Entracte: their commands are run as they stand."""

import json
import re
import shlex
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from click.exceptions import Exit

from planner.cli.app import app
from planner.cli.state import State
from tests.servers.systemd import UserManager
from tests.thorough import THOROUGH

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / name for name in ("operations.md", "operations.fr.md")]
NEW = ("# On the new machine", "# Sur la nouvelle machine")
#: What cannot be had in a test is played; installing is tried in tests/system/test_fresh_installs.
PLAYED = ("pipx", "uv", "make", "git")


def blocks(page):
    """Each block of commands, line by line."""
    found = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [block.splitlines() for block in found]


def commands(page):
    return [line for block in blocks(page) for line in block if not line.startswith("#")]


def spoken(page):
    """Every `entracte ...` of the page, in blocks and in sentences."""
    text = page.read_text("utf-8")
    said = re.findall(r"`(entracte [^`]+)`", text)
    said += [line for line in commands(page) if line.startswith("entracte ")]
    return sorted(set(said))


def understood(line):
    """Parse a command as typed, without running it."""
    words = shlex.split(line.partition(" > ")[0])[1:]
    with app.make_context("entracte", words, obj=State()) as ctx:
        here, words = app, [*ctx._protected_args, *ctx.args]
        while words and hasattr(here, "resolve_command"):
            name, here, words = here.resolve_command(ctx, words)
            ctx = here.make_context(name, words, parent=ctx)
            words = [*ctx._protected_args, *ctx.args]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_page_is_one(page):
    lines = spoken(page)
    assert len(lines) > 20
    for line in lines:
        with suppress(Exit):  # --version
            understood(line)


def test_both_pages_have_the_same_commands():
    english, french = map(commands, PAGES)
    assert english == french


class Machine:
    """The owner's home on one machine, with a real user manager and her stick."""

    def __init__(self, session, stick):
        self.session, self.home = session, session.home
        (self.home / "stick").symlink_to(stick)
        (self.home / "entracte").mkdir()  # the folder of the repository
        programs = self.home / "bin"
        programs.mkdir()
        for name in PLAYED:
            self._program(programs / name, f'#!/bin/sh\necho "{name} $*" >> "$HOME/played"\n')
        self._program(
            programs / "entracte",
            f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
            "from planner.__main__ import main\nsys.exit(main())\n",
        )

    def run(self, line):
        done = self.session.run(
            *("sh", "-c", f'cd "$HOME/entracte" && {line}'), PATH=f"{self.home}/bin:/usr/bin:/bin"
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, line):
        return json.loads(self.run(f"{line} --json"))

    @property
    def people(self):
        return [row["person"] for row in self.json("entracte plan")["rows"]]

    @staticmethod
    def _program(path, text):
        path.write_text(text)
        path.chmod(0o755)


@pytest.mark.server
@pytest.mark.timeout(300)
@pytest.mark.skipif(not THOROUGH, reason="make test-all: every command of the page, one by one")
def test_the_page_from_installing_to_uninstalling(tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with ExitStack() as ends:
        old, new = (
            Machine(ends.enter_context(UserManager(tmp_path / name / "home")), stick)
            for name in ("old", "new")
        )
        for part in ("new", "cur", "tmp"):
            (tmp_path / "mail" / part).mkdir(parents=True)
        old.run(f"entracte channel add maildir {tmp_path}/mail --address me@example.org")
        old.run("entracte live")
        old.run("entracte add 'Shorten a coat' --from Lise")
        for block in blocks(PAGES[0]):
            machine = new if block[0] in NEW else old
            for line in block:
                if not line.startswith("#"):
                    machine.run(line)
            if "entracte service start" in block:
                assert old.json("entracte service status")["running"]
                assert old.people == ["Lise"]
        assert not list(old.home.glob(".config/entracte"))
        assert not list(old.home.glob(".config/systemd/user/*.service"))
        assert new.json("entracte service status")["running"]
        assert new.people == ["Lise"]
        assert new.json("entracte status")["rehearsal"] is False
        assert "pipx install ." in (old.home / "played").read_text()
        assert "complete" in old.run("cat ~/.config/fish/completions/entracte.fish ~/.bashrc")
