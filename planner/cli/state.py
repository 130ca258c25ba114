"""What every command shares: where things are, the settings, the open shop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner import locale
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.paths import Paths, read_text

if TYPE_CHECKING:
    from planner.doors import BackOffice, Opening, Serving
    from planner.doors_setup import SetupDesk
    from planner.settings import Settings

Dashboard = Callable[["Opening"], None]
Browser = Callable[["Serving"], None]
FirstRun = Callable[["SetupDesk"], str]  # how it ended: done, sample, left, or "" for badly


def _no_dashboard(_opening: Opening) -> None:
    raise EntracteError(_("This installation has no dashboard."))


def _no_browser(_serving: Serving) -> None:
    raise EntracteError(_("This installation has no dashboard."))


def _no_first_run(_desk: SetupDesk) -> str:
    raise EntracteError(_("This installation has no dashboard."))


@dataclass(slots=True)
class State:
    """One call of the command line. Only __main__ knows how to open or serve the screen."""

    home: str = ""
    debug: bool = False
    dashboard: Dashboard = _no_dashboard
    browser: Browser = _no_browser
    first_run: FirstRun = _no_first_run
    language: str = field(default="", init=False)

    @property
    def paths(self) -> Paths:
        """Where this call's files are."""
        return Paths(self.home)

    def speak(self) -> None:
        """Use the shop's language from here on; before there is a shop, the system's."""
        from planner.settings_dashboard import language_of

        try:
            text = read_text(self.paths.settings)
        except EntracteError:
            text = None  # said in full when the settings are needed
        self.language = (language_of(text) if text else "") or system_language()
        locale.use(self.language)

    def settings(self) -> Settings:
        """The settings; raises SettingsError, or says how to begin when there are none."""
        from planner.settings import load

        paths = self.paths
        text = read_text(paths.settings)
        if text is None:
            raise EntracteError(
                _("There are no settings yet."),
                where=str(paths.settings),
                do=_("Begin with `entracte channel add`, or look at `entracte demo`."),
            )
        return load(text, str(paths.settings))

    def day(self, words: str) -> date:
        """The working day that the owner means, where she is. Raises WrongUse."""
        from planner.services import moments

        schedule = self.settings().schedule
        return moments.day(words, now(), schedule.zone, schedule.day_starts)

    def place(self, *path: str) -> str:
        """`file:line:column` of a key of the settings."""
        from planner.toml_places import scan

        name = str(self.paths.settings)
        return scan(read_text(self.paths.settings) or "", name).where(*path)

    @contextmanager
    def office(self, paths: Paths | None = None) -> Iterator[BackOffice]:
        """The shop, open for one command."""
        self.log()
        from planner.bootstrap import open_shop

        shop = open_shop(paths or self.paths)
        try:
            yield shop.office
        finally:
            shop.close()

    def log(self) -> None:
        """Start the log; never in the way of what is asked for."""
        from planner import log

        log.start(self.paths.log, debug=self.debug)


def now() -> datetime:
    """The instant of this call."""
    from planner.clock import SystemClock

    return SystemClock().now()


def system_language() -> str:
    """The language of the environment: French when it says so, else English."""
    names = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return "fr" if chosen.lower().startswith("fr") else "en"
