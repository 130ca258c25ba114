"""The dashboard: composes and routes. What is said and drawn lives in the screens."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import on
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from planner.errors import EntracteError
from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from tui import messages, theme
from tui.deeds import Deeds
from tui.drafts import Drafts
from tui.edge import Edge
from tui.glyphs import glyphs, plain_terminal
from tui.keytable import bindings, keymap, remap
from tui.load import Errands, kept, pruned, stepped, ticked
from tui.recovering import Recovering
from tui.said import Said
from tui.screens.base import HouseScreen
from tui.screens.late import late
from tui.screens.today import TodayScreen
from tui.steady import Patience, Steady, last_words
from tui.watch import Watch
from tui.words import t, use

if TYPE_CHECKING:
    from planner.doors import FrontDesk, StorySteps
    from planner.doors_rescue import RescueDesk
    from planner.views import Done
    from planner.views_today import TodayView

log = logging.getLogger("entracte")
log.addHandler(logging.NullHandler())  # without a log file nothing may be written over the screen

TICK_SECONDS = 30.0  # a pass and its repaint cost 35 ms of processor
DRAFT_SECONDS = 0.5  # from a key to the file of drafts


class EntracteApp(Recovering, Steady, Deeds, Edge):
    """The front desk on a terminal. `open_desk` is called in a thread after the first paint.

    `drafts` is the file that keeps what is being written. A `forgiving` one goes on after an error
    that nobody foresaw; tests want to see it.
    """

    TITLE = "entracte"  # never a count, a sender or a subject (invariant 11)
    #: The house's, and that of the first screen, whose own file Textual does not read.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["house.tcss", "nocolor.tcss", "screens/today.tcss"]
    BINDINGS = bindings("everywhere", "away")

    def __init__(
        self,
        desk: FrontDesk | None = None,
        *,
        language: str = "",
        looks: DashboardSettings | None = None,
        speed: StorySteps | None = None,
        open_desk: Callable[[], FrontDesk] | None = None,
        glance: Callable[[], TodayView] | None = None,
        drafts: Path | None = None,
        rescue: RescueDesk | None = None,
        forgiving: bool = False,
    ) -> None:
        if desk is None and open_desk is None:
            raise TypeError("EntracteApp needs a desk or a way to open one")
        self.looks = looks or DashboardSettings()
        self._spoken = language or self.looks.language or "fr"
        use(self._spoken)
        wrong = remap(self.looks.keys)
        super().__init__()
        self.set_keymap(keymap())
        self.speed = speed
        self.ascii_only = self.looks.ascii or plain_terminal()
        self.glyphs = glyphs(self.ascii_only)
        if not self.looks.motion:
            self.animation_level = "none"
        self.desk, self.rescue = desk, rescue
        self.view: TodayView | None = None
        self.said = Said(" ".join(wrong), trouble=bool(wrong))
        self.drafts = Drafts(drafts)
        self.patience = Patience() if forgiving else None
        self._drafting = False
        self.errands = Errands(self)
        self._open_desk, self._glance = open_desk, glance
        self._wishes: list[Callable[[], None]] = []  # pressed before the desk was open
        self._undo_until: datetime | None = None
        self.lookout: Watch | None = None
        self._seen = 0.0  # when the view was taken over, in monotonic seconds
        theme.dress(self, self.looks.theme)

    def get_default_screen(self) -> Screen[None]:
        """Today; every other screen is imported when it is asked for."""
        return TodayScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own roles, for themes that are not ours."""
        return theme.DEFAULTS

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette."""
        from tui.commands import system_commands

        return system_commands(self, screen)

    def on_ready(self) -> None:
        """The first paint is done: now the desk may be opened."""
        self.errands.read("open", self._opened)

    # Reading

    def _opened(self) -> messages.Opened:
        import tui.faces  # noqa: F401 - warmed here, off the loop: local time is dear to import

        if self._glance is not None:
            with suppress(EntracteError):  # whatever is wrong is said when the desk opens
                self.post_message(messages.TodayLoaded(self._glance()))
        desk = self.desk or (self._open_desk() if self._open_desk else None)
        assert desk is not None  # __init__ saw to it
        use(self._spoken)  # a shop that opens speaks its own language
        return messages.Opened(desk, desk.revision())

    def on_opened(self, message: messages.Opened) -> None:
        """The desk is open: show it, then keep it company."""
        again, self.desk = self.lookout is not None, message.desk
        self.recovered()
        self.look_in(message.desk)
        self.reload()
        self._tick()
        self.lookout = Watch(self, message.desk, message.revision)
        self.lookout.start()
        if not again:
            self.set_interval(TICK_SECONDS, self._tick)
        wishes, self._wishes = self._wishes, []
        for wish in wishes:
            wish()

    def reload(self) -> None:
        """Read again what is on the screen."""
        if (desk := self.desk) is None:
            return
        self.errands.read("today", lambda: messages.TodayLoaded(desk.today()))
        for screen in self._house():
            screen.reload(desk)

    def _tick(self) -> None:
        if (desk := self.desk) is not None:
            self.errands.now_and_then("tick", lambda: ticked(desk))

    # What comes back

    def on_settled(self, message: messages.Settled) -> None:
        """An errand is over; whatever it brought goes to its handler."""
        self.errands.settled(message.kind)
        trouble = isinstance(message.outcome, messages.Trouble)
        if not trouble and self.said.trouble and self.said.kind == message.kind:
            self.say(Said())  # what did not work works again
        self.post_message(message.outcome)

    def on_today_loaded(self, message: messages.TodayLoaded) -> None:
        """A new view of the day, for every screen that shows it."""
        self.view, self._seen = message.view, time.monotonic()
        if message.view.absence and message.view.absence.undo_until:
            self._undo_until = message.view.absence.undo_until
        for screen in self._house():
            screen.show_all()

    @on(messages.Brought)
    def _brought(self, message: messages.Brought) -> None:
        for screen in self._house():
            screen.brought(message)

    def on_polled(self, message: messages.Polled) -> None:
        """Another process changed the data; after a sleep a pass does not wait for its turn."""
        if message.slept:
            self._tick()
        self.reload()

    def on_ticked(self, _: messages.Ticked) -> None:
        """Time went on."""
        self.reload()

    def on_acted(self, message: messages.Acted) -> None:
        """What the owner asked for is done."""
        self._undo_until = message.done.undo_until
        if message.action == "away":
            self.go_home()  # also out of a dialog or the palette: rest is what is shown
        if message.action == "erase" and (desk := self.desk) is not None:
            self.errands.read("drafts", lambda: pruned(self.drafts, desk))
        message.request = self.drafts.after(message.action, message.request, message.done)
        for screen in self._house():
            screen.acted(message)
        self.keep_drafts()
        self.say(Said(f"{message.done.sentence} {message.done.hint}".rstrip()))
        self.reload()

    def on_trouble(self, message: messages.Trouble) -> None:
        """Something did not work: one calm sentence, and everything stays as it was."""
        if message.action == "act":
            for screen in self._house():
                screen.refused()
        if not self.stranded(message):
            self.say(Said(message.sentence, trouble=True, kind=message.action))

    def say(self, said: Said) -> None:
        """Put a sentence on the calm line of every screen."""
        self.said = said
        for screen in self._house():
            screen.show_notice()

    def hint(self, sentence: str) -> None:
        """A word on the calm line that is neither a deed nor a problem."""
        self.say(Said(sentence))

    def undo_seconds(self) -> float:
        """Seconds in which the last step can be taken back, as of the last view."""
        if self.view is None or self._undo_until is None:
            return 0.0
        passed = time.monotonic() - self._seen
        return max(0.0, (self._undo_until - self.view.at).total_seconds() - passed)

    # What must not be lost

    def on_text_area_changed(self) -> None:
        """Something is being written, on whatever screen: it is soon in a file."""
        self.keep_drafts()

    def on_input_changed(self) -> None:
        """As in a text."""
        self.keep_drafts()

    def keep_drafts(self) -> None:
        """Soon, and once for all keys until then."""
        if self.drafts.lasting and not self._drafting:
            self._drafting = True
            self.set_timer(DRAFT_SECONDS, self._keep_drafts)

    def _keep_drafts(self) -> None:
        self._drafting = False
        written = self._gathered()  # here: a thread must not read what keys change
        self.errands.read("drafts", lambda: kept(self.drafts, written))

    def _gathered(self) -> str:
        for screen in self._house():
            screen.put_away()
        return self.drafts.written()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        if self.lookout is not None:
            self.lookout.end()

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End; the last words are kept first."""
        with suppress(Exception):  # nothing may keep it from ending
            self.drafts.save(self._gathered())
        super().exit(result, return_code, message)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """What a key does; an error in it ends no more than the key."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            if not self.forgive(error):
                raise
            return True

    def forgive(self, error: Exception) -> bool:
        """Whether it goes on after an error that nobody foresaw: one sentence, nothing lost."""
        if self.patience is None or not self.is_running or not self.patience.bears(error):
            return False
        self.hint(t("Something did not work. Nothing is lost; the log says more."))
        return True

    # What the owner does

    def act(self, action: str, do: Callable[[FrontDesk], Done], request: int | None = None) -> None:
        """Ask the desk for something, in a thread, after what was asked before.

        Before the desk is open it waits for it: no key is lost.
        """
        if (desk := self.desk) is None:
            self._wishes.append(lambda: self.act(action, do, request))
            return
        self.errands.act(lambda: messages.Acted(action, do(desk), request))

    def action_desk(self) -> None:
        """The desk, while a window is open; otherwise what was begun there, to finish it."""
        begun = self.drafts.last_begun() is not None and self._face() is not Face.AWAY
        if self._face() is Face.OPEN or (self.view is not None and begun):
            self.show_late("desk")

    def end_window(self) -> None:
        """Back to Today, with the last face of a window over it."""
        self.go_home()
        if isinstance(self.screen, TodayScreen):
            self.screen.end_window()

    def action_rules(self) -> None:
        """The rules."""
        self.show_late("rules")

    def action_search(self) -> None:
        """Words in everything that was written."""
        self.show_late("search")

    def action_show(self, name: str) -> None:
        """A screen by its name."""
        self.show_late(name)

    def perform(self, action: str) -> None:
        """Do what a key does, from the palette, on the screen that it was opened over."""
        self.call_later(self.run_action, action)

    def action_keys(self) -> None:
        """Every key that works here."""
        if isinstance(self.screen, HouseScreen):
            from tui.dialogs.keys import KeysDialog

            self.push_screen(KeysDialog(self.screen.PLACES))

    def show_late(self, name: str) -> None:
        """Open a screen over Today; whatever was open is put away first."""
        if isinstance(self.screen, HouseScreen):
            self.go_home()
            self.push_screen(late(name))

    def go_home(self) -> None:
        """Back to Today, from however deep."""
        while not isinstance(self.screen, TodayScreen):
            if isinstance(self.screen, HouseScreen):
                self.screen.put_away()
            self.pop_screen()

    def explain(self, request: int) -> None:
        """The reasons behind a request's dates and messages."""
        if (desk := self.desk) is not None:
            self.errands.read("why", lambda: messages.Explained(desk.why(request)))

    def on_explained(self, message: messages.Explained) -> None:
        """To read, over the screen that asked; whoever is unavailable has asked for nothing."""
        from tui.dialogs.read import ReadDialog

        if isinstance(self.screen, HouseScreen) and self._face() is not Face.AWAY:
            self.push_screen(ReadDialog(message.why.about, message.why.sentences))

    def action_step(self) -> None:
        """The story's next event."""
        if (speed := self.speed) is not None:
            self.errands.read("step", lambda: stepped(speed))

    def dress(self, looks: DashboardSettings) -> None:
        """Look as the settings say now; keys of her own count as well."""
        if looks != self.looks:
            from tui.looks import dress

            dress(self, looks)

    def speak(self, language: str) -> None:
        """Change the language of the interface at once."""
        self._spoken = language
        use(language)
        for screen in self._house():
            screen.show_all()
        self.reload()

    def _face(self) -> Face | None:
        return self.view.face if self.view else None

    def _house(self) -> list[HouseScreen]:
        if not self.is_running:  # what comes back while it closes finds half of a screen
            return []
        return [s for s in self.screen_stack if isinstance(s, HouseScreen) and s.is_mounted]

    def _fatal_error(self) -> None:
        # Textual's own would print local variables: a customer's words, perhaps a secret.
        log.critical("The dashboard stopped", exc_info=self._exception)
        with suppress(Exception):  # what is written comes back at the next start
            self.drafts.save(self._gathered())
        self.panic(last_words(self._exception))
