"""What every key of the table is seen to do: where it is pressed, after what, and what comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from textual.widgets import OptionList

from tests.tui.fake import FakeDesk, away_desk
from tests.tui.helpers import screen_text
from tests.tui.pictures import between, heavy, open_desk, pausing
from tui.app import EntracteApp
from tui.setup.app import SetupApp
from tui.setup.fields import Days, Entry
from tui.widgets.composer import Composer
from tui.widgets.field import Line


@dataclass(frozen=True)
class Seen:
    """The app after the key, and what was asked of the desk since."""

    app: EntracteApp
    desk: FakeDesk
    calls: list[tuple]
    ended: bool


Sees = Callable[[Seen], bool]


@dataclass(frozen=True)
class Case:
    """Keys that lead from Today to where the key is pressed; `only`: one of its names."""

    sees: Sees
    keys: tuple[str, ...] = ()
    desk: Callable[[], FakeDesk] = between
    only: str = ""


def on(name: str) -> Sees:
    """A screen or a dialog of that name is in front."""
    return lambda seen: type(seen.app.screen).__name__ == name


def asked(name: str, *first: object) -> Sees:
    """The desk was asked for it, with these first arguments."""
    return lambda seen: any(call[: 1 + len(first)] == (name, *first) for call in seen.calls)


def row(number: int) -> Sees:
    """The cursor of the list is on that row."""
    return lambda seen: seen.app.screen.query(OptionList).first().highlighted == number


def says(text: str) -> Sees:
    """It stands on the screen."""
    return lambda seen: text in screen_text(seen.app)


def both(*all_of: Sees) -> Sees:
    """All of these."""
    return lambda seen: all(one(seen) for one in all_of)


def writing(seen: Seen) -> bool:
    """The composer has the focus."""
    return isinstance(seen.app.focused, Composer)


def copied(seen: Seen) -> bool:
    """A card's words are in the clipboard."""
    return seen.app.clipboard.startswith("Je vous avais annoncé")


def as_filed(seen: Seen) -> bool:
    """The first line of a form is what the file has."""
    return seen.app.screen.query(Line).first().value == "At most 30 answers."


def _changed_first(**changes) -> FakeDesk:
    desk = open_desk()
    desk.requests[1] = replace(desk.requests[1], **changes)
    return desk


def same() -> FakeDesk:
    """Somebody else asks the same."""
    return _changed_first(same=open_desk().desk().portion[1:2])


def hard() -> FakeDesk:
    """Hard words in the first request."""
    message = open_desk().requests[1].messages[0]
    return _changed_first(messages=(replace(message, text="Voleurs !", folded="colère"),))


def paged() -> FakeDesk:
    """Two rows a page."""
    desk = between()
    desk.page_size = desk.at_most = 2
    return desk


def resting() -> FakeDesk:
    return away_desk(undo_until=None)


def unfolded(seen: Seen) -> bool:
    """The hard words are there as they were written."""
    return "Voleurs" in screen_text(seen.app)


def opened(name: str, *keys: str, desk: Callable[[], FakeDesk] = between) -> Case:
    return Case(on(name), keys, desk)


#: Where the keys of a place are pressed, unless a case says otherwise.
TO: dict[str, tuple[str, ...]] = {
    "everywhere": (),
    "today": (),
    "away": (),
    "desk": ("d",),
    "promises": ("p",),
    "week": ("w",),
    "review": ("h",),
    "settings": ("s",),
    "setting": ("s", "enter"),
    "texts": ("e",),
    "text": ("e", "enter"),
    "list": ("a",),
    "search": ("slash", *"jupe"),
    "people": ("k",),
    "person": ("k", "down", "down", "down", "enter"),
    "rules": ("r",),
    "rule": ("r", "enter"),
    "absences": ("a",),
    "cards": ("t",),
    "tidied": ("t",),
    "batch": ("t", "o"),
    "conversation": ("p", "enter"),
}
CASES: dict[str, Case] = {
    "away": Case(asked("away")),
    "away-anywhere": Case(asked("away"), ("slash",)),
    "back": Case(asked("back"), desk=resting),
    "undo": Case(asked("undo")),
    "customer": Case(asked("with_customer")),
    "more": Case(asked("more")),
    "peek": Case(asked("peek")),
    "desk": opened("DeskScreen", desk=open_desk),
    "promises": opened("PromisesScreen"),
    "week": opened("WeekScreen"),
    "review": opened("ReviewScreen"),
    "people": opened("PeopleScreen"),
    "search": opened("SearchScreen"),
    "rules": opened("RulesScreen"),
    "texts": opened("TextsScreen"),
    "settings": opened("SettingsScreen"),
    "absences": opened("AbsencesScreen"),
    "tidied": opened("TidiedScreen"),
    "help": opened("KeysDialog"),
    "help-anywhere": opened("KeysDialog", "slash"),
    "palette": opened("CommandPalette"),
    "step": Case(asked("step"), only=">"),  # its other name is what some terminals call it
    "quit": Case(lambda seen: seen.ended),
    "open-desk": opened("DeskScreen", desk=open_desk),
    "proposal-yes": Case(asked("answer_proposal", "yes"), desk=heavy),
    "proposal-later": Case(asked("answer_proposal", "later"), desk=heavy),
    "proposal-never": Case(asked("answer_proposal", "never"), desk=heavy),
    "extend": Case(asked("extend"), desk=resting),
    "further": opened("ChoiceDialog", desk=resting),
    "desk-write": Case(writing, desk=open_desk),
    "desk-next": Case(asked("request", 2), desk=open_desk),
    "desk-previous": Case(asked("request", 7), desk=open_desk),
    "desk-send": Case(asked("answer", 1, "Oui"), ("enter", *"Oui"), open_desk),
    "desk-group": opened("ChoiceDialog", "enter", *"Oui", desk=same),
    "desk-later": Case(asked("snooze", 1), desk=open_desk),
    "desk-let-go": opened("ChoiceDialog", desk=open_desk),
    "desk-template": Case(asked("templates", 1), desk=open_desk),
    "desk-editor": Case(says("cannot be opened from here"), desk=open_desk),
    "desk-unfold": Case(unfolded, desk=hard),
    "desk-tidied": opened("TidiedScreen", desk=open_desk),
    "desk-break": Case(says("A break"), desk=pausing),
    "desk-end": Case(
        says("That is enough for now. What remains has a place: today 17:00."), desk=open_desk
    ),
    "desk-leave": opened("TodayScreen", desk=open_desk),
    "promises-open": opened("ConversationScreen"),
    "promises-turn": Case(asked("promise_page", True)),
    "promises-why": Case(asked("why", 1)),
    "promises-next": Case(says("Awa Sarr"), desk=paged),
    "promises-before": Case(says("Inès Vandamme"), ("n",), paged),
    "week-right": Case(says("Wednesday 25 November")),
    "week-left": Case(says("Monday 23 November")),
    "week-next": Case(asked("week", date(2026, 11, 30))),
    "week-before": Case(asked("week", date(2026, 11, 16))),
    "week-now": Case(asked("week", None), ("n",)),
    "texts-open": opened("TextFormScreen"),
    "texts-language": Case(asked("texts", "fr")),
    "texts-live": opened("ChoiceDialog"),
    "text-save": Case(asked("save_text", "ack", "en"), tuple("Oui")),
    "text-shipped": Case(asked("save_text", "ack", "en", None), tuple("Oui")),
    "text-leave": opened("TextsScreen"),
    "settings-open": opened("SettingFormScreen"),
    "settings-new": Case(both(on("SettingFormScreen"), asked("setting_form", "window"))),
    "settings-remove": Case(asked("try_setting")),
    "settings-well": Case(both(on("ReadDialog"), asked("examine"))),
    "setting-save": Case(asked("save_setting"), ("down", "end", "backspace", "5")),
    "setting-drop": Case(asked("setting_form", "window.0"), ("down", "end", "backspace")),
    "setting-leave": opened("SettingsScreen"),
    "list-leave": opened("TodayScreen"),
    "search-next": Case(row(1)),
    "search-previous": Case(row(0), ("down",)),
    "search-down": Case(row(1)),
    "search-up": Case(row(0), ("down",)),
    "search-open": opened("ConversationScreen"),
    "search-leave": opened("TodayScreen"),
    "people-down": Case(row(1)),
    "people-up": Case(row(0), ("down",)),
    "people-lower": Case(row(7)),
    "people-higher": Case(row(0), ("pagedown",)),
    "people-open": opened("PersonScreen"),
    "people-next": Case(asked("people", "", 9), desk=paged),
    "people-before": Case(asked("people", "", None), ("ctrl+n",), paged),
    "people-leave": opened("TodayScreen"),
    "person-open": opened("ConversationScreen"),
    "person-why": Case(asked("why", 1)),
    "person-erase": Case(asked("erasure", "3")),
    "rules-open": opened("RuleFormScreen"),
    "rules-new": Case(both(on("RuleFormScreen"), asked("rule_form", ""))),
    "rules-remove": Case(asked("try_rule"), ("tab",)),
    "rules-part": Case(row(4)),
    "rules-part-back": Case(row(8)),
    "rules-leave": opened("TodayScreen"),
    "rule-check": Case(asked("try_rule")),
    "rule-follow": Case(
        lambda seen: any(call[0] == "try_rule" and call[1].follow for call in seen.calls),
        ("down", "down", "backspace", "backspace", "1", "3", "ctrl+t"),
    ),
    "rule-save": Case(asked("save_rule"), ("ctrl+t",)),
    "rule-more": opened("PickDialog"),
    "rule-drop": Case(as_filed, tuple("Oui")),
    "rule-leave": opened("RulesScreen"),
    "absence-new": opened("AbsenceDialog"),
    "absence-edit": opened("AbsenceDialog"),
    "absence-longer": Case(asked("extend_absence", "7")),
    "absence-remove": Case(asked("cancel_absence", "8"), ("down",)),
    "card-copy": Case(copied),
    "card-sent": Case(asked("sent_by_hand", 31)),
    "tidied-back": Case(asked("undo_tidy", 1), ("down",)),
    "batch-old": Case(both(on("BatchScreen"), asked("still_useful"))),
    "batch-rest": Case(both(on("BatchScreen"), asked("rest"))),
    "batch-send": Case(asked("ask_still_useful", (5,))),
    "conversation-unfold": Case(unfolded, desk=hard),
    "conversation-leave": opened("PromisesScreen"),
}


@dataclass(frozen=True)
class SetupCase:
    """A key of the first day: the page it is pressed on, after what, and what is there then."""

    page: str
    keys: tuple[str, ...]
    sees: Callable[[SetupApp], bool]


def at(page: str) -> Callable[[SetupApp], bool]:
    """That page is asked."""
    return lambda app: getattr(app.screen, "PAGE", "") == page


def answered(**answers: object) -> Callable[[SetupApp], bool]:
    """The page would be left with these answers."""
    return lambda app: all(getattr(app.screen.so_far(), n) == v for n, v in answers.items())


def days_at(number: int) -> Callable[[SetupApp], bool]:
    """Turned now, that day would change."""

    def sees(app: SetupApp) -> bool:
        days = app.screen.query_one(Days)
        before = set(days.days)
        days.turn()
        return before ^ set(days.days) == {number}

    return sees


def line(number: int) -> Callable[[SetupApp], bool]:
    """The cursor is in that line."""
    return lambda app: app.focused is list(app.screen.query(Entry))[number]


SETUP: dict[str, SetupCase] = {
    "setup-on": SetupCase("welcome", (), at("you")),
    "setup-back": SetupCase("you", (), at("welcome")),
    "setup-down": SetupCase("you", (), line(1)),
    "setup-up": SetupCase("you", ("down",), line(0)),
    "setup-right": SetupCase("busy", ("up", "left"), days_at(0)),
    "setup-left": SetupCase("busy", ("up",), days_at(6)),
    "setup-turn": SetupCase("busy", ("up",), answered(open_days=(1, 2, 3, 4, 5))),
    "setup-anyway": SetupCase("account", ("p", "enter"), at("texts")),
    "setup-leave": SetupCase("you", (), lambda app: app.how == "left"),
}
