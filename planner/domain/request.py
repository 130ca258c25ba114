"""A request: what one person wants answered, its states, and the transitions that are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from planner.errors import NotPossible


class State(StrEnum):
    """Where a request stands. Everything but `open` is an end (invariant 3, H-10)."""

    OPEN = "open"
    ANSWERED = "answered"
    RELEASED = "released"
    DECLINED = "declined"
    MERGED = "merged"
    CLOSED = "closed"  # by the person, or kept without an answer because a machine wrote it


TRANSITIONS = MappingProxyType(
    {
        State.OPEN: frozenset(State) - {State.OPEN},
        State.ANSWERED: frozenset({State.OPEN, State.CLOSED}),
        State.RELEASED: frozenset({State.OPEN, State.CLOSED}),
        State.DECLINED: frozenset({State.OPEN, State.CLOSED}),
        State.CLOSED: frozenset({State.OPEN}),
        State.MERGED: frozenset({State.OPEN}),
    }
)


@dataclass(frozen=True, slots=True)
class Effort:
    """What answering is expected to take. A heavy request counts 3 answers (needs.md 3.1)."""

    answers: int = 1
    minutes: int = 3

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.answers + other.answers, self.minutes + other.minutes)


#: How a request comes that is noted by hand: nothing can be sent there.
BY_HAND = ("phone", "shop")
NORMAL, HEAVY = Effort(1, 3), Effort(3, 9)


@dataclass(frozen=True, slots=True)
class Request:
    """One thread with one person on one subject, whatever the channel."""

    id: int
    person_id: int
    person: str
    channel: str
    subject: str
    state: State
    opened_at: datetime
    effort: Effort = NORMAL
    language: str = ""
    tone: str = "calm"
    snoozed_until: datetime | None = None
    written: int = 1  # how many messages the person wrote since the last answer
    answerable: bool = True  # may a machine answer? (autoreply.md)
    address: str = ""
    thread: str = ""
    last_in_at: datetime | None = None  # the person's last message
    last_out_at: datetime | None = None  # the last word that left, automatic or not
    last_own_at: datetime | None = None  # the owner's own last word
    asks: str = ""  # the questions in it, as planner.domain.questions writes them
    ready_to_buy: bool = False  # asked what a buyer asks; the owner may correct it
    urgent: bool = False  # the owner's own mark (needs.md 3.1, urgent lane)
    written_to: str = ""  # the owner's address the person wrote to; answers leave from it
    errand: str = ""  # the trip or the check it shares with others; "" for none

    def is_put_aside(self, now: datetime) -> bool:
        """Whether the owner put it aside until a moment to come."""
        return self.snoozed_until is not None and self.snoozed_until > now

    def may_become(self, state: State) -> bool:
        """Whether the table of transitions allows this step."""
        return state in TRANSITIONS[self.state]


#: Past so long on open days nobody who came later is dealt first (A-09).
TARGET_AGE = timedelta(hours=24)


def aged(request: Request, now: datetime, since: datetime | None = None) -> bool:
    """Whether a request is past its target age (A-09).

    `since` is the instant that lies the target age of open days before `now`, where the caller
    knows the schedule; without it every hour counts.
    """
    return request.opened_at <= (since if since is not None else now - TARGET_AGE)


def step(request: Request, state: State) -> State:
    """The state after a step; raises NotPossible when the table forbids it."""
    if not request.may_become(state):
        raise NotPossible(
            f"Request {request.id} is {request.state}; it cannot become {state}.",
            do="Look at it with `entracte why`.",
        )
    return state
