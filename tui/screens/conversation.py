"""A conversation to read: no answer is written here, whether a window is open or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from planner.doors import FrontDesk
from planner.views import RequestView
from tui.dates import Wall
from tui.keys import Key, conversation_keys
from tui.keytable import bindings
from tui.messages import Brought, RequestLoaded
from tui.screens.base import HouseScreen
from tui.screens.desk_words import who
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.thread import Thread
from tui.widgets.top_line import TopLine


class ConversationScreen(HouseScreen):
    """One request beside its history."""

    CSS_PATH = "conversation.tcss"
    PLACES = ("conversation",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("conversation")

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self._wanted = request_id
        self._request: RequestView | None = None
        self._opened = False  # hard words are opened on purpose

    def compose(self) -> ComposeResult:
        """Who it is with, and what was written."""
        yield TopLine()
        yield Static(id="who", markup=False)
        yield Thread(id="thread")
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read it."""
        super().on_mount()
        self.query_one(Thread).focus()
        if self.house.desk is not None:
            self.reload(self.house.desk)

    def reload(self, desk: FrontDesk) -> None:
        """Read it again."""
        self.house.errands.read("request", lambda: RequestLoaded(desk.request(self._wanted)))

    def brought(self, message: Brought) -> None:
        """The request; what did not change stays where it is scrolled to."""
        if isinstance(message, RequestLoaded) and message.request.id == self._wanted:
            same = self._request is not None and self._request.messages == message.request.messages
            self._request = message.request
            self._show(thread=not same)

    def show_all(self) -> None:
        """Also in another language."""
        super().show_all()
        self._show(thread=True)

    def _show(self, *, thread: bool) -> None:
        request, view = self._request, self.house.view
        if request is None or view is None:
            return
        wall, using = Wall(view), self.house.glyphs
        self.query_one("#who", Static).update(who(request, wall, using, ""))
        if thread:
            self.query_one(Thread).show(request.messages, wall, using, opened=self._opened)
        self.show_keys()

    def keys(self) -> Sequence[Key]:
        """Back; and hard words, where there are any."""
        folded = self._request is not None and any(m.folded for m in self._request.messages)
        return conversation_keys(folded=folded)

    def action_unfold(self) -> None:
        """Show hard words as they were written, or fold them away again."""
        self._opened = not self._opened
        self._show(thread=True)

    def action_leave(self) -> None:
        """Back to what was found."""
        self.dismiss()
