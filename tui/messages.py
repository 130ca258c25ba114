"""What a thread tells the screen. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from planner.errors import EntracteError, Harm, SettingsError, StoreError

if TYPE_CHECKING:
    from planner.doors import FrontDesk
    from planner.views import DeskView, Done, RequestView, ReviewView, TemplateView, WhyView
    from planner.views_archive import FoundView
    from planner.views_doctor import Finding
    from planner.views_notify import NotificationTrial
    from planner.views_people import ErasureView, PeopleView, PersonPage
    from planner.views_rescue import CopyView, ReplaceView
    from planner.views_rules import RuleEdit, RuleForm, RulesView, TrialView
    from planner.views_settings import ChannelTrial, SettingsView
    from planner.views_texts import TextsView, TextTrial
    from planner.views_today import TodayView
    from planner.views_week import WeekView


@dataclass
class Opened(Message):
    """The desk is open; its data can be read. `revision` is older than any of them."""

    desk: FrontDesk
    revision: int


@dataclass
class TodayLoaded(Message):
    """The home screen's content."""

    view: TodayView


class Brought(Message):
    """Something for the screen that asked for it, if it is still there."""


@dataclass
class DeskLoaded(Brought):
    """The portion, and the request to show beside it (None when nothing is dealt)."""

    view: DeskView
    request: RequestView | None


@dataclass
class Found(Brought):
    """What was found for the words that were typed."""

    view: FoundView


@dataclass
class Listed(Brought):
    """What a sheet lists; `name` is the sheet that asked."""

    name: str
    items: tuple[object, ...]
    sentence: str = ""
    next: object = None  # what the next page begins behind; None at the end


@dataclass
class WeekLoaded(Brought):
    """A week."""

    view: WeekView


@dataclass
class ReviewLoaded(Brought):
    """How the last days went."""

    view: ReviewView


@dataclass
class TemplatesLoaded(Brought):
    """Beginnings for an answer to a request."""

    request: int
    templates: tuple[TemplateView, ...]


@dataclass
class PeopleLoaded(Brought):
    """A page of people; `after` is the person it begins behind."""

    view: PeopleView
    after: int | None


@dataclass
class PersonLoaded(Brought):
    """One person's page."""

    page: PersonPage


@dataclass
class ErasureLoaded(Brought):
    """What erasing somebody would take away."""

    view: ErasureView


@dataclass
class SettingsLoaded(Brought):
    """The settings in words."""

    view: SettingsView


@dataclass
class ChannelTried(Brought):
    """What a connection said."""

    trial: ChannelTrial


@dataclass
class NotificationTried(Brought):
    """How far a notification came."""

    trial: NotificationTrial


@dataclass
class TextsLoaded(Brought):
    """Every text of a language."""

    view: TextsView


@dataclass
class TextTried(Brought):
    """How a wording would read."""

    trial: TextTrial


@dataclass
class RequestLoaded(Brought):
    """One request, to read."""

    request: RequestView


@dataclass
class RulesLoaded(Brought):
    """What holds, and the owner's rules."""

    view: RulesView


@dataclass
class FormLoaded(Brought):
    """A rule as a form; `asked` is the name it was asked for by."""

    form: RuleForm
    asked: str


@dataclass
class Tried(Brought):
    """What an edit of the rules would bring."""

    trial: TrialView
    edit: RuleEdit


@dataclass
class Explained(Message):
    """The reasons behind the dates and messages of a request."""

    why: WhyView


@dataclass
class Examined(Message):
    """How everything is."""

    findings: tuple[Finding, ...]


@dataclass
class Acted(Message):
    """What the owner asked for is done; `action` names it, `request` is the one it was about."""

    action: str
    done: Done
    request: int | None = None


@dataclass
class CopiesFound(Message):
    """The daily copies, newest first."""

    copies: tuple[CopyView, ...]


@dataclass
class Looked(Message):
    """A look was noted; the sentence is mostly empty (F-06)."""

    sentence: str


@dataclass
class WordWanted(Message):
    """It can be done with one word of the owner's: why (F-04)."""

    question: str


@dataclass
class Polled(Message):
    """Another process changed the data; or the machine `slept`, or its clock was set."""

    slept: bool = False


@dataclass
class Ticked(Message):
    """A pass is over: time has gone on, whether anything changed or not."""


@dataclass
class Trouble(Message):
    """Something did not work, in one sentence for the owner."""

    sentence: str
    action: str = ""
    ends: bool = False  # nothing can be shown before it is mended
    harm: Harm | None = None  # what ails the database, and the parts of the sentence
    what: str = ""
    where: str = ""
    do: str = ""

    @classmethod
    def of(cls, error: EntracteError, action: str) -> Trouble:
        """What an error of ours is for the screen."""
        harm = error.harm if isinstance(error, StoreError) else None
        ends = isinstance(error, SettingsError)
        return cls(str(error), action, ends, harm, error.what, error.where, error.do)


@dataclass
class CopyMeans(Message):
    """What putting a copy back would mean."""

    view: ReplaceView


@dataclass
class CopyBack(Message):
    """A copy is in place of the database."""

    view: ReplaceView


class Kept(Message):
    """The drafts are in their file."""


@dataclass
class Settled(Message):
    """An errand of this kind is over, with what it brought."""

    kind: str
    outcome: Message
