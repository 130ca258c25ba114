"""What each screen looks like in its states: how to come there, how large, in which words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from textual.pilot import Pilot

from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from planner.views_settings import ChannelTrial
from tests.tui.fake import FakeDesk, at, away_desk
from tests.tui.helpers import ready, until
from tui.app import EntracteApp
from tui.screens.base import HouseScreen
from tui.widgets.composer import Composer

SIZES = ((80, 24), (120, 40))
LANGUAGES = ("fr", "en")

#: The look of the shipped settings.
PLAIN = DashboardSettings()
Going = Callable[[Pilot[None]], Awaitable[None]]


@dataclass(frozen=True)
class Shape:
    """A terminal, a language and a look."""

    size: tuple[int, int]
    language: str
    looks: DashboardSettings = PLAIN

    @property
    def name(self) -> str:
        """As in the name of a file."""
        look = (
            "" if self.looks == PLAIN else "-ascii" if self.looks.ascii else f"-{self.looks.theme}"
        )
        return f"{self.size[0]}x{self.size[1]}-{self.language}{look}"


@dataclass(frozen=True)
class State:
    """A screen in a state: a desk, and the keys that lead there."""

    desk: Callable[[], FakeDesk]
    keys: tuple[str, ...] = ()
    typed: str = ""
    writing: bool = False
    then: tuple[str, ...] = ()


def open_desk(**changes) -> FakeDesk:
    return FakeDesk(Face.OPEN, **changes)


def between(**changes) -> FakeDesk:
    return FakeDesk(Face.BETWEEN, **changes)


def heavy() -> FakeDesk:
    """A full day with everything that can be said."""
    return between(
        load=1.2,
        day_full=True,
        at_risk=("Une date a glissé deux fois : vous seule pouvez décider de la suite.",),
        proposal="Vous avez travaillé tard : ouvrir demain à 12:00 ?",
        rehearsal=True,
        returning="Bon retour. Aujourd'hui : une fenêtre, deux petites portions.",
    )


def failing() -> FakeDesk:
    """A channel that does not answer, and rules with an error."""
    desk = between()
    mail, *others = desk.view.channels
    sick = replace(mail, state="waiting", problem="Le serveur ne répond pas ; nouvel essai.")
    desk.view = replace(
        desk.view,
        channels=(sick, *others),
        problems=("Vos règles ont une erreur ; celles d'hier valent.",),
    )
    return desk


def no_desk() -> FakeDesk:
    """An open window that deals nothing."""
    desk = open_desk()
    desk.requests, desk.sentence = {}, "Cette fenêtre est vide. Le temps est à vous."
    return desk


def pausing() -> FakeDesk:
    """A portion is done, and a break is offered."""
    desk = open_desk()
    dealt = desk.desk
    offer = "Une pause ? Dix minutes sont à vous ; continuer est libre."
    desk.desk = lambda: replace(dealt(), pause=offer, pause_until=at(24, 11, 17))  # type: ignore[method-assign]
    return desk


def returning() -> FakeDesk:
    """A week with an absence in its middle."""
    desk = between()
    desk.returning = True
    return desk


def wrong_settings() -> FakeDesk:
    """A file with an error, and a server that refuses."""
    desk = between()
    desk.settings_problem = "settings.toml:14:1: « from » n'est pas lisible. Écrivez une heure."
    desk.channel_says = ChannelTrial("", False, "Le serveur refuse le mot de passe.")
    return desk


def refusing() -> FakeDesk:
    """Whatever is written in the settings is wrong."""
    desk = between()
    desk.setting_wrong = '« from » n\'est pas lisible. Écrivez une heure comme "11:00".'
    return desk


STATES: dict[str, State] = {
    "today-between": State(between),
    "today-heavy": State(heavy),
    "today-error": State(failing),
    "today-open": State(open_desk),
    "today-customer": State(open_desk, ("c",)),
    "today-resting": State(lambda: FakeDesk(Face.RESTING)),
    "today-away": State(lambda: away_desk(undo_until=None)),
    "desk": State(open_desk, ("d",)),
    "desk-writing": State(open_desk, ("d", "enter"), "Bonjour, oui, elle est là.", writing=True),
    "desk-template": State(open_desk, ("d", "ctrl+t")),
    "desk-empty": State(no_desk, ("d",)),
    "desk-break": State(pausing, ("d", "space")),
    "desk-enough": State(open_desk, ("d", "enter", "o", "u", "i", "escape", "x")),
    "promises": State(between, ("p",)),
    "promises-ended": State(between, ("p", "o")),
    "week": State(between, ("w",)),
    "week-return": State(returning, ("w", "right", "right", "right")),
    "review": State(between, ("h",)),
    "texts": State(between, ("e",)),
    "text": State(between, ("e", "enter")),
    "settings": State(between, ("s",)),
    "settings-error": State(wrong_settings, ("s", "end", "enter")),
    "setting": State(between, ("s", "enter", "down", "end", "backspace"), "5"),
    "setting-wrong": State(refusing, ("s", "enter", "down"), "bientôt"),
    "search": State(between, ("slash",), "jupe"),
    "search-nothing": State(between, ("slash",), "licorne"),
    "people": State(between, ("k",)),
    "people-nothing": State(between, ("k",), "licorne"),
    "person": State(between, ("k", "down", "down", "down", "enter")),
    "rules": State(between, ("r",)),
    "rule": State(between, ("r", "down", "down", "enter")),
    "absences": State(between, ("a",)),
    "tidied": State(between, ("t",)),
    "batch": State(between, ("t", "g")),
    "further": State(lambda: away_desk(undo_until=at(24, 7, 5)), ("v", "o")),
    "keys": State(between, ("question_mark",)),
}


async def taken(state: State, shapes: Sequence[Shape]) -> list[tuple[str, str]]:
    """The name of each shape and its picture. A dialog keeps its words: it is opened anew."""
    rest, pictures = [*shapes], []
    while rest:
        first, rest = rest[0], rest[1:]
        app = EntracteApp(state.desk(), language=first.language, looks=first.looks)
        async with app.run_test(size=first.size) as pilot:
            await go(pilot, state)
            pictures.append((first.name, app.export_screenshot(title="entracte")))
            if isinstance(app.screen, HouseScreen):
                same = [one for one in rest if one.looks == first.looks]
                rest = [one for one in rest if one.looks != first.looks]
                for shape in same:
                    await pilot.resize_terminal(*shape.size)
                    app.speak(shape.language)
                    await settle(pilot)
                    pictures.append((shape.name, app.export_screenshot(title="entracte")))
    return pictures


async def go(pilot: Pilot[None], state: State) -> None:
    """To the state, every errand done."""
    await ready(pilot)
    await settle(pilot)
    for key in state.keys:
        await pilot.press(key)
        await settle(pilot)
    if state.writing:
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Composer))
    if state.typed:
        await pilot.press(*state.typed)
        await pilot.pause(0.4)  # a pause in typing is what searches and forms wait for
        await settle(pilot)
    for key in state.then:
        await pilot.press(key)
        await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Until nothing is under way."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
