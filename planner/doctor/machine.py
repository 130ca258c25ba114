"""The machine: its clock, its zone, and the versions of what runs."""

from __future__ import annotations

import platform
import re
import sqlite3
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from planner.clock import MADE
from planner.doctor.case import Case, note, well, wrong
from planner.domain.time import to_local
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.locale.dates import full_day
from planner.machine import zone_of_machine
from planner.store.examining import able, notes_of
from planner.versions import version_of
from planner.views_doctor import Finding

_SLACK = timedelta(minutes=5)
_OLD_ZONES = 3  # years
_PARTS = ("textual", "sqlmodel", "apscheduler", "alembic", "whenever", "click", "IMAPClient")


def clock(case: Case) -> Iterator[Finding]:
    """Whether the time can be right: no server is asked for it."""
    says = _("It says {when}.").format(when=_moment(case, case.now))
    do = _("Set the date and the time of this machine: every date given now would be wrong.")
    if case.now < MADE:
        yield wrong("clock", says + " " + _("That is before this version was made."), do)
        return
    newest = None
    if case.paths.database.exists():
        try:
            newest = notes_of(case.paths.database).newest
        except EntracteError:
            newest = None  # said by the check of the database
    if newest and newest > case.now + _SLACK:
        late = _("Something was recorded at {when}.").format(when=_moment(case, newest))
        yield wrong("clock", f"{says} {late}", do)
    else:
        yield well("clock", says)


def _moment(case: Case, at: datetime) -> str:
    from planner.locale import language

    here = to_local(at, case.zone)
    return f"{full_day(at, at, case.zone, language())} {here.date.year}, {here.time:%H:%M}"


def zone(case: Case) -> Iterator[Finding]:
    """Whether the machine's clock on the wall shows what the owner's does."""
    here, there = case.zone, zone_of_machine()
    name = here if isinstance(here, str) else here.of_instant(case.now)
    year = _zones_of()
    if year and case.now.year - year > _OLD_ZONES:
        yield note(
            "zone",
            _("The time zones of this machine are of {year}.").format(year=year),
            _("Update the package tzdata: countries change their clocks."),
        )
    if not there or to_local(case.now, there) == to_local(case.now, name):
        yield well("zone", name)
        return
    yield note(
        "zone",
        _("Your settings say {zone}, this machine {other}: its clock shows another time.").format(
            zone=name, other=there
        ),
        _("On a journey, say so in settings.toml under [[travel]]; else correct one of the two."),
    )


def _zones_of() -> int:
    """The year of the machine's time zones, 0 when it is not told."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / "tzdata.zi"
        if file.is_file():
            with file.open(encoding="ascii", errors="replace") as lines:
                found = re.search(r"version (\d{4})", lines.readline())
            return int(found[1]) if found else 0
    try:
        return int(version_of("tzdata").partition(".")[0])
    except ValueError:
        return 0


def versions(_case: Case) -> Iterator[Finding]:
    """What runs, and whether it is what this version was made with."""
    found = {name: version_of(name) for name in ("entracte", *_PARTS)}
    for name, number in found.items():
        if not number:
            yield wrong(
                "versions",
                _("The package {name} is missing.").format(name=name),
                _("Install Entracte again."),
            )
    wanted = _pinned("textual")
    if wanted and found["textual"] not in ("", wanted):
        yield note(
            "versions",
            _("Textual is {found}; this version was made with {wanted}.").format(
                found=found["textual"], wanted=wanted
            ),
            _("Install Entracte again."),
        )
    if not able():
        yield wrong(
            "versions",
            _("SQLite {version} lacks full-text search.").format(version=sqlite3.sqlite_version),
            _("Use another Python."),
        )
    yield well(
        "versions",
        f"Entracte {found['entracte'] or '?'}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, Textual {found['textual'] or '?'}, "
        f"SQLModel {found['sqlmodel'] or '?'}; {platform.system()} {platform.machine()}",
    )


def _pinned(name: str) -> str:
    """The only version of a package that this one was made with."""
    try:
        needs = requires("entracte") or []
    except PackageNotFoundError:
        return ""
    return next((need.partition("==")[2] for need in needs if need.startswith(f"{name}==")), "")
