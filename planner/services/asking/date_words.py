"""The reasons of a date in one short paragraph that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import groupby

from planner.domain.passed_over import Because
from planner.domain.promise import OPEN_DAYS, Kind
from planner.locale import gettext as _
from planner.services.asking.date_reasons import (
    AWAY,
    BEYOND,
    RULE,
    SPECIAL,
    WEEKLY,
    DateReasons,
    PassedOver,
)
from planner.services.context import Context
from planner.services.planning import Situation

#: More groups of windows than this are not read aloud; the facts hold them all.
READ_ALOUD = 3


def paragraph(ctx: Context, situation: Situation, found: DateReasons) -> str:
    """Why a request has its date: passed over, planned, margin, date."""
    if found.state not in ("standing", "planned"):
        return _ended_words(ctx, situation, found)
    said = [_passed_words(ctx, situation, found.passed_over), *_place_words(ctx, situation, found)]
    return " ".join(filter(None, said))


def _ended_words(ctx: Context, situation: Situation, found: DateReasons) -> str:
    if found.due is None:
        return _("It has ended; no date was promised.")
    said = {
        "kept": _("It has ended: {due} was promised, and kept."),
        "released": _("It has ended: {due} was promised, and you released it."),
        "broken": _("It has ended: {due} was promised and passed without an answer."),
        "moved late": _("It has ended: {due} was promised and was moved late."),
        "not delivered": _("It has ended: {due} was written, and the message came back."),
    }.get(found.state, _("It has ended: {due} was promised."))
    return said.format(due=ctx.when(found.due, situation.now))


def _place_words(ctx: Context, situation: Situation, found: DateReasons) -> Iterator[str]:
    """Where it stands, the margin, and what can be said of it."""
    if situation.horizon.news_only:
        yield _("You are unavailable and no return is known: a day for news is told, and no date.")
        return
    if found.window is None:
        yield _("No window ahead has room for it yet.")
    else:
        start = ctx.when(situation.windows[found.window].start, situation.now)
        first = not found.passed_over
        yield (
            _("It is planned for the first window, {window}.")
            if first
            else _("It is planned for the window of {window}.")
        ).format(window=start)
    if found.kind == Kind.NEWS and found.news_because == BEYOND:
        yield _("That lies beyond {days} open days, where no date is promised yet.").format(
            days=OPEN_DAYS
        )
    if found.due is None:
        yield _("So nobody can be given a date.")
    elif found.kind == Kind.NEWS:
        day = ctx.when(found.due, situation.now)
        yield _("News is promised for {due}.").format(due=day)
    elif found.margin_window is not None:
        margin = ctx.when(situation.windows[found.margin_window].start, situation.now)
        yield _("The window of {margin} is its margin, which gives the date: {due}.").format(
            margin=margin, due=ctx.when(found.due, situation.now)
        )
    else:
        yield _("The date is {due}.").format(due=ctx.when(found.due, situation.now))


def _passed_words(ctx: Context, situation: Situation, passed: Sequence[PassedOver]) -> str:
    """`Passed over: Monday 17:00 (...); Tuesday 11:00 to Tuesday 17:00 (...).`"""
    groups = [list(group) for _key, group in groupby(passed, key=_alike)]
    said = [_group_words(ctx, situation, group) for group in groups[:READ_ALOUD]]
    if not said:
        return ""
    rest = passed[sum(map(len, groups[:READ_ALOUD])) :]
    if rest:
        last = ctx.when(rest[-1].start, situation.now)
        said.append(_("and those up to {window} for such reasons").format(window=last))
    return _("Passed over: {windows}.").format(windows=_("; ").join(said))


def _alike(one: PassedOver) -> tuple[object, ...]:
    return astuple(one)[2:]  # all but the window and its moment


def _group_words(ctx: Context, situation: Situation, group: Sequence[PassedOver]) -> str:
    first = ctx.when(group[0].start, situation.now)
    if len(group) == 1:
        windows = first
    else:
        join = _("{first} and {last}") if len(group) == 2 else _("{first} to {last}")
        windows = join.format(first=first, last=ctx.when(group[-1].start, situation.now))
    return f"{windows} ({_reason_words(group[0])})"


def _reason_words(one: PassedOver) -> str:
    """Why, with the numbers and the percentages that made the limit what it is."""
    wording = {
        str(Because.WINDOW_ANSWERS): _("{taken} of the window's {limit} answers are taken"),
        str(Because.WINDOW_MINUTES): _("{taken} of the window's {limit} minutes are taken"),
        str(Because.DAY_ANSWERS): _("{taken} of the day's {limit} answers are taken"),
        str(Because.DAY_MINUTES): _("{taken} of the day's {limit} minutes are taken"),
        str(Because.TOLD): _("it has room now, but the date that was told stands"),
        str(Because.KEPT): _("its room is kept for dates already given"),
        AWAY: _("you are unavailable"),
        SPECIAL: _("a special day"),
        WEEKLY: _("an absence of every week"),
        RULE: _("closed"),
    }[one.because]
    said = [wording.format(taken=one.taken, limit=one.limit)]
    if one.fill is not None and one.fill < 100:
        said.append(_("days are filled to {fill} per cent").format(fill=one.fill))
    if one.ramp is not None:
        said.append(_("the return begins with {ramp} per cent").format(ramp=one.ramp))
    if one.reserve is not None:
        said.append(_("{reserve} per cent of it are kept for who writes now").format(
            reserve=one.reserve
        ))  # fmt: skip
    if one.waited:
        said.append(_("the rest of it is for those who waited"))
    if one.because in (SPECIAL, RULE) and one.say:
        said.append(one.say.rstrip("."))
    if one.over:
        said.append(
            _("the rule {rule} wins over {others}").format(
                rule=one.rule, others=", ".join(one.over)
            )
        )
    return ", ".join(said)
