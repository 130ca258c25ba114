"""Half a word and the Tab key, in a real bash; and what the other shells are given."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    *("textual", "sqlmodel", "sqlalchemy", "pydantic", "apscheduler", "imapclient", "keyring"),
    *("rich", "asyncio", "holidays", "alembic", "plyer"),
}


@pytest.fixture
def environ(tmp_path):
    """`entracte` is on the PATH, as it is here."""
    program = tmp_path / "entracte"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planner "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not there")
def test_bash_finishes_the_word(environ):
    script = """
    eval "$(entracte completion bash)"
    complete -p entracte
    press() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _entracte_completion entracte
        echo "${COMPREPLY[@]}"
    }
    press entracte servi
    press entracte service ""
    press entracte away si
    """
    done = subprocess.run(["bash", "-c", script], env=environ, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _entracte_completion entracte",
        "service",
        "install start status stop uninstall",
        "sick",
    ]


@pytest.mark.parametrize(("shell", "words"), [("zsh", "compdef"), ("fish", "complete --no-files")])
def test_other_shells_are_given_theirs(run, shell, words):
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert words in out
    assert "_ENTRACTE_COMPLETE" in out


def test_an_unknown_shell_is_wrong_use(run):
    code, out, err = run("completion", "cmd.exe")
    assert (code, out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in err


def test_every_name_with_its_help_needs_nothing_heavy(tmp_path):
    script = (
        "import json, sys\n"
        "from planner.cli.app import main\n"
        "try: main([])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(json.dumps(list(sys.modules)))"
    )
    environ = {
        **os.environ,
        "ENTRACTE_HOME": str(tmp_path / "none"),
        "_ENTRACTE_COMPLETE": "zsh_complete",
        "COMP_WORDS": "entracte ",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, cwd=ROOT
    )
    assert "\nservice\n" in done.stdout
    assert {name.partition(".")[0] for name in json.loads(done.stderr)} & HEAVY == set()
    assert not (tmp_path / "none").exists()


def test_the_version(run):
    code, out, err = run("--version")
    assert (code, err) == (0, "")
    assert out.startswith("entracte 0.")
