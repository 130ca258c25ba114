"""How the end of an action is said."""

from __future__ import annotations

from planner.cli.out import as_json, say
from planner.locale import gettext as _
from planner.views import Done


def told(done: Done, json_: bool = False) -> None:
    """What was done, in one sentence on stderr; as data on stdout when asked for."""
    if json_:
        as_json(done)
        return
    say(done.sentence)
    if done.hint:
        say(done.hint)
    if done.undo_until:
        say(_("`entracte undo` takes it back for a few seconds."))
