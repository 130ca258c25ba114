"""History: mail from before, kept and found again, and never put on the desk.

It is grouped by the rules of all mail, many messages at a time: an archive has a hundred thousand.
Nothing is decided about it, so tone, effort and questions are read only if somebody writes again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from planner.domain.addressed import written_to
from planner.domain.author import ASIDE, behind
from planner.domain.autoreply import MARKER, Memory, of_mail, of_memory, speaking, target
from planner.domain.mailboxes import canonical
from planner.domain.merge import SAME_SUBJECT, Known, belongs_to
from planner.domain.message import Incoming
from planner.domain.request import State
from planner.ports import Arrival
from planner.services.belonging import ANCESTORS
from planner.services.context import Context
from planner.services.own_words import MACHINES, recipients
from planner.store import journal, messages
from planner.store.history import Rows
from planner.store.people import sorted_by
from planner.store.unit import Unit

#: Mail found at the first connection or imported that is older than this.
HISTORY = timedelta(days=14)


def keep_history(unit: Unit, ctx: Context, channel: str, batch: Sequence[Arrival]) -> int:
    """Keep a batch, the oldest first; returns how many were new."""
    batch = sorted(batch, key=lambda arrival: arrival.message.received_at)
    shelf = _Shelf(unit, ctx, channel, batch)
    fresh = sum(map(shelf.take, batch))
    unit.history.write(shelf.rows)
    return fresh


@dataclass(slots=True)
class _Case:
    """A request while its mail is sorted in; `ids` are those Message-IDs that may be asked for."""

    id: int
    person: int
    address: str
    subject: str
    channel: str
    thread: str
    state: State
    last_at: datetime
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Mail:
    """A message with what autoreply.md says of it, and the person a form speaks for."""

    message: Incoming
    rows: tuple[str, ...]
    form: bool
    target: str


class _Shelf:
    """What is known about a batch, and the rows it is going to write."""

    def __init__(self, unit: Unit, ctx: Context, channel: str, batch: Sequence[Arrival]) -> None:
        self._unit, self._ctx, self._channel = unit, ctx, channel
        self._medium = ctx.media.get(channel, "mail")
        self.rows = Rows()
        self._mails = {a.message.foreign_id: self._read(a) for a in batch}
        came = [mail.message for mail in self._mails.values()]
        self._known = unit.history.foreign_ids(channel, [m.foreign_id for m in came])
        own_ids = {m.message_id for m in came} - {""}
        self._seen = unit.history.seen(own_ids)
        self._letters = unit.history.letters(own_ids)
        self._copies: dict[tuple[str, str, str], list[tuple[str, ...]]] = defaultdict(list)
        self._wrote: set[str] = set()
        senders = {_address(m) for m in came}
        self._people = unit.history.people(self._medium, senders)
        self._cases: dict[int, dict[int, _Case]] = defaultdict(dict)
        self._where: dict[str, list[_Case]] = defaultdict(list)
        self._load(came)
        person, request = unit.history.next_ids()
        self._person_ids, self._request_ids = count(person), count(request)

    def _read(self, arrival: Arrival) -> _Mail:
        message, me = arrival.message, self._ctx.me
        rows = of_mail(message, me)
        if arrival.sent:
            return _Mail(message, rows, False, "")
        goal = target(message)
        person = behind(message, me, rows)
        if person is not None:  # written through a form: its machine is no sender and no target
            return _Mail(replace(message, sender=person), rows, True, "")
        return _Mail(message, rows, False, goal.address if goal else "")

    def _load(self, came: Sequence[Incoming]) -> None:
        """The requests that this mail may belong to."""
        if not came:
            return
        ancestors = {one for m in came for one in _ancestors(m)}
        places = self._unit.history.places(ancestors)
        times = [m.received_at for m in came]
        since, until = min(times) - SAME_SUBJECT, max(times) + SAME_SUBJECT
        if any(m.thread for m in came):  # a thread may be of any age
            since, until = datetime.min.replace(tzinfo=since.tzinfo), self._ctx.clock.now()
        people = [person for person, _name in self._people.values()]
        by_id: dict[int, _Case] = {}
        for kept in self._unit.history.cases(
            people, [request for _id, request in places], since, until
        ):
            case = _Case(
                kept.id, kept.person_id, kept.address, kept.subject, kept.channel, kept.thread,
                kept.state, kept.last_in_at,
            )  # fmt: skip
            by_id[case.id] = self._cases[case.person][case.id] = case
        for message_id, request in places:
            if request in by_id:
                self._mark(by_id[request], message_id)

    def _mark(self, case: _Case, message_id: str) -> None:
        if message_id and message_id not in case.ids:
            case.ids.add(message_id)
            self._where[message_id].append(case)

    # One message

    def take(self, arrival: Arrival) -> bool:
        """Sort one message in; False when it is kept already."""
        mail = self._mails[arrival.message.foreign_id]
        if mail.message.foreign_id in self._known:
            return False
        if arrival.sent:
            return self._take_own(mail)
        if self._is_kept(mail):
            return False
        self._note(mail)
        if not mail.form and ASIDE & set(mail.rows):
            self._keep(mail, None, mail.rows)
            return True
        now, at = self._ctx.clock.now(), mail.message.received_at
        state = of_memory(Memory(now=now, came=at, since=now))
        case = self._case(mail)
        self._mark(case, mail.message.message_id)
        self._keep(mail, case, (*mail.rows, *state))
        return True

    def _is_kept(self, mail: _Mail) -> bool:
        """Whether a copy of it is kept (S5); a copy from a list does not stand for it."""
        message = mail.message
        copies = list(self._copies.get(_identity(message), ()))
        if message.message_id in self._seen:
            copies += self._unit.messages.copies(message)
        aside = ASIDE & set(mail.rows)
        return bool(message.message_id) and any(aside or not ASIDE & set(c) for c in copies)

    def _note(self, mail: _Mail) -> None:
        self._known.add(mail.message.foreign_id)
        self._copies[_identity(mail.message)].append(mail.rows)

    def _case(self, mail: _Mail) -> _Case:
        """The request a message belongs to; a new one, already closed, where there is none."""
        message = mail.message
        person = self._person(message)
        cases = self._cases[person]
        found = belongs_to(
            message, self._candidates(cases, message), message.received_at, channel=self._channel
        )
        if found is None:
            return self._open(mail, person)
        case = cases[found]
        if message.received_at > case.last_at:
            case.last_at = self.rows.heard[case.id] = message.received_at
        return case

    def _candidates(self, cases: dict[int, _Case], message: Incoming) -> list[Known]:
        """Those that `belongs_to` can choose: of the same weeks, open, of the same thread."""
        at, ancestors = message.received_at, set(_ancestors(message))
        return [
            Known(
                case.id,
                case.state,
                case.subject,
                case.channel,
                frozenset(ancestors & case.ids),
                case.thread,
                case.last_at,
            )
            for case in cases.values()
            if abs(at - case.last_at) <= SAME_SUBJECT
            or case.state is State.OPEN
            or ancestors & case.ids
            or (message.thread and case.thread == message.thread)
        ]

    def _person(self, message: Incoming) -> int:
        address = _address(message)
        name = message.sender.name if message.sender else ""
        if found := self._people.get(address):
            person, known = found
            if name and not known:
                self.rows.names[person] = name
                self._people[address] = person, name
            return person
        person = next(self._person_ids)
        self._people[address] = person, name
        at = {"created_at": message.received_at}
        self.rows.people.append(
            {"id": person, "name": name, "sorted_by": sorted_by(name, address), **at}
        )
        self.rows.addresses.append(
            {"person_id": person, "medium": self._medium, "address": address}
        )
        return person

    def _open(self, mail: _Mail, person: int) -> _Case:
        message, at = mail.message, mail.message.received_at
        address = message.sender.address.lower() if message.sender else ""
        case = _Case(
            next(self._request_ids), person, address, message.subject, self._channel,
            message.thread, State.CLOSED, at,
        )  # fmt: skip
        self._cases[person][case.id] = case
        self.rows.requests.append(
            {
                "id": case.id,
                "person_id": person,
                "channel": case.channel,
                "address": address,
                "subject": case.subject,
                "thread": case.thread,
                "state": case.state,
                "opened_at": at,
                "ended_at": at,
                "last_in_at": at,
                "answerable": False,
                "written_to": written_to(message, self._ctx.me),
            }
        )
        who = self._people[_address(message)][1] or address
        opened = {"person": who, "via": case.channel, "reason": "import"}
        ended = {"how": case.state, "reason": "history"}
        self.rows.events += [
            journal.columns(at, "request.opened", case.id, opened),
            journal.columns(at, "request.ended", case.id, ended),
        ]
        return case

    # The owner's own mail

    def _take_own(self, mail: _Mail) -> bool:
        """A mail of hers stays with its conversation (services/own_words.py, old mail)."""
        message, ctx = mail.message, self._ctx
        ours = message.message_id in self._letters or message.message_id in self._wrote
        if ours or message.header(MARKER) or ctx.me.wrote(message.message_id):
            return False
        if message.message_id in self._seen and self._unit.messages.own_known(
            self._channel, message
        ):
            return False
        self._known.add(message.foreign_id)
        self._wrote |= {message.message_id} - {""}
        machine = MACHINES & set(speaking(message, ctx.me))
        case = None if machine else self._answered(message)
        at = min(filter(None, (message.sent_at, message.received_at, ctx.clock.now())))
        if case is not None:
            self._mark(case, message.message_id)
        self._keep(replace(mail, message=replace(message, received_at=at)), case, (), mine=True)
        return True

    def _answered(self, message: Incoming) -> _Case | None:
        for ancestor in _ancestors(message):
            if cases := self._where.get(ancestor):
                case = cases[0]
                to = recipients(self._ctx, message)
                theirs = {case.address}
                if not to & theirs:
                    theirs |= self._unit.people.addresses(case.person, self._medium)
                return case if to & set(map(canonical, theirs)) else None
        return None

    def _keep(
        self, mail: _Mail, case: _Case | None, rows: tuple[str, ...], *, mine: bool = False
    ) -> None:
        number = case.id if case else None
        row = messages.columns(self._channel, mail.message, number, rows, mail.target)
        self.rows.messages.append(row | {"mine": mine})


def _ancestors(message: Incoming) -> list[str]:
    """What it replies to, the nearest first."""
    nearest = reversed(message.references[-ANCESTORS:])
    return [one for one in (message.in_reply_to, *nearest) if one]


def _address(message: Incoming) -> str:
    return message.sender.address.lower() if message.sender else f"?{message.foreign_id}".lower()


def _identity(message: Incoming) -> tuple[str, str, str]:
    return message.message_id, message.subject, message.text
