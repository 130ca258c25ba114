"""`simulate` and `demo`: stories on a shop of their own; nothing is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, on_terminal
from planner.cli.reading import print_status
from planner.cli.state import State
from planner.errors import StoryError
from planner.locale import gettext as _
from planner.paths import read_text

#: Monday morning of the sample week, five minutes into a window: something to do at first sight.
FIRST_LOOK = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
_WORDS = ("person", "due", "window", "how", "reason", "text")


@command("simulate", example="entracte simulate story.toml --json")
@click.argument("story", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def simulate(story: Path, json_: bool) -> None:
    """Replay a story on an empty shop, and see every message and every date.

    Nothing is sent, and your own shop is not touched.
    """
    from planner.services.simulating import replay

    text = read_text(story) or ""
    violations = 0
    with tempfile.TemporaryDirectory(prefix="entracte-") as folder:
        for event in replay(text, str(story), folder=Path(folder)):
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
    from planner.services.showing import Shown
    from planner.services.simulating import start
    from planner.stories import sample_week_text

    with tempfile.TemporaryDirectory(prefix="entracte-") as folder:
        player = start(sample_week_text(), "sample-week.toml", folder=Path(folder), owner="absent")
        try:
            player.play_to(FIRST_LOOK)
            shown = Shown(player, speed)
            if on_terminal() and not json_:
                state.dashboard(lambda: shown, player.story.shop.language, shown)
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
