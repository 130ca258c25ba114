"""A shop for tests: the real services and store, a clock that is moved by hand, and a post that
answers as it is told."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from planner.clock import StoryClock
from planner.domain.message import Incoming, Mailbox, Outgoing
from planner.domain.notification import Notification, Showing, State
from planner.domain.story import Story, StoryShop
from planner.ports import Arrival, Handover, Outcome
from planner.services.office import Office
from planner.services.reviewing import violations
from planner.services.simulating import StoryPost
from tests.fresh import open_fresh

ZONE = "Europe/Brussels"
OWN = Mailbox("shop@story.example", "Atelier")
#: Monday, between the windows of 11:00 and 17:00.
MONDAY = datetime.fromisoformat("2026-11-23T14:00:00+01:00")


def at(text: str) -> datetime:
    """An instant of November 2026 in Brussels: "24 08:30"."""
    return datetime.fromisoformat(f"2026-11-{text.replace(' ', 'T')}:00+01:00")


class Killed(BaseException):
    """The process ends here: nothing after this line has happened."""


@dataclass(slots=True)
class Post(StoryPost):
    """A channel whose answers to a sender are chosen by the test; `tried` is every handover.

    `hers` are the ids of mails that lie among the owner's sent mail.
    """

    answers: Callable[[Outgoing], Outcome] = lambda _: Outcome(Handover.SENT)
    tried: list[Outgoing] = field(default_factory=list)
    hers: set[str] = field(default_factory=set)

    def receive(self, cursor: str) -> Iterable[Arrival]:
        for arrival in StoryPost.receive(self, cursor):
            yield replace(arrival, sent=arrival.message.foreign_id in self.hers)

    def send(self, message: Outgoing) -> Outcome:
        self.tried.append(message)
        outcome = self.answers(message)
        if outcome.handover in (Handover.SENT, Handover.PERHAPS):
            self.sent.append(message)
        return outcome


class Notes:
    """A desktop that remembers what it was asked to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def show(self, one: Notification) -> None:
        self.shown.append((one.title, one.body))

    def try_now(self, one: Notification) -> Showing:
        self.show(one)
        return Showing(State.SHOWN)


class Shop:
    """An open shop; live from its first instant unless told otherwise."""

    def __init__(self, folder: Path, now: datetime = MONDAY, *, live: bool = True, **shop) -> None:
        self.folder, self.clock = folder, StoryClock(now)
        self.story = Story("test.toml", StoryShop(zone=ZONE, name="Atelier", **shop), ())
        self.post, self._ids = Post("mail"), count(1)
        self.office = self._open()
        if live:
            self.office.go_live(True)
        self.office.tick()

    def _open(self) -> Office:
        return open_fresh(self.story, self.folder, self.clock, {"mail": self.post})

    @property
    def ctx(self):
        return self.office.ctx

    @property
    def sent(self) -> list[Outgoing]:
        return self.post.sent

    def restart(self) -> None:
        """Another process opens the same shop; the first one had no time to say goodbye."""
        self.ctx.store.close()
        self.clock.step(timedelta(minutes=2))  # the lease of a dead process runs out
        self.office = self._open()

    def arrive(self, who: str = "anne", text: str = "Un 42 ?", subject: str = "", **more) -> None:
        """Somebody writes; the next tick sees it."""
        number = next(self._ids)
        fields = {
            "foreign_id": f"m{number}",
            "received_at": self.clock.now(),
            "sender": Mailbox(f"{who}@example.net", who.title()),
            "subject": subject or f"Jupe de {who}",
            "text": text,
            "reply_text": text,
            "to": (OWN,),
            "message_id": f"<m{number}@example.net>",
            "envelope_from": f"{who}@example.net",
            "part_types": ("text/plain",),
        }
        self.post.waiting.append(Incoming(**{**fields, **more}))

    def write(self, *args, **more) -> int:
        """Somebody writes and the tick after it; the id of the newest open request."""
        self.arrive(*args, **more)
        self.office.tick()
        return max((r.id for r in self.open()), default=0)

    def go(self, to: datetime) -> None:
        """Let the time pass, with every tick that has something to do on the way."""
        while True:
            tick = self.office.tick()
            if self.clock.now() >= to:
                return
            wanted = tick.next_at or to
            self.clock.move_to(min(to, max(wanted, self.clock.now() + timedelta(seconds=1))))

    def sleep(self, to: datetime) -> None:
        """Let the time pass while the machine sleeps: no tick."""
        self.clock.move_to(to)

    @contextmanager
    def books(self):
        with self.ctx.store.read() as unit:
            yield unit

    def open(self):
        with self.books() as unit:
            return unit.requests.open()

    def request(self, request_id: int):
        with self.books() as unit:
            return unit.requests.get(request_id)

    def promise(self, request_id: int):
        with self.books() as unit:
            return unit.promises.standing().get(request_id)

    def promises(self):
        with self.books() as unit:
            return unit.promises.standing()

    def letters(self, request_id: int):
        with self.books() as unit:
            return unit.outbox.of(request_id)

    def events(self, name: str = ""):
        with self.books() as unit:
            return [e for e in unit.journal.events() if not name or e.event == name]

    def violations(self):
        with self.books() as unit:
            return violations(unit, self.ctx, self.clock.now())
