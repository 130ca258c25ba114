"""The rows that a mail itself decides: its envelope, its headers, at last its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from planner.domain import mailboxes
from planner.domain.message import Incoming, Mailbox

MARKER = "X-Entracte"
MOST_RECEIVED = 100  # RFC 5321 section 6.3

_RECIPIENTS = ("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc")
_LIST_FIELDS = ("id", "help", "subscribe", "unsubscribe", "post", "owner", "archive")
_LIST = frozenset(f"list-{x}" for x in _LIST_FIELDS)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_SUPPRESS = frozenset({"all", "oof", "autoreply"})
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
    }
)
_SENT_IN_BULK = re.compile(r"feedback-id|x-campaign(-?id)?|x-mailgun-.+|x-ses-.+")
_MACHINERY = re.compile(r"(mailer-daemon|listserv|majordomo|owner-.*|.*-request)")
_NO_REPLY = re.compile(
    r"""(?:.*[-_.+])?
        (?:no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|pas[-_.]de[-_.]reponse)
        (?:[-_.+].*)?
      | .*(?:noreply|donotreply|nepasrepondre)
      | (?:.*[-_.])?bounces?(?:[-_.+=].*)?
      | postmaster | ndr""",
    re.VERBOSE,
)
_WISH = re.compile(r"[\s,;]+")
_PARENTHESIS = re.compile(r"([()])")
_AWAY = re.compile(
    r"""\s*(?:auto\s*:|auto-?reply|automatic\ reply|automated\ reply|out\ of\ (?:the\ )?office
      | r[ée]ponse\ automatique | message\ d['’]absence | absence\s*: | absent(?:e)?\ du\ bureau
      | absence\ du\ bureau | abwesenheitsnotiz | automatische\ antwort | automatisch\ antwoord
      | afwezig | autosvar | risposta\ automatica | respuesta\ autom[áa]tica)""",
    re.VERBOSE | re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"""\s*(?:undeliver(?:ed|able)|mail\ delivery\ (?:failed|failure|subsystem)
      | delivery\ (?:status|failure)
      | returned\ mail | failure\ notice | message\ non\ (?:remis|distribu[ée])
      | non\ remis | [ée]chec\ de\ (?:la\ )?(?:remise|distribution))""",
    re.VERBOSE | re.IGNORECASE,
)
_BOUNCE_BODY = re.compile(
    r"\b(?:[45]\.\d{1,3}\.\d{1,3}|550[ -]|user unknown|mailbox (?:full|unavailable|not found)"
    r"|could not be delivered|permanent (?:fatal )?error"
    r"|n['’]a pas pu être (?:remis|distribu[ée]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Me:
    """The owner's own addresses, aliases included, and the host of our Message-IDs.

    `wrote_ids` are Message-IDs of mails that she wrote in another program, `hosts` further hosts
    whose Message-IDs are hers.
    """

    addresses: frozenset[str]
    host: str
    plus_tags: bool = True
    wrote_ids: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def owns(self, address: str) -> bool:
        """Whether an address is the owner's: case ignored, plus-tags too unless switched off."""
        known = {mailboxes.canonical(own) for own in self.addresses}
        if mailboxes.canonical(address) in known:
            return True
        return self.plus_tags and mailboxes.canonical(address, plus_tags=True) in known

    def wrote(self, message_id: str) -> bool:
        """Whether a Message-ID has our own host, or she wrote that mail elsewhere."""
        host = message_id.strip().rstrip(">").rpartition("@")[2].casefold()
        own = {self.host.casefold(), *self.hosts}
        return bool(host) and (host in own or message_id in self.wrote_ids)

    def marked(self, mark: str) -> bool:
        """Whether a mark of our own is this shop's: it carries the host of our Message-IDs."""
        return bool(self.host) and mark.strip().casefold() == self.host.casefold()


def target(message: Incoming) -> Mailbox | None:
    """Where an automatic reply goes: the reverse-path, else From; None when there is nowhere.

    The name is that of From or Sender when the address is the same (RFC 3834 section 4; RFC 5230
    section 5.5). Reply-To is not read.
    """
    path = _reverse_path(message)
    if path is None:
        return (
            message.sender if message.sender and mailboxes.usable(message.sender.address) else None
        )
    if not mailboxes.usable(path):
        return None
    known = (message.sender, *_mailboxes(message, "Sender"))
    wanted = mailboxes.canonical(path)
    names = [box.name for box in known if box and mailboxes.canonical(box.address) == wanted]
    return Mailbox(path, next(filter(None, names), ""))


def looks_away(message: Incoming) -> bool:
    """Whether the subject begins like an absence note (half of row C1)."""
    return bool(_AWAY.match(message.subject))


def no_reply(address: str) -> bool:
    """Whether an address says that nobody reads it (row E6)."""
    return bool(_NO_REPLY.fullmatch(mailboxes.local_part(address)))


def bounce(message: Incoming) -> bool:
    """Whether the mail tells that something could not be delivered (RFC 3464, or by its looks)."""
    kinds = (*message.part_types, *(value.lower() for value in message.header("Content-Type")))
    reports = any("delivery-status" in kind for kind in kinds)
    return reports or bool(message.header("X-Failed-Recipients")) or _bounce_words(message)


def _reverse_path(message: Incoming) -> str | None:
    """The envelope's sender: "" for the null path, None when nobody noted it."""
    if message.envelope_from is not None:
        return message.envelope_from.strip().removeprefix("<").removesuffix(">")
    for value in message.header("Return-Path"):
        return value.rpartition("<")[2].partition(">")[0].strip()
    return None


def _mailboxes(message: Incoming, *fields: str) -> tuple[Mailbox, ...]:
    return tuple(
        box for name in fields for value in message.header(name) for box in mailboxes.parse(value)
    )


def _bare(value: str) -> str:
    """A structured value without comments, parameters and surrounding space, in lower case."""
    return _plain(value).partition(";")[0].strip()


def _plain(value: str) -> str:
    """A structured value without comments (RFC 5322 section 3.2.2), in lower case."""
    kept, depth = [], 0
    for piece in _PARENTHESIS.split(value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(piece)
    return " ".join(kept).strip().lower()


def _names(message: Incoming) -> set[str]:
    return {name.lower() for name, _ in message.headers}


def _locals(message: Incoming) -> tuple[str, ...]:
    """The local parts that tell what kind of sender it is: the target's and that of From."""
    path = _reverse_path(message)
    sender = message.sender.address if message.sender else None
    return tuple(mailboxes.local_part(address) for address in (path, sender) if address)


def _null_path(message: Incoming, _me: Me) -> bool:
    values = message.header("Return-Path")
    return message.envelope_from == "" or any(_bare(value) in {"<>", "< >"} for value in values)


def _nowhere(message: Incoming, _me: Me) -> bool:
    if not message.sender or not mailboxes.usable(message.sender.address):
        return True
    path = _reverse_path(message)
    return bool(path) and not mailboxes.usable(path or "")


def _own(message: Incoming, me: Me) -> bool:
    senders = [box.address for box in _mailboxes(message, "From", "Sender")]
    senders += [box.address for box in (message.sender, target(message)) if box]
    return any(me.owns(address) for address in senders)


def _copy(message: Incoming, me: Me) -> bool:
    # Another shop's Entracte carries another host: her owner is a customer like any other.
    marks = message.header(MARKER)
    ours = any(map(me.marked, marks)) or (bool(marks) and _own(message, me))
    return ours or me.wrote(message.message_id)


def _not_for_me(message: Incoming, me: Me) -> bool:
    if not message.headers and not message.to:
        return False  # not a mail: its channel knows whom it is for
    if not me.addresses:
        return False  # the owner has not said her addresses: nothing can be compared
    recipients = (*message.to, *_mailboxes(message, *_RECIPIENTS))
    return not any(me.owns(box.address) for box in recipients)


def _machine_sent(message: Incoming, _me: Me) -> bool:
    return any(_bare(value) != "no" for value in message.header("Auto-Submitted"))


def _list_marks(message: Incoming, _me: Me) -> bool:
    names = _names(message)
    other = any(name.startswith("list-") and name not in _LIST for name in names)
    return other or bool(names & {"x-mailing-list", "mailing-list"})


def _asks_for_silence(message: Incoming, _me: Me) -> bool:
    wishes = (_WISH.split(_plain(value)) for value in message.header("X-Auto-Response-Suppress"))
    return any(wish in _SUPPRESS for found in wishes for wish in found)


def _report(message: Incoming, _me: Me) -> bool:
    kinds = (*message.part_types[:1], *map(_bare, message.header("Content-Type")))
    return "multipart/report" in kinds


def _old_report(message: Incoming, _me: Me) -> bool:
    return bool(_REPORTS & set(message.part_types) or message.header("X-Failed-Recipients"))


def _spam(message: Incoming, _me: Me) -> bool:
    flags = (*message.header("X-Spam-Flag"), *message.header("X-Spam-Status"))
    return any(re.match(r"yes\b", _plain(flag)) for flag in flags)


def _away(message: Incoming, me: Me) -> bool:
    earlier = (message.in_reply_to, *message.references)
    return bool(_AWAY.match(message.subject)) and any(map(me.wrote, earlier))


def _looks_like_bounce(message: Incoming, me: Me) -> bool:
    """Only where no header says it already."""
    evidence = (_null_path, _machinery, _report, _old_report)
    return _bounce_words(message) and not any(says(message, me) for says in evidence)


def _bounce_words(message: Incoming) -> bool:
    # Who forwards a bounce and asks for help has another subject ("Fwd:"): C3 is answered.
    return bool(_BOUNCE_SUBJECT.match(message.subject) and _BOUNCE_BODY.search(message.text))


def _machinery(message: Incoming, _me: Me) -> bool:
    return any(map(_MACHINERY.fullmatch, _locals(message)))


_Row = Callable[[Incoming, Me], bool]
MAIL_ROWS: MappingProxyType[str, _Row] = MappingProxyType(
    {
        "U1": lambda message, _: not message.readable,
        "E1": _null_path,
        "E2": _nowhere,
        "E3": _own,
        "E4": _copy,
        "E5": _machinery,
        "E6": lambda message, _: any(map(_NO_REPLY.fullmatch, _locals(message))),
        "E7": _not_for_me,
        "E8": lambda message, _: len(message.header("Received")) >= MOST_RECEIVED,
        "H1": _machine_sent,
        "H2": lambda message, _: bool(_names(message) & _LIST),
        "H3": _list_marks,
        "H4": lambda message, _: any(_bare(x) in _BULK for x in message.header("Precedence")),
        "H5": _asks_for_silence,
        "H6": lambda message, _: bool(
            _names(message) & {"x-autoreply", "x-autorespond", "x-auto-reply-from"}
        ),
        "H7": lambda message, _: bool(_names(message) & {"x-loop", "x-no-loop"}),
        "H8": _report,
        "H9": _old_report,
        "H10": lambda message, _: any(map(_SENT_IN_BULK.fullmatch, _names(message))),
        "H12": _spam,
        "C1": _away,
        "C2": _looks_like_bounce,
    }
)
