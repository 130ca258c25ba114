"""`policy diff`: what other rules would have decided in the last days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.policy.files import argument, readable
from planner.cli.state import State, now
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import short
from rules.show import show_value

if TYPE_CHECKING:
    from planner.domain.time import Zone
    from planner.services.policy_diff import Change, PolicyDiff


@command("diff", example="entracte policy diff\nentracte policy diff my-policy.toml --days 14")
@argument
@option(
    "--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How many days back."
)
@as_json
@state
def diff(state: State, file: Path | None, days: int, json_: bool) -> None:
    """What these rules would have decided otherwise in the last days.

    Without FILE: your policy.toml, whether or not it is in force.
    """
    rules = readable(state, file)
    settings = state.settings()
    with state.office() as office:
        found = office.policy_diff(rules, days)
    if json_:
        print_json(found)
        return
    if not found.decisions:
        say(_("Nothing was decided in these days, so there is nothing to compare."))
        say(_("Decisions are noted while Entracte runs: try again in a few days."))
        return
    for line in _lines(found.changes, settings.schedule.zone, state.language):
        data(line)
    _conclude(found)


def _conclude(found: PolicyDiff) -> None:
    n = found.decisions
    say(ngettext("{n} decision was compared.", "{n} decisions were compared.", n).format(n=n))
    if not found.changes:
        say(_("Nothing would have been decided otherwise."))
    if found.unknown:
        names = ", ".join(found.unknown)
        say(
            _("These facts were not noted then, and count as unknown: {names}.").format(names=names)
        )


def _lines(changes: Iterable[Change], zone: Zone, language: str) -> Iterable[str]:
    """One line for every change; the same one at several moments is told once."""
    at = now()

    def kind(change: Change) -> tuple[str, str, str, str]:
        before, after = show_value(change.before), show_value(change.after)
        return change.effect, before, after, change.rule

    for (effect, before, after, rule), same in groupby(sorted(changes, key=kind), key=kind):
        moments = sorted(change.at for change in same)
        when = _when(moments, at, zone, language)
        if rule:
            words = _("{effect} = {after} instead of {before}, because of {rule}: {when}")
        else:
            words = _("{effect} would not be set, and was {before}: {when}")
        yield words.format(effect=effect, after=after, before=before, rule=rule, when=when)


def _when(moments: list[datetime], now_: datetime, zone: Zone, language: str) -> str:
    """The moments in a few words."""
    first, last = (short(at, now_, zone, language) for at in (moments[0], moments[-1]))
    if first == last:
        return first
    n = len(moments)
    return _("{n} times, from {first} to {last}").format(n=n, first=first, last=last)
