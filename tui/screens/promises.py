"""The promises: what was said, to whom and for when; what stands, or what has ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from planner.doors import FrontDesk
from planner.views_today import PromiseView
from tui.dates import Wall
from tui.keys import Key, promises_keys
from tui.keytable import bindings
from tui.messages import Listed
from tui.screens.conversation import ConversationScreen
from tui.screens.promise_words import line
from tui.screens.sheet import SheetScreen
from tui.words import t


class PromisesScreen(SheetScreen):
    """A ledger. A date that was moved in time is a success like one that was kept."""

    NAME = "promises"
    PLACES = ("promises", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("promises")

    def __init__(self) -> None:
        super().__init__()
        self._ended = False
        self._behind: list[PromiseView] = []  # where each page before this one ended

    def read(self, desk: FrontDesk) -> Listed:
        """A page of what stands, or of what has ended."""
        after = self._behind[-1] if self._behind else None
        page = desk.promise_page(ended=self._ended, after=after)
        return Listed(self.NAME, page.rows, next=page.next)

    def drawn(self, listed: Listed, width: int) -> Sequence[tuple[str, Content]]:
        """One line a promise."""
        view, using = self.house.view, self.house.glyphs
        if view is None:
            return ()
        wall = Wall(view)
        return [(str(one.id), line(one, wall, width, using)) for one in _promises(listed)]

    def sentence(self, listed: Listed) -> str:
        """Which of the two lists it is."""
        if not listed.items:
            return t("Nothing has ended yet.") if self._ended else t("Nothing is promised.")
        if self._ended:
            return t("How promises ended, the latest first")
        return t("What people have been told, the soonest first")

    def keys(self) -> Sequence[Key]:
        """Those of the list, and of what comes behind it."""
        return promises_keys(
            chosen=bool(self.chosen),
            ended=self._ended,
            further=self._listed is not None and self._listed.next is not None,
            before=bool(self._behind),
        )

    # What the owner does

    @on(OptionList.OptionSelected, "#sheet")
    def action_open(self) -> None:
        """The conversation, to read."""
        if (one := self._one()) is not None:
            self.app.push_screen(ConversationScreen(one.request))

    def action_turn(self) -> None:
        """The other list."""
        self._ended, self._behind = not self._ended, []
        self.read_again()

    def action_page(self, by: int) -> None:
        """The next page, or the one before."""
        last = self._listed.next if self._listed else None
        if by > 0 and isinstance(last, PromiseView):
            self._behind.append(last)
        elif by < 0 and self._behind:
            self._behind.pop()
        else:
            return
        self.read_again()

    def action_why(self) -> None:
        """The reasons behind a date."""
        if (one := self._one()) is not None:
            self.house.explain(one.request)

    def _one(self) -> PromiseView | None:
        found = _promises(self._listed) if self._listed else []
        return next((one for one in found if str(one.id) == self.chosen), None)


def _promises(listed: Listed) -> list[PromiseView]:
    return [one for one in listed.items if isinstance(one, PromiseView)]
