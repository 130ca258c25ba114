"""The day as it is meant: its drawing, and what is said about the windows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from textual.content import Content

from planner.domain.first_windows import (
    QUIET,
    Span,
    answers_in,
    clock,
    first_windows,
    overlaps,
    quiet_spans,
    spans_in,
)
from planner.errors import WrongUse
from planner.views_setup import Answers
from tui.glyphs import Glyphs
from tui.text import clean
from tui.widgets.dayline import EDGE, Day
from tui.words import t, tn

_MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)  # any day: only its hours are drawn
_LONGEST = 90  # minutes (needs.md 3.1)


def windows_meant(answers: Answers) -> tuple[Span, ...]:
    """Her windows, else the proposed ones; ValueError for hours that cannot be read."""
    return spans_in(answers.answer_hours) or first_windows(spans_in(answers.busy_hours))


def day_meant(answers: Answers) -> Day:
    """A day with these hours; ValueError for hours that cannot be read."""
    windows, busy = windows_meant(answers), spans_in(answers.busy_hours)
    begins, ends = QUIET[1], QUIET[0]
    edge = EDGE // timedelta(minutes=1)
    starts = [begins - edge, *(start for start, _ in (*windows, *busy))]
    stops = [ends + edge, *(end for _, end in (*windows, *busy))]
    return Day(
        start=_at(min(starts)),
        end=_at(max(stops)),
        now=None,
        windows=_spans(windows),
        quiet=_spans(quiet_spans(QUIET)),
        busy=_spans(busy),
    )


def legend(using: Glyphs) -> Content:
    """What the marks of the line mean, each by its shape."""
    marks = (
        (using.window, "$primary", t("answering window")),
        (using.bar, "$secondary", t("busy")),
        (using.quiet, "$rule", t("quiet")),
    )
    parts: list[tuple[str, str]] = []
    for shape, look, word in marks:
        parts += [(shape * 2, look), (f" {word}    ", "$muted")]
    return Content.assemble(*parts)


def of_windows(answers: Answers) -> Content:
    """Each window with what it holds at first; or that there is no room for one."""
    windows = windows_meant(answers)
    if not windows:
        said = t("Nothing is left of the day for a window: write one yourself on the next page.")
        return Content.styled(said, "$secondary")
    lines = []
    for span in windows:
        count = answers_in(span)
        holds = tn("up to {n} answer", "up to {n} answers", count).format(n=count)
        hours = f"{clock(span[0])}–{clock(span[1])}"
        lines.append(Content.assemble((hours, "bold"), (f"   {holds}", "$muted")))
    return Content("\n").join(lines)


def warnings(answers: Answers) -> list[str]:
    """What works and is worth a thought."""
    windows, found = windows_meant(answers), []
    if overlaps(windows, spans_in(answers.busy_hours)):
        found.append(t("One of them lies in the busy hours: people in the shop come first."))
    if overlaps(windows, quiet_spans(QUIET)):
        found.append(t("One of them lies in the quiet hours, from 20:30 to 08:30."))
    if any(end - start > _LONGEST for start, end in windows):
        found.append(t("One of them is long: most people answer better in short ones."))
    return found


def wrong_hours(text: str) -> None:
    """Raises WrongUse with the piece that cannot be read."""
    try:
        spans_in(text)
    except ValueError as error:
        raise WrongUse(
            t("“{piece}” cannot be read as hours.").format(piece=clean(str(error))),
            do=t("Write them as 12:00-14:00, 17:00-19:00."),
        ) from None


def _at(minute: int) -> datetime:
    return _MIDNIGHT + timedelta(minutes=minute)


def _spans(spans: Iterable[Span]) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((_at(start), _at(end)) for start, end in spans)
