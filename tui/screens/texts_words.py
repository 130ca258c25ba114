"""How the texts are listed, without a widget."""

from __future__ import annotations

from textual.content import Content

from planner.texts.names import group_name
from planner.views_texts import TextRow, TextsView
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t


def state(view: TextsView) -> Content:
    """Whether they leave, in which language they are, and what fills them."""
    leaves = (
        t("Rehearsal: nothing leaves by itself.")
        if view.rehearsal
        else t("Automatic messages leave.")
    )
    spoken = t("In French") if view.language == "fr" else t("In English")
    filled = (
        t("filled with a made-up request") if view.sample else t("filled with your next request")
    )
    parts: list[tuple[str, str]] = [(leaves, "bold"), (f"\n{spoken}, {filled}.", "$muted")]
    if view.problem:
        parts.append((f"\n{clean(view.problem)}", "$error"))
    return Content.assemble(*parts)


def group(name: str) -> Content:
    """The title of a group."""
    return Content.styled(group_name(name), "bold $secondary")


def row(text: TextRow, width: int, lines: int, using: Glyphs, *, draft: bool = False) -> Content:
    """A text: its name, whether the wording is hers, then how it begins to read; and air."""
    mark = f"  {using.on} {t('your wording')}" if text.own else ""
    begun = f"  {using.dot} {t('draft')}" if draft else ""
    said = Content.styled(clean(text.preview), "$muted").wrap(width)
    shown = said[:lines]
    if len(said) > lines:
        shown[-1] = Content.styled(f"{shown[-1].plain.rstrip()} …", "$muted")
    head = Content.assemble(clean(text.name), (mark, "$primary"), (begun, "$secondary"))
    return Content("\n").join([head, *shown, Content("")])
