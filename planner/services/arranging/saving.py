"""Saving a change of the settings: only what can be read, and only on the text it was made on."""

from __future__ import annotations

from planner.errors import NotPossible, SettingsError
from planner.locale import gettext as _
from planner.services.arranging.trying import drafted
from planner.services.context import Context
from planner.services.promising import GRACE, settle
from planner.services.rulebook.page import mark
from planner.services.rulebook.saving import saved_words
from planner.services.unavailable import told_by
from planner.services.undoing import undoable
from planner.views import Done
from planner.views_rules import RuleEdit


def save_setting(ctx: Context, edit: RuleEdit) -> Done:
    """Write the change into the file; ten seconds undo it, and until then nobody is told.

    Raises SettingsError while something is wrong, NotPossible when the file changed.
    """
    made = drafted(ctx, edit)
    if made.problems:
        raise SettingsError(
            _("Nothing is saved: {problem}").format(problem=made.problems[0].sentence)
        )
    if made.text == ctx.own.text:
        raise NotPossible(_("Nothing is different: there is nothing to save."))
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        ctx.own.keep(made.text, ctx.own.text)
        undoable(unit, now, "settings", part=edit.name, after=mark(made.text))
        settle(unit, ctx, now)
        people = len({letter.person_id for letter in told_by(unit, now)})
    return Done(saved_words(people, removed=edit.remove), now + GRACE)
