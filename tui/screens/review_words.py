"""How a review is written, without a widget: a bar and a word a day, then calm sentences."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from planner.locale.dates import day_and_month, weekday_words
from planner.views import ReviewDay, ReviewView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import language, t, tn

LABEL, DAY, BAR, SAID = 18, 24, 20, 15


def review(view: ReviewView, wall: Wall, width: int, using: Glyphs) -> Content:
    """The whole page."""
    return Content("\n").join(list(_lines(view, wall, width, using)))


def _lines(view: ReviewView, wall: Wall, width: int, using: Glyphs) -> Iterator[Content]:
    yield Content.styled(t("The last seven days"), "bold")
    yield Content("")
    most = max([1, *(day.answers for day in view.days)])
    for day in view.days:
        yield _day(day, view, most, wall, using)
    yield Content("")
    yield from _promises(view, using)
    yield Content("")
    for sentence in view.sentences:
        yield from Content(clean(sentence)).wrap(width)


def _day(day: ReviewDay, view: ReviewView, most: int, wall: Wall, using: Glyphs) -> Content:
    """One day: its answers as a bar with a word; rest is as good as work."""
    when = f"{weekday_words(day.day.weekday(), language())} {day_and_month(day.day, language())}"
    cells = round(day.answers * BAR / most) if day.answers else 0
    if day.answers:
        said = tn("{n} answer", "{n} answers", day.answers).format(n=f"{day.answers:>2}")
        hours = ", ".join(wall.clock(at) for at in day.windows)
        bar = (using.bar * max(1, cells)).ljust(BAR + 2)
        said = said.ljust(SAID)
        return Content.assemble(
            (when.ljust(DAY), "$muted"), (bar, "$primary"), said, (hours, "$muted")
        )
    word = t("rest") if day.day in view.rest else using.rule
    return Content.assemble((when.ljust(DAY), "$muted"), (word, "$muted"))


def _promises(view: ReviewView, using: Glyphs) -> Iterator[Content]:
    """How promises ended; a word and a dot each, and none that did not happen."""
    words = {
        "kept": (t("kept"), "$primary", using.on),
        "moved in time": (t("moved in time"), "$secondary", using.on),
        "moved late": (t("moved late"), "$secondary", using.off),
        "released": (t("released"), "$muted", using.off),
        "broken": (t("passed"), "$secondary", using.off),
        "not delivered": (t("not delivered"), "$secondary", using.off),
    }
    label = t("Promises")
    for name, number in view.outcomes.items():
        if number and name in words:
            word, colour, dot = words[name]
            head = (label.ljust(LABEL), "$muted")
            yield Content.assemble(head, (f"{dot} ", colour), f"{word}  ", (str(number), "$muted"))
            label = ""
