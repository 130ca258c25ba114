"""What is said when an answering window is over: where the rest has its place, and nothing more.

No count and no reproach: what is left has a window, and the time until then is hers (EV-19).
"""

from __future__ import annotations

from datetime import timedelta

from textual.content import Content

from planner.views import DeskView, Face, TodayView
from tui.dates import Wall
from tui.text import clean
from tui.words import t, tn


def window_over(view: TodayView) -> str:
    """The end of a window: what is left has its place, and nothing is asked any more (A-08)."""
    if view.next is None:
        return t("Window over. Everything is kept.")
    when = Wall(view).short(view.next.start)
    return t("Window over. What remains has a place: {when}.").format(when=when)


def ended_here(view: TodayView) -> str:
    """She ends the window before its hour."""
    if view.next is None:
        return t("That is enough for now. Everything is kept.")
    when = Wall(view).short(view.next.start)
    return t("That is enough for now. What remains has a place: {when}.").format(when=when)


def last_one(view: TodayView) -> str:
    """The portion is answered while the window is still open."""
    if view.next is None:
        return t("That was the last one. Everything else is kept.")
    when = Wall(view).short(view.next.start)
    return t("That was the last one. What remains has a place: {when}.").format(when=when)


def until_then(view: TodayView) -> str:
    """How long the rest is, in the roundest words that hold; "" with no window ahead."""
    if view.next is None:
        return ""
    rest = view.next.start - view.at
    minutes, hours = max(1, rest // timedelta(minutes=1)), rest // timedelta(hours=1)
    days = round(rest / timedelta(days=1))
    if minutes < 90:
        said, n = (
            tn("Until then, a minute is yours.", "Until then, {n} minutes are yours.", minutes),
            minutes,
        )
    elif hours < 36:
        said, n = (
            tn("Until then, an hour is yours.", "Until then, {n} hours are yours.", hours),
            hours,
        )
    else:
        said, n = tn("Until then, a day is yours.", "Until then, {n} days are yours.", days), days
    return said.format(n=n)


def ending(view: TodayView, *, kept: bool) -> Content:
    """The last face of a window; `kept`: something that she began to write waits for her."""
    over = ended_here(view) if view.face is Face.OPEN else window_over(view)
    return _calm(over, view, t("What you began to write is kept.") if kept else "")


def nothing_dealt(desk: DeskView, view: TodayView, *, answered: bool) -> Content:
    """An empty desk; `answered`: it is empty because she answered what was on it."""
    if answered and desk.open:
        return _calm(last_one(view), view)
    lines = [(clean(desk.sentence) or t("This window is empty. The time is yours."), "bold")]
    if view.next is not None:
        when = Wall(view).short(view.next.start)
        lines.append((f"\n\n{t('Next window')}  {when}", "$muted"))
    return Content.assemble(*lines)


def on_a_break(desk: DeskView, view: TodayView) -> Content:
    """Between two portions, for as long as she likes (E-06)."""
    wall = Wall(view)
    first = t("A break.")
    if desk.pause_until is not None and desk.pause_until > view.at:
        first = t("A break, until {time} or as you like.").format(time=wall.clock(desk.pause_until))
    lines = [(first, "bold")]
    if desk.window_end is not None:
        said = t("Nothing needs you here. The window is open until {time}.")
        lines.append((f"\n\n{said.format(time=wall.clock(desk.window_end))}", "$muted"))
    return Content.assemble(*lines)


def break_offered(desk: DeskView) -> str:
    """The offer, and what is left of the window after it: she chooses."""
    left = tn(
        "A minute of the window is left.", "{n} minutes of the window are left.", desk.minutes_left
    ).format(n=desk.minutes_left)
    return f"{clean(desk.pause)} {left}"


def _calm(first: str, view: TodayView, last: str = "") -> Content:
    lines = [(first, "bold")]
    if then := until_then(view):
        lines.append((f"\n\n{then}", "$muted"))
    lines += [(f"\n\n{clean(sentence)}", "$secondary") for sentence in view.at_risk]
    if last:
        lines.append((f"\n\n{last}", "$muted"))
    return Content.assemble(*lines)
