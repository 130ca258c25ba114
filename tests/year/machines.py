"""Two machines with one shop: each has a clock of its own, sleeps, and dies at any step."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from random import Random

from planner.clock import StoryClock
from planner.ports import Handover, Outcome
from planner.services.office import Office
from planner.services.simulating import StoryPost
from planner.texts import OwnTexts
from tests.fresh import open_fresh
from tests.shop import Killed

_PIDS = count(1000)


class Clock:
    """A machine's idea of the time: the true one, and by how much it is wrong."""

    def __init__(self, world, offset):
        self._world, self.offset = world, offset

    def now(self):
        return self._world.now + self.offset

    def monotonic(self):
        return self._world.now.timestamp()


class Fate:
    """Counts the steps of a process; at a chosen one it is killed."""

    def __init__(self):
        self.left = None

    def step(self):
        if self.left is None:
            return
        self.left -= 1
        if self.left <= 0:
            self.left = None
            raise Killed


class Mortal:
    """The store, in which a process may die just before a commit and just after it."""

    def __init__(self, store, machine):
        self._store, self._machine = store, machine

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextmanager
    def write(self):
        with self._store.write() as unit:
            yield unit
            self._machine.fate.step()
        self._machine.committed()
        self._machine.fate.step()


class Texts(OwnTexts):
    """They are followed at each look; so it is known when a pass looked."""

    def __init__(self, machine):
        super().__init__()
        self._machine = machine

    def follow(self):
        self._machine.looked_at = self._machine.clock.now()


@dataclass(slots=True)
class Mail(StoryPost):
    """The one mailbox, as a machine sees it: it may die, or fall asleep, around every hand-over."""

    machine: "Machine | None" = None

    def receive(self, cursor):
        for arrival in StoryPost.receive(self, cursor):
            self.machine.fate.step()
            yield arrival
        self.machine.nods_off()

    def send(self, message):
        self.machine.fate.step()
        self.machine.nods_off()
        outcome = self.machine.world.post(self.machine, message)
        self.machine.fate.step()
        self.machine.nods_off()
        return outcome


class Copies:
    """Where the daily copies would be."""

    def __init__(self):
        self.days = []

    def make(self, day):
        self.days.append(day)


class Desktop:
    """What was shown on both desktops."""

    def __init__(self):
        self.shown = []

    def show(self, one):
        self.shown.append(one)


@dataclass
class Machine:
    """A computer on which a service runs, most of the time."""

    world: object
    host: str
    clock: Clock
    fate: Fate = field(default_factory=Fate)
    asleep_until: object = None
    office: Office | None = None
    holder: str = ""
    busy: bool = False
    passing: bool = False
    looked_at: object = None
    next_at: object = None  # by its own clock

    def open(self):
        """The service starts."""
        self.holder = f"{self.host}:{next(_PIDS)}"
        mail = Mail("mail", waiting=self.world.mailbox, machine=self)
        at = self.clock.now()
        office = open_fresh(self.world.story, self.world.folder, StoryClock(at), {"mail": mail})
        ctx = replace(
            office.ctx,
            clock=self.clock,
            store=Mortal(office.ctx.store, self),
            texts=Texts(self),
            notifier=self.world.desktop,
            copies=self.world.copies,
            holder=self.holder,
            alive=self._alive,
        )
        self.office, self.next_at = Office(ctx), None

    def _alive(self, holder):
        if not holder.startswith(self.host + ":"):
            return None
        return self.office is not None and holder == self.holder

    @property
    def awake(self):
        asleep = self.asleep_until is not None and self.world.now < self.asleep_until
        return self.office is not None and not asleep and not self.busy

    def do(self, what):
        """Let the process do something; None when it was killed over it."""
        if not self.awake:
            return None
        self.busy = True
        try:
            return what(self.office)
        except Killed:
            self.killed()
            return None
        finally:
            self.busy = False

    def pass_(self):
        """One pass."""
        self.passing, self.looked_at = True, None
        done = self.do(Office.tick)
        self.passing = False
        if done is not None:
            self.next_at = done.next_at
        return done

    def committed(self):
        """The world hears of each pass that has noted what the clock brought."""
        if self.passing and self.looked_at is not None:
            self.world.passed(self.looked_at)
            self.looked_at = None

    def killed(self):
        """The system closes the files of a process that is gone; nothing else is done."""
        self.world.figures["kills"] += 1
        self.office.ctx.store.close()
        self.office = None
        self.world.later(self.world.dice.choice((1, 5, 300)), self.start)

    def start(self):
        """The system starts the service again."""
        if self.office is None:
            self.open()
            self.pass_()

    def nods_off(self):
        """In the middle of a pass the lid is closed, and the other machine goes on."""
        if self.world.dice.random() < self.world.nodding:
            self.world.others_go_on(self)


def outcome_of(dice: Random) -> Outcome:
    """What a server says: mostly yes, now and then nobody knows, later, or never."""
    roll = dice.random()
    if roll < 0.02:
        return Outcome(Handover.PERHAPS, "the connection broke")
    if roll < 0.05:
        return Outcome(Handover.LATER, "451 try again later")
    if roll < 0.055:
        return Outcome(Handover.REFUSED, "550 no such user")
    return Outcome(Handover.SENT)


def minutes(number):
    return timedelta(minutes=number)
