"""The database cannot be used: what happened, the newest copies, and the way on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.errors import Harm
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.keys import recovery_keys
from tui.keytable import bindings
from tui.messages import Trouble
from tui.screens.base import HouseScreen
from tui.text import clean, content
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_line import TopLine
from tui.words import t, tn

if TYPE_CHECKING:
    from planner.views_rescue import CopyView, ReplaceView
    from tui.app import EntracteApp

#: What a copy mends.
_COPY_HELPS = (Harm.DAMAGED, Harm.GONE)


class RecoveryScreen(ModalScreen[None]):
    """A modal one: the keys of the house need the house."""

    CSS_PATH = "recovery.tcss"
    HORIZONTAL_BREAKPOINTS = HouseScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = HouseScreen.VERTICAL_BREAKPOINTS
    PLACES: ClassVar[tuple[str, ...]] = ("recovery",)
    BINDINGS = bindings("recovery")

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble
        self._copies: tuple[CopyView, ...] | None = None  # not listed yet
        self._busy = ""

    @property
    def house(self) -> EntracteApp:
        """The app, by its own type."""
        return cast("EntracteApp", self.app)

    def compose(self) -> ComposeResult:
        """What happened; what to do; the copies."""
        yield TopLine()
        yield Static(id="what", markup=False)
        yield Static(id="do", markup=False)
        yield Static(id="label", markup=False)
        yield KeptList(id="copies", markup=False)
        yield Static(id="said", markup=False)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Show it."""
        self.set_class(True, "-none")
        self._show()
        if self._trouble.harm in _COPY_HELPS:
            self.house.list_copies()

    def listed(self, copies: Sequence[CopyView]) -> None:
        """The copies that are there."""
        self._copies = tuple(copies)
        self.set_class(not copies, "-none")
        options = [Option(content(copy.when), id=str(copy.path)) for copy in copies]
        self.query_one("#label", Static).update(content(t("The newest copies")))
        self.query_one("#copies", KeptList).show(options)
        self.query_one("#copies").focus()
        self._show()

    def _show(self) -> None:
        trouble = self._trouble
        self.query_one("#what", Static).update(content(trouble.what or trouble.sentence))
        self.query_one("#do", Static).update(_lines(trouble, self._copies))
        self.query_one("#said", Static).update(content(self._busy))
        self.query_one("#footer", KeyBar).show(recovery_keys(copies=bool(self._copies)), None)

    def refused(self, trouble: Trouble) -> None:
        """It is still so, or the copy could not be put back."""
        if trouble.action in ("look", "restore"):
            self._busy = trouble.sentence
        elif trouble.action == "open" and trouble.harm is not None:
            self._trouble, self._busy = trouble, t("It is still so.")
        if self.is_mounted:
            self._show()

    # Keys

    @on(OptionList.OptionSelected, "#copies")
    def _chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Look into the copy first; nothing is changed before she says so."""
        if chosen := self.query_one("#copies", KeptList).chosen:
            self._wait(t("Looking into the copy…"))
            self.house.look_into(Path(chosen))

    def ask(self, view: ReplaceView) -> None:
        """What it means, and whether to do it."""
        self._wait("")

        def answered(answer: str | None) -> None:
            if answer:
                self._wait(t("Putting the copy back…"))
                self.house.put_back(view.copy)

        question = "\n\n".join([" ".join(view.sentences), t("The present file is kept.")])
        put = Choice("x", t("put this copy back"), "x")
        self.app.push_screen(ChoiceDialog(question, [put]), answered)

    def action_again(self) -> None:
        """Open the shop once more."""
        self._wait(t("Opening…"))
        self.house.open_again()

    def _wait(self, words: str) -> None:
        self._busy = words
        self._show()


def _lines(trouble: Trouble, copies: Sequence[CopyView] | None) -> Content:
    """What is lost and what is not, then where the file is."""
    said = []
    if trouble.harm in _COPY_HELPS:
        said.append(t("Nothing is written any more, so nothing gets worse."))
        if trouble.harm is Harm.GONE:
            said.append(t("If you moved the file, put it back and try again."))
        if copies:
            said.append(t("Mail that came since a copy is read again from your mailbox."))
        elif copies is not None:
            said.append(t("There is no daily copy. A copy of your own: `entracte restore FILE`."))
    elif trouble.do:
        said.append(clean(trouble.do))
    return Content.assemble(" ".join(said), (f"\n\n{clean(trouble.where)}", "$muted"))


def done(view: ReplaceView) -> str:
    """What is said on Today afterwards."""
    said = [t("The copy is in place; the file of before is kept.")]
    if view.held:
        said.append(t("Nothing is sent by itself until you go live again (key e)."))
    elif view.letters:
        said.append(
            tn(
                "{n} message that left since is known.",
                "{n} messages that left since are known.",
                view.letters,
            ).format(n=view.letters)
        )
    return " ".join(said)
