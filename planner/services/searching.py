"""Searching: every message that holds the words, newest first, with the place where they stand."""

from __future__ import annotations

import re

from planner.domain.summary import summary
from planner.domain.tone import read_tone
from planner.domain.wanted import pattern, wanted
from planner.locale import language as reader
from planner.services.context import Context
from planner.services.ruling import shielded
from planner.store.search import Hit
from planner.store.unit import Unit
from planner.views_archive import FoundView, HitView, Piece

MOST = 50
ASIDE = "aside"
_BEFORE, _AFTER = 50, 130  # characters around the first hit
_SPACES = re.compile(r"\s+")


def search(ctx: Context, typed: str, most: int = MOST) -> FoundView:
    """Messages with all the words that were typed; nothing where there is no word in them."""
    terms = wanted(typed)
    if not terms:
        return FoundView(typed, ())
    with ctx.store.read() as unit:
        hits = unit.search.find(terms, most + 1)
        shown = _Shown(unit, ctx, pattern(terms))
        return FoundView(typed, tuple(map(shown.view, hits[:most])), len(hits) > most)


class _Shown:
    """How hits are shown: their words marked, hard ones folded away as everywhere."""

    def __init__(self, unit: Unit, ctx: Context, marked: re.Pattern[str]) -> None:
        self._unit, self._ctx, self._marked = unit, ctx, marked
        self._folding: dict[int, bool] = {}  # by request

    def view(self, hit: Hit) -> HitView:
        """One hit."""
        folded = summary(hit.text, reader()) if self._folds(hit) else ""
        return HitView(
            message=hit.id,
            request=hit.request_id,
            person=hit.person or hit.sender_name or hit.sender_address,
            at=hit.at,
            mine=hit.mine,
            subject=pieces(hit.subject, self._marked),
            snippet=() if folded else pieces(_around(hit.text, self._marked), self._marked),
            state=hit.state or ASIDE,
            folded=folded,
        )

    def _folds(self, hit: Hit) -> bool:
        if hit.request_id is None or hit.mine:
            return False
        if read_tone(hit.text, self._ctx.settings.shop.language).level != "hostile":
            return False
        if hit.request_id not in self._folding:
            request = self._unit.requests.get(hit.request_id)
            now = self._ctx.clock.now()
            folding = shielded(self._unit, self._ctx, request, now, "hostile")
            self._folding[hit.request_id] = folding
        return self._folding[hit.request_id]


def pieces(text: str, marked: re.Pattern[str]) -> tuple[Piece, ...]:
    """A text cut at what was looked for."""
    found: list[Piece] = []
    end = 0
    for hit in marked.finditer(text):
        found += [Piece(text[end : hit.start()]), Piece(hit[0], hit=True)]
        end = hit.end()
    return tuple(piece for piece in (*found, Piece(text[end:])) if piece.text)


def _around(text: str, marked: re.Pattern[str]) -> str:
    """The line of a text around the first hit; its beginning where the hit is elsewhere."""
    hit = marked.search(text)
    begin = max(0, hit.start() - _BEFORE) if hit else 0
    end = (hit.end() if hit else 0) + _AFTER
    if begin:  # not in the middle of a word
        begin = max(begin, text.find(" ", begin, hit.start() if hit else end) + 1)
    line = _SPACES.sub(" ", text[begin:end]).strip()
    return f"{'… ' if begin else ''}{line}{' …' if end < len(text) else ''}"
