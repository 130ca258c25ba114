"""Listening: a thread for each channel that says by itself when something came."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from planner.ports import Watcher

_GOODBYE = 3.0  # seconds given to a thread; it holds nothing that must be saved


@contextmanager
def listening(watchers: Sequence[Watcher]) -> Iterator[threading.Event]:
    """An event that is set whenever something came; whoever acts on it clears it.

    The threads end with the block.
    """
    stop, heard = threading.Event(), threading.Event()
    threads = [
        threading.Thread(
            target=watcher.watch, args=(stop, heard.set), name=f"watch {watcher.name}", daemon=True
        )
        for watcher in watchers
    ]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        stop.set()
        for thread in threads:
            thread.join(_GOODBYE)
