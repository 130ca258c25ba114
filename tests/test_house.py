"""The rules of the house (docs/architecture.md): who imports whom, and how large a file may be."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.settings import default_text

ROOT = Path(__file__).parents[1]
OURS = sorted(path for room in ("planner", "rules", "tui") for path in (ROOT / room).rglob("*.py"))
LONGEST = 500
HEAVY = {
    *("textual", "sqlmodel", "sqlalchemy", "pydantic", "apscheduler", "imapclient"),
    *("keyring", "rich", "asyncio", "holidays", "alembic", "plyer"),
}


def loaded_after(code, *, home=None):
    """The top-level modules of a fresh interpreter that has run `code`."""
    script = f"{code}\nimport json, sys\nsys.stderr.write(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "ENTRACTE_HOME": str(home or "")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    names = json.loads(done.stderr[done.stderr.index('["') :])
    return {name.partition(".")[0] for name in names}


def test_the_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["status", "windows", "promises"])
def test_a_quick_command_loads_little(tmp_path, command):
    text = default_text("Atelier", "Camille", "Europe/Brussels", "fr")
    text = text.replace("[shop]\n", '[shop]\ncountry = "BE"\n')
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    loaded = loaded_after(
        f"from planner.cli.app import main; assert main(['{command}']) == 0", home=tmp_path
    )
    assert "planner" in loaded
    assert loaded & HEAVY == set()


def test_the_dashboard_paints_without_the_store():
    assert loaded_after("import tui.app") & {"sqlmodel", "sqlalchemy", "apscheduler"} == set()


def test_the_rules_know_nothing_of_the_product():
    assert loaded_after("import rules") & {"planner", "tui"} == set()


def test_no_file_is_long():
    long = {
        str(path.relative_to(ROOT)): length
        for path in OURS
        if (length := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_only_the_clock_reads_the_clock():
    """Whatever is asked for by its usual name; `now` enters through the Clock port."""
    readers = {"now", "utcnow", "today", "time", "time_ns"}
    owners = {"datetime", "date", "time"}
    found = {
        str(path.relative_to(ROOT))
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in readers
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    }
    assert found == {"planner/clock.py"}


def test_nothing_is_left_for_later():
    words = ("TODO", "FIXME", "XXX")
    left = [f"{p.name}: {w}" for p in OURS for w in words if w in p.read_text("utf-8")]
    assert left == []
