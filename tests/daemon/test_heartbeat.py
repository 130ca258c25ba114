"""The sign of life: read without waking anything, whole or not at all."""

import errno
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.daemon import lock
from planner.daemon.lock import held, only_one
from planner.heartbeat import (
    Heartbeat,
    read_heartbeat,
    remove_heartbeat,
    service_runs,
    write_heartbeat,
)
from planner.paths import Paths

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
BEAT = Heartbeat(pid=42, host="atelier", version="0.1.0", started=AT)


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path / "shop").prepare()


@pytest.mark.parametrize(
    "beat",
    [
        BEAT,
        replace(BEAT, ticked=AT + timedelta(seconds=20)),
        replace(BEAT, failing="La base est occupée.", failing_since=AT + timedelta(minutes=1)),
    ],
)
def test_what_is_written_is_read_and_belongs_to_the_owner(paths, beat):
    write_heartbeat(paths, beat)
    assert read_heartbeat(paths) == beat
    assert paths.heartbeat.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in paths.state.iterdir()] == ["service.json"]
    remove_heartbeat(paths)
    remove_heartbeat(paths)
    assert read_heartbeat(paths) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": "x"}', "null", "\xff"])
def test_what_cannot_be_read_is_none(paths, text):
    paths.heartbeat.write_text(text, "latin-1")
    assert read_heartbeat(paths) is None


def test_a_folder_that_refuses_stops_nothing(tmp_path):
    gone = Paths(tmp_path / "nowhere")
    write_heartbeat(gone, BEAT)
    remove_heartbeat(gone)
    assert read_heartbeat(gone) is None
    assert not service_runs(gone)
    assert not gone.state.exists()


def test_a_service_runs_while_its_lock_is_held(paths):
    assert not service_runs(paths)
    assert not paths.lock.exists()  # asking makes nothing
    with only_one(paths.lock):
        assert service_runs(paths)
    assert not service_runs(paths)


def test_whoever_asks_never_keeps_a_service_from_starting(paths):
    """Asking takes the lock for an instant, shared: a service that starts then waits that long."""
    with only_one(paths.lock):
        pass
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from planner.daemon.lock import held\n"
        "print('begun', flush=True)\n"
        "while not Path(sys.argv[2]).exists(): held(Path(sys.argv[1]))\n"
    )
    ended = paths.state / "ended"
    asking = subprocess.Popen(
        [sys.executable, "-c", code, str(paths.lock), str(ended)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert asking.stdout.readline() == "begun\n"
        for _ in range(200):
            with only_one(paths.lock):
                assert held(paths.lock)
    finally:
        ended.touch()
        asking.communicate(timeout=20)
    assert asking.returncode == 0


def test_it_costs_no_import():
    heavy = "apscheduler sqlalchemy sqlmodel textual"
    code = (
        "import sys\n"
        "from planner.heartbeat import read_heartbeat, service_runs\n"
        "from planner.paths import Paths\n"
        "read_heartbeat(Paths('.')), service_runs(Paths('.'))\n"
        f"assert not set('{heavy}'.split()) & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_where_files_know_no_locks_a_service_runs_without_one(paths, monkeypatch):
    def no_locks(_handle, **_kind):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", no_locks)
    with only_one(paths.lock):
        assert not held(paths.lock)
