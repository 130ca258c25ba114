"""Address fields as values: display names, comments, groups and routes (RFC 5322 section 3.4).

The parser is total: any text gives a list, perhaps empty, in time linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planner.domain.message import Mailbox

# An encoded word (RFC 2047) is one token: real senders leave commas and colons in it.
_WORD = r"=\?[^?\s]{1,100}\?[bBqQ]\?[^?]*\?="
_TOKEN = re.compile(_WORD + r'|"(?:[^"\\]|\\.)*(?:"|\\?$)|[<>,;:()]|\s+|[^\s"<>,;:()]+', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>(),;:\\\"]")


def parse(value: str) -> tuple[Mailbox, ...]:
    """Every mailbox of an address field that has both a local part and a domain."""
    reader = _Reader()
    at = 0
    while at < len(value):
        match = _TOKEN.match(value, at)
        token = match.group() if match else value[at]
        if token[0] == '"' and not _closed(token):
            # A stray quote would swallow every address after it: read on as if it were absent.
            value, at = value[at:].replace('"', " "), 0
            continue
        at += len(token)
        reader.take(token)
    reader.flush()
    return tuple(reader.found)


def quoted(mailbox: Mailbox) -> str:
    """A mailbox as text that `parse` reads back, whatever its name contains."""
    if not mailbox.name:
        return mailbox.address
    name = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{mailbox.address}>'


def usable(address: str) -> bool:
    """Whether an address can be written to: one @ with both sides, no space, no delimiter."""
    local, at, domain = address.rpartition("@")
    return bool(at and local and domain and not _UNSAFE.search(address)) and "@" not in local


def canonical(address: str, *, plus_tags: bool = False) -> str:
    """The form two spellings of one address share: case ignored, a plus-tag perhaps removed."""
    local, _, domain = address.strip().casefold().rpartition("@")
    if plus_tags:
        local = local.partition("+")[0] or local
    return f"{local}@{domain.rstrip('.')}"


def local_part(address: str) -> str:
    """What stands before the last @, in lower case; the whole when there is none."""
    head, at, _ = address.strip().lower().rpartition("@")
    return head if at else address.strip().lower()


def _closed(token: str) -> bool:
    body = _ESCAPE.sub("", token)
    return len(body) > 1 and body.endswith('"')


@dataclass(slots=True)
class _Reader:
    """Where the parser stands: the words of a name, an address in angles, a comment."""

    found: list[Mailbox] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    address: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    depth: int = 0
    angle: bool = False

    def take(self, token: str) -> None:
        if token == "(":
            self.depth += 1
        elif token == ")":
            self.depth = max(0, self.depth - 1)
        elif self.depth:
            self.comment.append(token)
        elif token == "<":
            self.angle, self.address = True, []
        elif token == ">":
            self.angle = False
        elif token == ":":  # the end of a group's name, or of a route
            (self.address if self.angle else self.words).clear()
        elif token in {",", ";"}:
            if not (self.angle and self.address and self.address[0].startswith("@")):
                self.flush()
        elif self.angle:
            self.address.append(token.strip())
        elif token.startswith("@") and self.words and self.words[-1].startswith('"'):
            self.words[-1] += token  # a quoted local part
        else:
            self.words.append(token)

    def flush(self) -> None:
        address = "".join(self.address)
        words = [_plain(word) for word in self.words]
        if "@" not in address:
            bare = [word for word in words if "@" in word and not word.startswith("=?")]
            address = bare[-1].strip() if bare else address
            words = [word for word in words if word.strip() != address]
        name = " ".join("".join(words).split()) or " ".join("".join(self.comment).split())
        local, at, domain = address.rpartition("@")
        if at and local and domain:
            self.found.append(Mailbox(address, name))
        self.words, self.address, self.comment = [], [], []
        self.depth, self.angle = 0, False


def _plain(word: str) -> str:
    """A word of a name without its quotes."""
    return _ESCAPE.sub(r"\1", word[1:-1]) if word[0] == word[-1] == '"' else word
