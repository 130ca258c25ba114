"""Every word the command line can say is there in French, with the same slots."""

import ast
import re
from pathlib import Path

import pytest

from planner import locale

ROOT = Path(locale.__file__).parents[1]
FILES = sorted(
    [*ROOT.glob("cli/**/*.py"), *ROOT.glob("settings*.py"), ROOT / "paths.py", ROOT / "secrets.py"]
)
SAME = {"imap or maildir"}


def _said(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            first = node.args[0] if node.args else None
            if getattr(node.func, "id", "") == "_" and isinstance(first, ast.Constant):
                yield first.value
            for keyword in node.keywords:
                if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                    yield keyword.value.value
        if isinstance(node, ast.FunctionDef) and re.search(
            r"command\(|group\(", " ".join(map(ast.unparse, node.decorator_list))
        ):
            yield ast.get_docstring(node)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_everything_is_said_in_french(file):
    locale.use("fr")
    try:
        for english in _said(file):
            french = locale.gettext(english)
            assert french != english or english in SAME, english
            assert sorted(re.findall(r"{[^}]*}", french)) == sorted(re.findall(r"{[^}]*}", english))
    finally:
        locale.use("en")
