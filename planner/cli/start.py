"""`entracte` without a command: the dashboard, the status, or the first start."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner import locale
from planner.cli.out import on_terminal, say
from planner.cli.state import State
from planner.locale import gettext as _
from planner.paths import Paths, read_text

if TYPE_CHECKING:
    from planner.bootstrap import Shop
    from planner.bootstrap_rescue import Rescue
    from planner.doors import FrontDesk
    from planner.views_rescue import CopyView, ReplaceView
    from planner.views_today import TodayView


def start(state: State) -> None:
    """Open the dashboard on a terminal, print the status elsewhere; begin when all is new."""
    if not state.paths.settings.exists():
        _first_start(state)
    elif on_terminal():
        open_dashboard(state)
    else:
        from planner.cli.reading import show_status

        state.settings()
        show_status(state.paths)


def open_dashboard(state: State, paths: Paths | None = None) -> None:
    """Open the screen on a shop; it is closed again whatever happens."""
    from planner.doors import Opening
    from planner.settings_dashboard import looks_of

    home = paths or state.paths
    looks = looks_of(read_text(home.settings) or "")
    shops: list[Shop] = []

    def let_go() -> None:
        while shops:
            shops.pop().close()

    def open_desk() -> FrontDesk:
        # Imported here: the database comes after the first paint, in the screen's own thread.
        from planner.bootstrap import open_shop

        let_go()  # one that could not be used any more
        shop = open_shop(home)  # what is wrong with the settings ends it with a sentence
        shops.append(shop)
        office: FrontDesk = shop.office
        return office

    def glance() -> TodayView:
        from planner.store.quick import open_quick

        return open_quick(home).today()

    state.log()
    try:
        looks = replace(looks, language=looks.language or state.language)
        rescue = LateRescue(home, let_go)
        opening = Opening(open_desk, looks, glance=glance, drafts=home.drafts, rescue=rescue)
        state.dashboard(opening)
    finally:
        let_go()


@dataclass(frozen=True, slots=True)
class LateRescue:
    """The way out, imported when it is needed; `first` closes the shop."""

    paths: Paths
    first: Callable[[], None]

    def copies(self) -> tuple[CopyView, ...]:
        """The daily copies, newest first. Never raises."""
        return self._rescue.copies()

    def look(self, copy: Path) -> ReplaceView:
        """What putting it back would mean; changes nothing. Raises StoreError."""
        return self._rescue.look(copy)

    def put_back(self, copy: Path) -> ReplaceView:
        """Put it in place of the present file, which is kept. Raises StoreError, NotPossible."""
        return self._rescue.put_back(copy)

    @property
    def _rescue(self) -> Rescue:
        from planner.bootstrap_rescue import Rescue

        return Rescue(self.paths, first=self.first)


def _first_start(state: State) -> None:
    if not on_terminal():
        from planner.cli.stories import show_demo

        show_demo(state)
        locale.use(state.language)  # the sample week spoke its own
        say(_("This is the sample week; nothing of it is real and nothing is sent."))
        say(_("Your own shop begins with: entracte channel add imap HOST --user ADDRESS"))
        say(_("or, for a folder of mail: entracte channel add maildir FOLDER"))
        say(_("On a terminal, `entracte` asks for everything itself."))
        return
    if os.environ.get("TERM") == "dumb":
        from planner.cli.setup import ask_plainly

        ask_plainly(state)  # nothing can be drawn there
    else:
        first_day(state)


def first_day(state: State) -> None:
    """Ask on the screen until there is a shop, then open it; the sample week comes back to it."""
    from planner.bootstrap_setup import FirstDay
    from planner.cli.stories import show_demo

    state.log()
    while (ended := state.first_run(FirstDay(state.paths, state.language))) == "sample":
        show_demo(state)
        locale.use(state.language)  # the sample week spoke its own
    if ended == "done":
        open_dashboard(state)
    elif ended == "left" and state.paths.begun.exists():
        say(_("What you answered is kept: `entracte` goes on from there."))
    elif not ended:
        raise click.exceptions.Exit(1)
