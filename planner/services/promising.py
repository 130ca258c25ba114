"""Promising: comparing the plan with what people were told, and writing the letters between.

The letters are derived anew at every tick from what stands: a letter that is no longer needed is
cancelled before it leaves, one that still says the right thing is left alone. Nothing changes a
promise here: that happens when its letter is delivered (invariant 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from planner.domain.autoreply import LIVE
from planner.domain.networks import automatic_until
from planner.domain.outbox import AGAIN, SAID, Change, Letter, LetterState
from planner.domain.promise import (
    MOST_MOVES,
    Kind,
    Promise,
    Standing,
    Word,
    moves_so_far,
    was_broken,
    word_for,
)
from planner.domain.request import Request
from planner.domain.time import day_bounds, working_day
from planner.services.attending import left_alone, running_out
from planner.services.catching_up import note_last_day
from planner.services.context import Context
from planner.services.planning import DATED, Situation, look
from planner.services.recording import note_policy, record_day
from planner.services.ruling import request_facts
from planner.services.withholding import allowed
from planner.services.wording import dated_letter, second_letter
from planner.store.unit import Unit

#: The unavailable key may be taken back for so long (D-01).
GRACE = timedelta(seconds=10)
#: A person who insists is reassured once, this long after our last word (B-03).
REASSURE_AFTER = timedelta(hours=12)


#: Texts that say that the owner is away.
AWAY = ("away", "away_until")

#: Texts that own up to a date that has passed.
LATE = ("moved_late", "late_news")

#: After two days of vain tries nothing automatic is written there for another day.
GIVEN_UP = timedelta(days=1)


def settle(unit: Unit, ctx: Context, now: datetime) -> Situation:
    """One pass: record what has passed, plan, write what people must be told."""
    end_overdue(unit, now)
    keep_stale(unit, now)
    situation = look(unit, ctx, now)
    note_policy(unit, ctx, now)
    record_day(unit, ctx, now)
    keep_homeless(unit, situation)
    keep_places(unit, situation)
    note_last_day(unit, situation)
    if live_since(unit) is not None:
        write_letters(unit, ctx, situation)
        reassure(unit, ctx, situation)
    else:
        for letter in unit.outbox.in_state(LetterState.QUEUED):
            if letter.automatic:
                cancel(unit, letter)  # written before the rehearsal began again
        rehearse(unit, ctx, situation)
    return situation


def live_since(unit: Unit) -> datetime | None:
    """Since when automatic messages are sent; None in rehearsal (L-04)."""
    return unit.journal.when("live", "since")


def end_overdue(unit: Unit, now: datetime) -> None:
    """A promise whose moment passed without its words is recorded as broken, never rewritten."""
    for promise in unit.promises.overdue(now):
        if promise.kind is Kind.ANSWER and _answer_on_its_way(unit, promise.request_id):
            continue
        unit.promises.end(promise.id, Standing.BROKEN, now)
        unit.journal.say(
            now,
            "promise.broken",
            promise.request_id,
            kind=promise.kind,
            due=promise.due,
            window=promise.window,
        )


def keep_stale(unit: Unit, now: datetime) -> None:
    """The owner's own letter with a date that has passed does not leave: she is told (invariant 9).

    Automatic letters are derived anew, so theirs is always ahead.
    """
    for letter in unit.outbox.own_queued():
        if any(change.due <= now for change in letter.changes):
            _keep(unit, letter, "its date has passed", now)


def keep_homeless(unit: Unit, situation: Situation) -> None:
    """Nor one whose date lost its window while it waited, such as to an absence (invariant 1).

    While that may be undone it only waits, so that it leaves after all when it is (invariant 10).
    """
    undone_until = grace_ends(unit, situation.now)
    for letter in unit.outbox.own_queued():
        places = [(situation.place(change.request_id), change.due) for change in letter.changes]
        homeless = any(place is None or place.end > due for place, due in places)
        if homeless and undone_until:
            unit.outbox.change(letter.id, not_before=max(letter.not_before, *undone_until))
        elif homeless:
            _keep(unit, letter, "its date has no window any more", situation.now)


def _keep(unit: Unit, letter: Letter, reason: str, now: datetime) -> None:
    """The owner's letter stays here, and she is told why."""
    if letter.reason == AGAIN:
        cancel(unit, letter)
        return
    unit.outbox.change(letter.id, state=LetterState.FAILED, detail=reason)
    unit.journal.say(
        now,
        "message.failed",
        letter.request_id,
        to=letter.to_address,
        via=letter.channel,
        reason=reason,
    )


def _answer_on_its_way(unit: Unit, request_id: int) -> bool:
    return any(
        letter.purpose == "answer" and letter.state in (LetterState.HANDING_OVER,)
        for letter in unit.outbox.of(request_id)
    )


def keep_places(unit: Unit, situation: Situation) -> None:
    """Remember where the plan keeps each promise; what people were told does not change."""
    for request_id, promise in situation.told.items():
        place = situation.place(request_id)
        if place and place.id != promise.window and place.end <= promise.due:
            unit.promises.replan(promise.id, place.id)


def words(unit: Unit, ctx: Context, situation: Situation) -> dict[int, list[tuple[Request, Word]]]:
    """What each person must be told now, by person."""
    now = situation.now
    busy = {
        request_id
        for letter in (*unit.outbox.beyond_us(), *unit.outbox.given_up(now - GIVEN_UP))
        for request_id in (letter.request_id, *(change.request_id for change in letter.changes))
    }
    alone = running_out(situation, left_alone(unit, ctx, situation))
    found: dict[int, list[tuple[Request, Word]]] = defaultdict(list)
    for request in situation.requests:
        told = situation.told.get(request.id)
        if not request.answerable or request.id in busy:
            continue
        past = situation.histories.get(request.id, ())
        if moves_so_far(past) >= MOST_MOVES and (told is None or told.kind is Kind.ANSWER):
            continue
        renew = None
        if told is not None and told.kind is Kind.NEWS:
            day = working_day(told.due, ctx.schedule.zone, ctx.schedule.day_starts)
            renew = day_bounds(day, ctx.schedule.zone, ctx.schedule.day_starts)[0]
        word = word_for(
            request.id,
            situation.place(request.id),
            told,
            situation.pending.get(request.id),
            situation.horizon,
            now,
            renew_from=renew,
            broken=told is None and was_broken(past),
            unattended=request.id in alone,
        )
        if word is not None:
            found[request.person_id].append((request, word))
    return allowed(unit, situation, found, live_since(unit))


def write_letters(unit: Unit, ctx: Context, situation: Situation) -> None:
    """Make the queued letters say what must be said: no more, no less, one a person."""
    wanted = words(unit, ctx, situation)
    queued: dict[int, list[Letter]] = defaultdict(list)
    for letter in unit.outbox.in_state(LetterState.QUEUED, LetterState.BY_HAND):
        if letter.automatic and letter.purpose in DATED and letter.reason != AGAIN:
            queued[letter.person_id].append(letter)
    for person_id in sorted(set(wanted) | set(queued)):
        _settle_person(unit, ctx, situation, wanted.get(person_id, []), queued.get(person_id, []))


def _settle_person(
    unit: Unit,
    ctx: Context,
    situation: Situation,
    wanted: Sequence[tuple[Request, Word]],
    queued: Sequence[Letter],
) -> None:
    if wanted:
        changes = _changes(word for _, word in wanted)
        late = any(_too_late(ctx, request, situation.now) for request, _ in wanted)
        for letter in queued:
            if letter.state is LetterState.BY_HAND and (not late or _owns_up(wanted, letter)):
                continue  # the person wrote again, or the date has passed since: other words
            if _same(letter.changes, changes) and not _outlived(letter, situation):
                queued = [other for other in queued if other.id != letter.id]
                wanted = []
                break
    for letter in queued:
        cancel(unit, letter)
    if wanted:
        letter = dated_letter(unit, ctx, situation, wanted)
        not_before = leaves_at(unit, ctx, situation, wanted)
        # Other words do not make a server that refused for now a new one: the pauses go on.
        tried = [other for other in queued if other.tries]
        tries = max((other.tries for other in tried), default=0)
        not_before = max([not_before, *(other.not_before for other in tried)])
        state = LetterState.QUEUED
        if any(_too_late(ctx, request, not_before) for request, _ in wanted):
            state = LetterState.BY_HAND  # the owner sends it herself
        send_later(unit, replace(letter, tries=tries, state=state), not_before, situation.now)


def _owns_up(wanted: Sequence[tuple[Request, Word]], letter: Letter) -> bool:
    """Whether words must own up to a date that has passed, and a letter does not yet."""
    return any(word.late for _, word in wanted) and letter.reason not in LATE


def _too_late(ctx: Context, request: Request, leaves: datetime) -> bool:
    """Whether the network takes no machine's words any more when a letter would leave (L-05)."""
    until = automatic_until(ctx.media.get(request.channel, ""), request.last_in_at)
    return until is not None and leaves >= until


def _outlived(letter: Letter, situation: Situation) -> bool:
    """Whether a letter speaks of an absence that is over (S8)."""
    return letter.reason in AWAY and situation.absence is None


def _changes(words: Iterable[Word]) -> tuple[Change, ...]:
    return tuple(Change(w.request_id, w.date.kind, w.date.due, w.date.window) for w in words)


def _same(a: tuple[Change, ...], b: tuple[Change, ...]) -> bool:
    """Whether two letters tell the same dates; the planned window is our own business."""
    return {(c.request_id, c.kind, c.due) for c in a} == {(c.request_id, c.kind, c.due) for c in b}


def leaves_at(
    unit: Unit, ctx: Context, situation: Situation, words: Sequence[tuple[Request, Word]]
) -> datetime:
    """When a letter may leave: acknowledgements when the rules let them (by default at any hour),
    other dates after the quiet hours.

    A notice does not wait for the end of the quiet hours where the old moment would pass meanwhile.
    """
    now = situation.now
    moment = max([now, *(r.last_own_at + LIVE for r, _ in words if r.last_own_at)])
    moment = max([moment, *grace_ends(unit, now)])
    notices = [word.old for _, word in words if word.old is not None]
    if not notices and ctx.policy.sets("hold_acknowledgement"):
        facts = [request_facts(unit, ctx, request, now) for request, _ in words]
        held = [ctx.policy.until("hold_acknowledgement", moment, about=about) for about in facts]
        return max([moment, *filter(None, held)])
    quiet = ctx.policy.until("hold_notices", moment, ctx.settings.shop.zone) if notices else None
    if quiet is not None and all(old.due > quiet for old in notices):
        return quiet
    return moment


def grace_ends(unit: Unit, now: datetime) -> list[datetime]:
    """When the time of what can still be undone ends: until then nothing leaves (invariant 10)."""
    action = unit.journal.to_undo(now)
    return [action.undo_until] if action is not None and action.undo_until is not None else []


def send_later(unit: Unit, letter: Letter, not_before: datetime, now: datetime) -> Letter:
    """Put a letter into the outbox and into its conversation."""
    kept = unit.outbox.add(replace(letter, not_before=not_before))
    unit.messages.write(kept)
    if kept.state is LetterState.BY_HAND:
        where = {"to": kept.to_address, "via": kept.channel}
        unit.journal.say(now, "message.by_hand", kept.request_id, reason=kept.reason, **where)
    if not_before > now and kept.state is LetterState.QUEUED:
        unit.journal.say(
            now,
            "message.held",
            kept.request_id,
            to=kept.to_address,
            via=kept.channel,
            until=not_before,
            reason=kept.reason,
        )
    return kept


def cancel(unit: Unit, letter: Letter) -> None:
    """Take a letter back that has not left; one that perhaps left before stays what it was."""
    if letter.reason == AGAIN:
        unit.outbox.change(letter.id, state=LetterState.PERHAPS)
        return
    unit.outbox.change(letter.id, state=LetterState.CANCELLED)
    unit.messages.forget(letter.id)


def reassure(unit: Unit, ctx: Context, situation: Situation) -> None:
    """To a person who insists: once, that the date stands (B-03).

    One word a person, also for several requests, and none while another is about to leave.
    """
    now = situation.now
    leaving = unit.outbox.leaving()
    blocked = unit.people.blocked(now)
    insisting: dict[int, list[tuple[Request, Promise]]] = defaultdict(list)
    for request in situation.requests:
        told = situation.told.get(request.id)
        if told is None or request.person_id in leaving:
            continue
        if request.address in blocked:
            continue
        wrote = request.last_in_at
        if request.answerable and request.written >= 2 and wrote and now - wrote < REASSURE_AFTER:
            said = unit.outbox.last_sent_at(request.person_id)
            if said is not None and wrote - said >= REASSURE_AFTER:
                insisting[request.person_id].append((request, told))
    ids = [request.id for asked in insisting.values() for request, _told in asked]
    done = unit.outbox.automatic_of(ids, "second", set(LetterState) - {LetterState.CANCELLED})
    for _person, waiting in sorted(insisting.items()):
        asked = [(request, told) for request, told in waiting if request.id not in done]
        if not asked:
            continue
        letter = second_letter(unit, ctx, situation, asked)
        send_later(unit, letter, max([now, *grace_ends(unit, now)]), now)


def rehearse(unit: Unit, ctx: Context, situation: Situation) -> None:
    """Compose what would be sent, once a request, and send nothing (L-04)."""
    wanted = words(unit, ctx, situation)
    ids = [request.id for person in wanted.values() for request, _word in person]
    done = unit.outbox.automatic_of(ids, "ack", [LetterState.REHEARSED, *SAID])
    for person in wanted.values():
        fresh = [(request, word) for request, word in person if request.id not in done]
        if fresh:
            letter = dated_letter(unit, ctx, situation, fresh, state=LetterState.REHEARSED)
            send_later(unit, letter, situation.now, situation.now)
