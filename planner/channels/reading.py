"""Reading many mails: they are taken apart in a second process while this one keeps them.

The order stays, and only a few bundles are under way at a time, however large the archive.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from planner.channels.mime import read
from planner.domain.message import Incoming
from planner.ports import Piece

_BUNDLE, _HEAVY = 50, 4 * 1024 * 1024  # messages and bytes of a bundle
_UNDER_WAY = 3  # bundles a process


@dataclass(frozen=True, slots=True)
class Raw:
    """A mail as bytes, and the place behind it; `unreadable` names a file that cannot be read."""

    raw: bytes = field(repr=False)
    foreign_id: str
    at: datetime
    position: str
    done: int
    unreadable: str = ""


def understood(raws: Iterable[Raw], *, many: bool) -> Iterator[Piece]:
    """The same mails as messages, in the same order."""
    processes = min(2, (os.cpu_count() or 1) - 1) if many else 0
    if processes < 1:
        for raw in raws:
            yield _piece(raw, _one(raw))
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_beside_its_parent)
    try:
        yield from _beside(pool, _bundles(raws), processes * _UNDER_WAY)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _beside(pool: ProcessPoolExecutor, bundles: Iterator[list[Raw]], most: int) -> Iterator[Piece]:
    waiting: deque[tuple[list[Raw], Future[list[Incoming | None]] | None]] = deque()
    for bundle in bundles:
        waiting.append((bundle, _submit(pool, bundle)))
        if len(waiting) >= most:
            yield from _result(*waiting.popleft())
    while waiting:
        yield from _result(*waiting.popleft())


def _submit(pool: ProcessPoolExecutor, bundle: list[Raw]) -> Future[list[Incoming | None]] | None:
    try:
        return pool.submit(_all, bundle)
    except BrokenProcessPool:
        return None


def _result(bundle: list[Raw], future: Future[list[Incoming | None]] | None) -> Iterator[Piece]:
    try:
        found = future.result() if future else _all(bundle)
    except BrokenProcessPool:  # it was ended from outside: read here what it had
        found = _all(bundle)
    yield from map(_piece, bundle, found)


def _bundles(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    bundle: list[Raw] = []
    size = 0
    for raw in raws:
        bundle.append(raw)
        size += len(raw.raw)
        if len(bundle) >= _BUNDLE or size >= _HEAVY:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


def _beside_its_parent() -> None:
    """Ctrl+C is meant for the process that keeps the mail; with its end, however it came, this one
    ends too: the pool alone would wait for ever for work from a process that was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (parent := parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(0)


def _all(bundle: list[Raw]) -> list[Incoming | None]:
    return [_one(raw) for raw in bundle]


def _one(raw: Raw) -> Incoming | None:
    if raw.unreadable:
        return None
    return read(raw.raw, foreign_id=raw.foreign_id, received_at=raw.at)


def _piece(raw: Raw, message: Incoming | None) -> Piece:
    return Piece(message, raw.position, raw.done, raw.unreadable)
