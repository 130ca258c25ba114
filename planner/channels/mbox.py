"""An mbox, read as a stream: one message after the other, none of them looked for beforehand.

Four dialects share the name: lines that begin with "From " inside a text are quoted once (mboxo),
each level (mboxrd), or not at all, with a Content-Length (mboxcl, mboxcl2). RFC 4155 describes the
separating line; some writers leave the date out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_DATED = re.compile(
    rb"From .*\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*\d:\d\d.*\b\d{4}\b"
)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?\n", re.IGNORECASE | re.MULTILINE)
_BLANK = (b"\n", b"\r\n")
_LINE = 1 << 20  # bytes of a line read at a time
_HEADER = 1 << 20  # bytes of a header that are looked at


def is_mbox(first: bytes) -> bool:
    """Whether a file that begins so is an mbox."""
    return first.startswith(b"From ")


def messages(file: BinaryIO, at: int = 0, *, most: int) -> Iterator[tuple[bytes, int]]:
    """Every message, with the offset behind it, from an offset that was given before (or 0).

    Of a message at most `most` bytes are kept.
    """
    file.seek(0)
    box = _Mbox(file, most, dated=bool(_DATED.match(file.readline(_LINE))))
    file.seek(at)
    line = file.readline(_LINE)
    while line:
        raw, line = box.one()
        yield raw, file.tell() - len(line)


@dataclass(frozen=True, slots=True)
class _Mbox:
    file: BinaryIO
    most: int
    dated: bool  # its first separating line has a date, so all of them have

    def one(self) -> tuple[bytes, bytes]:
        """The message behind a separating line, and the next such line (empty at the end)."""
        head, line = self._lines(b"", until_blank=True)
        if line:
            return head, line
        length = _LENGTH.search(head[:_HEADER])
        if length and (found := self._measured(int(length[1]))):
            body, line = found
            return head + body, line
        body, line = self._lines(head, until_blank=False)
        return _QUOTED.sub(rb"\1", body), line

    def _lines(self, before: bytes, *, until_blank: bool) -> tuple[bytes, bytes]:
        """Lines up to the next separating one, or up to the first blank one."""
        parts, kept, blank = [before], len(before), True
        while line := self.file.readline(_LINE):
            if self._begins(line) and (blank or self.dated):
                return b"".join(parts), line
            blank = line in _BLANK
            if kept < self.most:
                parts.append(line[: self.most - kept])
                kept += len(line)
            if blank and until_blank:
                break
        return b"".join(parts), b""

    def _measured(self, length: int) -> tuple[bytes, bytes] | None:
        """A body of the length its header names, if a message or the end follows on it."""
        begin = self.file.tell()
        if begin + length > _size(self.file):
            return None
        self.file.seek(begin + length)
        line = self.file.readline(_LINE)
        while line in _BLANK:
            line = self.file.readline(_LINE)
        if line and not self._begins(line):
            self.file.seek(begin)
            return None
        after = self.file.tell()
        self.file.seek(begin)
        body = self.file.read(min(length, self.most))
        self.file.seek(after)
        return body, line

    def _begins(self, line: bytes) -> bool:
        return line.startswith(b"From ") and (not self.dated or bool(_DATED.match(line)))


def _size(file: BinaryIO) -> int:
    at = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(at)
    return end
