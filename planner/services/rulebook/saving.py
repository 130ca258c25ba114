"""Saving an edit: only what passes its checks and tests, and only on the text it was made on."""

from __future__ import annotations

from planner.errors import NotPossible, PolicyError
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.services.context import Context
from planner.services.promising import GRACE, settle
from planner.services.rulebook.keeping import keep
from planner.services.rulebook.page import read_page
from planner.services.rulebook.trying import check_base, drafted
from planner.services.unavailable import told_by
from planner.services.undoing import undoable
from planner.views import Done
from planner.views_rules import RuleEdit


def save_rule(ctx: Context, edit: RuleEdit) -> Done:
    """Write the edit into the file; ten seconds undo it, and until then nobody is told.

    Raises PolicyError while there are problems or failed tests, NotPossible when the file changed.
    """
    page = read_page(ctx.in_force)
    check_base(page, edit)
    made = drafted(ctx, page, edit)
    wrong = (*(problem.sentence for problem in made.problems), *made.failed)
    if wrong:
        raise PolicyError(_("Nothing is saved: {problem}").format(problem=wrong[0]))
    if made.text == page.text and page.base:
        raise NotPossible(_("Nothing is different: there is nothing to save."))
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        data = keep(ctx.in_force, page, made.text)
        undoable(unit, now, "rules", rule=made.name, **data)
        settle(unit, ctx, now)
        people = len({letter.person_id for letter in told_by(unit, now)})
    return Done(saved_words(people, removed=edit.remove), now + GRACE)


def saved_words(people: int, *, removed: bool) -> str:
    """That it is saved, and how many are told another date."""
    said = _("Removed.") if removed else _("Saved; it holds from now on.")
    if not people:
        return said
    told = ngettext("{n} person is told another date.", "{n} people are told another date.", people)
    return f"{said} {told.format(n=people)}"
