"""The outgoing texts for the owner: read with real data, tried, and changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from planner.domain.outbox import LetterState
from planner.domain.window import next_window
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.locale.dates import clock, full_day, moment
from planner.services.context import Context
from planner.services.planning import DATED
from planner.services.promising import cancel, live_since, settle
from planner.services.wording import signature
from planner.store.unit import Unit
from planner.texts import LIMIT, checked, subject_words, template
from planner.texts.names import GROUPS, text_name
from planner.texts.render import in_forms
from planner.texts.shipped import AUTOMATIC, SLOT, shipped, slots_in
from planner.views import Done
from planner.views_texts import TextRow, TextsView, TextTrial

#: Words about health: nobody needs to know why (invariant 13). The owner may say it all the same.
HEALTH = re.compile(
    r"malad|fi[eè]vre|\bsick|\bill\b|illness|health|santé|fever|hospital|hôpital", re.IGNORECASE
)


def texts(ctx: Context, language: str) -> TextsView:
    """Every text of a language, each as it would read now."""
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        values, sample = _values(unit, ctx, language)
        rehearsal = live_since(unit) is None
    rows = []
    for group, keys in GROUPS:
        for key in keys:
            text = template(key, language, ctx.overrides)
            rows.append(
                TextRow(
                    key=key,
                    name=text_name(key),
                    group=group,
                    automatic=key in AUTOMATIC,
                    own=ctx.texts.own(key, language) is not None,
                    text=text,
                    preview=_filled(text, values, ctx),
                )
            )
    return TextsView(language, tuple(rows), rehearsal, sample, ctx.texts.problem)


def try_text(ctx: Context, key: str, language: str, words: str) -> TextTrial:
    """How a wording would read, what stops it, and what is worth a thought; writes nothing.

    Raises TextError for an unknown key or language.
    """
    usual = shipped(language)
    slots = tuple(sorted(slots_in(template(key, language))))
    problems, said = [], words.strip()
    try:
        said = checked(language, key, words, key)
    except EntracteError as error:
        problems.append(f"{error.what} {error.do}".strip())
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        values, _sample = _values(unit, ctx, language)
    preview = _filled(said, values, ctx)
    hints = []
    if len(preview) > max(LIMIT, len(_filled(usual[key], values, ctx))):
        hints.append(_("It is long: {n} characters.").format(n=len(preview)))
    if HEALTH.search(said):
        hints.append(_("It speaks of health; nobody needs to know why."))
    return TextTrial(key, language, words, preview, slots, tuple(problems), tuple(hints))


def save_text(ctx: Context, key: str, language: str, words: str | None) -> Done:
    """Keep a wording, or go back to the shipped one (None); letters that wait say it anew.

    Raises TextError for a wording that cannot be used, NotPossible when the file changed.
    """
    now = ctx.clock.now()
    if words is not None and words.strip() == shipped(language)[key].strip():
        words = None
    template(key, language)  # an unknown key is said as such
    ctx.texts.keep(key, language, words)
    with ctx.store.write() as unit:
        for letter in unit.outbox.in_state(LetterState.QUEUED):
            dated = letter.automatic and letter.purpose in DATED and not letter.tries
            if dated and (letter.reason, letter.language) == (key, language):
                cancel(unit, letter)
        settle(unit, ctx, now)
    if words is None:
        return Done(_("The shipped text holds again."))
    return Done(_("Saved; it is said from now on."))


def _filled(text: str, values: Mapping[str, str], ctx: Context) -> str:
    """A template with what is known in its slots; what she fills herself stays a slot."""
    said = in_forms(text, ctx.settings.shop.forms)
    return SLOT.sub(lambda slot: values.get(slot.group(1), slot.group(0)), said)


def _values(unit: Unit, ctx: Context, language: str) -> tuple[dict[str, str], bool]:
    """What fills the slots: the request that is due next, or a made-up one."""
    now, zone = ctx.clock.now(), ctx.settings.shop.zone
    promises = sorted(unit.promises.standing().values(), key=lambda p: (p.due, p.id))
    due_next = promises[0] if promises else None
    subject = unit.requests.get(due_next.request_id).subject if due_next else _("green skirt")
    window = next_window(ctx.schedule, now, (), ctx.policy.left)
    due = due_next.due if due_next else (window.end if window else now + timedelta(days=1))
    later = next_window(ctx.schedule, due, (), ctx.policy.left)
    new = later.end if later else due + timedelta(days=1)
    quoted = subject_words(subject, language)
    hours = clock(window.start, zone) if window else ""
    return {
        "name": signature(ctx),
        "subject": quoted,
        "subjects": quoted,
        "when": moment(new, now, zone, language),
        "old": moment(due, now, zone, language),
        "day": full_day(new, now, zone, language),
        "until": full_day(new, now, zone, language),
        "date": full_day(now, now, zone, language),
        "dates": f"{quoted}: {moment(new, now, zone, language)}",
        "hours": f"{full_day(new, now, zone, language)} {hours}",
    }, due_next is None
