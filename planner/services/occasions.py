"""Occasions: what is worth a notification now, in words without a name or a number (needs.md 3.1).

Whether it may be shown is decided in `planner.services.notifying`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from planner.domain.notification import AWAY, LATER, Notification
from planner.domain.promise import Kind
from planner.domain.questions import Question, read
from planner.domain.request import BY_HAND, Request
from planner.domain.window import Window
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import day_is_full, deal
from planner.services.pausing import PAUSED, paused
from planner.services.planning import Situation
from planner.services.policy.known import WORK
from planner.services.today import unkept_aloud
from planner.store.unit import Unit

#: A notification of something older than this says nothing any more (engine.md, section 2.2).
STALE = timedelta(hours=2)
#: So long before its end a window says so.
ENDS_SOON = timedelta(minutes=5)
#: A channel that failed so often in a row has been silent for ten minutes: no hiccup any more.
FAILURES = 6
#: Occurrences that remember which channels were spoken of on a day.
SILENT = "channel told"


def occasions(
    unit: Unit, ctx: Context, situation: Situation, due: Callable[[str], bool]
) -> Iterator[Notification]:
    """What could be told now, of what is `due` by its name; words are only sought for that."""
    for window in situation.windows.values():
        if window.start > situation.now:
            break
        if due(f"window:{window.id}"):
            yield from _opened(unit, ctx, situation, window)
        if due(f"ends:{window.id}"):
            yield from _ends(unit, ctx, situation, window)
    if due(f"risk:{ctx.day(situation.now).isoformat()}"):
        yield from _risk(ctx, situation)
    yield from _silent(unit, ctx, situation.now)
    yield from (one for one in _paused(unit) if due(one.id))


def ends_soon(situation: Situation) -> list[datetime]:
    """When the window that is open or the next one is about to end."""
    return [window.end - ENDS_SOON for window in list(situation.windows.values())[:1]]


def _opened(
    unit: Unit, ctx: Context, situation: Situation, window: Window
) -> Iterator[Notification]:
    fresh = situation.now < min(window.end, window.start + STALE)
    if fresh and not day_is_full(situation, ctx):
        title, body = _("Your answering window is open."), _awaits(unit, ctx, situation)
        yield Notification("window", window.id, title, body, _buttons())


def _awaits(unit: Unit, ctx: Context, situation: Situation) -> str:
    """What the window deals, in words: its main subject, and whether something is due today."""
    portion = deal(situation, unit, ctx).requests
    if not portion:
        return _("Nothing is ready: the time is yours.")
    today = ctx.day(situation.now)
    told = [situation.told.get(request.id) for request in portion]
    due = [p for p in told if p and p.kind is Kind.ANSWER and ctx.day(p.due) == today]
    said = [_mostly(portion) or _("A small portion is ready.")]
    if due:
        one, more = _("One promise is for today."), _("Some promises are for today.")
        said.append(more if len(due) > 1 else one)
    return " ".join(said)


def _mostly(portion: Sequence[Request]) -> str:
    """What more than half of several requests ask; "" when they ask this and that."""
    asked = Counter(question for request in portion for question in read(request.asks))
    words = {
        Question.AVAILABILITY: _("Mostly questions about what is still there."),
        Question.SHIPPING: _("Mostly questions about shipping."),
        Question.SIZE: _("Mostly questions about sizes."),
        Question.PRICE: _("Mostly questions about prices."),
        Question.PICKUP: _("Mostly questions about picking things up."),
        Question.HOURS: _("Mostly questions about opening hours."),
    }
    for question, often in sorted(asked.items(), key=lambda item: (-item[1], item[0])):
        if len(portion) > 1 and often * 2 > len(portion):
            return words[question]
    return ""


def _ends(unit: Unit, ctx: Context, situation: Situation, window: Window) -> Iterator[Notification]:
    """Only for who is at work in it and has something before her: nobody is reproached."""
    now = situation.now
    short = window.end - window.start <= 2 * ENDS_SOON
    if short or not window.end - ENDS_SOON <= now < window.end:
        return
    if not unit.journal.acted(WORK, window.start) or not deal(situation, unit, ctx).requests:
        return
    held = any(p.kind is Kind.ANSWER and p.due <= window.end for p in situation.told.values())
    last = _("A promise ends with it.")
    body = last if held else _("Finish what you are at; the rest keeps its place.")
    yield Notification("ends", window.id, _("Your window closes in five minutes."), body)


def _risk(ctx: Context, situation: Situation) -> Iterator[Notification]:
    """A promise that only the owner can save; once a day, whatever their number."""
    now, buttons = situation.now, _buttons()
    day = ctx.day(now).isoformat()
    aloud = {r.id for r in situation.requests if r.channel in BY_HAND}
    spoken = [p for r, p in situation.told.items() if r in aloud]
    if any(p.waits_for_owner and p.is_soon(now) for p in situation.told.values()):
        body = _("Open the desk when it suits you.")
        yield Notification("risk", day, _("A promise needs your decision."), body, buttons)
    elif unkept_aloud(spoken, situation.absences, ctx.schedule, ctx.policy, now):
        body = _("A date you gave aloud has no window left before it: tell the person.")
        yield Notification("risk", day, _("A promise needs your decision."), body, buttons)


def _silent(unit: Unit, ctx: Context, now: datetime) -> Iterator[Notification]:
    """Connections that have failed for a while, those of a moment in one notification."""
    states = {name: unit.channels.known(name) for name in ctx.receivers}
    failing = [name for name, state in states.items() if state and state.failures >= FAILURES]
    day = ctx.day(now)
    told = unit.journal.happened(SILENT, [told_of(day.isoformat(), name) for name in failing])
    new = [name for name in sorted(failing) if told_of(day.isoformat(), name) not in told]
    if new:
        one = _("{name} has not answered for a while. Settings can try it.").format(name=new[0])
        some = _("Several have not answered for a while. Settings can try them.")
        body = some if len(new) > 1 else one
        title = _("A connection needs your attention.")
        yield Notification("channel", "\n".join((day.isoformat(), *new)), title, body)


def told_of(day: str, channel: str) -> str:
    """The key of having spoken of a channel on a day."""
    return f"{day}:{channel}"


def _paused(unit: Unit) -> Iterator[Notification]:
    """Automatic mail is paused: said once a pause."""
    begun = [at for scope in paused(unit) if (at := unit.journal.when(PAUSED, scope))]
    if begun:
        title, body = _("Automatic messages are paused."), _("Look at it when it suits you.")
        yield Notification("paused", min(begun).isoformat(), title, body)


def _buttons() -> tuple[tuple[str, str], ...]:
    return ((LATER, _("In 15 minutes")), (AWAY, _("Unavailable")))
