"""Seasons: `[season.<name>]` blocks, which always end (needs, F-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from rules.blocks import BlockReader
from rules.model import Season
from rules.problems import Unreadable
from rules.schema import Fact, FactType
from rules.spans import Spans
from rules.text import folded, show_raw
from rules.values import read_point

MAX_DAYS = 100

_DAY = Fact("date", FactType.DATE, "", "")


def read_seasons(reader: BlockReader) -> dict[str, Season]:
    """The seasons of the file by folded name, in the order of their days."""
    found: dict[str, Season] = {}
    for name, block in reader.blocks("season"):
        season = _season(reader, name, block)
        if season is None:
            continue
        if folded(name) in found:
            reader.notebook.note(season.mark, "season_twice", name=name)
        found[folded(name)] = season
    ordered = sorted(found.items(), key=lambda item: item[1].first)
    for (_, before), (_, season) in pairwise(ordered):
        if season.first <= before.last:
            reader.notebook.note(
                season.mark,
                "seasons_overlap",
                name=season.name,
                other=before.name,
                line=before.mark.line,
                day=season.first,
            )
    return dict(ordered)


def season_days(seasons: Mapping[str, Season], names: frozenset[str]) -> Spans:
    """All days of the seasons of these names (small letters), as ordinals."""
    return Spans.of(
        (season.first.toordinal(), season.last.toordinal() + 1)
        for season in seasons.values()
        if season.name.casefold() in names
    )


def _season(reader: BlockReader, name: str, block: dict[str, Any]) -> Season | None:
    path = ("season", name)
    mark, say = reader.document.name_mark(path), reader.say(path, block["say"])
    if "until" not in block:
        reader.notebook.note(mark, "season_end", name=show_raw(name), limit=MAX_DAYS)
    first, last = _day(reader, name, block, "from"), _day(reader, name, block, "until")
    if first is None or last is None:
        return None
    until = reader.document.value_mark((*path, "until"))
    days = (last - first).days + 1
    if days < 1:
        reader.notebook.note(until, "season_backwards", name=name, first=first, last=last)
        return None
    if days > MAX_DAYS:
        reader.notebook.note(until, "season_long", name=name, count=days, limit=MAX_DAYS)
    return Season(name, say, first, last, mark)


def _day(reader: BlockReader, name: str, block: dict[str, Any], key: str) -> date | None:
    if key not in block:
        return None
    try:
        day = read_point(_DAY, block[key])
    except Unreadable as trouble:
        mark = reader.document.value_mark(("season", name, key))
        reader.notebook.note_unreadable(mark, trouble)
        return None
    assert isinstance(day, date)
    return day
