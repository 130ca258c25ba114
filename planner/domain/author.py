"""Who a mail is from: its sender, or the person behind a form, a shop system or a marketplace.

Such mail is sent by a machine and carries what a customer wrote; RFC 5322 section 3.6.2 gives the
place where an answer reaches that person: Reply-To. A machine never answers such mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planner.domain import mailboxes
from planner.domain.autoreply import Me, no_reply, speaking
from planner.domain.message import Incoming, Mailbox

#: Rows that say: no customer wrote this, unless somebody stands behind it.
ASIDE = frozenset({"E1", "E3", "E4", "E5", "E8", "H1", "H2", "H3", "H4", "H6", "H7", "H8", "H9"})
#: Rows by which nobody stands behind a mail: our own copy, machinery, loops, bulk mail, reports,
#: answers of machines, spam (which likes to come from our own address).
_NOBODY = frozenset({"U1", "E4", "E5", "E8", "H4", "H6", "H7", "H8", "H9", "H12", "C1", "C2"})
#: Rows of mail for many. A form service may add List-Unsubscribe, so it needs a stranger behind it.
_MANY = frozenset({"H1", "H2", "H3"})
_RETURNS = re.compile(r"(?:.*[-_.])?bounces?(?:[-_.+=].*)?|postmaster|ndr")
#: What web servers, shop systems and form services put before the @ where nobody reads.
_FORM = re.compile(
    r"(?:wordpress|woocommerce|prestashop|joomla|drupal|www-data|apache|nginx|nobody"
    r"|(?:web|contact|kontakt)?[-_.]?form(?:s|ular|ulaires?|ulier)?(?:[-_.]\w+)?"
    r"|(?:form[-_.]?)?submissions?|mailer|notifications?|notify|messagerie|conversations?)"
)
_VIA = re.compile(r"^['\"\s]*(\S.{0,100}?)['\"]?\s+\(?(?:via|par l['’]intermédiaire de)\s+\S", re.I)
_ADDRESS_LABEL = re.compile(
    r"(?:(?:votre|your|customer|client)\s+)?"
    r"(?:(?:adresse\s+)?e-?mail(?:\s*adres|\s+address)?|adresse\s+(?:mail|électronique)|courriel"
    r"|mail|e-mailadresse?)(?:\s+(?:du client|de contact))?",
    re.I,
)
_NAME_LABEL = re.compile(
    r"(?:(?:votre|your|customer|full)\s+)?(?:nom(?:\s+complet)?|name|naam|prénom et nom)", re.I
)
_TEXT_LABEL = re.compile(
    r"(?:(?:votre|your)\s+)?(?:message|question|demande|commentaires?|comments?|nachricht|bericht"
    r"|message\s+body|corps\s+du\s+message)",
    re.I,
)
_MOST_LINES = 200
_LONGEST_LINE = 300


def author(message: Incoming, me: Me) -> Mailbox | None:
    """Who a mail is from, and where an answer reaches them; None when nobody is named."""
    return behind(message, me) or message.sender


def behind(message: Incoming, me: Me, rows: Sequence[str] | None = None) -> Mailbox | None:
    """The person a machine's mail speaks for; None for all other mail.

    The machine is an address that says no reply (row E6), that of a form, or one of our own (row
    E3: the shop's own server). The person is in Reply-To; without it in the lines of the form, in
    mail that nothing else marks. `rows` are those that speak, when they are known already.
    """
    sender = message.sender
    if sender is None or _RETURNS.fullmatch(mailboxes.local_part(sender.address)):
        return None
    own, silent = me.owns(sender.address), no_reply(sender.address)
    if not (own or silent or _FORM.fullmatch(mailboxes.local_part(sender.address))):
        return None
    speak = set(speaking(message, me) if rows is None else rows)
    if _NOBODY & speak or _is_no_form(message) or (own and "E7" in speak):
        return None
    replies = [box for field in message.header("Reply-To") for box in mailboxes.parse(field)]
    if not replies and message.reply_to:
        replies = [message.reply_to]
    box = next((box for box in replies if _is_a_person(box.address, sender, me)), None)
    if box is None:
        return None if replies or _MANY & speak else _in_lines(message, sender, me)
    name = _VIA.match(sender.name)
    if not own and not name and _related(box.address, sender.address) and (_MANY & speak):
        return None  # a company's news, with its own address for answers
    return Mailbox(box.address, box.name or (name[1].strip() if name else ""))


def _is_no_form(message: Incoming) -> bool:
    """Whether it answers something, or goes to a list: whatever its address looks like."""
    replied = any("auto-replied" in value.lower() for value in message.header("Auto-Submitted"))
    return replied or bool(message.header("List-Id") or message.header("List-Post"))


def _is_a_person(address: str, sender: Mailbox, me: Me) -> bool:
    same = mailboxes.canonical(address) == mailboxes.canonical(sender.address)
    silent = no_reply(address) or me.owns(address)
    return mailboxes.usable(address) and not (same or silent)


def _related(one: str, other: str) -> bool:
    """Whether two addresses are of one house: the last two labels of their domains agree."""
    first, second = (x.lower().rpartition("@")[2].split(".")[-2:] for x in (one, other))
    return first == second


def _in_lines(message: Incoming, sender: Mailbox, me: Me) -> Mailbox | None:
    """The person in the lines of a form: one e-mail address, and a message of theirs."""
    told = list(_lines(message.text))
    if not any(_TEXT_LABEL.fullmatch(label) for label, _ in told):
        return None
    values = [value for label, value in told if _ADDRESS_LABEL.fullmatch(label)]
    found = {box.address for value in values for box in mailboxes.parse(value)}
    if len(found) != 1 or not _is_a_person(address := found.pop(), sender, me):
        return None
    names = (value for label, value in told if _NAME_LABEL.fullmatch(label) and "@" not in value)
    return Mailbox(address, " ".join(next(names, "").split())[:100])


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Labels and values of a form: "E-mail: a@b", or the value on the line below."""
    lines = [" ".join(x[:_LONGEST_LINE].split()) for x in text.splitlines() if x.strip()]
    for at, line in enumerate(lines[:_MOST_LINES]):
        label, colon, value = line.partition(":")
        if not colon:
            continue
        below = lines[at + 1] if at + 1 < len(lines) else ""
        yield label.strip(" *•-_"), value.strip(" *") or below
