"""The sheets of an absence and a return: a look further, what was tidied, batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.timer import Timer

from planner.doors import FrontDesk
from planner.face import Face
from planner.views_away import BatchLine, ByHandView, TidyView
from planner.views_today import PromiseView, TodayView
from tui.dates import Wall
from tui.keys import Key, batch_keys, further_keys, tidied_keys
from tui.keytable import bindings
from tui.messages import Listed
from tui.screens.sheet import SheetRow, SheetScreen
from tui.text import clean
from tui.words import t

#: Seconds without a key after which a look further falls back to rest.
IDLE = 120.0
STANDING = ("standing", "pending")


class CardSheet(SheetScreen):
    """A sheet on which cards may lie: words for the owner to copy, to send, and to note as sent."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("cards")

    def action_copy(self) -> None:
        """Put a card's words into the clipboard, as harmless as on the screen."""
        cards = self._listed.items if self._listed else ()
        for card in cards:
            if isinstance(card, ByHandView) and self.chosen == f"c{card.letter}":
                self.app.copy_to_clipboard(clean(card.text, newlines=True))
                self.house.hint(t("Copied."))

    def action_sent(self) -> None:
        """She has sent a card."""
        if self.chosen.startswith("c"):
            letter = int(self.chosen[1:])
            self.house.act("sent", lambda desk: desk.sent_by_hand(letter))


class FurtherScreen(CardSheet):
    """A look further while she rests, asked for twice; it falls back to rest by itself (D-05)."""

    PLACES = ("cards", "list")
    NAME = "further"
    AT_REST = True
    _idle: Timer | None = None

    def on_mount(self) -> None:
        """Begin to wait for nothing."""
        super().on_mount()
        self._idle = self.set_timer(IDLE, self.action_leave)

    def on_key(self, _: events.Key) -> None:
        """She is still looking."""
        if self._idle is not None:
            self._idle.reset()

    def show_today(self, view: TodayView) -> None:
        """When rest is over there is nothing to look past."""
        super().show_today(view)
        if view.face not in (Face.AWAY, Face.RESTING):
            self.house.go_home()

    def read(self, desk: FrontDesk) -> Listed:
        """What has been promised, and what waits to be sent by hand."""
        return Listed(self.NAME, (*desk.by_hand(), *desk.promises()))

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """What is at risk, cards, the dates that stand, what each mail server says."""
        view = self.house.view
        if view is None:
            return []
        wall = Wall(view)
        risks = enumerate(view.at_risk)
        found = [SheetRow(f"r{number}", t("To look at"), said) for number, said in risks]
        for item in listed.items:
            if isinstance(item, ByHandView):
                found.append(
                    SheetRow(f"c{item.letter}", f"{item.person} · {item.subject}", item.text)
                )
            elif isinstance(item, PromiseView) and item.state in STANDING:
                said = t("by {when}").format(when=wall.short(item.due))
                key = f"p{item.request}.{item.due.isoformat()}.{item.state}"
                found.append(SheetRow(key, f"{item.person} · {item.subject}", said))
        found += [SheetRow(f"s{c.channel}", c.channel, c.sentence) for c in view.covered]
        return found

    def sentence(self, listed: Listed) -> str:
        """It is a look, and it ends by itself."""
        if not self.rows(listed):
            return t("Nothing is asked of you. Rest comes back by itself.")
        return t("Only to look. Rest comes back by itself.")

    def keys(self) -> Sequence[Key]:
        """Back to rest."""
        return further_keys(card=self.chosen.startswith("c"))


class TidiedScreen(CardSheet):
    """What was put in order at the return, cards to send by hand, and two decisions about many."""

    PLACES = ("tidied", "cards", "list")
    NAME = "tidied"
    BINDINGS: ClassVar[list[BindingType]] = bindings("tidied")

    def read(self, desk: FrontDesk) -> Listed:
        """Steps and cards."""
        return Listed(self.NAME, (*desk.by_hand(), *desk.tidied()))

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """One step or card a row."""
        found = []
        for item in listed.items:
            if isinstance(item, ByHandView):
                found.append(
                    SheetRow(f"c{item.letter}", f"{item.person} · {item.subject}", item.text)
                )
            elif isinstance(item, TidyView):
                said = t("taken back") if item.undone else item.sentence
                found.append(SheetRow(f"t{item.number}", f"{item.person} · {item.subject}", said))
        return found

    def sentence(self, listed: Listed) -> str:
        """What the list is."""
        if not listed.items:
            return t("Nothing had to be put in order.")
        return t("Put in order before the first portion. Each step can be taken back.")

    def keys(self) -> Sequence[Key]:
        """Those of a card or of a step."""
        return tidied_keys(card=self.chosen.startswith("c"), step=self.chosen.startswith("t"))

    def action_take_back(self) -> None:
        """Take a step back."""
        if self.chosen.startswith("t"):
            number = int(self.chosen[1:])
            self.house.act("tidy", lambda desk: desk.undo_tidy(number))


class BatchScreen(SheetScreen):
    """One decision about many: every letter to read, then one key."""

    PLACES = ("batch", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("batch")

    def __init__(self, which: str) -> None:
        super().__init__()
        self._which = which
        self.NAME = f"batch {which}"

    def read(self, desk: FrontDesk) -> Listed:
        """The preview."""
        view = desk.still_useful() if self._which == "old" else desk.rest()
        kept = tuple(BatchLine(-x.request, x.person, x.subject, x.text) for x in view.kept)
        return Listed(self.NAME, (*view.lines, *kept), view.sentence)

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """Every letter, then what is kept and why."""
        found = []
        for item in listed.items:
            if isinstance(item, BatchLine):
                note = item.text if item.request > 0 else t("kept: {why}").format(why=item.text)
                found.append(SheetRow(str(item.request), f"{item.person} · {item.subject}", note))
        return found

    def sentence(self, listed: Listed) -> str:
        """What one key would do."""
        return listed.sentence

    def keys(self) -> Sequence[Key]:
        """Send, or leave."""
        return batch_keys(sends=bool(self._shown))

    @property
    def _shown(self) -> tuple[int, ...]:
        """The requests whose letters are on the screen."""
        items = self._listed.items if self._listed else ()
        return tuple(x.request for x in items if isinstance(x, BatchLine) and x.request > 0)

    def action_send(self) -> None:
        """Send what is shown; ten seconds to undo, on Today."""
        shown = self._shown
        if not shown:  # nothing leaves that could not be read
            return
        if self._which == "old":
            self.house.act("batch", lambda desk: desk.ask_still_useful(shown))
        else:
            self.house.act("batch", lambda desk: desk.let_go_of_rest(shown))
        self.house.go_home()
