"""What a line of the log may hold: our own words, numbers, kinds of errors and places in the code.

Anything else may be a customer's: a text that was put into a line, and every word of a library.
"""

from __future__ import annotations

import copy
import logging
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import TracebackType

LEFT_OUT = "…"
_OURS = frozenset({"planner", "tui", "rules", "entracte"})
_LONGEST = 500
_DEEPEST = 5  # errors that led to one another
_FIRST, _LAST = 5, 20  # places of one error: where it began, where it ended
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Lines without a word of a customer's: for a file that the owner may show to somebody."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """As logging does, on a copy: handlers share the text of an exception otherwise."""
        record = copy.copy(record)
        record.msg, record.args, record.exc_text = said(record), None, None
        record.name = _named(record.name)
        return super().format(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Kinds and places, no words and no values."""
        return "\n".join(f"  {line}" for line in places(ei[1]))


def _named(logger: str) -> str:
    """Ours in full; of another one the library, so that a name made of data is none."""
    library = logger.partition(".")[0]
    if library in _OURS:
        return logger
    return library if library in sys.modules else LEFT_OUT


def said(record: logging.LogRecord) -> str:
    """The words of a record, without what was put into them; of a library only the place."""
    if record.name.partition(".")[0] not in _OURS or not isinstance(record.msg, str):
        return f"({record.filename}:{record.lineno} {record.funcName})"
    given = record.args
    try:
        if isinstance(given, Mapping):
            words = record.msg % {name: _shown(value) for name, value in given.items()}
        else:
            words = record.msg % tuple(map(_shown, given)) if given else record.msg
    except (TypeError, ValueError, KeyError):
        words = record.msg
    words = "".join(char if char.isprintable() else " " for char in words)
    return words[:_LONGEST] + (LEFT_OUT if len(words) > _LONGEST else "")


def _shown(value: object) -> object:
    """A number and a kind stay."""
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Enum):
        return value.name
    return type(value).__name__ if isinstance(value, BaseException) else LEFT_OUT


def places(error: BaseException | None) -> list[str]:
    """The kind of an error and where it went through, then the same of what led to it."""
    lines: list[str] = []
    met: set[int] = set()
    while error is not None and id(error) not in met and len(met) < _DEEPEST:
        lines.append(("because of " if met else "") + type(error).__name__)
        met.add(id(error))
        lines += [f"  {place}" for place in _shortened(list(_way(error.__traceback__)))]
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions[:_DEEPEST]:
                kind, way = type(one).__name__, list(_way(one.__traceback__))
                lines += [f"  with {kind}", *(f"    {place}" for place in _shortened(way))]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _way(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        yield f"{'/'.join(file.parts[-2:])}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _shortened(way: list[str]) -> list[str]:
    """A recursion has thousands."""
    return way if len(way) <= _FIRST + _LAST else [*way[:_FIRST], LEFT_OUT, *way[-_LAST:]]
