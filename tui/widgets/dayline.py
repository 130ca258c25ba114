"""The day line: the day as a thin rule, windows as blocks, a dot for now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from tui.glyphs import Glyphs, glyphs

if TYPE_CHECKING:
    from planner.views import TodayView

Span = tuple[datetime, datetime]

#: How much of the quiet hours is drawn on either side of the day.
EDGE = timedelta(minutes=90)
#: The part of a local day (from its start) that is drawn when it has no quiet hours.
PLAIN_DAY = (timedelta(hours=3), timedelta(hours=18))


class Mark(Enum):
    """What one cell of the line stands for."""

    RULE = "rule"
    QUIET = "quiet"
    WINDOW = "window"
    AWAY = "away"
    BUSY = "busy"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Day:
    """What the line shows, as instants; `now` None on a day that is only meant."""

    start: datetime
    end: datetime
    now: datetime | None
    windows: tuple[Span, ...] = ()
    quiet: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()
    busy: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Three rows of the same width: the time of now, the line, the windows' hours."""

    above: str
    line: tuple[Mark, ...]
    below: str


def day_of(view: TodayView) -> Day:
    """The day to draw: from a little before the quiet hours end to a little after they begin."""
    middle = view.day_start + (view.day_end - view.day_start) / 2
    mornings = [end for _, end in view.quiet if view.day_start < end <= middle]
    evenings = [start for start, _ in view.quiet if middle < start < view.day_end]
    start = max(mornings) - EDGE if mornings else view.day_start + PLAIN_DAY[0]
    end = min(evenings) + EDGE if evenings else view.day_start + PLAIN_DAY[1]
    windows = tuple((w.start, w.end) for w in view.windows)
    absence = view.absence
    away = ((absence.since, absence.until or view.day_end),) if absence else ()
    return Day(
        start=max(view.day_start, min([start, view.at, *(a for a, _ in windows)])),
        end=min(view.day_end, max([end, view.at, *(b for _, b in windows)])),
        now=view.at,
        windows=windows,
        quiet=view.quiet,
        away=away,
    )


def draw(day: Day, width: int, clock: Callable[[datetime], str]) -> Drawing:
    """The day in `width` cells; `clock` writes an instant as a local time of day."""
    if width <= 0 or day.end <= day.start:
        return Drawing("", (), "")
    step = (day.end - day.start) / width

    def column(at: datetime) -> int:
        return max(0, min(width - 1, int((at - day.start) / step)))

    line = [_mark(day, day.start + step * (cell + 0.5)) for cell in range(width)]
    for start, end in day.windows:
        if not _within(start, day.away) and end > start:
            line[column(start)] = Mark.WINDOW  # however short, a window is seen
    now = []
    if day.now is not None:
        line[column(day.now)] = Mark.NOW
        now.append((column(day.now) - 2, clock(day.now)))
    return Drawing(
        above=_labels(now, width),
        line=tuple(line),
        below=_labels([(column(start), clock(start)) for start, _ in day.windows], width),
    )


def _mark(day: Day, at: datetime) -> Mark:
    if _within(at, day.away):
        return Mark.AWAY
    if _within(at, day.windows):
        return Mark.WINDOW
    if _within(at, day.busy):
        return Mark.BUSY
    return Mark.QUIET if _within(at, day.quiet) else Mark.RULE


def _within(at: datetime, spans: Iterable[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _labels(labels: list[tuple[int, str]], width: int) -> str:
    """The labels at their columns; one that has no room left is not written."""
    row = ""
    for column, label in sorted(labels):
        at = max(0, min(column, width - len(label)))
        if (not row or at > len(row)) and at + len(label) <= width:
            row = row.ljust(at) + label
    return row.ljust(width)


class DayLine(Widget):
    """Draws the day of a view, three rows high, as wide as the terminal lets it."""

    DEFAULT_CSS = """
    DayLine { height: 3; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs(ascii_only)
        self._day: Day | None = None
        self._clock: Callable[[datetime], str] = str

    def show(self, view: TodayView, clock: Callable[[datetime], str]) -> None:
        """Draw another day, or the same one later."""
        self.show_day(day_of(view), clock)

    def show_day(self, day: Day, clock: Callable[[datetime], str]) -> None:
        """Draw a day that no view holds."""
        self._day, self._clock = day, clock
        self.refresh()

    def render(self) -> Content:
        """The three rows."""
        if self._day is None:
            return Content("")
        return paint(draw(self._day, self.size.width, self._clock), self._glyphs)


def paint(drawing: Drawing, using: Glyphs) -> Content:
    """The drawing in roles of colour; every mark differs by its shape as well."""
    looks = {
        Mark.RULE: (using.rule, "$rule"),
        Mark.QUIET: (using.quiet, "$rule"),
        Mark.WINDOW: (using.window, "$primary"),
        Mark.AWAY: (using.away, "$muted"),
        Mark.BUSY: (using.bar, "$secondary"),
        Mark.NOW: (using.now, "$accent"),
    }
    parts: list[tuple[str, str]] = [(drawing.above + "\n", "$accent")]
    parts += [looks[mark] for mark in drawing.line]
    parts.append(("\n" + drawing.below, "$muted"))
    return Content.assemble(*parts)
