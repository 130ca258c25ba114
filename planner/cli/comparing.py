"""`simulate` with a change: two runs side by side."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from planner.cli.out import as_json as print_json
from planner.cli.out import columns, say
from planner.cli.state import State
from planner.clock import SystemClock
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.paths import read_text
from planner.services.moments import YEARS
from planner.services.simulating.comparing import Comparison, Figures, compare_lately, compare_story
from planner.services.simulating.what_if import WhatIf, read_change

Typed = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def compare(
    state: State,
    folder: Path,
    story: Path | None,
    typed: Typed,
    on_my_shop: bool,
    days: int,
    json_: bool,
) -> None:
    """Play twice and print; everything it needs lives in `folder`."""
    change = _change(typed)
    if story is None:
        found = _lately(state, folder, change, days)
    else:
        found = _story(state, folder, story, change, on_my_shop)
    if json_:
        print_json(found)
        return
    say(_("What if: {change}").format(change=found.change))
    columns(_rows(found))


def _change(typed: Typed) -> WhatIf:
    dropped, off, halved = typed
    try:
        days = [datetime.fromisoformat(day).date() for day in off]
    except ValueError:
        raise WrongUse(
            _("“{words}” is not a date.").format(words=", ".join(off)),
            do=_("Write it as 2026-12-24."),
        ) from None
    for day in days:
        if day.year not in YEARS:
            raise WrongUse(_("The year {year} is too far away.").format(year=day.year))
    return read_change(dropped, days, halved)


def _lately(state: State, folder: Path, change: WhatIf, days: int) -> Comparison:
    from planner.bootstrap_stories import open_copy, own_story

    own = open_copy(state.paths, folder / "own", SystemClock())
    try:
        opened = own_story(state.paths, copied=False)
        return compare_lately(own.ctx, opened, change, days, folder)
    finally:
        own.close()


def _story(state: State, folder: Path, story: Path, change: WhatIf, on_my_shop: bool) -> Comparison:
    from planner.bootstrap_stories import open_story, own_story

    text = read_text(story) or ""
    if not on_my_shop:
        return compare_story(text, str(story), open_story, change, folder)
    opened = own_story(state.paths, copied=True)
    return compare_story(text, str(story), opened, change, folder, SystemClock().now())


def _rows(found: Comparison) -> list[tuple[str, ...]]:
    def of(figures: Figures) -> list[str]:
        return [
            _("{kept} of {promises}").format(kept=figures.kept, promises=figures.promises),
            str(figures.moved_in_time),
            str(figures.moved_late),
            str(figures.broken),
            f"{figures.largest_wait:.0f} h",
            f"{figures.minutes_a_day:.0f}",
            str(figures.fullest_day),
        ]

    names = [
        _("promises kept"),
        _("promises moved in time"),
        _("promises moved late"),
        _("promises broken"),
        _("largest wait"),
        _("minutes a day"),
        _("fullest day (minutes)"),
    ]
    head = ("", _("as it is"), _("what if"))
    return [head, *zip(names, of(found.as_is), of(found.what_if), strict=True)]
