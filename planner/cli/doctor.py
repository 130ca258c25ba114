"""`doctor`: is everything well, and if not, what helps."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from itertools import chain

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, safe
from planner.cli.state import State
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.views_doctor import Finding, Health

_GLYPHS = {Health.OK: "✓", Health.NOTE: "·", Health.WRONG: "✗"}
_PLAIN = {Health.OK: "+", Health.NOTE: "-", Health.WRONG: "!"}
_WIDEST = 100


@command("doctor", example="entracte doctor\nentracte doctor --offline --json")
@option("--offline", is_flag=True, help="Leave the network alone: no connection is tried.")
@as_json
@state
def doctor(state: State, offline: bool, json_: bool) -> None:
    """Is everything well? What is not, and what to do.

    It tries every connection and changes nothing. No password, name or message is shown.
    """
    from planner.doctor import examine

    found = examine(state.paths, offline=offline)
    if json_:
        print_json({"findings": found})
    else:
        _print(found)
    if bad := sum(one.state is Health.WRONG for one in found):
        raise EntracteError(
            ngettext("One thing is wrong.", "{count} things are wrong.", bad).format(count=bad)
        )


def _print(found: Sequence[Finding]) -> None:
    """A line each, and below what helps."""
    screen = sys.stdout.isatty()
    width = min(_WIDEST, shutil.get_terminal_size().columns) if screen else 0
    plain = not (sys.stdout.encoding or "").casefold().startswith("utf")
    glyphs = _PLAIN if plain else _GLYPHS
    words = {Health.OK: _("well"), Health.NOTE: _("note"), Health.WRONG: _("wrong")}
    widest = max(map(len, words.values()))
    titles = max((len(safe(one.title)) for one in found), default=0)
    for one in found:
        head = f"{glyphs[one.state]} " if screen else ""
        head += f"{words[one.state]:<{widest}}  {safe(one.title):<{titles}}  "
        lines = chain(*(_lines(said, width - len(head)) for said in (one.sentence, one.do)))
        for number, line in enumerate(lines):
            data((head if not number else " " * len(head)) + line)


def _lines(said: str, width: int) -> list[str]:
    """As wide as the terminal; a pipe gets whole sentences."""
    said = safe(said)
    if width < 20:
        return [said] if said else []
    return textwrap.wrap(said, width, break_long_words=False, break_on_hyphens=False)
