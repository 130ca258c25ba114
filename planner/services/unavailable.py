"""Unavailable: one key, ten seconds to undo, and everything that follows in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.domain.absence import extended, stretch
from planner.domain.capacity import NOTHING
from planner.domain.outbox import Letter, LetterState
from planner.domain.window import Absence, absent, windows_from
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import clock
from planner.services import moments
from planner.services.arranging.keeping import put_back as put_settings_back
from planner.services.catching_up import LEAST_ABSENCE, last_day
from planner.services.context import Context
from planner.services.planning import DATED
from planner.services.promising import GRACE, settle
from planner.services.returning import welcome
from planner.services.rulebook.keeping import put_back
from planner.services.taking_back import HELD, take_back
from planner.services.undoing import undoable, wait_again
from planner.store.unit import Unit
from planner.views import Done

KINDS = ("sick", "child", "leave", "closed")
#: The half of a day that is a share of it: one window stays, wherever it lies.
SHARE = "share"


def away(
    ctx: Context,
    kind: str = "closed",
    since: datetime | None = None,
    until: datetime | None = None,
    half: str = "",
) -> Done:
    """Unavailable from `since` (now) until `until` (not known): windows close, promises move.

    Notices are written in the same transaction and leave after the grace period, outside the quiet
    hours. The kind never leaves the house (invariant 13). Raises WrongUse, NotPossible.
    """
    now = ctx.clock.now()
    checked_kind(kind)
    if until is not None and until <= max(since or now, now):
        raise WrongUse(_("The absence would end before it begins."), do=_("Choose a later end."))
    with ctx.store.write() as unit:
        if kind == "child" and since is None and until is None and not half:
            return half_capacity(unit, ctx, now)
        return begin(unit, ctx, kind, since or now, until, half, now)


def begin(
    unit: Unit,
    ctx: Context,
    kind: str,
    since: datetime,
    until: datetime | None,
    half: str,
    now: datetime,
) -> Done:
    """The key itself, within a transaction: windows, dates and notices together (D-02)."""
    holding = absent(ctx.absences(unit, now), now)
    if holding is not None and since <= now and half == "" and holding.half == "":
        return _until(unit, ctx, holding, since, until, now)
    absence_id = unit.calendar.leave(kind, since, until, half, now)
    undoable(unit, now, "away", absence=absence_id)
    unit.journal.say(now, "absence.began", None, kind=kind, since=since, until=until)
    settle(unit, ctx, now)
    told = told_by(unit, now)
    if since > now:
        return Done(_planned_sentence(ctx, since, until, told, now), now + GRACE)
    return Done(_told_sentence(ctx, told, now), now + GRACE)


def checked_kind(kind: str) -> None:
    """Raises WrongUse for a kind of absence that there is not."""
    if kind not in KINDS:
        raise WrongUse(
            _("{kind!r} is not a kind of absence.").format(kind=kind), do=", ".join(KINDS)
        )


def half_capacity(unit: Unit, ctx: Context, now: datetime) -> Done:
    """A child at home, and nothing more said: half of the day that is left (D-09).

    The first window to come stays, what follows on its day is dropped, half the day's budget goes.
    It ends by itself with that day; after the last window of a day it is the next one.
    """
    absences = ctx.absences(unit, now)
    if absent(absences, now):
        return Done(_("You are already unavailable. Nothing else to do."))
    return _half_day(unit, ctx, "child", now, now)


def half_more(unit: Unit, ctx: Context, absence: Absence, now: datetime) -> Done:
    """The same half of the next day that has windows and is not half away yet (D-04, D-09)."""
    if absence.half == SHARE:
        return _half_day(unit, ctx, absence.kind, ctx.bounds(ctx.day(absence.since))[1], now)
    known = ctx.absences(unit, now)
    taken = {ctx.day(a.since) for a in known if a.half == absence.half}
    day = ctx.day(absence.since)
    while day in taken:
        day += timedelta(days=1)
    schedule = ctx.schedule
    span = moments.half(absence.half, str(day), now, schedule.zone, schedule.day_starts)
    return begin(unit, ctx, absence.kind, *span, absence.half, now)


def _half_day(unit: Unit, ctx: Context, kind: str, after: datetime, now: datetime) -> Done:
    """Half of the first day from an instant on that has a window and is not half away yet."""
    known = ctx.absences(unit, now)
    taken = {ctx.day(a.since) for a in known if a.half}
    ahead = windows_from(ctx.schedule, after, known, ctx.policy.left)
    kept = next((w for w in ahead if w.day not in taken), None)
    if kept is None:
        raise NotPossible(_("No window is planned: there is nothing to halve."))
    begin(unit, ctx, kind, kept.end, ctx.bounds(kept.day)[1], SHARE, now)
    told = _later_notices(ctx, told_by(unit, now), now)
    said = _("Noted. Half a day: the window of {when} stays.").format(
        when=ctx.when(kept.start, now)
    )
    return Done(f"{said} {told}", now + GRACE)


def _until(
    unit: Unit,
    ctx: Context,
    holding: Absence,
    since: datetime,
    until: datetime | None,
    now: datetime,
) -> Done:
    """Already unavailable: another end or an earlier begin changes it, nothing makes a second."""
    earlier = min(since, holding.since)
    if until is None and earlier == holding.since:
        return Done(_("You are already unavailable. Nothing else to do."))
    absence_id = unit.calendar.keep(holding, now)
    unit.calendar.change(absence_id, since=earlier, until=until or holding.until)
    before = {"before": holding.until, "since": holding.since}
    undoable(unit, now, "until", absence=absence_id, **before)
    settle(unit, ctx, now)
    if until is None:
        return Done(_told_sentence(ctx, told_by(unit, now), now), now + GRACE)
    return Done(_end_sentence(ctx, until, now), now + GRACE)


def extend(ctx: Context) -> Done:
    """One day more, in one key (D-04): only people whose date moves are told."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        known = ctx.absences(unit, now)
        holding, whole = absent(known, now), stretch(known, now)
        halved = [a for a in known if a.half and ctx.day(a.since) == ctx.day(now)]
        if halved and (holding is None or holding.half):
            return half_more(unit, ctx, halved[0], now)
        if holding is None or whole is None:
            raise NotPossible(_("You are not marked as unavailable."), do="entracte away")
        until = extended(whole, now, ctx.schedule)
        return _until(unit, ctx, holding, holding.since, until, now)


def back(ctx: Context) -> Done:
    """Available again: what was held is planned anew, and everybody is given a date."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        holding = [a for a in ctx.absences(unit, now) if a.covers(now)]
        if not holding:
            return Done(_("You are available: the windows are open at their hours."))
        before: dict[str, datetime | None] = {}
        for absence in holding:
            absence_id = unit.calendar.keep(absence, now)
            before[str(absence_id)] = absence.until
            unit.calendar.change(absence_id, until=max(now, absence.since + LEAST_ABSENCE))
            unit.journal.say(now, "absence.ended", kind=absence.kind)
            unit.journal.once("absence ended", absence.key, now)
        undoable(unit, now, "back", before=before)
        situation = settle(unit, ctx, now)
        last, used = last_day(situation), situation.rooms.used
    if last is None:
        return Done(_("Welcome back. Everything has its answer."), now + GRACE)
    today = ctx.day(now)
    sentence = welcome(
        [w for w in situation.windows.values() if w.day == today],
        situation.rooms.rule(today),
        used.get(today, NOTHING),
        last,
        ctx.schedule,
        now,
        ctx.settings.shop.language,
        first=True,
    )
    return Done(sentence, now + GRACE)


def undo(ctx: Context) -> Done:
    """Take the last such action back while its time runs: no trace outside (invariant 10)."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        action = unit.journal.to_undo(now)
        if action is None:
            raise NotPossible(_("There is nothing left to undo."), do=_("Use `back` to return."))
        if action.kind == "away":
            unit.calendar.change(action.data["absence"], cancelled_at=now)
            unit.journal.say(now, "absence.ended", None, reason="undone")
        elif action.kind == "until":
            since = _instant(action.data.get("since"))
            fields = {"since": since} if since else {}
            until = _instant(action.data["before"])
            unit.calendar.change(action.data["absence"], until=until, **fields)
        elif action.kind == "edit" and action.data["made"]:
            unit.calendar.forget(action.data["absence"])
        elif action.kind == "edit":
            unit.calendar.change(action.data["absence"], **_fields(action.data["before"]))
        elif action.kind == "days":
            unit.calendar.restore(action.data["before"])
        elif action.kind == "cancel":
            unit.calendar.change(action.data["absence"], cancelled_at=None)
        elif action.kind == "back":
            for absence_id, ended in action.data["before"].items():
                unit.calendar.change(int(absence_id), until=_instant(ended))
            keys = {str(a.id): a.key for a in unit.calendar.absences()}
            for absence_id in action.data["before"]:
                unit.journal.forget("absence ended", keys[absence_id])
            unit.journal.say(now, "absence.began", None, reason="undone")
        elif action.kind == "rules":
            put_back(ctx.in_force, action.data)
        elif action.kind == "settings":
            put_settings_back(ctx, action.data)
        elif action.kind == HELD:
            take_back(unit, action, now)
        unit.journal.undone(action.id, now)
        wait_again(unit, action)
        settle(unit, ctx, now)
    return Done(_("Undone. Nobody was told."))


def _fields(before: dict[str, str | None]) -> dict[str, object]:
    """The fields of an absence as they were, read from the journal."""
    instants = ("since", "until")
    return {n: _instant(value) if n in instants else value for n, value in before.items()}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def told_by(unit: Unit, since: datetime) -> tuple[Letter, ...]:
    """The notices that were written at or after an instant and wait to leave, one a person."""
    return tuple(
        letter
        for letter in unit.outbox.in_state(LetterState.QUEUED)
        if letter.automatic and letter.purpose in DATED and letter.created_at >= since
    )


def _told_sentence(ctx: Context, told: tuple[Letter, ...], now: datetime) -> str:
    if not told:
        return _("Noted. Rest. Nobody has to be told, nothing else to do.")
    leaves = max(letter.not_before for letter in told)
    people = len({letter.person_id for letter in told})
    if leaves > now + timedelta(minutes=5):
        return ngettext(
            "Noted. Rest. {n} person will be told at {time}, nothing else to do.",
            "Noted. Rest. {n} people will be told at {time}, nothing else to do.",
            people,
        ).format(n=people, time=clock(leaves, ctx.schedule.zone))
    return ngettext(
        "Noted. Rest. {n} person is being told, nothing else to do.",
        "Noted. Rest. {n} people are being told, nothing else to do.",
        people,
    ).format(n=people)


def _planned_sentence(
    ctx: Context, since: datetime, until: datetime | None, told: Sequence[Letter], now: datetime
) -> str:
    """An absence to come: when it begins, and who hears of it; rest is not yet."""
    said = _("Noted. Unavailable from {when}.").format(when=ctx.when(since, now))
    if until is not None:
        said = _("Noted. Unavailable from {when} until {end}.").format(
            when=ctx.when(since, now), end=ctx.when(until, now)
        )
    return f"{said} {_later_notices(ctx, told, now)}"


def notices(told: Sequence[Letter]) -> str:
    """How many people are told another date: never how many wait."""
    people = len({letter.person_id for letter in told})
    if not people:
        return _("Nobody has to be told.")
    return ngettext(
        "{n} person is told another date.", "{n} people are told another date.", people
    ).format(n=people)


def _later_notices(ctx: Context, told: Sequence[Letter], now: datetime) -> str:
    """Who hears of it, and when, without a word of rest: half of the day is worked."""
    leaves = max((letter.not_before for letter in told), default=now)
    if leaves <= now + timedelta(minutes=5):
        return notices(told)
    people = len({letter.person_id for letter in told})
    return ngettext(
        "{n} person will be told at {time}.", "{n} people will be told at {time}.", people
    ).format(n=people, time=clock(leaves, ctx.schedule.zone))


def _end_sentence(ctx: Context, until: datetime, now: datetime) -> str:
    day = ctx.when(until, now)
    return _("Noted. Unavailable until {day}; nothing else to do.").format(day=day)
