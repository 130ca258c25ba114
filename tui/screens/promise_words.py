"""How a promise is written, without a widget: when, who, what, and a dot with a word."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from planner.views_today import PromiseView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t

#: Cells of the date and of the word with its dot; the person and the subject share the rest.
_WHEN, _STATE = 18, 20
#: Cells from which the date has air beside it.
_ROOMY = 90


def line(promise: PromiseView, wall: Wall, width: int, using: Glyphs) -> Content:
    """One line of the ledger, in columns."""
    when = _WHEN + 2 if width >= _ROOMY else _WHEN
    rest = max(24, width - when - _STATE)
    person = max(15, rest * 2 // 5)
    dot, word, colour = state(promise, using)
    return Content.assemble(
        (_cell(wall.short(promise.due), when), "$muted"),
        (_cell(clean(promise.person, cells=person - 2), person), "bold"),
        _cell(clean(promise.subject, cells=rest - person - 2), rest - person),
        (f"{dot} {word}", colour),
    )


def state(promise: PromiseView, using: Glyphs) -> tuple[str, str, str]:
    """The dot, the word and the role of colour of what became of a promise."""
    if promise.decide:
        return using.off, t("yours to decide"), "$error"
    if promise.kind == "news":
        news = {"standing": t("news promised"), "kept": t("news given")}
        if promise.state in news:
            return using.on, news[promise.state], "$primary"
    words = {
        "standing": (using.on, t("on time"), "$primary"),
        "pending": (using.off, t("about to be told"), "$muted"),
        "kept": (using.on, t("kept"), "$primary"),
        "moved": (using.on, t("moved in time"), "$secondary"),
        "moved late": (using.off, t("moved late"), "$secondary"),
        "broken": (using.off, t("passed"), "$secondary"),
        "released": (using.off, t("released"), "$muted"),
        "not delivered": (using.off, t("not delivered"), "$secondary"),
    }
    return words.get(promise.state, (using.off, clean(promise.state), "$muted"))


def _cell(text: str, cells: int) -> str:
    return text + " " * max(1, cells - cell_len(text))
