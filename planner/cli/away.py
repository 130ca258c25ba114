"""`away`, `back`, `undo`: unavailable and available again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import say
from planner.cli.state import State, now
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.services import moments as when

KINDS = ("sick", "child", "leave", "closed")


@command("away", example="entracte away\nentracte away sick --until tomorrow")
@click.argument("kind", type=click.Choice(KINDS), default="closed")
@option("--from", "since", metavar="WHEN", help="From when on; now without it.")
@option("--until", metavar="WHEN", help="Until when; a date is included whole. Not known without.")
@option("--half", type=click.Choice(("am", "pm")), help="Half of a day only.")
@option("--extend", is_flag=True, help="One day more than now known.")
@option(
    "--try-word",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Say whether this mail (.eml) would count as your word; changes nothing.",
)
@as_json
@state
def away(
    state: State,
    kind: str,
    since: str | None,
    until: str | None,
    half: str | None,
    extend: bool,
    try_word: Path | None,
    json_: bool,
) -> None:
    """Unavailable: the people concerned are told a new date. Ten seconds to undo.

    WHEN is a date (2026-11-26), yesterday, tomorrow, a time (14:00) or both (2026-11-26T14:00).
    The morning goes until 13:00; half a day away halves what that day holds. `away child` alone is
    half of the day that is left: its next window stays, the others close.
    """
    if try_word is not None:
        _try_word(state, try_word, json_)
        return
    if extend and (since or until or half):
        raise WrongUse(_("--extend goes alone: it adds one day to the absence there is."))
    begin, end = _interval(state, since, until, half)
    with state.office() as office:
        told(office.extend() if extend else office.away(kind, begin, end, half=half or ""), json_)


@command("back", example="entracte back")
@as_json
@state
def back(state: State, json_: bool) -> None:
    """Available again; the return is dealt out over the first days."""
    with state.office() as office:
        told(office.back(), json_)


@command("undo", example="entracte undo")
@as_json
@state
def undo(state: State, json_: bool) -> None:
    """Take the last action back while its seconds run."""
    with state.office() as office:
        told(office.undo(), json_)


def _try_word(state: State, file: Path, json_: bool) -> None:
    """Whether a mail would be heard as the word, and why not."""
    from planner.channels.mime import LARGEST, read
    from planner.domain.telephone import doubt
    from planner.services.telephone import explained

    settings = state.settings()
    if not settings.away.telephone.word:
        raise WrongUse(
            _("No word is set for your telephone."),
            do=_("Add word and trust under [away] in settings.toml; see docs/away.md."),
        )
    with file.open("rb") as opened:
        raw = opened.read(LARGEST)
    message = read(raw, foreign_id="tried", received_at=now())
    if message.sent_at is not None:  # when it came is not in the file
        message = replace(message, received_at=message.sent_at)
    own = {*settings.shop.address, *(c.own_address for c in settings.channels if c.own_address)}
    why = doubt(message, settings.away.telephone, own)
    sentence, do = explained(why)
    if json_:
        print_json({"heard": not why, "reason": why.value, "sentence": sentence})
    else:
        say(" ".join(filter(None, (sentence, do))))


def _interval(
    state: State, since: str | None, until: str | None, half: str | None
) -> tuple[datetime | None, datetime | None]:
    at, schedule = now(), state.settings().schedule
    zone = schedule.zone, schedule.day_starts
    if half:
        if until:
            raise WrongUse(_("--half is one half of one day: leave --until out."))
        return when.half(half, since, at, *zone)
    begin = when.begin(since, at, *zone) if since is not None else None
    end = when.end(until, at, *zone) if until is not None else None
    if end is not None and end <= (begin or at):
        raise WrongUse(
            _("The absence would end before it begins."), do=_("Look at --from and --until.")
        )
    return begin, end
