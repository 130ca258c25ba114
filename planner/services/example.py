"""What fills the slots while the owner reads her texts: her next requests, else a made-up one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.promise import honest_date
from planner.domain.window import next_window
from planner.locale.dates import clock, full_day, moment
from planner.services.context import Context
from planner.services.planning import look
from planner.services.wording import signature, with_emergency
from planner.store.unit import Unit
from planner.texts import AUTOMATIC, several, subject_words, subjects_words
from planner.texts.names import GROUPS
from planner.texts.render import in_forms
from planner.texts.shipped import SLOT, slots_in

#: Several requests of one person are shown with so many.
MOST = 2
_MADE_UP = {"fr": "jupe verte", "en": "green skirt"}
#: A first date, or one that stands; the other texts say a later one.
_FIRST = frozenset(key for group, keys in GROUPS for key in keys if group in ("first", "hand"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a text may speak of it; `due` is the date that the plan can hold."""

    subject: str
    asked_at: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Example:
    """What a text of a language is filled with. `sample`: no request is open."""

    sample: bool
    first: Mapping[str, str]
    later: Mapping[str, str]
    asked: str

    def values(self, key: str) -> Mapping[str, str]:
        """The slots of one text."""
        known = self.first if key in _FIRST else self.later
        # The date of "still useful?" is that of the question, which is not today's.
        return {**known, "date": self.asked} if key == "still_useful" else known


def example(unit: Unit, ctx: Context, language: str) -> Example:
    """What fills the texts of a language now. Nothing is written."""
    now, zone = ctx.clock.now(), ctx.settings.shop.zone
    found = _next(unit, ctx, now)
    window = next_window(ctx.schedule, now, (), ctx.policy.left)
    made_up = Asked(_MADE_UP[language], now, window.end if window else now + timedelta(days=1))
    shown = found or [made_up]
    due = shown[0].due
    after = next_window(ctx.schedule, due, (), ctx.policy.left)
    new = after.end if after else due + timedelta(days=1)
    hours = f"{clock(window.start, zone)}–{clock(window.end, zone)}" if window else ""
    day = full_day(window.start if window else due, now, zone, language)
    subjects = [one.subject for one in shown]
    known = {
        "name": signature(ctx),
        "subject": subject_words(subjects[0], language),
        "subjects": subjects_words(subjects, language),
        "old": moment(due, now, zone, language),
        "until": full_day(due, now, zone, language),
        "date": full_day(now, now, zone, language),
        "hours": f"{day} {hours}".strip(),
    }

    def dated(at: datetime, of_all: Sequence[datetime]) -> Mapping[str, str]:
        said = [moment(each, now, zone, language) for each in of_all]
        dates = several(list(zip(subjects, said, strict=True)), language)
        when, news = moment(at, now, zone, language), full_day(at, now, zone, language)
        return {**known, "when": when, "day": news, "dates": dates}

    return Example(
        sample=not found,
        first=dated(due, [one.due for one in shown]),
        later=dated(new, [max(new, one.due) for one in shown]),
        asked=full_day(shown[0].asked_at, now, zone, language),
    )


def filled(ctx: Context, key: str, language: str, text: str, values: Mapping[str, str]) -> str:
    """A wording as it would leave: what only she knows stays a slot."""
    said = in_forms(text, ctx.settings.shop.forms)
    body = SLOT.sub(lambda slot: values.get(slot.group(1), slot.group(0)), said)
    if key in AUTOMATIC and "name" not in slots_in(text):
        body = f"{body} {values['name']}"  # it is signed all the same (B-05)
    return with_emergency(ctx, key, body, language)


def _next(unit: Unit, ctx: Context, now: datetime) -> list[Asked]:
    """The requests that are due next: by what was told, in a rehearsal by the plan."""
    standing = unit.promises.standing().values()
    told = sorted((p for p in standing if p.due > now), key=lambda p: (p.due, p.id))[:MOST]
    if told:
        requests = [(unit.requests.get(promise.request_id), promise.due) for promise in told]
    else:
        situation = look(unit, ctx, now)
        dates = [(r, honest_date(situation.place(r.id), situation.horizon))
                 for r in situation.requests]  # fmt: skip
        requests = sorted(
            ((r, date.due) for r, date in dates if date is not None and date.due > now),
            key=lambda one: (one[1], one[0].id),
        )[:MOST]
    return [Asked(r.subject, r.last_in_at or r.opened_at, due) for r, due in requests]
