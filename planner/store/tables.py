"""The tables. Instants are UTC, enumerations text with a check, foreign ids unique a channel."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from planner.domain.outbox import LetterState
from planner.domain.promise import Kind, Standing
from planner.domain.request import State
from planner.domain.server_reply import Cover

#: Names for every constraint: SQLite cannot alter a constraint that has none.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Table(SQLModel):
    """What every table shares: the named constraints."""

    metadata = SQLModel.metadata


def one_of(column: str, values: type) -> CheckConstraint:
    """A check that a text column holds one of an enumeration's values."""
    words = ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]
    return CheckConstraint(f"{column} IN ({words})", name=column)


def _some(name: str, column: str, where: str) -> Index:
    """An index of a few rows only. SQLite takes it for a query that says `where` word for word.

    Another dialect is not named beside it: SQLAlchemy would import it, 2 MiB and 40 ms.
    """
    return Index(name, column, sqlite_where=text(where))


class PersonRow(Table, table=True):
    """A customer."""

    __tablename__ = "people"
    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    created_at: datetime
    #: Where they stand in a list: the name, or else the first address, as `people.sorted_by` says.
    sorted_by: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})


class AddressRow(Table, table=True):
    """A way to reach a person on one medium."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("medium", "address"),
        _some("ix_addresses_blocked", "blocked_until", "blocked_until IS NOT NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    medium: str
    address: str
    blocked_until: datetime | None = None


class RequestRow(Table, table=True):
    """What one person wants answered."""

    __tablename__ = "requests"
    __table_args__ = (
        one_of("state", State),
        Index("ix_requests_state_opened", "state", "opened_at"),
        Index("ix_requests_ended_at", "ended_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    channel: str
    address: str
    subject: str = ""
    thread: str = ""
    state: str = State.OPEN
    opened_at: datetime
    ended_at: datetime | None = None
    answers: int = 1
    minutes: int = 3
    language: str = ""
    tone: str = "calm"
    snoozed_until: datetime | None = None
    written: int = 1
    answerable: bool = True
    last_in_at: datetime
    last_out_at: datetime | None = None
    last_own_at: datetime | None = None
    asks: str = ""
    ready_to_buy: bool = False
    errand: str = ""
    #: The owner's own mark (urgent lane).
    urgent: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})
    #: The address of the owner's that the person wrote to: answers leave from it.
    written_to: str = Field(default="", sa_column_kwargs={"server_default": ""})


class MessageRow(Table, table=True):
    """One incoming or outgoing text; machines' mail is kept without a request."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("channel", "foreign_id"),)
    id: int | None = Field(default=None, primary_key=True)
    request_id: int | None = Field(default=None, foreign_key="requests.id", index=True)
    channel: str
    foreign_id: str
    mine: bool = False
    automatic: bool = False
    at: datetime
    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""
    text: str = ""
    reply_text: str = ""
    message_id: str = Field(default="", index=True)
    in_reply_to: str = ""
    refs: str = "[]"
    target: str = ""
    rows: str = ""
    readable: bool = True
    raw: bytes | None = None
    attachments: str = "[]"
    letter_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    #: Whether the mail server marked it as answered by itself; None where it marks nothing.
    told: bool | None = None


class PromiseRow(Table, table=True):
    """What a person has been told."""

    __tablename__ = "promises"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("state", Standing),
        Index("ix_promises_state_due", "state", "due"),
        Index("ix_promises_ended_at", "ended_at"),
        Index(
            "uq_promises_standing",
            "request_id",
            unique=True,
            sqlite_where=text("state = 'standing'"),  # one standing promise a request
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="requests.id", index=True)
    kind: str
    due: datetime
    window: str
    made_at: datetime
    state: str = Standing.STANDING
    moves: int = 0
    ended_at: datetime | None = None
    letter_id: int | None = Field(default=None, foreign_key="outbox.id")


class LetterRow(Table, table=True):
    """An outgoing message with the promises it carries."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", LetterState),
        Index("ix_outbox_state_not_before", "state", "not_before"),
        Index("ix_outbox_sent_at", "sent_at"),
        _some("ix_outbox_own", "created_at", "automatic IS 0"),
        _some("ix_outbox_copied", "id", "copied = 'wanted'"),  # empty but for moments
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    request_id: int = Field(foreign_key="requests.id", index=True)
    channel: str
    purpose: str
    to_address: str
    to_name: str = ""
    subject: str = ""
    body: str
    message_id: str = Field(unique=True)
    automatic: bool
    state: str = LetterState.QUEUED
    created_at: datetime
    not_before: datetime
    in_reply_to: str = ""
    refs: str = "[]"
    language: str = ""
    tries: int = 0
    sent_at: datetime | None = None
    detail: str = ""
    changes: str = "[]"
    reason: str = ""
    #: The copy among the sent mail: "wanted", "done", "" where none is asked for.
    copied: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: The owner's address that it leaves from; "" for the channel's own.
    from_address: str = Field(default="", sa_column_kwargs={"server_default": ""})


class AbsenceRow(Table, table=True):
    """An interval in which the owner is unavailable."""

    __tablename__ = "absences"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    half: str = ""
    since: datetime
    until: datetime | None = None
    created_at: datetime
    cancelled_at: datetime | None = None
    #: Which occurrence of a yearly absence it stands for; "" for one that was noted by itself.
    occurrence: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SpecialDayRow(Table, table=True):
    """What the owner decided about a day: closed, or (a holiday that is worked) as usual."""

    __tablename__ = "special_days"
    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(unique=True)
    closed: bool = True
    note: str = ""
    #: From when the weekly windows count on that day, "12:00"; "" for the usual hours.
    opens: str = Field(default="", sa_column_kwargs={"server_default": ""})


class CheckinRow(Table, table=True):
    """The day's energy, 1 to 5."""

    __tablename__ = "checkins"
    __table_args__ = (CheckConstraint("energy BETWEEN 1 AND 5", name="energy"),)
    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(unique=True)
    energy: int


class OccurrenceRow(Table, table=True):
    """What the tick has done, once a kind and key."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index("ix_occurrences_kind_at", "kind", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    at: datetime


class DecisionRow(Table, table=True):
    """A decision of the policy with the facts it read: append-only, replayable."""

    __tablename__ = "decisions"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    about: str = Field(index=True)
    rules_hash: str
    facts: str
    effects: str
    #: By effect: winner, overruled and agreeing rules; and the rules that failed by one line.
    reasons: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    near: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})


class PolicyRow(Table, table=True):
    """A policy that came into force; the newest one holds. Append-only: decisions name its hash."""

    __tablename__ = "policies"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    rules_hash: str = Field(index=True)
    name: str
    text: str
    house: str


class OwnerActionRow(Table, table=True):
    """What the owner did; the last one may be undone while its time runs."""

    __tablename__ = "owner_actions"
    __table_args__ = (_some("ix_owner_actions_undo", "undo_until", "undo_until IS NOT NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    kind: str
    data: str = "{}"
    undo_until: datetime | None = None
    undone_at: datetime | None = None


class CursorRow(Table, table=True):
    """How far a channel has been read, and how it is."""

    __tablename__ = "channel_cursors"
    channel: str = Field(primary_key=True)
    cursor: str = ""
    connected_at: datetime
    failures: int = 0
    next_try_at: datetime | None = None
    problem: str = ""


class AwayServerRow(Table, table=True):
    """A mail server's own away reply: what Entracte wants of it, left there, and found first.

    `left` and `before` are marks of ports.AwayState; `wanted` is the reply as JSON, "" for none.
    """

    __tablename__ = "away_servers"
    __table_args__ = (one_of("state", Cover),)
    channel: str = Field(primary_key=True)
    state: str = Cover.NOTHING
    wanted: str = ""
    left: str = ""
    before: str = ""
    looked_at: datetime | None = None
    failures: int = 0
    next_try_at: datetime | None = None
    problem: str = ""


class ServerWordRow(Table, table=True):
    """What a mail server said by itself, and when: mail of that time has been told `due`."""

    __tablename__ = "server_words"
    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(index=True)
    since: datetime
    until: datetime | None = None
    due: datetime
    name: str
    subject: str = ""
    text: str
    days: int = 7
    window: str = ""
    marks: bool = False  # the mail that it answered is marked


class LeaseRow(Table, table=True):
    """Who runs the tick, and until when."""

    __tablename__ = "leases"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime


class EventRow(Table, table=True):
    """What happened, in the words of `simulate` (design, section 8): append-only, for `why`."""

    __tablename__ = "events"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    event: str
    request_id: int | None = Field(default=None, index=True)
    data: str = "{}"
