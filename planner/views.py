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
    pass


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
