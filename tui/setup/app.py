"""The first run: asks, page by page, and keeps what was answered."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar

from textual import on

from planner.doors_setup import SetupDesk
from planner.errors import EntracteError
from planner.views_setup import Answers
from tui import theme
from tui.edge import Edge
from tui.glyphs import glyphs, plain_terminal
from tui.load import Errands
from tui.messages import Brought, Settled, Trouble
from tui.setup.messages import Noted
from tui.setup.order import DONE, LEFT, ORDER, beside, first_page
from tui.setup.pages import page_of
from tui.setup.step import StepScreen
from tui.steady import last_words
from tui.words import use

log = logging.getLogger("entracte")
log.addHandler(logging.NullHandler())  # without a log file nothing may be written over the screen


class SetupApp(Edge):
    """One page a question. The password stays in memory; everything else is kept at each step."""

    TITLE = "entracte"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["setup.tcss", "../nocolor.tcss"]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: SetupDesk) -> None:
        self.desk = desk
        self.answers = self._begun = desk.begun()
        self.password, self.how = "", ""
        self.goes_on = False  # begun another time, and not said yet
        use(self.answers.language)
        super().__init__()
        self.ascii_only = plain_terminal()
        self.glyphs = glyphs(self.ascii_only)
        self.animation_level = "none"
        self.errands = Errands(self)
        theme.dress(self)

    def on_mount(self) -> None:
        """The first page, or the one where she left."""
        page = first_page(self.answers)
        self.goes_on = page != ORDER[0]
        self.push_screen(page_of(page))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own roles, for themes that are not ours."""
        return theme.DEFAULTS

    # Going on and back

    def turn(self, page: str, answers: Answers, step: int) -> None:
        """To the page beside this one; what was answered is kept."""
        to = beside(page, answers, step)
        self.keep(replace(answers, step=to))
        self.switch_screen(page_of(to))

    def keep(self, answers: Answers) -> None:
        """Keep the answers, in a thread."""
        self.answers = answers
        self.errands.act(lambda: self._noted(answers))

    def _noted(self, answers: Answers) -> Noted:
        self.desk.keep(answers)
        return Noted()

    def speak(self, language: str) -> None:
        """Another language, at once."""
        self.answers = replace(self.answers, language=language)
        use(language)

    async def action_quit(self) -> None:
        """Leave; what was answered is kept, also on this page."""
        if self.page is not None:
            await self.page.caught_up()
        self.leave(LEFT)

    def leave(self, how: str) -> None:
        """End here."""
        if how != DONE:
            self._save()
        self.how = how
        self.exit()

    def _save(self) -> None:
        if (page := self.page) is not None:
            self.answers = page.so_far()
        if self.answers != self._begun:  # who only looked leaves nothing behind
            with suppress(EntracteError):  # leaving is never refused
                self.desk.keep(self.answers)

    # What comes back

    def on_settled(self, message: Settled) -> None:
        """An errand is over; its page hears of it."""
        self.errands.settled(message.kind)
        self.post_message(message.outcome)

    @on(Brought)
    def _brought(self, message: Brought) -> None:
        if (page := self.page) is not None:
            page.brought(message)

    def on_trouble(self, message: Trouble) -> None:
        """Something did not work: one calm sentence, and the page stays."""
        if (page := self.page) is not None and message.action in ("act", *page.ASKS):
            page.refused(message)

    @property
    def page(self) -> StepScreen | None:
        """The page that is shown, unless it is only being opened or closed."""
        if not self.is_running:
            return None
        page = self.screen
        return page if isinstance(page, StepScreen) and page.shown else None

    def _fatal_error(self) -> None:
        # Textual's own would print local variables: a password may be among them.
        log.critical("The first run stopped", exc_info=self._exception)
        with suppress(Exception):
            self._save()
        self.panic(last_words(self._exception))


def ask(desk: SetupDesk) -> str:
    """Ask until there is a shop, or until she leaves; how it ended, "" for badly."""
    app = SetupApp(desk)
    app.run()
    return app.how
