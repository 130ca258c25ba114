"""What a person is shown: frozen values that cross from the services to the dashboard and the CLI.

Texts that come from customers are foreign: they pass through `tui/text.py` (or the command line's
own cleaning) before they reach a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from planner.face import Face as Face  # a part of what is shown

if TYPE_CHECKING:
    from planner.domain.time import Zone
    from planner.views_away import CoverView


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


@dataclass(frozen=True, slots=True)
class LetterView:
    """A message that has not surely arrived.

    `state`: queued, handing over, failed or perhaps (delivered); `reason` is what the last server
    said, or what kept it here.
    """

    id: int
    request: int
    person: str
    to: str
    subject: str
    state: str
    automatic: bool
    written_at: datetime
    leaves_at: datetime | None
    tries: int
    reason: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A request in a list: two lines."""

    id: int
    person: str
    subject: str
    channel: str
    due: datetime | None
    hostile: bool = False
    because: str = ""  # why it stands where it stands
    asks: tuple[str, ...] = ()  # the reflex questions in it
    same: tuple[int, ...] = ()  # requests of others who ask the same
    ready_to_buy: bool = False
    errand: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One paragraph of a conversation.

    `folded` is a neutral line to show in place of a hostile text until the owner opens it on
    purpose (G-01, G-02); empty for all others.
    """

    at: datetime
    mine: bool
    automatic: bool
    text: str
    state: str = ""  # of an outgoing one: queued, sent, perhaps, failed, rehearsed
    readable: bool = True
    attachments: tuple[str, ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment of a request. `size` in bytes; `warning` is a sentence, or empty."""

    number: int
    name: str
    type: str
    size: int
    at: datetime
    warning: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """Attachments that were saved, by their paths; `missing` are in no mailbox any more."""

    files: tuple[str, ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request beside its history."""

    id: int
    person: str
    address: str
    channel: str
    subject: str
    state: str
    written: int
    language: str
    tone: str
    due: datetime | None
    due_kind: str
    messages: tuple[MessageView, ...]
    others: tuple[CardView, ...]  # the person's other open requests
    why: str  # "here because: due today, ready to buy, arrived 19 h ago"
    same: tuple[CardView, ...] = ()  # others who ask the same
    since: datetime | None = None  # when the person wrote about it first
    earlier: tuple[str, ...] = ()  # subjects of what has ended, the latest first, three at most
    reply_until: datetime | None = None  # a network takes no answer afterwards (L-05)


@dataclass(frozen=True, slots=True)
class DeskView:
    """The portion that the open window deals; empty with a sentence when it deals nothing."""

    open: bool
    sentence: str
    portion: tuple[CardView, ...]
    minutes_left: int
    window_end: datetime | None
    pause: str = ""  # a break that is offered between two portions; going on is free (E-06)
    pause_until: datetime | None = None  # when that break would be over


@dataclass(frozen=True, slots=True)
class DraftView:
    """One letter of a group before it is sent: who asked what, and what they would read."""

    request: int
    person: str
    asked: str
    text: str


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A beginning for an answer: its name for the owner, and its words with slots left open."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrandView:
    """A trip or a check that several requests share."""

    name: str
    requests: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did, in one sentence for the owner, and whether `undo` can take it back.

    `hint` is something to think about, once; it never stops anything (C-07).
    """

    sentence: str
    undo_until: datetime | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PlannedView:
    """One request's place in the plan: a window or none, and why."""

    request: int
    person: str
    subject: str
    window: str | None
    start: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan as it stands; `certificate` is `optimal` or `within k` (minutes of lateness)."""

    rows: tuple[PlannedView, ...]
    certificate: str


@dataclass(frozen=True, slots=True)
class PassedLimit:
    """A limit that she passed on purpose (F-04): the rule, its words, and her own word."""

    at: datetime
    rule: str
    say: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """A day of the review: answers given, and the windows in which she answered."""

    day: date
    answers: int
    windows: tuple[datetime, ...]  # the starts of those that were used
    open: bool  # whether any window was


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The week: how promises of an answer ended, days of rest, limits passed and not shown yet.

    `longest_rest` is the longest time without an action of hers, the one that lasts included.
    """

    since: datetime
    outcomes: Mapping[str, int]
    rest: tuple[date, ...]
    passed: tuple[PassedLimit, ...]
    sentences: tuple[str, ...]
    days: tuple[ReviewDay, ...] = ()
    longest_rest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class WhyView:
    """The reasons behind something, as sentences and as facts."""

    about: str
    sentences: tuple[str, ...]
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DateView:
    """What can honestly be said of a job: `answer` or `news`, by when, and its planned window."""

    kind: str
    due: datetime
    window: str | None
    start: datetime | None


@dataclass(frozen=True, slots=True)
class PushView:
    """A request that would give way. `told`: its date would change, so the person is written to.

    `due_from` and `due_to` are None, like `kind`, where no date for an answer has been told.
    """

    request: int
    person_id: int
    person: str
    subject: str
    window_from: str
    window_to: str | None
    start_to: datetime | None
    due_from: datetime | None
    due_to: datetime | None
    kind: str | None
    told: bool


@dataclass(frozen=True, slots=True)
class CanView:
    """Whether a new job can be done, by when, and whom it would push.

    `answer`: yes, yes-but (others give way, or the room for the unforeseen is used), later (room,
    but too far ahead for a date), news, no, or none (no window is ahead). `date` is that of the
    answer, or the nearest one of a no. `people` would have to be written to.
    """

    subject: str
    minutes: int
    answers: int
    by: datetime | None
    answer: str
    date: DateView | None
    pushes: tuple[PushView, ...]
    people: int
    beyond_fill: bool
    sentence: str = ""
    you_can_say: str = ""


@dataclass(frozen=True, slots=True)
class HoursGroup:
    """Days (Monday 0) that have the same windows, as local times "11:00"."""

    days: tuple[int, ...]
    windows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HoursView:
    """The usual week of answering, in words for a page and as data (B-08)."""

    language: str
    zone: str
    about: str
    greeting: str
    open: tuple[HoursGroup, ...]
    rest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A public holiday: a proposal until the owner decides.

    `state`: proposed, closed, open (worked as usual), free (no window that day anyway) or settings
    (settings.toml says what happens).
    """

    day: date
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class ListedAbsence:
    """An absence in the list. `state`: current, planned, weekly or yearly.

    The last two are lines of the settings: `says` when in words, and they have no id.
    """

    id: str
    kind: str
    state: str
    since: datetime | None = None
    until: datetime | None = None
    half: str = ""
    note: str = ""
    says: str = ""
