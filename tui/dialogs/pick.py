"""Choosing a line for a rule: type a few letters, then one of what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from planner.views_rules import FieldView
from tui.text import clean
from tui.words import t


class PickDialog(ModalScreen[FieldView | None]):
    """Dismissed with the line that was chosen, or with None."""

    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, lines: Sequence[FieldView]) -> None:
        super().__init__()
        self._lines = {line.key: line for line in lines}

    def compose(self) -> ComposeResult:
        """What is looked for, and what there is."""
        with Vertical(id="box"):
            yield Static(Content(t("Which line?")), id="question")
            letters = Input(placeholder=t("type a few letters"), compact=True, id="letters")
            letters.cursor_blink = False
            yield letters
            yield OptionList(id="found", markup=False)

    def on_mount(self) -> None:
        """Everything, to begin with; fewer lines leave the rest where it is."""
        self._find("")
        box = self.query_one("#box")
        self.call_after_refresh(lambda: setattr(box.styles, "height", box.outer_size.height))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, letters: str) -> None:
        found = self.query_one("#found", OptionList)
        found.set_options(self._options(letters.casefold().split()))
        self.action_move(1)

    def _options(self, parts: list[str]) -> Iterator[Option]:
        title = ""
        for key, line in self._lines.items():
            known = " ".join((line.label, line.words, *line.names)).casefold()
            if all(part in known for part in parts):
                if (here := part_words(key)) != title:
                    title = here
                    yield Option(Content.styled(title, "bold $secondary"), disabled=True)
                yield Option(
                    Content.assemble(clean(line.words), "  ", (clean(line.label), "$muted")), id=key
                )

    def action_move(self, by: int) -> None:
        """Up or down the list while letters are typed."""
        found = self.query_one("#found", OptionList)
        if by > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    @on(Input.Submitted)
    def _entered(self) -> None:
        option = self.query_one("#found", OptionList).highlighted_option
        self.dismiss(self._lines.get(option.id or "") if option else None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._lines.get(event.option_id or ""))

    def action_leave(self) -> None:
        """Nothing was chosen."""
        self.dismiss(None)


def part_words(key: str) -> str:
    """What the lines of a part are for."""
    return {
        "then": t("Then"),
        "when": t("When"),
        "unless": t("Unless"),
    }.get(key.partition(".")[0], "")
