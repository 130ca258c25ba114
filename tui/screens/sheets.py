"""The sheets of an absence and a return: the list, a look further, what was tidied, batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.timer import Timer

from planner.doors import FrontDesk
from planner.views import Done, ListedAbsence, PromiseView
from planner.views_away import BatchLine, ByHandView, TidyView
from tui.dates import Wall
from tui.keys import Key, batch_keys, further_keys, list_keys, tidied_keys
from tui.messages import Listed
from tui.screens.sheet import SheetRow, SheetScreen
from tui.words import t

#: Seconds without a key after which a look further falls back to rest.
IDLE = 120.0


class AbsencesScreen(SheetScreen):
    """Absences now, to come and that come again: a day more, or taken back."""

    NAME = "absences"
    AT_REST = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("+,plus", "longer", id="absence-longer", show=False),
        Binding("delete,backspace", "remove", id="absence-remove", show=False),
    ]

    def read(self, desk: FrontDesk) -> Listed:
        """The list."""
        return Listed(self.NAME, desk.absences())

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """One absence a row."""
        return [self._row(number, a) for number, a in enumerate(listed.items)
                if isinstance(a, ListedAbsence)]  # fmt: skip

    def sentence(self, listed: Listed) -> str:
        """What the list is."""
        if not listed.items:
            return t("No absence is noted. `entracte away --from --until` plans one.")
        return t("Absences. `entracte absences edit` changes their days.")

    def _row(self, number: int, absence: ListedAbsence) -> SheetRow:
        view = self.house.view
        kinds = {
            "sick": t("away"), "child": t("half of the day"), "leave": t("leave"),
            "closed": t("closed"),
        }  # fmt: skip
        states = {
            "current": t("now"), "planned": t("planned"), "weekly": t("every week"),
            "yearly": t("every year"),
        }  # fmt: skip
        said = absence.says or absence.note
        if view is not None and absence.since is not None:
            wall = Wall(view)
            until = wall.short(absence.until) if absence.until else t("no end known")
            said = f"{wall.short(absence.since)} – {until}"
        head = f"{kinds.get(absence.kind, absence.kind)} ({states[absence.state]})"
        return SheetRow(absence.id or f"-{number}", head, said)

    def keys(self) -> Sequence[Key]:
        """A day more, take back."""
        return list_keys(chosen=bool(self.chosen and not self.chosen.startswith("-")))

    def action_longer(self) -> None:
        """A day more for the chosen one."""
        self._do("longer", lambda desk, key: desk.extend_absence(key))

    def action_remove(self) -> None:
        """Take the chosen one back."""
        self._do("remove", lambda desk, key: desk.cancel_absence(key))

    def _do(self, action: str, do: Callable[[FrontDesk, str], Done]) -> None:
        key = self.chosen
        if key and not key.startswith("-"):
            self.house.act(action, lambda desk: do(desk, key))


class FurtherScreen(SheetScreen):
    """A look further while she rests, asked for twice; it falls back to rest by itself (D-05)."""

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

    def read(self, desk: FrontDesk) -> Listed:
        """What has been promised, and what waits to be sent by hand."""
        return Listed(self.NAME, (*desk.by_hand(), *desk.promises()))

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """Cards first, then the ledger."""
        view = self.house.view
        if view is None:
            return []
        wall, found = Wall(view), []
        for item in listed.items:
            if isinstance(item, ByHandView):
                found.append(
                    SheetRow(f"c{item.letter}", f"{item.person} · {item.subject}", item.text)
                )
            elif isinstance(item, PromiseView):
                said = t("by {when}").format(when=wall.short(item.due))
                key = f"p{item.request}.{item.due.isoformat()}.{item.state}"
                found.append(SheetRow(key, f"{item.person} · {item.subject}", said))
        return found

    def sentence(self, _: Listed) -> str:
        """Nothing is asked of her."""
        return t("Everything is received, everything has a date. Nothing here is asked of you.")

    def keys(self) -> Sequence[Key]:
        """Back to rest."""
        return further_keys()


class TidiedScreen(SheetScreen):
    """What was put in order at the return, cards to send by hand, and two decisions about many."""

    NAME = "tidied"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "take_back", id="tidied-back", show=False),
        Binding("c", "copy", id="card-copy", show=False),
        Binding("s", "sent", id="card-sent", show=False),
        Binding("o", "app.batch('old')", id="batch-old", show=False),
        Binding("g", "app.batch('rest')", id="batch-rest", show=False),
    ]

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

    def action_copy(self) -> None:
        """Put a card's words into the clipboard."""
        cards = self._listed.items if self._listed else ()
        for card in cards:
            if isinstance(card, ByHandView) and self.chosen == f"c{card.letter}":
                self.app.copy_to_clipboard(card.text)
                self.house.hint(t("Copied."))

    def action_sent(self) -> None:
        """She has sent a card."""
        if self.chosen.startswith("c"):
            letter = int(self.chosen[1:])
            self.house.act("sent", lambda desk: desk.sent_by_hand(letter))


class BatchScreen(SheetScreen):
    """One decision about many: every letter to read, then one key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", id="batch-send", show=False),
    ]

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
