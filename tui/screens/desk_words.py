"""What the desk reads and says, without a widget."""

from __future__ import annotations

from textual.content import Content

from planner.doors import FrontDesk
from planner.errors import NotFound
from planner.views import CardView, DeskView, RequestView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.messages import DeskLoaded
from tui.text import clean, content
from tui.words import t, tn

CARD_CELLS = 28


def read_desk(desk: FrontDesk, wanted: int | None, place: int, *, kept: bool) -> DeskLoaded:
    """The portion and one request: the wanted one, else the one that took its place.

    A request with something written for it (`kept`) stays, in the portion or not.
    """
    view = desk.desk()
    ids = [one.id for one in view.portion]
    if wanted is not None and (wanted in ids or kept):
        try:
            return DeskLoaded(view, desk.request(wanted))
        except NotFound:
            pass  # erased meanwhile; the portion goes on
    if not ids:
        return DeskLoaded(view, None)
    return DeskLoaded(view, desk.request(ids[min(place, len(ids) - 1)]))


def card(one: CardView) -> Content:
    """Two lines and air: who, what."""
    return Content.assemble(
        content(one.person, cells=CARD_CELLS).stylize("bold"),
        "\n",
        (clean(one.subject, cells=CARD_CELLS), "$muted"),
        "\n",
    )


def position(view: DeskView | None, request: RequestView) -> str:
    """`2 of 7`, for a terminal that has no room for the list."""
    ids = [one.id for one in view.portion] if view else []
    if request.id not in ids:
        return ""
    return t("{place} of {all}").format(place=ids.index(request.id) + 1, all=len(ids))


def who(request: RequestView, wall: Wall, using: Glyphs, place: str) -> Content:
    """The person and the subject, then quietly: channel, how often, the promise, why now."""
    facts = [clean(request.channel), _wrote(request.written), _since(request, wall)]
    facts += [_promised(request, wall), _takes_until(request, wall)]
    if request.tone == "hostile":
        facts.append(t("harsh words"))
    facts.append(clean(request.why))
    if n := len(request.same):
        facts.append(tn("{n} other asks the same", "{n} others ask the same", n).format(n=n))
    if request.others:
        also = ", ".join(clean(other.subject, cells=30) for other in request.others)
        facts.append(t("also: {subjects}").format(subjects=also))
    if request.earlier:
        before = ", ".join(clean(subject, cells=30) for subject in request.earlier)
        facts.append(t("before: {subjects}").format(subjects=before))
    return Content.assemble(
        content(request.person, cells=40).stylize("bold"),
        (f"   {clean(place)}" if place else "", "$accent"),
        f"   {clean(request.subject, cells=80)}\n",
        (f" {using.dot} ".join(filter(None, facts)), "$muted"),
    )


def group_question(request: RequestView) -> str:
    """What is asked before one draft goes to several people: who they are."""
    names = ", ".join(clean(one.person, cells=CARD_CELLS) for one in request.same)
    return t("Send this to {people} too, each in a letter of their own?").format(people=names)


def _wrote(times: int) -> str:
    return tn("wrote once", "wrote {n} times", times).format(n=times) if times > 0 else ""


def _since(request: RequestView, wall: Wall) -> str:
    return t("since {when}").format(when=wall.short(request.since)) if request.since else ""


def _takes_until(request: RequestView, wall: Wall) -> str:
    """The clock of a network, which takes no answer afterwards (L-05)."""
    if request.reply_until is None:
        return ""
    return t("answer possible until {when}").format(when=wall.short(request.reply_until))


def _promised(request: RequestView, wall: Wall) -> str:
    if request.due is None:
        return ""
    if request.due_kind == "news":
        return t("news promised for {when}").format(when=wall.short(request.due))
    return t("promised for {when}").format(when=wall.short(request.due))
