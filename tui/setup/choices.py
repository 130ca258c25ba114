"""A page that is answered by choosing one of a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.setup.step import StepScreen


class ChoiceStep(StepScreen):
    """It says its lines (`choices`) and which one stands at first (`chosen_first`)."""

    def choices(self) -> Sequence[tuple[str, str, str]]:
        """Each as a name, a line, and a quieter word beneath it, perhaps empty."""
        raise NotImplementedError

    def chosen_first(self) -> str:
        """The name of the line to begin with."""
        raise NotImplementedError

    def fields(self) -> Sequence[Widget]:
        """The list."""
        return [OptionList(id="choices", markup=False)]

    def on_mount(self) -> None:
        """The list is ready to be moved in."""
        super().on_mount()
        self.query_one(OptionList).focus()

    @property
    def chosen(self) -> str:
        """The name of the line that stands."""
        return self.choices()[self.query_one(OptionList).highlighted or 0][0]

    def show(self) -> None:
        """Say the lines again; the chosen one stays."""
        super().show()
        names = [name for name, _, _ in self.choices()]
        lines = self.query_one(OptionList)
        at = lines.highlighted
        lines.clear_options()
        at = names.index(self.chosen_first()) if at is None else at
        lines.add_options(Option(said, id=name) for name, said in self._said(at))
        lines.highlighted = at

    def _said(self, at: int) -> list[tuple[str, Content]]:
        """Each line; a full dot stands before the chosen one."""
        said = []
        for number, (name, line, beneath) in enumerate(self.choices()):
            shape = self.setup.glyphs.on if number == at else self.setup.glyphs.off
            look = "$primary" if number == at else "$muted"
            below = f"\n  {beneath}" if beneath else ""
            said.append((name, Content.assemble((f"{shape} ", look), line, (below, "$muted"))))
        return said

    @on(OptionList.OptionHighlighted)
    def _dots(self, message: OptionList.OptionHighlighted) -> None:
        for name, said in self._said(message.option_index):
            message.option_list.replace_option_prompt(name, said)

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_on()
