"""How a hit is written, without a widget."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from planner.views_archive import HitView, Piece
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t

_PERSON, _DATE = 28, 24


def row(hit: HitView, wall: Wall, width: int, using: Glyphs) -> Content:
    """Two lines and air: who, when, what about; then the place where the words stand."""
    facts = [clean(hit.person, cells=_PERSON), wall.short(hit.at)]
    head = Content.assemble((facts[0], "bold"), (f" {using.dot} {facts[1]} {using.dot} ", "$muted"))
    head = Content.assemble(head, _marked(hit.subject))
    state = f"   {_state(hit, using)}"
    text = Content(clean(hit.folded)) if hit.folded else _marked(hit.snippet)
    text = text.truncate(max(20, width - len(state)), ellipsis=True)
    return Content.assemble(
        head.truncate(width, ellipsis=True), "\n", text, (state, "$muted"), "\n"
    )


def _marked(pieces: Sequence[Piece]) -> Content:
    """Foreign text; what was looked for is underlined as well as bold."""
    parts: list[str | tuple[str, str]] = []
    for piece in pieces:
        text = clean(piece.text)
        parts.append((text, "bold underline") if piece.hit else text)
    return Content.assemble(*parts)


def _state(hit: HitView, using: Glyphs) -> str:
    words = {
        "open": t("open"),
        "answered": t("answered"),
        "released": t("released"),
        "declined": t("declined"),
        "merged": t("merged"),
        "closed": t("closed"),
        "aside": t("set aside"),
    }
    state = words.get(hit.state, clean(hit.state))
    return f"{state} {using.dot} {t('yours')}" if hit.mine else state
