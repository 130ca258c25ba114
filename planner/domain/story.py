"""Stories: a scripted timeline read from TOML, as values (design, section 8, `simulate`)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import getaddresses, parseaddr
from zoneinfo import ZoneInfo, available_timezones

from planner.domain.expectation import EXPECT_KEYS, PATTERN_KEYS, check_expectations, unknown_keys
from planner.domain.message import Incoming, Mailbox
from planner.domain.story_file import Source, Table, kind_of, read_toml, suggest
from planner.errors import StoryError

__all__ = [
    "COMMANDS",
    "Story",
    "StoryEvent",
    "StoryMessage",
    "StoryShop",
    "check_expectations",
    "parse",
    "to_incoming",
]

# What may be typed: the table of design section 8, whole.
COMMANDS = frozenset(
    {
        "status",
        "run",
        "service",
        "absences",
        "away",
        "back",
        "undo",
        "add",
        "desk",
        "answer",
        "release",
        "decline",
        "snooze",
        "errand",
        "ready",
        "promises",
        "plan",
        "windows",
        "hours",
        "can-i",
        "why",
        "policy",
        "texts",
        "rehearsal",
        "live",
        "channel",
        "import",
        "holidays",
        "more",
        "peek",
        "urgent",
        "proposal",
        "still-useful",
        "let-go",
        "tidy",
        "by-hand",
        "dashboard",
        "mail",
        "simulate",
        "checkin",
        "customer",
        "review",
        "people",
        "search",
        "backup",
        "restore",
        "doctor",
        "demo",
    }
)
_SHOP_KEYS = ("zone", "language", "name", "signature", "owner", "settings", "policy")
_EVENT_KEYS = ("at", "message", "owner", "refused")
_MESSAGE_KEYS = ("via", "from", "name", "subject", "text", "id", "thread", "headers", "eml")
_YEARS = range(1970, 2200)


@dataclass(frozen=True, slots=True)
class StoryShop:
    """The shop a story is played in; `settings` and `policy` are a table, a path, or neither."""

    zone: str = "UTC"
    language: str = "en"
    name: str = ""
    signature: str = ""
    owner: str = "absent"  # or "diligent": answers what each window deals
    settings: Mapping[str, object] | str | None = None
    policy: Mapping[str, object] | str | None = None


@dataclass(frozen=True, slots=True)
class StoryMessage:
    """What somebody writes. `sender` is the key `from`; `eml` is the path of a whole mail.

    `answers` holds the ids of the earlier messages of the same `thread`, oldest first.
    """

    id: str
    via: str = "mail"
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    thread: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    eml: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One instant: a message, or a command of the owner's, or only the clock moving on.

    `refused`: the command is expected not to be carried out; the story goes on after it.
    """

    at: datetime
    line: int
    message: StoryMessage | None = None
    command: tuple[str, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A whole story; events in order of `at`. `expect` is empty unless the story is a test."""

    name: str
    shop: StoryShop
    events: tuple[StoryEvent, ...]
    expect: Mapping[str, object] = field(default_factory=dict)


def parse(text: str, name: str) -> Story:
    """Read a story; `name` is its file name. Raises StoryError with file:line and what to do."""
    source = Source(text, name)
    whole = Table(read_toml(text, source), "A story", source, source.whole)
    whole.only("shop", "event", "expect")
    shop = _shop(Table(whole.table("shop"), "[shop]", source, source.span("shop")))
    return Story(name, shop, _events(whole, source), _expect(whole, shop.zone))


def to_incoming(event: StoryEvent, own: Mailbox) -> Incoming:
    """The message of an event as a channel would hand it over, at its instant, to `own`.

    Raises StoryError for an event without a message, and for one whose mail is a file (`eml`):
    the caller reads that one.
    """
    message = event.message
    if message is None or message.eml:
        raise StoryError(
            "This event does not hold a message in words.",
            where=f"line {event.line}",
            do="Read its `eml` file instead.",
        )
    sender = Mailbox(message.sender, message.name) if message.sender else None
    if message.via != "mail":
        return Incoming(
            foreign_id=message.id,
            received_at=event.at.astimezone(UTC),
            sender=sender,
            subject=message.subject,
            text=message.text,
            reply_text=message.text,
            to=(own,),
            headers=tuple(message.headers.items()),
            thread=message.thread,
        )
    return _mail(message, event.at, sender, own)


def _mail(message: StoryMessage, at: datetime, sender: Mailbox | None, own: Mailbox) -> Incoming:
    given = {key.lower(): value for key, value in message.headers.items()}
    answers = tuple(_message_id(earlier) for earlier in message.answers)
    references = tuple(given["references"].split()) if "references" in given else answers
    to = tuple(Mailbox(address, name) for name, address in getaddresses([given.get("to", "")]))
    return Incoming(
        foreign_id=message.id,
        received_at=at.astimezone(UTC),
        sender=sender,
        subject=message.subject,
        text=message.text,
        reply_text=message.text,
        to=to if "to" in given else (own,),
        sent_at=at.astimezone(UTC),
        message_id=given.get("message-id", _message_id(message.id)),
        in_reply_to=given.get("in-reply-to", answers[-1] if answers else ""),
        references=references,
        headers=tuple(message.headers.items()),
        part_types=(given.get("content-type", "text/plain").partition(";")[0].strip().lower(),),
        envelope_from=given.get("return-path", message.sender).strip().strip("<>"),
        thread=message.thread,
    )


def _message_id(foreign_id: str) -> str:
    return f"<{foreign_id}>" if "@" in foreign_id else f"<{foreign_id}@story>"


def _shop(table: Table) -> StoryShop:
    table.only(*_SHOP_KEYS)
    zone = table.text("zone", "UTC")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(zone, sorted(available_timezones()), 1)
        do = f"Did you mean `{near[0]}`?" if near else 'Write for instance "Europe/Brussels".'
        raise table.error("zone", f"There is no time zone {zone!r}.", do) from None
    return StoryShop(
        zone=zone,
        language=table.choice("language", "en", ("en", "fr")),
        name=table.text("name"),
        signature=table.text("signature"),
        owner=table.choice("owner", "absent", ("absent", "diligent")),
        settings=table.table_or_path("settings"),
        policy=table.table_or_path("policy"),
    )


def _expect(whole: Table, zone: str) -> Mapping[str, object]:
    expect = dict(whole.table("expect"))
    try:
        unknown = unknown_keys(expect)
    except StoryError as problem:
        raise whole.error("expect", problem.what, problem.do) from None
    for key in unknown:
        known = PATTERN_KEYS if "." in key else EXPECT_KEYS
        raise whole.unknown(key.rpartition(".")[2], known)
    return {"zone": zone, **expect} if expect else expect


def _events(whole: Table, source: Source) -> tuple[StoryEvent, ...]:
    tables = whole.values.get("event", [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise whole.error("event", "Events have to be tables.", "Begin each with [[event]].")
    if not tables:
        raise source.error(source.last_line, "This story has no event.", "Add an [[event]].")
    events: list[StoryEvent] = []
    threads: dict[str, tuple[str, ...]] = {}
    for index, values in enumerate(tables):
        table = Table(values, "[[event]]", source, source.span("event", index))
        event = _event(table, index + 1, threads)
        if events and event.at < events[-1].at:
            before = f"{events[-1].at.isoformat()}, line {events[-1].line}"
            what = f"This event is at {event.at.isoformat()}, before the one above it ({before})."
            raise table.error("at", what, "Put the events in order of `at`.")
        events.append(event)
    return tuple(events)


def _event(table: Table, number: int, threads: dict[str, tuple[str, ...]]) -> StoryEvent:
    table.only(*_EVENT_KEYS)
    line = table.source.line(table.span[0])
    if "message" in table.values and "owner" in table.values:
        what = "An event holds a message or the owner's command, not both."
        raise table.error("owner", what, "Make two events of it; they may have the same `at`.")
    message = None
    if "message" in table.values:
        inner = Table(table.table("message"), "message", table.source, table.span)
        message = _message(inner, number, threads)
    return StoryEvent(_at(table), line, message, _command(table), _refused(table))


def _refused(table: Table) -> bool:
    refused = table.values.get("refused", False)
    if not isinstance(refused, bool):
        what = f"`refused` has to be true or false, not {kind_of(refused)}."
        raise table.error("refused", what, "Write refused = true, beside the owner's command.")
    if refused and "owner" not in table.values:
        what = "Only a command of the owner's can be refused."
        raise table.error("refused", what, "Write it beside `owner`.")
    return refused


def _at(table: Table) -> datetime:
    at = table.values.get("at")
    example = "Write for instance at = 2026-11-21T22:00:00+01:00."
    if at is None:
        raise table.error("at", "This event has no `at`.", example)
    if not isinstance(at, datetime):
        raise table.error("at", f"`at` has to be a date with a time, not {kind_of(at)}.", example)
    if at.tzinfo is None:
        raise table.error("at", "`at` has no offset: nobody can tell which instant it is.", example)
    if at.year not in _YEARS:
        raise table.error("at", f"The year {at.year} is too far away.", example)
    return at


def _command(table: Table) -> tuple[str, ...]:
    typed = table.text("owner")
    try:
        words = shlex.split(typed)
    except ValueError:
        do = "Put a text between double quotes, and close them."
        raise table.error("owner", "A quotation in this command has no end.", do) from None
    if words[:1] == ["entracte"]:
        words = words[1:]
    if "owner" in table.values and not words:
        raise table.error("owner", "This command is empty.", 'Write for instance owner = "back".')
    if words and words[0] not in COMMANDS:
        raise table.error(
            "owner", f"There is no command {words[0]!r}.", suggest(words[0], COMMANDS)
        )
    return tuple(words)


def _message(table: Table, number: int, threads: dict[str, tuple[str, ...]]) -> StoryMessage:
    table.only(*_MESSAGE_KEYS)
    via, eml = table.text("via", "mail"), table.text("eml")
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", via):
        raise table.error("via", f"`via` cannot be {via!r}.", 'Write for instance via = "mail".')
    if eml and table.values.keys() - {"eml", "via", "id"}:
        what = "A message is a file (`eml`) or is written here, not both."
        raise table.error("eml", what, "Take `eml` out, or everything else but `via` and `id`.")
    if not eml and "from" not in table.values:
        raise table.error(
            "message", "This message has no `from`.", 'Write from = "ann@example.org".'
        )
    sender, name = table.text("from"), table.text("name")
    if via == "mail" and "<" in sender:
        shown, sender = parseaddr(sender)
        name = name or shown
    identity, thread = table.text("id", f"story-{number}"), table.text("thread")
    if not re.fullmatch(r"[^\s<>]+", identity):
        do = "Use letters, digits and dashes."
        raise table.error("id", f"{identity!r} cannot be an id.", do)
    answers = threads.get(thread, ()) if thread else ()
    for key in {identity, thread} - {""}:
        threads[key] = (*answers, identity)
    return StoryMessage(
        id=identity,
        via=via,
        sender=sender,
        name=name,
        subject=table.text("subject"),
        text=table.text("text"),
        thread=thread,
        headers=_headers(table),
        eml=eml,
        answers=answers,
    )


def _headers(table: Table) -> Mapping[str, str]:
    headers = Table(table.table("headers"), "headers", table.source, table.span)
    return {key: headers.text(key) for key in headers.values}
