"""Beginnings for the owner's own answers: a text with what is known filled in (H-09)."""

from __future__ import annotations

from planner.domain.promise import standing
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.locale.dates import full_day, moment
from planner.services.context import Context
from planner.services.wording import signature
from planner.texts import subject_words, template
from planner.texts.names import GROUPS, text_name
from planner.texts.render import in_forms
from planner.texts.shipped import KEYS, LANGUAGES, SLOT, slots_of
from planner.views import TemplateView

#: The texts that begin an answer; the last line of a first word is added by itself.
BEGINNINGS = tuple(key for key in dict(GROUPS)["hand"] if key != "promised")


def templates(ctx: Context, request_id: int) -> tuple[TemplateView, ...]:
    """Every beginning, in the person's language; what only she knows stays a slot.

    Raises NotFound.
    """
    now, zone = ctx.clock.now(), ctx.settings.shop.zone
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        request = unit.requests.get(request_id)
        told = standing(unit.promises.of(request_id))
    language = request.language or ctx.settings.shop.language
    known = {
        "name": signature(ctx),
        "subject": subject_words(request.subject, language),
        "date": full_day(now, now, zone, language),
        **({"when": moment(told.due, now, zone, language)} if told else {}),
    }
    return tuple(
        TemplateView(key, text_name(key), _begun(key, language, known, ctx)) for key in BEGINNINGS
    )


def _begun(key: str, language: str, known: dict[str, str], ctx: Context) -> str:
    # The date of "still useful?" is that of the question, which is not today's.
    given = {k: v for k, v in known.items() if (key, k) != ("still_useful", "date")}
    text = in_forms(template(key, language, ctx.overrides), ctx.settings.shop.forms)
    return SLOT.sub(lambda slot: given.get(slot.group(1), slot.group(0)), text)


def complete(text: str) -> None:
    """Raises NotPossible for words with an unfilled slot; another brace of hers is her own."""
    slots = {slot for key in KEYS for language in LANGUAGES for slot in slots_of(key, language)}
    for slot in SLOT.finditer(text):
        if slot.group(1) in slots:
            raise NotPossible(
                _("A place is still empty: {slot}.").format(slot=slot.group(0)),
                do=_("Fill it or take it out; then it can be sent."),
            )
