"""Every word of the dashboard is in both languages, and nothing dear is imported early."""

import ast
import subprocess
import sys
from pathlib import Path

import tui
from tests.tui.conftest import french_catalogue

ROOM = Path(tui.__file__).parent


def words():
    for source in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("t", "tn", "mark"):
                first = node.args[0]
                assert isinstance(first, ast.Constant), f"{source}:{node.lineno}"
                yield first.value


def test_every_word_has_its_french():
    french = french_catalogue()
    spoken = set(words())
    missing = {word for word in spoken if not (french.get(word) and french.get(word).string)}
    assert len(spoken) > 60
    assert not missing


def test_the_first_screen_imports_nothing_dear():
    late = ["sqlmodel", "sqlalchemy", "whenever", "tui.screens.desk", "tui.faces", "apscheduler"]
    code = f"import sys, tui.app; print([m for m in {late!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
