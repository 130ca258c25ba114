"""The service's sign of life: a small file that anybody may read without waking anything.

It is there while a service runs, and after one that ended without stopping. Whether a service runs
is told by its lock, which the system gives back whatever happens.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.paths import PRIVATE_FILE, Paths

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How a service is. `ticked`: the end of the last pass that worked, None before the first one.

    `failing`: one sentence, "" when it is well, with the instant from which on it holds.
    """

    pid: int
    host: str
    version: str
    started: datetime
    ticked: datetime | None = None
    failing: str = ""
    failing_since: datetime | None = None


def read_heartbeat(paths: Paths) -> Heartbeat | None:
    """The last sign of life; None when there is none that can be read. Never raises."""
    try:
        found = json.loads(paths.heartbeat.read_text(encoding="utf-8"))
        return Heartbeat(
            pid=int(found["pid"]),
            host=str(found["host"]),
            version=str(found["version"]),
            started=datetime.fromisoformat(found["started"]),
            ticked=_instant(found["ticked"]),
            failing=str(found["failing"]),
            failing_since=_instant(found["failing_since"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_heartbeat(paths: Paths, beat: Heartbeat) -> None:
    """Replace the sign of life in one step, 0600. Never raises: it must not stop a service."""
    draft = _draft(paths)
    with suppress(OSError):
        handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(beat), file, default=datetime.isoformat, ensure_ascii=False)
        draft.replace(paths.heartbeat)  # no fsync: after a power cut nothing runs, whatever it says


def remove_heartbeat(paths: Paths) -> None:
    """A service that stops takes its sign of life away. Never raises."""
    with suppress(OSError):
        paths.heartbeat.unlink(missing_ok=True)
        _draft(paths).unlink(missing_ok=True)


def service_runs(paths: Paths) -> bool:
    """Whether a living service holds the lock of this installation; writes nothing."""
    from planner.daemon.lock import held

    return held(paths.lock)


def _draft(paths: Paths) -> Path:
    """Only the holder of the lock writes, so one name is enough and no killed one leaves litter."""
    return paths.heartbeat.with_name(f".{paths.heartbeat.name}")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
