"""The office: one object that the dashboard and the command line talk to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from planner.domain.outbox import LetterState
from planner.domain.promise import Promise
from planner.domain.request import Request
from planner.domain.summary import summary
from planner.domain.tone import read_tone
from planner.domain.window import windows_between
from planner.errors import StoreError, WrongUse
from planner.locale import gettext as _
from planner.locale import language as reader
from planner.services import absences as planned
from planner.services import answering, days, unavailable
from planner.services.context import Context
from planner.services.dealing import deal
from planner.services.explaining import here_because, why
from planner.services.importing import import_mail
from planner.services.planning import Situation, look, spent
from planner.services.ticking import Tick, let_go, tick
from planner.services.today import (
    LEDGER_DAYS,
    Reading,
    Told,
    promise_state,
    today_view,
    view,
)
from planner.store.messages import Stored
from planner.store.unit import Unit
from planner.views import (
    CardView,
    ChannelView,
    DeskView,
    Done,
    HolidayView,
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
    """Implements planner.views.BackOffice over the services: one transaction a call."""

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
        cards = tuple(_card(r, situation.told.get(r.id)) for r in portion.requests)
        sentence = "" if cards else _("This window is empty. The time is yours.")
        return DeskView(True, sentence, cards, portion.minutes_left, portion.window.end)

    def request(self, request_id: int) -> RequestView:
        """One request beside its history; raises NotFound."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            request = unit.requests.get(request_id)
            told = unit.promises.standing()
            promise = told.get(request.id)
            language = request.language or self.ctx.settings.shop.language
            others = [r for r in unit.requests.of(request.person_id) if r.id != request.id]
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
                others=tuple(_card(r, told.get(r.id)) for r in others if r.state == "open"),
                why=here_because(request, promise, now),
            )

    def promises(self) -> tuple[PromiseView, ...]:
        """The ledger, soonest first."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            ledger = unit.promises.ledger(now - LEDGER_DAYS)
            requests = {r.id: r for r in unit.requests.some([p.request_id for p in ledger])}
        return tuple(_promise(p, requests[p.request_id]) for p in ledger)

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

    # What the owner does

    def answer(
        self, request_id: int, text: str, *, now: bool = False, by: date | None = None
    ) -> Done:
        """The owner's own answer."""
        return answering.answer(self.ctx, request_id, text, now=now, by=by)

    def release(self, request_id: int, alternative: str = "") -> Done:
        """Say honestly that no answer will come."""
        return answering.release(self.ctx, request_id, alternative)

    def decline(self, request_id: int, text: str = "") -> Done:
        """Decline."""
        return answering.decline(self.ctx, request_id, text)

    def snooze(self, request_id: int, until: datetime) -> Done:
        """Put aside until an instant."""
        return answering.snooze(self.ctx, request_id, until)

    def add(self, text: str, person: str, via: str = "shop") -> Done:
        """A request noted by hand."""
        return answering.add(self.ctx, text, person, via)

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
    efforts = {r.id: r.effort for r in unit.requests.some(list(promises))}
    waiting = [
        x for x in unit.outbox.in_state(LetterState.QUEUED) if x.automatic and x.not_before > now
    ]
    action = unit.journal.last_action()
    used, _parts = spent(unit, ctx, now)
    return Reading(
        absences=ctx.absences(unit, now),
        promises=tuple((p, efforts[p.request_id]) for p in promises.values()),
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


def _promise(promise: Promise, request: Request) -> PromiseView:
    return PromiseView(
        request=promise.request_id,
        person=request.person,
        subject=request.subject,
        kind=promise.kind,
        due=promise.due,
        state=promise_state(promise),
        moves=promise.moves,
        window=promise.window,
    )


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
