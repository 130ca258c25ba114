"""The rows of state: what is known at the moment, and whether it speaks against a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from planner.domain.outbox import Change

#: One acknowledgement a request in so long (needs.md 3.1).
AGAIN = timedelta(hours=24)
#: So many first words go to a person between two of the owner's own. A customer hears from her: who
#: had three automatic words and none of hers is no customer, or waits for her already.
MOST_FIRST = 3
#: A new subject so soon after an automatic word may be a machine's answer to it. Once is a person
#: who thought of something else; twice is a machine.
ECHO = timedelta(minutes=2)
MACHINE = 2
#: Servers note arrivals in whole seconds.
SECOND = timedelta(seconds=1)
#: No automatic text so soon after the owner's own words.
LIVE = timedelta(minutes=5)
#: The ceilings of row S7. A full week of a shop of one is some 150 answers: three times that within
#: an hour, or to one domain in a day, is not customers. Public mail hosts need no exception then.
TEN_MINUTES, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
TO_ADDRESS, OVER_ALL, TO_DOMAIN = 10, 500, 500


@dataclass(frozen=True, slots=True)
class Said:
    """An automatic word that left: when, about which requests, which dates it told (S2).

    `first`: it gave requests their first date. `news` is the day of news it named, if only one.
    """

    at: datetime
    requests: frozenset[int]
    handles: frozenset[str]
    first: bool = False
    news: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What was said to a person: automatic words, oldest first, and the owner's own last one."""

    said: tuple[Said, ...] = ()
    own_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many automatic letters left lately.

    To the address in ten minutes; in answer to mail, over all in an hour and to its domain in a
    day. A notice that the owner's key or the clock caused answers no mail and feeds no loop.
    """

    to_address: int = 0
    over_all: int = 0
    to_domain: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known when a letter is decided, about its person, its address and the hour.

    `came` is when the mail came, `since` from when on mail may be answered (the connection, the
    first day live). `said` are the automatic words to the person, `own_at` is the owner's own last
    word, `opened` the person's requests and when they began. `requests`, `handles`, `first`,
    `away` and `news` describe the words that would leave, `carried` that a
    notice takes them along, `note` that the mail reads like an
    absence note; `absent_since` is when the present absence began.
    """

    now: datetime
    came: datetime | None = None
    since: datetime | None = None
    known: bool = False
    whole: bool = True
    said: tuple[Said, ...] = ()
    own_at: datetime | None = None
    opened: tuple[tuple[int, datetime], ...] = ()
    requests: frozenset[int] = frozenset()
    handles: frozenset[str] = frozenset()
    first: bool = False
    carried: bool = False
    away: bool = False
    news: datetime | None = None
    note: bool = False
    absent_since: datetime | None = None
    counts: Counts = Counts()
    paused: bool = False
    blocked: bool = False

    @property
    def unanswered(self) -> tuple[Said, ...]:
        """The automatic words since the owner's own last one."""
        return tuple(x for x in self.said if self.own_at is None or x.at > self.own_at)


def handles(changes: Iterable[Change], purpose: str, request_id: int) -> frozenset[str]:
    """Which notice a letter is: the dates it tells, or its purpose and request."""
    dates = frozenset(f"{c.request_id} {c.kind} {c.due.isoformat()}" for c in changes)
    return dates or frozenset({f"{purpose} {request_id}"})


def reached(counts: Counts, address: str) -> tuple[str, ...]:
    """What a ceiling of S7 pauses: "all", "@domain" or the address; empty below them."""
    domain = "@" + address.rpartition("@")[2]
    found = (
        (address, counts.to_address >= TO_ADDRESS),
        ("all", counts.over_all >= OVER_ALL),
        (domain, counts.to_domain >= TO_DOMAIN),
    )
    return tuple(scope for scope, full in found if full)


def _told_enough(memory: Memory) -> bool:
    """S1, for words that give a first date: a date that moves is told whatever was said before.

    A letter that leaves anyway takes first dates along; but none for a machine, which would answer
    it for ever.
    """
    if not memory.first:
        return False
    told = not memory.carried and (_acknowledged(memory) or _told_of_absence(memory))
    return told or _often(memory) or _hasty(memory) or _answers_us(memory)


def _acknowledged(memory: Memory) -> bool:
    """A request has its acknowledgement within a day already."""
    lately = [said for said in memory.said if said.first and memory.now - said.at < AGAIN]
    return any(said.requests & memory.requests for said in lately)


def _often(memory: Memory) -> bool:
    return sum(said.first for said in memory.unanswered) >= MOST_FIRST


def _hasty(memory: Memory) -> bool:
    """The request began at a machine's pace, and was not the first one to."""
    echoes = [id_ for id_, at in memory.opened if _echoes(id_, at, memory.unanswered)]
    return len(echoes) >= MACHINE and not memory.requests.isdisjoint(echoes)


def _answers_us(memory: Memory) -> bool:
    """An absence note, without any mark, after an automatic word."""
    return memory.note and any(memory.now - said.at < AGAIN for said in memory.said)


def _echoes(request: int, opened: datetime, said: Iterable[Said]) -> bool:
    """Whether a request began right after an automatic word about something else."""
    words = (word for word in said if request not in word.requests)
    return any(-SECOND <= opened - word.at <= ECHO for word in words)


def _told_of_absence(memory: Memory) -> bool:
    """Once per person and absence: the same day of news is not told for a further request."""
    begun = memory.absent_since
    if not memory.away or begun is None or memory.news is None:
        return False
    return any(said.at >= begun and said.news == memory.news for said in memory.said)


def _told_already(memory: Memory) -> bool:
    """S2: the last word about these requests told these very dates."""
    about = [said for said in memory.unanswered if said.requests & memory.requests]
    return bool(about) and memory.handles <= max(about, key=lambda said: said.at).handles


def _history(memory: Memory) -> bool:
    return memory.came is not None and memory.since is not None and memory.came < memory.since


def _full(memory: Memory) -> bool:
    counts = memory.counts
    return memory.paused or bool(reached(counts, ""))


STATE_ROWS: MappingProxyType[str, Callable[[Memory], bool]] = MappingProxyType(
    {
        "S1": _told_enough,
        "S2": _told_already,
        "S4": lambda memory: not memory.whole,
        "S5": lambda memory: memory.known,
        "S6": _history,
        "S7": _full,
        "S8": lambda memory: memory.away and memory.absent_since is None,
        "U2": lambda memory: memory.blocked,
    }
)
