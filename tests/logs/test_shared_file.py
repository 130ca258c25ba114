"""Several processes write one log: no line is lost, mixed or doubled, and old files go."""

import logging
import stat
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from planner.log_file import SharedFile

ROOT = Path(__file__).parents[2]
NAMES = ("service", "dashboard", "command", "other")


def together(file, lines, size, kept):
    order = [sys.executable, "-m", "tests.logs.writer", str(file)]
    given = (str(lines), str(size), str(kept))
    running = [
        subprocess.Popen([*order, name, *given], stdin=subprocess.PIPE, cwd=ROOT) for name in NAMES
    ]
    for one in running:
        one.stdin.write(b"\n")
        one.stdin.flush()
    for one in running:
        one.communicate(timeout=60)
        assert one.returncode == 0


def test_no_line_is_lost_and_none_is_mixed(tmp_path):
    together(tmp_path / "entracte.log", lines=400, size=8000, kept=50)
    seen = defaultdict(list)
    files = list(tmp_path.iterdir())
    assert len(files) > 4
    for path in sorted(files, key=age, reverse=True):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for line in path.read_text().splitlines():
            name, number, filling = line.split()
            assert filling == "x" * 60
            seen[name].append(int(number))
    assert {name: sorted(numbers) for name, numbers in seen.items()} == {
        name: list(range(400)) for name in NAMES
    }


def age(path):
    number = path.suffix.removeprefix(".")
    return int(number) if number.isdigit() else 0


def test_only_so_many_are_kept(tmp_path):
    file = tmp_path / "entracte.log"
    write(file, 300)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "entracte.log", "entracte.log.1", "entracte.log.2",
    ]  # fmt: skip
    assert "line 299" in file.read_text()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3 * 1000


@pytest.mark.parametrize("gone", ["entracte.log", "entracte.log.1"])
def test_a_file_that_somebody_took_away_is_begun_anew(tmp_path, gone):
    file = tmp_path / "entracte.log"
    write(file, 200)
    (tmp_path / gone).unlink()
    write(file, 200)
    assert "line 199" in file.read_text()


def write(file, lines):
    handler = SharedFile(file, size=1000, kept=2)
    for number in range(lines):
        handler.emit(logging.LogRecord("x", 30, "", 0, f"line {number}", (), None))
