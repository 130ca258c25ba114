"""How a week is drawn and said, without a widget: cells that can be read as text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content

from planner.locale.dates import weekday_words
from planner.views_week import SlotView, WeekDay, WeekView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.screens.promise_words import line
from tui.text import clean
from tui.words import language, t

#: Cells of the hours before the first day.
HOURS = 8
FULL, FILLED = 1.0, 0.6


def grid(week: WeekView, chosen: int, width: int, using: Glyphs) -> Content:
    """Windows as rows, days as columns: a bar, and a word below it."""
    column = max(8, min(18, (width - HOURS) // 7))
    lines = [_heads(week, column, using), _marks(week, chosen, column, using)]
    for row in week.rows:
        bars: list[Content | str | tuple[str, str]] = [(row.ljust(HOURS), "$muted")]
        words: list[Content | str | tuple[str, str]] = [" " * HOURS]
        for day in week.days:
            slot = next((one for one in day.slots if one.row == row), None)
            bar, colour, word = _slot(slot, day, row == week.rows[0], column - 2, using)
            bars.append((_cell(bar, column), colour))
            words.append((_cell(word, column), "$muted"))
        lines += [Content.assemble(*bars), Content.assemble(*words)]
    if not week.rows:
        lines.append(Content.styled(t("No window is open in this week."), "$muted"))
    return Content("\n").join(lines)


def _heads(week: WeekView, column: int, using: Glyphs) -> Content:
    parts: list[Content | str | tuple[str, str]] = [" " * HOURS]
    for day in week.days:
        name = f"{weekday_words(day.day.weekday(), language())[:3]} {day.day.day}"
        said = f"{name} {using.now}" if day.today else name
        parts.append((_cell(said, column), "bold $accent" if day.today else "bold"))
    return Content.assemble(*parts)


def _marks(week: WeekView, chosen: int, column: int, using: Glyphs) -> Content:
    """A line under the chosen day."""
    parts: list[Content | str | tuple[str, str]] = [" " * HOURS]
    for number, _day in enumerate(week.days):
        mark = using.bar * (column - 2) if number == chosen else ""
        parts.append((_cell(mark, column), "$secondary"))
    return Content.assemble(*parts)


def _slot(
    slot: SlotView | None, day: WeekDay, first: bool, cells: int, using: Glyphs
) -> tuple[str, str, str]:
    """What stands for a window: its bar, the role of its colour, its word."""
    if slot is None:
        return (t("shut") if first and not day.slots else ""), "$muted", ""
    if slot.state == "away":
        return using.away * cells, "$muted", t("rest")
    if slot.state == "left out":
        return using.rule, "$muted", ""
    if slot.state == "over":
        return using.quiet * cells, "$rule", t("over")
    full = max(1, min(cells, round(slot.load * cells))) if slot.load else 0
    return using.bar * full or using.dot, "$primary", load_word(slot.load, narrow=cells < 11)


def load_word(load: float, *, narrow: bool = False) -> str:
    """A word beside the bar."""
    if load >= FULL:
        return t("full")
    if load < FILLED:
        return t("at ease")
    return t("filled") if narrow else t("well filled")


def agenda(week: WeekView, day: WeekDay, wall: Wall, width: int, using: Glyphs) -> Content:
    """The chosen day in lines, then what is to know about the week."""
    return Content("\n").join(list(_agenda(week, day, wall, width, using)))


def _agenda(
    week: WeekView, day: WeekDay, wall: Wall, width: int, using: Glyphs
) -> Iterator[Content]:
    notes = f" {using.dot} ".join(clean(note) for note in day.notes)
    aside = f"   {notes}" if notes else ""
    yield Content.assemble((wall.date(day.starts), "bold"), (aside, "$muted"))
    for slot in day.slots:
        span = f"{wall.clock(slot.start)}–{wall.clock(slot.end)}"
        yield Content.assemble((span.ljust(18), "$muted"), _said(slot))
    for promise in day.due:
        yield line(promise, wall, width, using)
    yield Content("")
    for sentence in week.sentences:
        yield Content.styled(clean(sentence), "$secondary")


def _said(slot: SlotView) -> str:
    if slot.state == "away":
        return t("you are unavailable")
    if slot.state == "left out":
        return t("no window on this day of your return")
    if slot.state == "over":
        return t("over")
    return load_word(slot.load)


def _cell(text: str, cells: int) -> str:
    return text + " " * max(0, cells - cell_len(text))
