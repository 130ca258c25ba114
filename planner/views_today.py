"""Today and the ledger as they are shown: what a start reads first, so nothing else stands here.

What comes from customers is foreign, as in `planner.views`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.face import Face as Face  # a part of what is shown

if TYPE_CHECKING:
    from planner.domain.time import Zone


@dataclass(frozen=True, slots=True)
class CoverView:
    """A channel while the machine is off: whether its server says something by itself.

    `state`: says, setting, taking, nothing, elsewhere, refused or none (no server of its own);
    `sentence` says it for the owner, and what to do where there is something.
    """

    channel: str
    state: str
    sentence: str
    due: datetime | None = None  # the day of news that the server names now


@dataclass(frozen=True, slots=True)
class WindowView:
    """One occurrence of an answering window; `day` is its local working day, ISO."""

    id: str
    day: str
    start: datetime
    end: datetime
    answers: int
    minutes: int
    planned: int = 0  # answers already promised or planned into it


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence as the owner sees it; `until` is None while no end is known."""

    id: int
    kind: str
    since: datetime
    until: datetime | None
    undo_until: datetime | None  # while undoing leaves no trace outside
    told: int  # people told or about to be told; never the number waiting
    tell_at: datetime | None  # when held notices leave (end of the quiet hours)
    been_told: bool = False  # notices have left since it began


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel's health: `ok`, `waiting` (retrying) or `off`, with a sentence when not ok."""

    name: str
    kind: str
    state: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ServiceView:
    """The service in the background: whether one runs, since when, its last pass that worked.

    `failing`: one sentence, "" when all is well, with the instant from which on it holds.
    """

    running: bool
    since: datetime | None = None
    last_pass: datetime | None = None
    failing: str = ""
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PolicyStand:
    """Which rules hold: the file they are from, since when (None: not yet noted), its hash.

    `problems` are those of the file as it is now; while there are any, what held before holds.
    """

    name: str
    since: datetime | None
    hash: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything the home screen says. Outside a window nothing in it counts requests (A-04)."""

    at: datetime
    zone: Zone
    language: str
    shop: str
    face: Face
    windows: tuple[WindowView, ...]  # of today's local working day
    quiet: tuple[tuple[datetime, datetime], ...]  # quiet hours that touch today
    current: WindowView | None
    next: WindowView | None
    load: float  # today's planned effort over what today holds, 0..1 and above
    day_full: bool
    at_risk: tuple[str, ...]  # one sentence each, without names
    holds: tuple[str, ...]  # what the policy says today, in the owner's words
    channels: tuple[ChannelView, ...]
    absence: AbsenceView | None
    rehearsal: bool
    problems: tuple[str, ...]
    day_start: datetime
    day_end: datetime
    policy: PolicyStand | None = None
    proposal: str = ""  # one sentence that she may answer with yes, later or never
    returning: str = ""  # "Welcome back. Today: one window, two small portions. ..."; "" otherwise
    covered: tuple[CoverView, ...] = ()  # what each channel says while the machine is off
    customer_until: datetime | None = None  # with a customer: the minutes stand still (J-01)
    service: ServiceView | None = None  # what works in the background; None in a story
    unseen: str = ""  # why notifications do not appear, on the day it was noticed


@dataclass(frozen=True, slots=True)
class PromiseView:
    """One line of the ledger.

    `state`: standing, pending, kept, moved, moved late, broken or released.
    """

    request: int
    person: str
    subject: str
    kind: str
    due: datetime
    state: str
    moves: int
    window: str
    decide: bool = False  # it slipped twice: only the owner can decide what is next (C-04)
    id: int = 0


@dataclass(frozen=True, slots=True)
class PromisePage:
    """A part of the ledger; `next` is what comes behind it, None at its end."""

    rows: tuple[PromiseView, ...]
    next: PromiseView | None = None


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Every promise there ever was; `outcomes` says how often promises of an answer were `kept`,
    `moved in time`, `moved late`, `released`, `broken` and `not delivered`.
    """

    rows: tuple[PromiseView, ...]
    outcomes: Mapping[str, int]
