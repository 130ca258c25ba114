"""The office: one object that the dashboard and the command line talk to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from planner.domain.request import Request
from planner.domain.window import windows_between
from planner.locale import gettext as _
from planner.services import (
    answering,
    attachments,
    days,
    grouping,
    looking,
    noting,
    own_texts,
    pausing,
    people,
    receiving,
    resending,
    sorting,
)
from planner.services.arranging.connecting import try_channel
from planner.services.arranging.rows import arrangement
from planner.services.arranging.saving import save_setting
from planner.services.arranging.trying import setting_form, try_setting
from planner.services.asking.can_i import can_i
from planner.services.asking.why import why
from planner.services.beyond import more
from planner.services.cards import card, desk_view, request_view
from planner.services.context import Context
from planner.services.covering import allow
from planner.services.importing import import_mail
from planner.services.ledger import ledger_view, promise_views
from planner.services.office_away import AwayOffice
from planner.services.office_doctor import DoctorOffice
from planner.services.office_notify import NotifyOffice
from planner.services.office_running import RunningOffice
from planner.services.person import person
from planner.services.planning import Situation, look
from planner.services.policy import InForce
from planner.services.policy.diff import PolicyDiff, policy_diff
from planner.services.presence import check_in, with_customer
from planner.services.proposing import answer_proposal
from planner.services.reading import read_today
from planner.services.rows import ledger_rows, promise_page
from planner.services.rulebook.form import rule_form
from planner.services.rulebook.holding import rules_view
from planner.services.rulebook.saving import save_rule
from planner.services.rulebook.trying import try_rule
from planner.services.searching import MOST, search
from planner.services.templates import templates
from planner.services.today import (
    LEDGER_DAYS,
    today_view,
    view,
)
from planner.services.week import week
from planner.services.weekly import review
from planner.views import (
    AttachmentView,
    CanView,
    DeskView,
    Done,
    DraftView,
    ErrandView,
    HolidayView,
    LetterView,
    PlannedView,
    PlanView,
    RequestView,
    ReviewView,
    SavedView,
    TemplateView,
    WhyView,
)
from planner.views_archive import FoundView, ImportView
from planner.views_people import ErasureView, PeopleView, PersonPage
from planner.views_rules import RuleEdit, RuleForm, RulesView, TrialView
from planner.views_settings import ChannelTrial, SettingsView
from planner.views_texts import TextsView, TextTrial
from planner.views_today import (
    CoverView,
    LedgerView,
    PromisePage,
    PromiseView,
    TodayView,
    WindowView,
)
from planner.views_week import WeekView
from rules.model import RuleSet


class Office(AwayOffice, DoctorOffice, NotifyOffice, RunningOffice):
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
        return today_view(reading, settings, self.ctx.in_force, now)

    def covered(self) -> tuple[CoverView, ...]:
        """What each channel says while the machine is off."""
        return self.today().covered

    def desk(self) -> DeskView:
        """The current portion."""
        with self.ctx.store.read() as unit:
            return desk_view(unit, self.ctx, self.ctx.clock.now())

    def request(self, request_id: int) -> RequestView:
        """One request beside its history; raises NotFound."""
        with self.ctx.store.read() as unit:
            return request_view(unit, self.ctx, request_id, self.ctx.clock.now())

    def search(self, typed: str, most: int = MOST) -> FoundView:
        """Messages that hold every word typed, newest first."""
        return search(self.ctx, typed, most)

    def people(self, words: str = "", after: int | None = None) -> PeopleView:
        """A page of everybody who wrote, or of those with these letters in a name or an address."""
        return people.everybody(self.ctx, words, after)

    def person(self, who: int | str) -> PersonPage:
        """Everything about one person; raises NotFound."""
        return person(self.ctx, who)

    def export_person(self, who: str) -> dict[str, Any]:
        """Every row about a person, by table; raises NotFound."""
        return people.export(self.ctx, who)

    def erasure(self, who: str) -> ErasureView:
        """What erasing a person takes away; raises NotFound."""
        return people.erasure(self.ctx, who)

    def erase_person(self, who: str) -> Done:
        """Forget a person for good; raises NotFound, NotPossible."""
        return people.erase(self.ctx, who)

    def errands(self) -> tuple[ErrandView, ...]:
        """The errands of open requests, by name."""
        with self.ctx.store.read() as unit:
            told = unit.promises.standing()
            return tuple(
                ErrandView(name, tuple(card(r, told.get(r.id)) for r in shared))
                for name, shared in sorting.errands(unit).items()
            )

    def promises(self) -> tuple[PromiseView, ...]:
        """The ledger, soonest first."""
        now = self.ctx.clock.now()
        with self.ctx.store.read() as unit:
            ledger = unit.promises.ledger(now - LEDGER_DAYS)
            rows = ledger_rows(unit, ledger)
        return promise_views(rows)

    def promise_page(self, *, ended: bool = False, after: PromiseView | None = None) -> PromisePage:
        """A part of the ledger: what stands, soonest first, or what has ended."""
        with self.ctx.store.read() as unit:
            return promise_page(unit, ended=ended, after=after)

    def week(self, first: date | None = None) -> WeekView:
        """The week of a day, from its Monday; this one without a day."""
        return week(self.ctx, first)

    def templates(self, request_id: int) -> tuple[TemplateView, ...]:
        """Beginnings for an answer to a request."""
        return templates(self.ctx, request_id)

    def with_customer(self, minutes: int = 30) -> Done:
        """Nothing rings for so many minutes; asked again, it ends."""
        return with_customer(self.ctx, minutes)

    def texts(self, language: str) -> TextsView:
        """Every outgoing text of a language, as it would read now."""
        return own_texts.texts(self.ctx, language)

    def try_text(self, key: str, language: str, words: str) -> TextTrial:
        """How a wording would read and what stops it."""
        return own_texts.try_text(self.ctx, key, language, words)

    def save_text(
        self, key: str, language: str, words: str | None, seen: str | None = None
    ) -> Done:
        """Keep a wording, or the shipped one (None), where `seen` still holds."""
        return own_texts.save_text(self.ctx, key, language, words, seen)

    def ledger(self) -> LedgerView:
        """Every promise there ever was, and how they ended."""
        with self.ctx.store.read() as unit:
            rows = ledger_rows(unit, unit.promises.ledger(datetime.min.replace(tzinfo=UTC)))
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
            self.ctx.policy.left,
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

    def rules(self) -> RulesView:
        """What holds now and why, and the owner's rules."""
        return rules_view(self.ctx)

    def rule_form(self, name: str = "") -> RuleForm:
        """A rule as a form; without a name, one to be written."""
        return rule_form(self.ctx.in_force, name)

    def try_rule(self, edit: RuleEdit) -> TrialView:
        """What an edit of the rules would bring; writes nothing."""
        return try_rule(self.ctx, edit)

    def save_rule(self, edit: RuleEdit) -> Done:
        """Write an edit of the rules into the file."""
        return save_rule(self.ctx, edit)

    def arrangement(self) -> SettingsView:
        """The settings in words."""
        return arrangement(self.ctx)

    def setting_form(self, key: str) -> RuleForm:
        """A part of the settings as a form; raises NotFound, NotPossible."""
        return setting_form(self.ctx, key)

    def try_setting(self, edit: RuleEdit) -> TrialView:
        """What a change would bring; raises NotFound, NotPossible."""
        return try_setting(self.ctx, edit)

    def save_setting(self, edit: RuleEdit) -> Done:
        """Write a change into the file; raises SettingsError, NotPossible."""
        return save_setting(self.ctx, edit)

    def try_channel(self, name: str) -> ChannelTrial:
        """Try a connection; raises NotFound."""
        return try_channel(self.ctx, name)

    def rules_in_force(self) -> InForce:
        """Which policy holds, with what is known of today."""
        with self.ctx.store.read() as unit:
            self.ctx.refresh(unit)
        return self.ctx.in_force

    def policy_diff(self, rules: RuleSet, days: int) -> PolicyDiff:
        """What other rules would have decided in the last days; writes nothing."""
        return policy_diff(self.ctx, rules, days)

    # What the owner does

    def answer(
        self,
        request_id: int,
        text: str,
        *,
        now: bool = False,
        by: date | None = None,
        grace: bool = False,
    ) -> Done:
        """The owner's own answer."""
        return answering.answer(self.ctx, request_id, text, now=now, by=by, grace=grace)

    def answer_group(
        self,
        request_id: int,
        text: str,
        also: Sequence[int] | None = None,
        *,
        now: bool = False,
        grace: bool = False,
    ) -> Done:
        """One draft for all who ask the same, each in a letter of their own."""
        return grouping.answer_group(self.ctx, request_id, text, also, now=now, grace=grace)

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

    def mark_urgent(self, request_id: int, urgent: bool) -> Done:
        """Say that a request is urgent, or not."""
        return sorting.mark_urgent(self.ctx, request_id, urgent)

    def more(self, reason: str = "") -> Done:
        """Fifteen more minutes beyond a limit."""
        return more(self.ctx, reason)

    def review(self) -> ReviewView:
        """The week in a few sentences."""
        return review(self.ctx)

    def peek(self) -> Done:
        """Whether something is urgent: yes or no."""
        return looking.peek(self.ctx)

    def look_in(self) -> Done:
        """The dashboard was opened."""
        return looking.look_in(self.ctx)

    def answer_proposal(self, answer: str) -> Done:
        """Answer what is proposed."""
        return answer_proposal(self.ctx, answer)

    def share_errand(self, request_ids: Sequence[int], name: str) -> Done:
        """Put requests on one errand; an empty name takes them off theirs."""
        return sorting.share_errand(self.ctx, request_ids, name)

    def release(self, request_id: int, alternative: str = "", *, grace: bool = False) -> Done:
        """Say honestly that no answer will come."""
        return answering.release(self.ctx, request_id, alternative, grace=grace)

    def decline(self, request_id: int, text: str = "", *, grace: bool = False) -> Done:
        """Decline."""
        return answering.decline(self.ctx, request_id, text, grace=grace)

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
        return noting.add(self.ctx, text, person, via, by=by, as_said=as_said)

    def allow_away(self, channel: str) -> None:
        """Let a server answer by itself again when it should."""
        allow(self.ctx, channel)

    def holidays(self, year: int | None = None) -> tuple[HolidayView, ...]:
        """Public holidays, as proposals."""
        return days.holidays(self.ctx, year)

    def close_days(self, named: Sequence[date] = (), year: int | None = None) -> Done:
        """Close days."""
        return days.close_days(self.ctx, named, year)

    def open_days(self, named: Sequence[date]) -> Done:
        """Work on days as usual."""
        return days.open_days(self.ctx, named)

    def outbox(self) -> tuple[LetterView, ...]:
        """Messages that have not surely arrived."""
        return resending.outbox(self.ctx)

    def resend(self, letter_id: int) -> Done:
        """Send a message once more on purpose."""
        return resending.resend(self.ctx, letter_id)

    def drop(self, letter_id: int) -> Done:
        """Let go of a message."""
        return resending.drop(self.ctx, letter_id)

    def check_in(self, energy: int) -> Done:
        """Note the day's energy, 1 to 5: the policy's table reads it."""
        return check_in(self.ctx, energy)

    def go_live(self, live: bool) -> Done:
        """Start sending automatic messages, or go back to rehearsal (L-04).

        Going live ends a pause (row S7 of the automatic replies).
        """
        now = self.ctx.clock.now()
        with self.ctx.store.write() as unit:
            lifted = live and pausing.lift(unit, now)
            if live:
                unit.journal.once("live", "since", now)
            else:
                unit.journal.forget("live", "since")
            unit.journal.act(now, "live" if live else "rehearsal")
        if lifted:
            return Done(_("Automatic messages leave again; what waited is written anew."))
        if live:
            return Done(_("Live: whoever writes from now on is told an honest date."))
        return Done(_("Rehearsal: automatic messages are composed and shown, and not sent."))

    def attachments(self, request_id: int) -> tuple[AttachmentView, ...]:
        """What is attached to a request; raises NotFound."""
        return attachments.attachments(self.ctx, request_id)

    def save_attachments(
        self, request_id: int, folder: Path, only: Sequence[int] = ()
    ) -> SavedView:
        """Fetch attachments from the mailbox and save them; nothing is overwritten."""
        return attachments.save(self.ctx, request_id, folder, only)

    def import_mail(
        self,
        path: Path,
        progress: Callable[[ImportView], None],
        go_on: Callable[[], bool] = lambda: True,
    ) -> ImportView:
        """Read an mbox, a Maildir or a folder of .eml; never answered, idempotent."""
        return import_mail(self.ctx, path, progress, go_on)

    def forget_channel(self, name: str) -> None:
        """What was read under a channel's name is nothing to the one that is added now."""
        receiving.forget(self.ctx, name)


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
