"""The office: one object that the dashboard and the command line talk to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from planner.domain.outbox import LetterState
from planner.domain.promise import Promise
from planner.domain.questions import read
from planner.domain.request import BY_HAND, Request, State
from planner.domain.summary import summary
from planner.domain.tone import read_tone
from planner.domain.window import windows_between
from planner.errors import StoreError, WrongUse
from planner.locale import gettext as _
from planner.locale import language as reader
from planner.services import absences as planned
from planner.services import answering, days, giving, grouping, sorting, unavailable
from planner.services.asking.can_i import can_i
from planner.services.asking.why import why
from planner.services.cards import here_because
from planner.services.context import Context
from planner.services.dealing import deal, past_their_age
from planner.services.importing import import_mail
from planner.services.ledger import LedgerRow, ledger_view, promise_views
from planner.services.planning import Situation, look
from planner.services.rooms import spent
from planner.services.ticking import Tick, let_go, tick
from planner.services.today import (
    LEDGER_DAYS,
    Reading,
    Told,
    today_view,
    view,
)
from planner.store.messages import Stored
from planner.store.unit import Unit
from planner.views import (
    CanView,
    CardView,
    ChannelView,
    DeskView,
    Done,
    DraftView,
    ErrandView,
    HolidayView,
    LedgerView,
    ListedAbsence,
    MessageView,
    PlannedView,
    PlanView,
    PromiseView,
    RequestView,
    TodayView,
    WhyView,
    WindowView,
)


class Office:
    """Implements planner.doors.BackOffice over the services: one transaction a call."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._ticking = threading.Lock()

    # What is shown

    def today(self) -> TodayView:
        """The home screen's content."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            reading = read_today(unit, self.ctx, now)
        settings = replace(self.ctx.settings, schedule=self.ctx.schedule)
        return today_view(reading, settings, self.ctx.policy, now)

    def desk(self) -> DeskView:
        """The current portion."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            situation = look(unit, self.ctx, now)
            portion = deal(situation, unit, self.ctx)
        if portion.window is None:
            return DeskView(False, _("No window is open now."), (), 0, None)
        if portion.full:
            sentence = _("The day is full. What remains has a place on another day.")
            return DeskView(False, sentence, (), 0, portion.window.end)
        cards = self._cards(portion.requests, situation)
        sentence = "" if cards else _("This window is empty. The time is yours.")
        return DeskView(True, sentence, cards, portion.minutes_left, portion.window.end)

    def request(self, request_id: int) -> RequestView:
        """One request beside its history; raises NotFound."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            request = unit.requests.get(request_id)
            told = unit.promises.standing()
            promise = told.get(request.id)
            old = past_their_age([request], self.ctx.absences(unit, now), self.ctx, now)
            others = grouping.awake(unit.requests.asking(request.asks), now)
            alike = grouping.asks_the_same(request, others)
            language = request.language or self.ctx.settings.shop.language
            theirs = [r for r in unit.requests.of(request.person_id) if r.id != request.id]
            return RequestView(
                id=request.id,
                person=request.person,
                address=request.address,
                channel=request.channel,
                subject=request.subject,
                state=request.state,
                written=request.written,
                language=request.language,
                tone=request.tone,
                due=promise.due if promise else None,
                due_kind=promise.kind if promise else "",
                messages=tuple(_message(m, language) for m in unit.messages.of(request.id)),
                others=tuple(_card(r, told.get(r.id)) for r in theirs if r.state == "open"),
                why=self._because(request, promise, now, past_age=bool(old)),
                same=tuple(_card(r, told.get(r.id)) for r in alike),
            )

    def _cards(self, requests: Sequence[Request], situation: Situation) -> tuple[CardView, ...]:
        """The cards of a portion: each says why it is here and who else asks the same."""
        old = past_their_age(requests, situation.absences, self.ctx, situation.now)
        awake = grouping.awake(situation.requests, situation.now)
        cards = []
        for request in requests:
            promise = situation.told.get(request.id)
            same = grouping.asks_the_same(request, awake)
            because = self._because(request, promise, situation.now, past_age=request.id in old)
            cards.append(
                replace(_card(request, promise), because=because, same=tuple(r.id for r in same))
            )
        return tuple(cards)

    def _because(
        self, request: Request, promise: Promise | None, now: datetime, *, past_age: bool
    ) -> str:
        ends = self.ctx.bounds(self.ctx.day(now))[1]
        return here_because(request, promise, now, today_ends=ends, past_age=past_age)

    def errands(self) -> tuple[ErrandView, ...]:
        """The errands of open requests, by name."""
        with self.ctx.store.read() as unit:
            told = unit.promises.standing()
            return tuple(
                ErrandView(name, tuple(_card(r, told.get(r.id)) for r in shared))
                for name, shared in sorting.errands(unit).items()
            )

    def promises(self) -> tuple[PromiseView, ...]:
        """The ledger, soonest first."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            ledger = unit.promises.ledger(now - LEDGER_DAYS)
            rows = _rows(unit, ledger)
        return promise_views(rows)

    def ledger(self) -> LedgerView:
        """Every promise there ever was, and how they ended."""
        with self.ctx.store.read() as unit:
            rows = _rows(unit, unit.promises.ledger(datetime.min.replace(tzinfo=UTC)))
            return ledger_view(rows, *unit.promises.moved())

    def windows(self, days: int = 14) -> tuple[WindowView, ...]:
        """The windows of the coming days, soonest first."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            reading = read_today(unit, self.ctx, now)
        found = windows_between(
            self.ctx.schedule,
            now,
            now + timedelta(days=days),
            reading.absences,
            self.ctx.policy.closed,
        )
        return tuple(view(w, reading.promises) for w in found)

    def plan(self) -> PlanView:
        """Every open request's place."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            situation = look(unit, self.ctx, now)
        return PlanView(
            tuple(_planned(r, situation) for r in situation.requests), situation.plan.certificate
        )

    def why(self, request_id: int) -> WhyView:
        """The reasons behind every date and message of a request; raises NotFound."""
        with self.ctx.store.read() as unit:
            return why(unit, self.ctx, request_id, self.ctx.clock.now())

    def can_i(
        self, subject: str, minutes: int, answers: int = 1, by: datetime | None = None
    ) -> CanView:
        """The earliest honest date of a new job, and whom it would push; writes nothing."""
        return can_i(self.ctx, subject, minutes, answers, by)

    # What the owner does

    def answer(
        self, request_id: int, text: str, *, now: bool = False, by: date | None = None
    ) -> Done:
        """The owner's own answer."""
        return answering.answer(self.ctx, request_id, text, now=now, by=by)

    def answer_group(
        self,
        request_id: int,
        text: str,
        also: Sequence[int] | None = None,
        *,
        now: bool = False,
    ) -> Done:
        """One draft for all who ask the same, each in a letter of their own."""
        return grouping.answer_group(self.ctx, request_id, text, also, now=now)

    def drafts(
        self,
        request_id: int,
        text: str,
        also: Sequence[int] | None = None,
        *,
        now: bool = False,
    ) -> tuple[DraftView, ...]:
        """What `answer_group` would send."""
        return grouping.drafts(self.ctx, request_id, text, also, now=now)

    def mark_ready(self, request_id: int, ready: bool) -> Done:
        """Correct the guess that somebody is ready to buy."""
        return sorting.mark_ready(self.ctx, request_id, ready)

    def share_errand(self, request_ids: Sequence[int], name: str) -> Done:
        """Put requests on one errand; an empty name takes them off theirs."""
        return sorting.share_errand(self.ctx, request_ids, name)

    def release(self, request_id: int, alternative: str = "") -> Done:
        """Say honestly that no answer will come."""
        return answering.release(self.ctx, request_id, alternative)

    def decline(self, request_id: int, text: str = "") -> Done:
        """Decline."""
        return answering.decline(self.ctx, request_id, text)

    def snooze(self, request_id: int, until: datetime) -> Done:
        """Put aside until an instant."""
        return answering.snooze(self.ctx, request_id, until)

    def add(
        self,
        text: str,
        person: str,
        via: str = "shop",
        *,
        by: date | None = None,
        as_said: bool = False,
    ) -> Done:
        """A request noted by hand."""
        return giving.add(self.ctx, text, person, via, by=by, as_said=as_said)

    def away(
        self,
        kind: str = "closed",
        since: datetime | None = None,
        until: datetime | None = None,
        half: str = "",
    ) -> Done:
        """Unavailable."""
        return unavailable.away(self.ctx, kind, since, until, half)

    def extend(self) -> Done:
        """One day more."""
        return unavailable.extend(self.ctx)

    def back(self) -> Done:
        """Available again."""
        return unavailable.back(self.ctx)

    def undo(self) -> Done:
        """Take the last action back while its time runs."""
        return unavailable.undo(self.ctx)

    def absences(self) -> tuple[ListedAbsence, ...]:
        """Absences now, to come and that come again."""
        return planned.absences(self.ctx)

    def cancel_absence(self, key: str) -> Done:
        """Take back a planned absence."""
        return planned.cancel_absence(self.ctx, key)

    def holidays(self, year: int | None = None) -> tuple[HolidayView, ...]:
        """Public holidays, as proposals."""
        return days.holidays(self.ctx, year)

    def close_days(self, named: Sequence[date] = (), year: int | None = None) -> Done:
        """Close days."""
        return days.close_days(self.ctx, named, year)

    def open_days(self, named: Sequence[date]) -> Done:
        """Work on days as usual."""
        return days.open_days(self.ctx, named)

    def check_in(self, energy: int) -> Done:
        """Note the day's energy, 1 to 5: the policy's table reads it."""
        if energy not in range(1, 6):
            raise WrongUse(_("Energy goes from 1 to 5."))
        now = self.ctx.clock.now()
        day = self.ctx.day(now)
        with self.ctx.store.write() as unit:
            unit.calendar.check_in(day, energy)
            unit.journal.act(now, "checkin", day=day, energy=energy)
        self.ctx.policy.felt(day, energy)
        return Done(_("Noted."))

    def go_live(self, live: bool) -> Done:
        """Start sending automatic messages, or go back to rehearsal (L-04)."""
        now = self.ctx.clock.now()
        with self.ctx.store.write() as unit:
            if live:
                unit.journal.once("live", "since", now)
            else:
                unit.journal.forget("live", "since")
            unit.journal.act(now, "live" if live else "rehearsal")
        if live:
            return Done(_("Live: whoever writes from now on is told an honest date."))
        return Done(_("Rehearsal: automatic messages are composed and shown, and not sent."))

    def import_mail(self, path: Path, progress: Callable[[int, int], None]) -> Done:
        """Read an mbox, a Maildir or a folder of .eml; never answered, idempotent."""
        return import_mail(self.ctx, path, progress)

    # The tick

    def tick(self) -> Tick:
        """One reconciling pass, unless one runs already here or elsewhere."""
        if not self._ticking.acquire(blocking=False):
            return Tick(ran=False)
        try:
            return tick(self.ctx)
        finally:
            self._ticking.release()

    def revision(self) -> int:
        """A number that changes when the data changed: cheap to poll."""
        return self.ctx.store.revision()

    def close(self) -> None:
        """Let go of the lease and the file, whatever state the file is in."""
        try:
            with suppress(StoreError):  # the lease runs out by itself
                let_go(self.ctx)
        finally:
            self.ctx.store.close()


def read_today(unit: Unit, ctx: Context, now: datetime) -> Reading:
    """The facts behind Today, through the store."""
    ctx.refresh(unit)
    promises = unit.promises.standing()
    requests = {r.id: r for r in unit.requests.some(list(promises))}
    waiting = [
        x for x in unit.outbox.in_state(LetterState.QUEUED) if x.automatic and x.not_before > now
    ]
    action = unit.journal.last_action()
    used, _parts = spent(unit, ctx, now)
    return Reading(
        absences=ctx.absences(unit, now),
        promises=tuple((p, requests[p.request_id].effort) for p in promises.values()),
        used=used[ctx.day(now)],
        channels=tuple(_channel(unit, ctx, name) for name in ctx.receivers),
        live=unit.journal.has("live", "since"),
        told=Told(
            len({x.person_id for x in waiting}),
            max((x.not_before for x in waiting), default=None),
        ),
        undo_until=action.undo_until if action else None,
        stuck=bool(unit.outbox.in_state(LetterState.FAILED)),
        held=unit.outbox.held(),
        spoken=tuple(p for p in promises.values() if requests[p.request_id].channel in BY_HAND),
        stranded=unit.promises.stranded(),
    )


def _channel(unit: Unit, ctx: Context, name: str) -> ChannelView:
    problem = unit.channels.problem(name)
    kind = next((c.kind for c in ctx.settings.channels if c.name == name), "")
    return ChannelView(name, kind, "waiting" if problem else "ok", problem)


def _card(request: Request, promise: Promise | None) -> CardView:
    return CardView(
        id=request.id,
        person=request.person,
        subject=request.subject,
        channel=request.channel,
        due=promise.due if promise else None,
        hostile=request.tone == "hostile",
        asks=tuple(sorted(read(request.asks))),
        ready_to_buy=request.ready_to_buy,
        errand=request.errand,
    )


def _message(message: Stored, language: str) -> MessageView:
    hostile = not message.mine and read_tone(message.text, language).level == "hostile"
    return MessageView(
        at=message.at,
        mine=message.mine,
        automatic=message.automatic,
        text=message.text,
        state=message.state,
        readable=message.readable,
        attachments=message.attachments,
        folded=summary(message.text, reader()) if hostile else "",
    )


def _rows(unit: Unit, promises: Sequence[Promise]) -> list[LedgerRow]:
    requests = {r.id: r for r in unit.requests.some([p.request_id for p in promises])}
    return [
        LedgerRow(p, r.person, r.subject, r.state is State.OPEN, r.answerable)
        for p in promises
        for r in [requests[p.request_id]]
    ]


def _planned(request: Request, situation: Situation) -> PlannedView:
    place = situation.place(request.id)
    return PlannedView(
        request=request.id,
        person=request.person,
        subject=request.subject,
        window=place.id if place else None,
        start=place.start if place else None,
        reason=situation.plan.reasons.get(str(request.id), ""),
    )
