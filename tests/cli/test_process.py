"""Whole processes: exit codes, no traceback, closed pipes, and what a quick command imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = (
    *("textual", "sqlmodel", "sqlalchemy", "pydantic", "apscheduler", "imapclient", "keyring"),
    *("rich", "asyncio", "holidays", "plyer", "tomlkit", "numpy"),
)


def _entracte(*words, home, **how):
    environ = {**os.environ, "ENTRACTE_HOME": str(home), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "planner", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, **how)


def test_no_settings_yet(tmp_path):
    done = _entracte("status", home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There are no settings yet." in done.stderr
    assert not (tmp_path / "none").exists()


def test_wrong_use(tmp_path):
    done = _entracte("stauts", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet(tmp_path):
    command = f"'{sys.executable}' -m planner --help | true"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("words", ["status", "windows", "promises"])
def test_reading_commands_import_little(home, words):
    code = (
        "import sys, types\n"
        "from tests_fake import install\n"
        "install()\n"
        "from planner.cli.app import main\n"
        f"code = main(['{words}', '--json'])\n"
        "print(code, *sorted(set(sys.argv[1:]) & set(sys.modules)), file=sys.stderr)\n"
    )
    fake = (
        "import sys, types\n"
        "class Quick:\n"
        "    def __init__(self, paths): pass\n"
        "    def windows(self, days): return ()\n"
        "    def promises(self): return ()\n"
        "    def today(self):\n"
        "        from datetime import datetime, timezone\n"
        "        from planner.views_today import TodayView\n"
        "        at = datetime(2026, 11, 24, tzinfo=timezone.utc)\n"
        "        return TodayView(at, 'Europe/Brussels', 'en', 's', 'resting', (), (),\n"
        "            None, None, 0.0, False, (), (), (), None, True, (), at, at)\n"
        "def install():\n"
        "    module = types.ModuleType('planner.store.quick')\n"
        "    module.open_quick = Quick\n"
        "    sys.modules['planner.store.quick'] = module\n"
    )
    (home / "tests_fake.py").write_text(fake)
    environ = {**os.environ, "PYTHONPATH": f"{Path.cwd()}{os.pathsep}{home}"}
    done = subprocess.run(
        [sys.executable, "-c", code, *FORBIDDEN], env=environ, capture_output=True, text=True
    )
    assert done.stderr.split() == ["0"]
