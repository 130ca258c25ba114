"""What every service is given by bootstrap: settings, clock, store, policy, channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Event
from uuid import uuid4

from planner.domain.absence import yearly
from planner.domain.autoreply import Me
from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Schedule, with_special
from planner.locale.dates import short
from planner.ports import (
    AwayServer,
    Clock,
    Keeper,
    Notifier,
    OpenArchive,
    Receiver,
    Sender,
    Unpack,
    Watcher,
)
from planner.services.facts import read_known
from planner.services.policy import InForce, Policy
from planner.services.policy.house import house
from planner.services.policy.returning import days_of_return
from planner.settings import Settings
from planner.settings_own import OwnSettings
from planner.store.backups import Backups
from planner.store.channels import Hold
from planner.store.engine import Store
from planner.store.unit import Unit
from planner.texts import OwnTexts
from planner.texts.shipped import Overrides
from planner.views_doctor import Finding
from planner.views_today import ServiceView

LEASE = "tick"
LEASE_SECONDS = 90.0
EVER = datetime.min.replace(tzinfo=UTC)


class Overtaken(Exception):
    """Another process holds the lease by now: this pass ends, and that one goes on."""


@dataclass(slots=True)
class Noted:
    """The schedule with the days that the owner decided about, as of the last look."""

    schedule: Schedule | None = None


@dataclass(slots=True)
class Copied:
    """Of which day a copy is known to be there; when to try again where it could not be made."""

    day: date | None = None
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The wiring, once. `media` names the medium of a channel: addresses belong to media."""

    own: OwnSettings
    clock: Clock
    store: Store
    in_force: InForce
    receivers: Mapping[str, Receiver]
    senders: Mapping[str, Sender]
    notifier: Notifier
    archive: OpenArchive
    unpack: Unpack
    media: Mapping[str, str] = field(default_factory=dict)
    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    watchers: tuple[Watcher, ...] = ()
    away_servers: Mapping[str, AwayServer] = field(default_factory=dict)
    texts: OwnTexts = field(default_factory=OwnTexts)
    holder: str = field(default_factory=lambda: uuid4().hex)
    earliest: datetime = EVER  # a clock that says less is wrong
    connect: Callable[[Settings], Sequence[Receiver | Sender]] = lambda _settings: ()
    # Is another holder's process there? None: it is on another machine, and cannot be asked.
    alive: Callable[[str], bool | None] = lambda _holder: True
    service: Callable[[], ServiceView | None] = lambda: None  # what works in the background
    stopping: Event = field(default_factory=Event)  # set: a pass ends at its next safe point
    examine: Callable[[], tuple[Finding, ...]] = lambda: ()  # how everything is
    noted: Noted = field(default_factory=Noted)
    copies: Backups | None = None  # stories and the demo make none
    copied: Copied = field(default_factory=Copied)

    @property
    def settings(self) -> Settings:
        """Her settings, as of the last look."""
        return self.own.current

    @property
    def schedule(self) -> Schedule:
        """The shop's windows and days, where the owner is."""
        return self.noted.schedule or self.settings.schedule

    @property
    def policy(self) -> Policy:
        """The rules that hold, with what was known at the last look."""
        return self.in_force.policy

    @property
    def overrides(self) -> Overrides:
        """The owner's own texts, as of the last look."""
        return self.texts.current

    def refresh(self, unit: Unit) -> None:
        """Read what was decided here or by another process: days, rules, texts, the day so far."""
        now = self.clock.now()
        self.own.follow()
        self.texts.follow()
        schedule = with_special(self.settings.schedule, unit.calendar.special_days())
        if schedule != self.schedule:  # else the one that knows its windows stays
            self.noted.schedule = schedule
        self.in_force.beside(house(schedule.quiet))
        self.in_force.follow()
        if self.in_force.since is None and (held := unit.decisions.in_force()):
            self.in_force.remember(held.text, held.name, held.policy, held.at)
        day = self.day(now)
        known = read_known(unit, day, self.bounds(day)[0], now, self.policy.asks)
        absences = self.absences(unit, now)
        usual = self.policy.returning({}).knowing(known, self.schedule, absences)
        ramp = days_of_return(usual, now, unit.requests.waiting_at)
        self.in_force.policy = usual.returning(ramp)

    def absences(self, unit: Unit, now: datetime) -> tuple[Absence, ...]:
        """The absences that were noted, and those of every year; oldest first."""
        found = unit.calendar.absences()
        if not self.schedule.yearly_absences:
            return found
        of_settings = yearly(self.schedule, now, unit.calendar.replaced())
        return tuple(
            sorted((*found, *of_settings), key=lambda absence: (absence.since, absence.id))
        )

    @property
    def host(self) -> str:
        """The host of our own Message-IDs, this shop's alone (row E4 of autoreply.md)."""
        known = (*self.settings.shop.address, *(c.own_address for c in self.settings.channels))
        domain = next(filter(None, known), "").rpartition("@")[2]
        return f"entracte.{domain or 'invalid'}"

    def own_address(self, channel: str) -> str:
        """The address a channel writes from."""
        found = next((c for c in self.settings.channels if c.name == channel), None)
        named = found.own_address if found else ""
        return named or next(iter(sorted(self.me.addresses)), "")

    @property
    def me(self) -> Me:
        """The owner's own addresses, for autoreply.md."""
        named = {c.own_address for c in self.settings.channels if c.own_address}
        return Me(frozenset({*self.settings.shop.address, *named}), self.host)

    def hold(self, unit: Unit, now: datetime) -> Hold:
        """Take the lease of the tick, or renew it."""
        return unit.channels.hold(LEASE, self.holder, now, LEASE_SECONDS, self.alive)

    def holds(self, unit: Unit) -> bool:
        """Whether the lease is still ours in the middle of a pass; writes nothing."""
        return unit.channels.held_by(LEASE) == self.holder

    def renew(self, unit: Unit, now: datetime) -> bool:
        """Keep the lease in the middle of a pass, at every letter and batch; False when another
        process has it by now: whatever this one knows may be old.
        """
        return unit.channels.renew(LEASE, self.holder, now, LEASE_SECONDS)

    def day(self, at: datetime) -> date:
        """The working day of an instant."""
        return working_day(at, self.schedule.zone, self.schedule.day_starts)

    def when(self, at: datetime, now: datetime) -> str:
        """A moment in words for the owner: in the shop's language, by the clock where she is."""
        return short(at, now, self.schedule.zone, self.settings.shop.language)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """When a working day begins and ends."""
        return day_bounds(day, self.schedule.zone, self.schedule.day_starts)
