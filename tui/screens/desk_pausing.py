"""Stopping at the desk: a break between two portions, and the end of a window. Offered only."""

from __future__ import annotations

from textual.widgets import Static

from planner.face import Face
from planner.views import DeskView
from planner.views_today import TodayView
from tui.ending import nothing_dealt, on_a_break
from tui.screens.desk_writing import DeskWriting
from tui.words import t

#: What asks for a request in sight.
OF_A_REQUEST = frozenset(
    ("next", "previous", "send", "send_group", "later", "let_go", "template", "editor", "unfold")
)


class DeskPausing(DeskWriting):
    """A part of the desk: what stands in place of the requests while nothing is to be answered."""

    _portion: DeskView | None = None
    _resting = False  # a break was taken
    _answered = False  # something was done here: an empty desk is a finished one
    _opened_here = False  # a window was open while this desk was: its end is said
    _kept_on = False  # that what is written may be finished was said

    def action_break(self) -> None:
        """Take the break that is offered."""
        if self._portion is not None and self._portion.pause:
            self._resting = True
            self.house.hint("")
            self.set_focus(None)
            self.show_stop()

    def go_on(self) -> bool:
        """Back from a break; whether there was one."""
        was, self._resting = self._resting, False
        if was:
            self.show_stop()
        return was

    def action_end(self) -> None:
        """Enough for this window: what is left has its place."""
        self.house.end_window()

    def show_stop(self) -> None:
        """The break, or the empty desk, where the requests were; or the requests again."""
        desk, view = self._portion, self.house.view
        if desk is None or view is None:
            return
        self.set_class(self._resting or self._request is None, "-empty")
        said = (
            on_a_break(desk, view)
            if self._resting
            else nothing_dealt(desk, view, answered=self._answered)
        )
        self.query_one("#sentence", Static).update(said)
        self.show_keys()

    def time_went_on(self, view: TodayView, *, writing: bool) -> None:
        """The window may be over: what is written may be finished, everything else has an end."""
        if view.face is Face.AWAY:
            self.house.go_home()
        elif view.face is Face.OPEN:
            self._opened_here, self._kept_on = True, False
            if self._resting:
                self.show_stop()
        elif writing:
            self._resting = False
            if self._opened_here and not self._kept_on:
                self._kept_on = True
                self.house.hint(t("Window over. Finish this one if you like; it is kept."))
        elif self.is_current and self._opened_here:
            self.house.end_window()
        elif self.is_current:
            self.house.go_home()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """What is out of sight is not answered by a key."""
        return not (self._resting and action in OF_A_REQUEST)
