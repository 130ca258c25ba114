"""Today, the home screen: resting, between windows, open, unavailable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Digits, Static

from planner.face import Face
from tui.keys import Key, away_keys, ending_keys, today_keys
from tui.keytable import bindings
from tui.screens.base import HouseScreen
from tui.widgets.dayline import DayLine
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.widgets.undo_bar import UndoBar

if TYPE_CHECKING:
    from planner.views_today import TodayView

AT_REST = (Face.RESTING, Face.AWAY)
#: So long the end of a window is shown to nobody who presses a key.
LINGERS = timedelta(minutes=15)


class TodayScreen(HouseScreen):
    """One look: when, then what now; at rest nothing but a sentence."""

    PLACES = ("today", "away")
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")
    _ended: tuple[datetime, str] | None = None  # when a window was ended, and which one is open yet

    def compose(self) -> ComposeResult:
        """Both halves; the face decides which one is seen."""
        ascii_only = self.house.ascii_only
        yield TopLine()
        yield DayLine(ascii_only=ascii_only)
        with Vertical(id="rest"):
            yield Static(id="calm", markup=False)
            with Center():
                yield UndoBar(ascii_only=ascii_only)
            with Center():
                yield KeyBar(gap=6, id="choices")
        with Vertical(id="day"):
            with Horizontal(id="when"):
                yield Digits(id="digits")
                yield Static(id="beside", markup=False)
            yield Static(id="facts", markup=False)
        yield Notice(ascii_only=ascii_only)
        yield KeyBar(id="footer")

    def show_today(self, view: TodayView) -> None:
        """Take over a new view: the face, then its words."""
        super().show_today(view)
        ending = self._ends(view)
        at_rest = ending or view.face in AT_REST
        with self.app.batch_update():
            self.set_class(at_rest, "-rest")
            self.set_class(not at_rest, "-day")
            if ending:
                self._end(view)
            elif at_rest:
                self._rest(view)
            else:
                self._day(view)
        self.show_keys()

    def show_notice(self) -> None:
        """Unavailable, the bar stands in the middle and the sentence is the screen itself."""
        view, said = self.house.view, self.house.said
        away = view is not None and view.face is Face.AWAY
        undo = self.house.undo_seconds()
        sentence = "" if away and not said.trouble else said.sentence
        self.query_one("#rest UndoBar", UndoBar).run(undo if away else 0.0)
        notice = self.query_one(Notice)
        notice.show(sentence, trouble=said.trouble, undo=0.0 if away else undo)

    def _rest(self, view: TodayView) -> None:
        from tui.faces import calm

        self.query_one("#calm", Static).update(calm(view))
        away = view.face is Face.AWAY
        choices = self.query_one("#choices", KeyBar)
        choices.display = away
        if away:
            choices.show(away_keys())

    # The end of a window

    def end_window(self) -> None:
        """The last face of a window, until Enter, another screen or a quarter of an hour."""
        if (view := self.house.view) is not None:
            self._ended = view.at, view.current.id if view.current else ""
            self.show_today(view)

    def _ends(self, view: TodayView) -> bool:
        if self._ended is not None:
            since, current = self._ended
            opened = view.current is not None and view.current.id != current
            if opened or view.face is Face.AWAY or view.at - since >= LINGERS:
                self._ended = None
        return self._ended is not None

    def _end(self, view: TodayView) -> None:
        from tui.ending import ending

        kept = self.house.drafts.last_begun() is not None
        self.query_one("#calm", Static).update(ending(view, kept=kept))
        choices = self.query_one("#choices", KeyBar)
        choices.display = True
        choices.show(ending_keys(kept=kept and view.face is not Face.OPEN))

    def action_enter(self) -> None:
        """From the end of a window to the day; else to the desk."""
        if self._ended is None:
            self.house.action_desk()
            return
        self._ended = None
        if (view := self.house.view) is not None:
            self.show_today(view)

    def on_screen_suspend(self, _: events.ScreenSuspend) -> None:
        """Another screen was opened: the end of the window was seen."""
        if isinstance(self.app.screen, HouseScreen) and self._ended is not None:
            self.action_enter()

    def _day(self, view: TodayView) -> None:
        from tui.faces import beside, facts, headline

        self.query_one(Digits).update(headline(view))
        self.query_one("#beside", Static).update(beside(view))
        width = max(20, self.size.width - 8)
        self.query_one("#facts", Static).update(facts(view, width, self.house.glyphs))

    def on_resize(self, _: events.Resize) -> None:
        """Wrap the facts again."""
        view = self.house.view
        if view is not None and view.face not in AT_REST and self._ended is None:
            self._day(view)

    def keys(self) -> Sequence[Key]:
        """Those of the face."""
        view = self.house.view
        return today_keys(
            view.face if view else None,
            undo=self.house.undo_seconds() > 0,
            story=self.house.speed is not None,
            full=view is not None and view.face is Face.OPEN and view.day_full,
            proposed=view is not None and bool(view.proposal),
            returning=view is not None and bool(view.returning),
        )
