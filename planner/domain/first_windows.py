"""The answering windows that are proposed to a new shop: away from its busy hours (J-04).

A time of day is a number of minutes since midnight; a span of them is half-open, inside one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int]

DAY = 24 * 60
#: When nothing is in the way (needs.md 3.1).
USUAL = (11 * 60, 17 * 60)
#: In minutes, the best length first.
LENGTHS = (45, 30, 15)
#: In minutes: closer together, two windows are hardly better than one.
APART = 3 * 60
QUIET: Span = (20 * 60 + 30, 8 * 60 + 30)

_STEP = 15
_MINUTES_AN_ANSWER = 3
_FEWEST, _MOST = 3, 15
_TIME = r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|\.\.|à|to)\s*{_TIME}")


def first_windows(busy: Iterable[Span], quiet: Span | None = QUIET) -> tuple[Span, ...]:
    """Two windows a day near the usual hours, one where there is room for no more, else none.

    They overlap neither the busy nor the quiet hours (which may go over midnight), nor each other.
    """
    free = _free([*busy, *(_over_midnight(quiet) if quiet else ())])
    for length in LENGTHS:
        starts = _starts(free, length)
        pairs = [(a, b) for a in starts for b in starts if a + length <= b]
        if pairs:
            first, second = min(pairs, key=lambda pair: _far(pair, length))
            return (first, first + length), (second, second + length)
    for length in LENGTHS:
        if starts := _starts(free, length):
            only = min(starts, key=lambda start: (abs(start - USUAL[1]), start))
            return ((only, only + length),)
    return ()


def answers_in(span: Span) -> int:
    """How many answers a window of this length is given at first."""
    return max(_FEWEST, min(_MOST, (span[1] - span[0]) // _MINUTES_AN_ANSWER))


def overlaps(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether any of the ones shares a minute with any of the others."""
    there = list(others)
    return any(a < d and c < b for a, b in spans for c, d in there)


def spans_in(text: str) -> tuple[Span, ...]:
    """The spans that somebody wrote, such as "12:00-14:00, 17h-19h"; the earliest first.

    ValueError with the piece that cannot be read, or that ends before it begins or touches another.
    """
    found: list[Span] = []
    for piece in re.split(r"[,;+]|\bet\b|\band\b", text):
        if not piece.strip():
            continue
        span = _span(piece.strip())
        if overlaps([span], found):
            raise ValueError(piece.strip())
        found.append(span)
    return tuple(sorted(found))


def spelled(spans: Iterable[Span]) -> str:
    """Spans as `spans_in` reads them: "11:00-11:45, 17:00-17:45"."""
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in spans)


def clock(minute: int) -> str:
    """A minute of the day on a wall clock: "08:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def quiet_spans(quiet: Span | None) -> tuple[Span, ...]:
    """Quiet hours inside one day; over midnight they are two."""
    return tuple(_over_midnight(quiet)) if quiet else ()


def _span(piece: str) -> Span:
    read = _SPAN.fullmatch(piece)
    if read is None:
        raise ValueError(piece)
    hours = [int(part or 0) for part in read.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not (hours[1] < 60 and hours[3] < 60 and start < end <= DAY):
        raise ValueError(piece)
    return start, end


def _over_midnight(quiet: Span) -> Sequence[Span]:
    start, end = quiet
    return [(start, end)] if start <= end else [(0, end), (start, DAY)]


def _free(taken: Iterable[Span]) -> list[Span]:
    free, at = [], 0
    for start, end in sorted(taken):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    return [*free, (at, DAY)] if at < DAY else free


def _starts(free: Iterable[Span], length: int) -> list[int]:
    """Where a window may begin: on quarters of an hour, and at both ends of what is free."""
    found: set[int] = set()
    for start, end in free:
        if end - start >= length:
            found |= {start, end - length}
            found.update(range(-(-start // _STEP) * _STEP, end - length + 1, _STEP))
    return sorted(found)


def _far(pair: Span, length: int) -> tuple[int, int, int]:
    """How far two starts are from the best ones; the earlier pair where two are as good."""
    near = sum(abs(start - usual) for start, usual in zip(pair, USUAL, strict=True))
    return near + 2 * max(0, APART - (pair[1] - pair[0] - length)), *pair
