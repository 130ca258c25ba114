"""Choosing a beginning for an answer: its name, and how it reads. Escape changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.views import TemplateView
from tui.text import clean
from tui.words import t


class TemplateDialog(ModalScreen[TemplateView | None]):
    """Dismissed with what was chosen, or with None."""

    CSS_PATH = "template.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, templates: Sequence[TemplateView]) -> None:
        super().__init__()
        self._templates = {one.key: one for one in templates}

    def compose(self) -> ComposeResult:
        """The beginnings, each with its first words."""
        with Vertical(id="box"):
            yield Static(Content(t("Begin with")), id="question")
            yield OptionList(
                *(Option(_drawn(one), id=one.key) for one in self._templates.values()),
                id="found",
                markup=False,
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._templates.get(event.option_id or ""))

    def action_leave(self) -> None:
        """Nothing was chosen."""
        self.dismiss(None)


def _drawn(one: TemplateView) -> Content:
    return Content.assemble(clean(one.name), "\n", (clean(one.text), "$muted")).truncate(
        10_000, ellipsis=True
    )
