"""The doors of the house: what the dashboard and the command line may ask of the services.

`planner.bootstrap` builds what stands behind them; tests may fake it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from planner.doors_doctor import DoctorDesk
from planner.doors_notify import NotifyDesk
from planner.doors_service import Running

if TYPE_CHECKING:
    from planner.doors_rescue import RescueDesk
    from planner.services.policy import InForce
    from planner.services.policy.diff import PolicyDiff
    from planner.settings_dashboard import DashboardSettings
    from planner.views import (
        AttachmentView,
        CanView,
        DeskView,
        Done,
        DraftView,
        ErrandView,
        HolidayView,
        LetterView,
        ListedAbsence,
        PlanView,
        RequestView,
        ReviewView,
        SavedView,
        TemplateView,
        WhyView,
    )
    from planner.views_archive import FoundView, ImportView
    from planner.views_away import BatchView, ByHandView, TidyView
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


class FrontDesk(DoctorDesk, NotifyDesk, Protocol):
    """What the dashboard needs."""

    def today(self) -> TodayView:
        """The home screen's content."""

    def desk(self) -> DeskView:
        """The current portion."""

    def request(self, request_id: int) -> RequestView:
        """One request; raises NotFound."""

    def search(self, typed: str, most: int = 50) -> FoundView:
        """Messages that hold every word typed, newest first; accents and capitals do not count."""

    def people(self, words: str = "", after: int | None = None) -> PeopleView:
        """A page of everybody who wrote, or of those with these letters in a name or an address."""

    def person(self, who: int | str) -> PersonPage:
        """Everything about one person, by number or address; raises NotFound."""

    def erasure(self, who: str) -> ErasureView:
        """What erasing a person takes away; raises NotFound."""

    def erase_person(self, who: str) -> Done:
        """Forget a person for good; raises NotFound, NotPossible."""

    def promises(self) -> tuple[PromiseView, ...]:
        """The ledger, soonest first."""

    def promise_page(self, *, ended: bool = False, after: PromiseView | None = None) -> PromisePage:
        """A part of the ledger: what stands, soonest first, or what has ended, newest first."""

    def why(self, request_id: int) -> WhyView:
        """The reasons behind every date and message of a request; raises NotFound."""

    def review(self) -> ReviewView:
        """The last seven days; a limit that was passed on purpose is shown once (F-04)."""

    def templates(self, request_id: int) -> tuple[TemplateView, ...]:
        """Beginnings for an answer, in the person's language, slots left open; raises NotFound."""

    def with_customer(self, minutes: int = 30) -> Done:
        """Nothing rings for so many minutes; asked again while it runs, it ends (J-01)."""

    def texts(self, language: str) -> TextsView:
        """Every outgoing text of a language, as it would read now."""

    def try_text(self, key: str, language: str, words: str) -> TextTrial:
        """How a wording would read and what stops it; writes nothing. Raises TextError."""

    def save_text(
        self, key: str, language: str, words: str | None, seen: str | None = None
    ) -> Done:
        """Keep a wording, or the shipped one (None), where the wording `seen` still holds.

        Raises TextError for what cannot be used, NotPossible where another program changed it.
        """

    def go_live(self, live: bool) -> Done:
        """Start sending automatic messages, or go back to rehearsal."""

    def week(self, first: date | None = None) -> WeekView:
        """The week of a day, from its Monday; this one without a day."""

    def answer(
        self,
        request_id: int,
        text: str,
        *,
        now: bool = False,
        by: date | None = None,
        grace: bool = False,
    ) -> Done:
        """The owner's own answer; with `by` a first word and a promise of the rest (C-01).

        Outside a window it leaves when the next one opens, unless `now` (B-09); with `grace` not
        before ten seconds have passed in which it can be undone.
        """

    def answer_group(
        self,
        request_id: int,
        text: str,
        also: Sequence[int] | None = None,
        *,
        now: bool = False,
        grace: bool = False,
    ) -> Done:
        """One draft for all who ask the same (or for `also`), each in a letter of their own.

        With `grace` they all wait ten seconds and are undone together.
        """

    def release(self, request_id: int, alternative: str = "", *, grace: bool = False) -> Done:
        """Say honestly that no answer will come (C-09); with `grace` ten seconds undo it."""

    def decline(self, request_id: int, text: str = "", *, grace: bool = False) -> Done:
        """Decline, quietly without a text; with `grace` ten seconds undo it."""

    def snooze(self, request_id: int, until: datetime) -> Done:
        """Put aside until an instant; a standing promise still holds."""

    def away(
        self,
        kind: str = "closed",
        since: datetime | None = None,
        until: datetime | None = None,
        half: str = "",
    ) -> Done:
        """Unavailable from `since` (now) until `until` (not known): ten seconds to undo."""

    def more(self, reason: str = "") -> Done:
        """Fifteen more minutes beyond a limit (F-04).

        Raises ReasonWanted when one word is asked, NotPossible where no limit is in the way.
        """

    def peek(self) -> Done:
        """Whether something is urgent: yes or no, without content; raises NotPossible."""

    def look_in(self) -> Done:
        """The dashboard was opened; its sentence is mostly empty (F-06)."""

    def answer_proposal(self, answer: str) -> Done:
        """Answer what is proposed: "yes", "later" or "never"; raises NotPossible."""

    def extend(self) -> Done:
        """One day more (D-04)."""

    def edit_absence(
        self,
        key: str,
        *,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        half: str | None = None,
        endless: bool = False,
    ) -> Done:
        """Change an absence that is not over; raises NotFound, NotPossible, WrongUse."""

    def extend_absence(self, key: str) -> Done:
        """One day more for any absence of the list; raises NotFound, NotPossible."""

    def back(self) -> Done:
        """Available again."""

    def undo(self) -> Done:
        """Take the last action back while its time runs; raises NotPossible."""

    def rules(self) -> RulesView:
        """What holds now and why, and the owner's rules."""

    def rule_form(self, name: str = "") -> RuleForm:
        """A rule as a form; without a name, one to be written. Raises NotFound."""

    def try_rule(self, edit: RuleEdit) -> TrialView:
        """What an edit would bring; writes nothing. Raises NotPossible when the file changed."""

    def save_rule(self, edit: RuleEdit) -> Done:
        """Write an edit without problems into the file; raises PolicyError, NotPossible."""

    def arrangement(self) -> SettingsView:
        """The settings in words: windows, quiet hours, the shop, the screen, channels."""

    def setting_form(self, key: str) -> RuleForm:
        """A part of them as a form, `window` for one more; raises NotFound, NotPossible."""

    def try_setting(self, edit: RuleEdit) -> TrialView:
        """What a change would bring; writes nothing. Raises NotPossible when the file changed."""

    def save_setting(self, edit: RuleEdit) -> Done:
        """Write a change into the file; it holds at once, ten seconds undo it.

        Raises SettingsError, NotPossible.
        """

    def try_channel(self, name: str) -> ChannelTrial:
        """Try a connection, which may take as long as its timeouts; raises NotFound."""

    def by_hand(self) -> tuple[ByHandView, ...]:
        """Words that no machine may carry any more, for the owner to send."""

    def sent_by_hand(self, letter: int) -> Done:
        """Note that a card was sent: its date holds from now on; raises NotFound."""

    def tidied(self) -> tuple[TidyView, ...]:
        """What was put in order at the last return, and who asks the same."""

    def undo_tidy(self, number: int) -> Done:
        """Take one step of the tidying back; raises NotFound, NotPossible."""

    def still_useful(self) -> BatchView:
        """Whom the question "still useful?" would reach, with every letter; writes nothing."""

    def ask_still_useful(self, only: Collection[int] | None = None) -> Done:
        """Ask them, or only those that were shown; ten seconds to undo. Raises NotPossible."""

    def rest(self) -> BatchView:
        """What may be let go, with every letter, and what is kept and why; writes nothing."""

    def let_go_of_rest(self, only: Collection[int] | None = None) -> Done:
        """Let go of it, or only of what was shown; ten seconds to undo. Raises NotPossible."""

    def absences(self) -> tuple[ListedAbsence, ...]:
        """Absences now, to come and that come again, soonest first."""

    def cancel_absence(self, key: str) -> Done:
        """Take back a planned absence; raises NotFound, NotPossible."""

    def tick(self) -> object:
        """One reconciling pass, when no service holds the lease; otherwise nothing."""

    def revision(self) -> int:
        """A number that changes when another process changed the data: cheap to poll."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the dashboard is opened with.

    `desk` opens the shop, after the first paint and in a thread; `glance` reads Today without it,
    in a fraction of the time, and may fail. `drafts` is the private file of what is being written,
    `rescue` the way out where the database cannot be used; it closes the shop first.
    """

    desk: Callable[[], FrontDesk]
    looks: DashboardSettings
    story: StorySteps | None = None
    glance: Callable[[], TodayView] | None = None
    drafts: Path | None = None
    rescue: RescueDesk | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """What the dashboard is served to a browser with.

    `command` starts the dashboard of one tab; `port` 0 is a free one; `told` is given the address
    once it can be opened.
    """

    command: tuple[str, ...]
    port: int
    language: str
    told: Callable[[str], None]


class StorySteps(Protocol):
    """A story's clock in the visitor's hand."""

    def step(self) -> None:
        """Go to the next thing that happens."""

    def label(self) -> str:
        """What is being shown, in two words."""


class BackOffice(Running, FrontDesk, Protocol):
    """What the command line needs beside the front desk."""

    def add(
        self,
        text: str,
        person: str,
        via: str = "shop",
        *,
        by: date | None = None,
        as_said: bool = False,
    ) -> Done:
        """A request noted by hand (I-04); its promise is the owner's spoken word (C-06).

        `by` is the day she said. Without room for it NotPossible proposes the first date that
        holds, and nothing is written unless `as_said`.
        """

    def export_person(self, who: str) -> dict[str, Any]:
        """Every row about a person, by table; raises NotFound."""

    def ledger(self) -> LedgerView:
        """Every promise there ever was, and how they ended."""

    def drafts(
        self,
        request_id: int,
        text: str,
        also: Sequence[int] | None = None,
        *,
        now: bool = False,
    ) -> tuple[DraftView, ...]:
        """What `answer_group` would send; nothing is sent."""

    def mark_ready(self, request_id: int, ready: bool) -> Done:
        """Correct the guess that somebody is ready to buy."""

    def mark_urgent(self, request_id: int, urgent: bool) -> Done:
        """Say that a request is urgent, or not; raises NotPossible, NotFound."""

    def share_errand(self, request_ids: Sequence[int], name: str) -> Done:
        """Put requests on one errand; an empty name takes them off theirs."""

    def errands(self) -> tuple[ErrandView, ...]:
        """The errands of open requests, by name."""

    def windows(self, days: int = 14) -> tuple[WindowView, ...]:
        """The windows of the coming days, soonest first."""

    def plan(self) -> PlanView:
        """Every open request's place."""

    def can_i(
        self, subject: str, minutes: int, answers: int = 1, by: datetime | None = None
    ) -> CanView:
        """The earliest honest date of a new job, and whom it would push; writes nothing."""

    def forget_channel(self, name: str) -> None:
        """What was read under a channel's name is nothing to the one that is added now."""

    def rules_in_force(self) -> InForce:
        """Which policy holds, with what is known of today."""

    def policy_diff(self, rules: RuleSet, days: int) -> PolicyDiff:
        """What other rules would have decided in the last days; writes nothing."""

    def attachments(self, request_id: int) -> tuple[AttachmentView, ...]:
        """What is attached to a request, oldest first; raises NotFound."""

    def save_attachments(
        self, request_id: int, folder: Path, only: Sequence[int] = ()
    ) -> SavedView:
        """Save attachments on purpose; raises NotFound, ChannelError, EntracteError."""

    def import_mail(
        self,
        path: Path,
        progress: Callable[[ImportView], None],
        go_on: Callable[[], bool] = lambda: True,
    ) -> ImportView:
        """Read an mbox, a Maildir or a folder of .eml; never answered, idempotent.

        `progress` is told after each batch, then `go_on` is asked. Raises ChannelError.
        """

    def covered(self) -> tuple[CoverView, ...]:
        """What each channel says while the machine is off."""

    def take_over_away(self, channel: str) -> Done:
        """Set a server's away reply again although another program changed it; raises NotFound."""

    def stop_away(self, channel: str) -> None:
        """Let a server say nothing of ours any more, now; raises ChannelError."""

    def allow_away(self, channel: str) -> None:
        """Let a server answer by itself again when it should."""

    def holidays(self, year: int | None = None) -> tuple[HolidayView, ...]:
        """The public holidays of a year, or of the months ahead; raises SettingsError, WrongUse."""

    def close_days(self, named: Sequence[date] = (), year: int | None = None) -> Done:
        """Close days, or every holiday that waits for a decision; raises WrongUse."""

    def open_days(self, named: Sequence[date]) -> Done:
        """Work on days as usual; raises WrongUse."""

    def outbox(self) -> tuple[LetterView, ...]:
        """Messages that wait to leave, did not arrive or perhaps did, oldest first."""

    def resend(self, letter_id: int) -> Done:
        """Send a message once more on purpose; raises NotFound, NotPossible."""

    def drop(self, letter_id: int) -> Done:
        """Let go of a message that waits or did not arrive; raises NotFound, NotPossible."""

    def check_in(self, energy: int) -> Done:
        """Note the day's energy, 1 to 5; raises WrongUse."""
