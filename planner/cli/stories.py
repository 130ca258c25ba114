"""`simulate` and `demo`: stories on a shop of their own; nothing is sent."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, on_terminal, say
from planner.cli.state import State
from planner.errors import EntracteError, StoryError
from planner.locale import gettext as _
from planner.paths import Paths, private_folder, read_text

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


@command("demo", example="entracte demo")
@option("--fresh", is_flag=True, help="Begin the sample week again.")
@as_json
@state
def demo(state: State, fresh: bool, json_: bool) -> None:
    """The sample week: a shop to look at and to play with; nothing is sent."""
    show_demo(state, fresh=fresh, json_=json_)


def show_demo(state: State, *, fresh: bool = False, json_: bool = False) -> None:
    """Open the sample week on a terminal; elsewhere print its status."""
    paths = sample_week(state, fresh=fresh)
    if on_terminal() and not json_:
        from planner.cli.start import open_dashboard

        open_dashboard(state, paths)
        return
    from planner.cli.reading import show_status

    show_status(paths, json_)


def sample_week(state: State, *, fresh: bool = False) -> Paths:
    """The home of the sample week, replayed once. A half replayed one is begun again."""
    folder = state.paths.demo
    paths, done = Paths(folder), folder / "ready"
    if fresh or not done.exists():
        from planner.services.simulating import replay
        from planner.stories import sample_week_text

        say(_("The sample week is being prepared…"))
        _empty(folder)
        for _event in replay(sample_week_text(), "sample-week.toml", folder=folder):
            pass
        done.touch()
    return paths


def _empty(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise EntracteError(
            _("The system refuses: {reason}.").format(reason=error.strerror), where=str(folder)
        ) from None
    private_folder(folder)


def _line(event: Mapping[str, object]) -> str:
    """One event as a line: when, what, and what is known about it."""
    words = [str(event[key]) for key in _WORDS if event.get(key)]
    words += [str(item) for item in _listed(event.get("violations"))]
    return " · ".join([f"{event.get('at', '')}  {event.get('event', '')}", *words])


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
