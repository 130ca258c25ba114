"""Our own script, as text: what a server is to say by itself, and how it is known to be ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

from planner.channels.sieve.shared import lines_of, shared
from planner.domain.server_reply import AwayReply, ServerWord

#: The name of our script on the server.
NAME = "entracte"
#: The keyword of a mail that our script answered (RFC 5232): when it is fetched, it is known.
MARK = "$EntracteTold"
#: Without this it cannot be done.
NEEDED = "vacation"
#: With these each word has its time (RFC 5260, RFC 5231); else one word, until it is changed.
DATED = frozenset({"date", "relational"})

_ABOUT = (
    "# Entracte wrote this script and takes it away again. A change made here is respected: then"
    " Entracte leaves it alone.\n"
    "# Entracte a écrit ce script et le retirera. Un changement fait ici est respecté :"
    " Entracte n'y touche plus.\n"
)
_SIGNED = re.compile(r"^# entracte ([0-9a-f]{64})\n", re.MULTILINE)
_BEFORE = re.compile(r'^# before "((?:[^"\\\n]|\\.)*)"\n', re.MULTILINE)
#: Machines that RFC 5230 section 4.6 names, and senders that nobody reads.
_MACHINES = (
    *("mailer-daemon@*", "postmaster@*", "owner-*", "*-request@*", "*-owner@*", "listserv@*"),
    *("majordomo@*", "*bounce*@*", "noreply*", "no-reply*", "no_reply*", "donotreply*"),
    *("do-not-reply*", "nepasrepondre*", "ne-pas-repondre*"),
)
_LISTS = ("List-Id", "List-Help", "List-Post", "List-Subscribe", "List-Unsubscribe", "List-Owner")


@dataclass(frozen=True, slots=True)
class Ours:
    """A script of ours as found: which one was active before it, and whether it is untouched."""

    before: str
    intact: bool
    signed: str


def compose(reply: AwayReply, before: str, able: Collection[str]) -> str:
    """The script for a reply: the owner's own (`before`, "" for none) first, as it is, then ours.

    `able` are the server's extensions. Hers does what it always did, and where it stops the
    delivery, ours is not reached. Without DATED only the first word is said, now.
    """
    short = _short(reply, before, able)
    wished = (*sorted(DATED), "envelope", "imap4flags", *(["variables"] if short else []))
    used = [NEEDED, *(name for name in wished if name in able)]
    lines = [f"require {_strings([*used, 'include'] if before else used)};"]
    if before:
        lines.append(f"include :personal :optional {_string(before)};")
    said = _shared_words(reply, able) if short else _words(reply, able)
    lines += [f"if {_answerable(reply.addresses, able)} {{", *said, "}"]
    body = f"# before {_string(before)}\n" + "\n".join(lines) + "\n"
    return f"{_ABOUT}# entracte {_hash(body)}\n{body}"


def recognised(script: str) -> Ours | None:
    """Our own script in a text from the server; None when it is somebody else's."""
    text = script.replace("\r\n", "\n")
    signed = _SIGNED.search(text)
    before = _BEFORE.search(text)
    if signed is None or before is None:
        return None
    intact = _hash(text[signed.end() :].rstrip("\n") + "\n") == signed[1]
    return Ours(re.sub(r"\\(.)", r"\1", before[1]), intact, signed[1])


def _answerable(addresses: Collection[str], able: Collection[str]) -> str:
    """To the owner, by a person: the mark on a mail is true only if nothing else keeps it quiet."""
    by = (
        [f'envelope :all :matches "from" {_strings(("", *_MACHINES))}']
        if "envelope" in able
        else []
    )
    no = by + [
        f"exists {name}" for name in map(_string, _LISTS)
    ] + [
        f'address :all :matches "From" {_strings(_MACHINES)}',
        f'header :contains "Precedence" {_strings(("bulk", "list", "junk"))}',
        'header :contains "X-Auto-Response-Suppress" ["All", "OOF", "AutoReply"]',
        f'header :contains ["X-Spam-Flag", "X-Spam"] {_strings(("yes", "true"))}',
        'not anyof (not exists "Auto-Submitted", header :matches "Auto-Submitted" "no*")',
        f'address :all :is "From" {_strings(addresses)}',
    ]  # fmt: skip
    to = f'address :all :is ["To", "Cc", "Resent-To", "Resent-Cc"] {_strings(addresses)}'
    return f"allof ({to}, not anyof ({', '.join(no)}))"


def _words(reply: AwayReply, able: Collection[str]) -> Iterable[str]:
    dated = set(able) >= DATED
    for number, word in enumerate(reply.words if dated else reply.words[:1]):
        yield f"  {'elsif' if number else 'if'} {_when(word) if dated else 'true'} {{"
        yield from _vacation(word, reply, able, word.text)
        yield "  }"


def _short(reply: AwayReply, before: str, able: Collection[str]) -> bool:
    """Whether what words share is written once: only their texts may look like variables."""
    fixed = (before, *reply.addresses, *(w.name + w.subject for w in reply.words))
    in_order = all(a.until is not None and a.until <= b.since for a, b in pairwise(reply.words))
    return (
        len(reply.words) > 1
        and in_order
        and {*DATED, "variables"} <= set(able)
        and not any("${" in text for text in fixed)
    )


def _shared_words(reply: AwayReply, able: Collection[str]) -> Iterable[str]:
    """First which word holds and what is its own in it, then what each kind of word says."""
    kinds: dict[tuple[str, str, int, int], list[ServerWord]] = {}
    for word in reply.words:
        kind = (word.name, word.subject, word.days, len(lines_of(word.text)))
        kinds.setdefault(kind, []).append(word)
    said: list[str] = []
    own: dict[ServerWord, str] = {}
    for number, words in enumerate(kinds.values()):
        template, values = shared([word.text for word in words])
        for word, value in zip(words, values, strict=True):
            parts = {"said": str(number), **value}
            own[word] = " ".join(f'set "{k}" {_string(v)};' for k, v in parts.items())
        said.append(f'  if string "${{said}}" "{number}" {{')
        said += [*_vacation(words[0], reply, able, template), "  }"]
    yield '  set "dollar" "$";'
    tests: list[str] = []
    reached = None  # where no test before this one was met, this moment has come
    for word in reply.words:
        if reached != word.since:
            tests.append(f"{_now('lt', word.since)} {{ }}")
        reached = word.until
        until = "true" if word.until is None else _now("lt", word.until)
        tests.append(f"{until} {{ {own[word]} }}")
    yield "  if " + "\n  elsif ".join(tests)
    yield from said


def _when(word: ServerWord) -> str:
    since = _now("ge", word.since)
    return since if word.until is None else f"allof ({since}, {_now('lt', word.until)})"


def _now(value: str, at: datetime) -> str:
    """How the present compares with an instant (RFC 5260 section 5, RFC 5231)."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    return f'currentdate :zone "+0000" :value "{value}" "iso8601" "{moment}"'


def _vacation(
    word: ServerWord, reply: AwayReply, able: Collection[str], text: str
) -> Iterable[str]:
    """One reply a person and notice in so many days (RFC 5230 sections 4.1, 4.2)."""
    if "imap4flags" in able:
        yield f"    addflag {_string(MARK)};"
    said = f"    vacation :days {word.days} :handle {_string(word.name)}"
    if word.subject:
        said += f" :subject {_string(' '.join(word.subject.split()))}"
    yield f"{said} :addresses {_strings(reply.addresses)} text:\n{_stuffed(text)}\n.\n;"


def _stuffed(text: str) -> str:
    """Lines of a multi-line string: a leading dot is doubled (RFC 5228 section 2.4.2)."""
    return "\n".join(f".{line}" if line.startswith(".") else line for line in lines_of(text))


def _string(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", re.sub(r"[\r\n\0]+", " ", text)) + '"'


def _strings(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_string, texts)) + "]"


def _hash(body: str) -> str:
    return sha256(body.encode()).hexdigest()
