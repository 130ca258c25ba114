"""Our own script, as text: what a server is to say by itself, and how it is known to be ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

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
    used = [NEEDED, *(name for name in (*sorted(DATED), "envelope", "imap4flags") if name in able)]
    lines = [f"require {_strings([*used, 'include'] if before else used)};"]
    if before:
        lines.append(f"include :personal :optional {_string(before)};")
    lines += [f"if {_answerable(reply.addresses, able)} {{", *_words(reply, able), "}"]
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
        when = _when(word) if dated else "true"
        yield f"  {'elsif' if number else 'if'} {when} {{"
        if "imap4flags" in able:
            yield f"    addflag {_string(MARK)};"
        yield _vacation(word, reply)
        yield "  }"


def _when(word: ServerWord) -> str:
    def now(value: str, at: datetime) -> str:
        moment = at.astimezone(UTC).isoformat(timespec="seconds")
        return f'currentdate :zone "+0000" :value "{value}" "iso8601" "{moment}"'

    since = now("ge", word.since)
    return since if word.until is None else f"allof ({since}, {now('lt', word.until)})"


def _vacation(word: ServerWord, reply: AwayReply) -> str:
    """One reply a person and notice in so many days (RFC 5230 sections 4.1, 4.2)."""
    said = f"    vacation :days {word.days} :handle {_string(word.name)}"
    if word.subject:
        said += f" :subject {_string(' '.join(word.subject.split()))}"
    return f"{said} :addresses {_strings(reply.addresses)} text:\n{_stuffed(word.text)}\n.\n;"


def _stuffed(text: str) -> str:
    """Lines of a multi-line string: a leading dot is doubled (RFC 5228 section 2.4.2)."""
    lines = re.split(r"\r\n|\r|\n", text.replace("\0", ""))
    return "\n".join(f".{line}" if line.startswith(".") else line for line in lines)


def _string(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", re.sub(r"[\r\n\0]+", " ", text)) + '"'


def _strings(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_string, texts)) + "]"


def _hash(body: str) -> str:
    return sha256(body.encode()).hexdigest()
