"""`simulate` and `demo`: stories on a shop of their own; nothing is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.copies import copy_folder
from planner.cli.out import as_json as print_json
from planner.cli.out import data, on_terminal
from planner.cli.reading import print_status
from planner.cli.state import State, now
from planner.errors import StoryError, WrongUse
from planner.locale import gettext as _
from planner.paths import read_text

#: Monday morning of the sample week, five minutes into a window: something to do at first sight.
FIRST_LOOK = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
_WORDS = ("person", "due", "window", "how", "reason", "text")


@command(
    "simulate",
    example="entracte simulate story.toml --json\n"
    'entracte simulate --on-my-shop --drop-window "tuesday 17:00"\n'
    "entracte simulate --on-my-shop --halve answers --day-off 2026-12-24",
)
@click.argument(
    "story", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@option(
    "--on-my-shop",
    is_flag=True,
    help="On a copy of your own shop; without a story your last days are played again.",
)
@option("--drop-window", "drop", multiple=True, metavar="WINDOW", help="What if without it?")
@option("--day-off", "off", multiple=True, metavar="DATE", help="What if that day were off?")
@option("--halve", multiple=True, type=click.Choice(("answers", "minutes")), help="What if halved?")
@option("--days", type=click.IntRange(1, 366), help="How many of your last days (28).")
@as_json
@state
def simulate(
    state: State,
    story: Path | None,
    on_my_shop: bool,
    drop: tuple[str, ...],
    off: tuple[str, ...],
    halve: tuple[str, ...],
    days: int | None,
    json_: bool,
) -> None:
    """Replay a story, or your own last days, and see every message and every date.

    With a change (a window less, a day off, half a limit) it is played twice and compared.
    Nothing is sent, and your own shop is not touched: all happens on a copy that is removed.
    """
    asked = bool(drop or off or halve)
    _check_simulate(story, on_my_shop, asked, days)
    with copy_folder() as folder:
        if asked:
            from planner.cli.comparing import compare

            compare(state, folder, story, (drop, off, halve), on_my_shop, days or 28, json_)
        elif story is not None:
            _replay(state, folder, story, on_my_shop, json_)


def _check_simulate(story: Path | None, on_my_shop: bool, asked: bool, days: int | None) -> None:
    if story is None and not on_my_shop:
        raise WrongUse(_("Name a story, or ask about your own shop with --on-my-shop."))
    if story is None and not asked:
        raise WrongUse(_("Say what would change: --drop-window, --day-off or --halve."))
    if story is not None and days is not None:
        raise WrongUse(_("--days is for your own last days, without a story."))


def _replay(state: State, folder: Path, story: Path, on_my_shop: bool, json_: bool) -> None:
    from planner.bootstrap_stories import open_story, own_story
    from planner.services.simulating import replay

    text, violations = read_text(story) or "", 0
    opened = own_story(state.paths, copied=True) if on_my_shop else open_story
    since = now() if on_my_shop else None
    for event in replay(text, str(story), folder=folder, opened=opened, since=since):
        violations += len(_listed(event.get("violations")))
        if json_:
            print_json(event)
        else:
            data(_line(event))
    if violations:
        raise StoryError(_("The story breaks {count} invariants.").format(count=violations))


@command("demo", example="entracte demo\nentracte demo --speed 600")
@option(
    "--speed",
    type=click.FloatRange(0, 100_000),
    default=0.0,
    help="Story seconds a second; without it the clock waits for the key.",
)
@as_json
@state
def demo(state: State, speed: float, json_: bool) -> None:
    """The sample week: a shop to look at and to play with; nothing is sent.

    Its clock stands still until you step it forward with the key > (or runs with --speed).
    """
    show_demo(state, speed=speed, json_=json_)


def show_demo(state: State, *, speed: float = 0.0, json_: bool = False) -> None:
    """Open the sample week on a terminal; elsewhere print its status."""
    from planner.bootstrap_stories import open_story
    from planner.doors import Opening
    from planner.services.simulating import start
    from planner.services.simulating.showing import Shown
    from planner.settings_dashboard import DashboardSettings
    from planner.stories import sample_week_text

    with tempfile.TemporaryDirectory(prefix="entracte-") as folder:
        player = start(
            sample_week_text(),
            "sample-week.toml",
            folder=Path(folder),
            opened=open_story,
            owner="absent",
        )
        try:
            player.play_to(FIRST_LOOK)
            shown = Shown(player, speed)
            if on_terminal() and not json_:
                looks = DashboardSettings(language=player.story.shop.language)
                state.dashboard(Opening(lambda: shown, looks, shown))
            else:
                print_status(shown.today(), json_)
        finally:
            player.office.close()


def _line(event: Mapping[str, object]) -> str:
    """One event as a line: when, what, and what is known about it."""
    words = [str(event[key]) for key in _WORDS if event.get(key)]
    if event.get("event") == "end":
        broken = [str(item) for item in _listed(event.get("violations"))]
        words.append("violations: " + ("; ".join(broken) or _("none")))
    return " · ".join([f"{event.get('at', '')}  {event.get('event', '')}", *words])


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
