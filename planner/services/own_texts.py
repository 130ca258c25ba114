"""The outgoing texts for the owner: read with real data, tried, and changed."""

from __future__ import annotations

from planner.domain.outbox import AGAIN, Letter, LetterState
from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.example import example, filled
from planner.services.planning import DATED
from planner.services.promising import cancel, live_since, settle
from planner.store.unit import Unit
from planner.texts import checked, template
from planner.texts.advice import advice
from planner.texts.cut import printable
from planner.texts.names import GROUPS, text_name
from planner.texts.shipped import AUTOMATIC, slots_in
from planner.views import Done
from planner.views_texts import TextRow, TextsView, TextTrial


def texts(ctx: Context, language: str) -> TextsView:
    """Every text of a language, each as it would read now."""
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        shown = example(unit, ctx, language)
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
                    preview=filled(ctx, key, language, text, shown.values(key)),
                )
            )
    return TextsView(language, tuple(rows), rehearsal, shown.sample, ctx.texts.problem)


def try_text(ctx: Context, key: str, language: str, words: str) -> TextTrial:
    """How a wording would read, what stops it, and what is worth a thought; writes nothing.

    Raises TextError for an unknown key or language.
    """
    usual = template(key, language)
    problems, said = [], printable(words).strip()
    try:
        said = checked(language, key, said, key)
    except EntracteError as error:
        problems.append(f"{error.what} {error.do}".strip())
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        values = example(unit, ctx, language).values(key)
    preview = filled(ctx, key, language, said, values)
    hints = advice(said, preview, filled(ctx, key, language, usual, values))
    slots = tuple(sorted(slots_in(usual)))
    return TextTrial(key, language, words, preview, slots, tuple(problems), hints)


def save_text(
    ctx: Context, key: str, language: str, words: str | None, seen: str | None = None
) -> Done:
    """Keep a wording, or go back to the shipped one (None); letters that wait say it anew.

    `seen` is the wording that she began with: where another one holds by now, nothing is written.
    Raises TextError for a wording that cannot be used, NotPossible when the file changed.
    """
    usual = template(key, language)  # an unknown key is said as such
    if words is not None:
        words = printable(words).strip()
        words = None if words == usual.strip() else words
    if seen is not None:
        ctx.texts.follow()
        if template(key, language, ctx.overrides) != seen:
            raise NotPossible(
                _("Another program changed this text meanwhile."),
                do=_("Go back and open it again; what you wrote is kept."),
            )
    ctx.texts.keep(key, language, words)
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        for letter in _unsaid(unit):
            if letter.language == language and _may_say(letter, key):
                cancel(unit, letter)
        settle(unit, ctx, now)
    if words is None:
        return Done(_("The shipped text holds again."))
    return Done(_("Saved; it is said from now on."))


def _unsaid(unit: Unit) -> list[Letter]:
    """Letters that wait, cards among them; in a rehearsal those shown with open requests."""
    waiting = list(unit.outbox.in_state(LetterState.QUEUED, LetterState.BY_HAND))
    if live_since(unit) is None:
        asked = {request.id for request in unit.requests.open()}
        shown = unit.outbox.in_state(LetterState.REHEARSED)
        waiting += [letter for letter in shown if letter.request_id in asked]
    return waiting


def _may_say(letter: Letter, key: str) -> bool:
    """Whether a letter that was never tried may carry a text: it is written anew then."""
    derived = letter.automatic and letter.purpose in (*DATED, "second") and not letter.tries
    if not derived or letter.reason == AGAIN:
        return False
    if key in ("several", "late_several"):
        return len(letter.changes) > 1
    return letter.reason == key.removesuffix("_several")
