"""`search`: words in everything that was ever written."""

from __future__ import annotations

import sys

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import safe, say
from planner.cli.state import State, now
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.views_archive import HitView, Piece

_MOST = 20
_LONGEST = 100  # letters of a subject


@command(
    "search",
    example='entracte search robe verte\nentracte search "la robe verte" --most 5',
)
@click.argument("words", nargs=-1, required=True)
@option("--most", default=_MOST, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@as_json
@state
def search(state: State, words: tuple[str, ...], most: int, json_: bool) -> None:
    """Find words in all messages, the newest first.

    Every word has to be there; accents and capitals do not matter. Words in one pair of quotation
    marks have to stand side by side. The last word may be unfinished, from three letters on.
    """
    zone = state.settings().schedule.zone
    typed = " ".join(f'"{word}"' if " " in word else word for word in words)
    with state.office() as office:
        found = office.search(typed, most)
    if json_:
        print_json(found)
        return
    for hit in found.hits:
        _show(hit, short(hit.at, now(), zone, state.language))
    if not found.hits:
        say(_("Nothing was found."))
    elif found.more:
        say(_("There is more: add a word, or ask for more with --most."))


def _show(hit: HitView, day: str) -> None:
    number = str(hit.request) if hit.request else "-"
    click.echo("  ".join((number, safe(day), safe(hit.person), _written(hit.subject, _LONGEST))))
    facts = [_("set aside")] if hit.request is None else [_(hit.state)]
    if hit.mine:
        facts.append(_("yours"))
    text = safe(hit.folded) if hit.folded else _written(hit.snippet)
    click.echo(f"    {text}  ({', '.join(facts)})")


def _written(pieces: tuple[Piece, ...], longest: int = 0) -> str:
    """Foreign text cleaned; on a terminal what was found stands out."""
    shown = [(safe(piece.text), piece.hit) for piece in pieces]
    whole = "".join(text for text, _hit in shown)
    if longest and len(whole) > longest:
        return whole[: longest - 1].rstrip() + "…"
    bold = sys.stdout.isatty()
    return "".join(click.style(t, bold=True) if hit and bold else t for t, hit in shown)
