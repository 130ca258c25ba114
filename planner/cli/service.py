"""`service`: Entracte under the system's own manager, so that it begins by itself."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import click

from planner.cli.command import Group, as_json, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.state import State, now
from planner.errors import EntracteError, NotPossible
from planner.heartbeat import Heartbeat, read_heartbeat, service_runs
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.machine import system_zone
from planner.system import Manager, manager, refuse_odd

_PATIENCE, _PAUSE = 30.0, 0.1  # seconds; a start on a slow disk


@click.group("service", cls=Group, example="entracte service install\nentracte service status")
def service() -> None:
    """Let Entracte begin by itself when you log in."""


@service.command("install", example="entracte service install")
@state
def install(state: State) -> None:
    """Begin at log-in from now on, and at once; again after a change of place.

    It needs no rights of an administrator. Your mail and settings stay where they are.
    """
    state.settings()  # what would end it at once is said here
    refuse_odd(state.paths)
    under = manager(state.paths.prepare())
    by_hand = _by_hand(state, under)
    under.install()
    say(_("Entracte begins when you log in, under {manager}.").format(manager=under.name))
    for sentence in (*_passwords(state), *under.advice()):
        say(sentence)
    _follow(state, under, by_hand)


@service.command("start", example="entracte service start")
@state
def start(state: State) -> None:
    """Begin now, after a `stop`."""
    state.settings()
    under = _installed(state)
    by_hand = _by_hand(state, under)
    under.start()
    _follow(state, under, by_hand)


@service.command("stop", example="entracte service stop")
@state
def stop(state: State) -> None:
    """End it until `start`, or until the next log-in. What was being sent is finished first."""
    _installed(state).stop()
    if service_runs(state.paths):
        say(_("It runs, begun by hand."))
    else:
        say(_("It has ended."))


@service.command("uninstall", example="entracte service uninstall")
@state
def uninstall(state: State) -> None:
    """End it, and begin no more at log-in. Your mail and settings stay where they are."""
    under = manager(state.paths)
    if under.uninstall():
        say(
            _("Entracte begins no more at log-in; nothing of it is left under {manager}.").format(
                manager=under.name
            )
        )
    else:
        say(_("Nothing was installed under {manager}.").format(manager=under.name))


@service.command("status", example="entracte service status")
@as_json
@state
def status(state: State, json_: bool) -> None:
    """Whether it begins at log-in, whether it runs, and when it last looked."""
    found = manager(state.paths).state()
    runs = service_runs(state.paths)
    beat = read_heartbeat(state.paths) if runs else None
    if json_:
        print_json(
            {
                **{name: getattr(found, name) for name in found.__slots__},
                "by_hand": runs and not found.running,
                "since": beat and beat.started,
                "last_pass": beat and beat.ticked,
                "failing": beat.failing if beat else "",
            }
        )
        return
    data(found.words)
    if runs and not found.running:
        data(_("It runs, begun by hand."))
    if beat:
        data(_pass(beat, state))
        if beat.failing:
            data(beat.failing)


def _installed(state: State) -> Manager:
    under = manager(state.paths)
    if not under.state().installed:
        raise NotPossible(
            _("Nothing was installed under {manager}.").format(manager=under.name),
            do=_("`entracte service install` does it."),
        )
    return under


def _by_hand(state: State, under: Manager) -> bool:
    return service_runs(state.paths) and not under.state().running


def _follow(state: State, under: Manager, by_hand: bool) -> None:
    """Wait until it runs and say so, or why not."""
    if by_hand:
        say(
            _(
                "Entracte already runs here, begun by hand. The installed one takes over when "
                "that one ends."
            )
        )
    elif _begun(state):
        say(_("It runs."))
    else:
        raise EntracteError(
            _("It is installed and has not begun."),
            do=_("Why it did not: {command}").format(command=under.look()),
        )


def _begun(state: State) -> bool:
    """Whether it holds its lock before long."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if service_runs(state.paths):
            return True
        time.sleep(_PAUSE)
    return False


def _passwords(state: State) -> Iterator[str]:
    """What this terminal knows and the service will not."""
    given = sorted(name for name in os.environ if name.startswith("ENTRACTE_PASSWORD_"))
    file = state.paths.passwords
    if given and sys.platform == "linux":
        yield _(
            "The service does not see {variables} of this terminal. Keep the passwords in the "
            "keyring (`entracte channel password NAME`), or as lines NAME=VALUE in {file}."
        ).format(variables=", ".join(given), file=file)
    elif given:
        yield _(
            "The service does not see {variables} of this terminal. Keep the passwords in the "
            "keyring (`entracte channel password NAME`)."
        ).format(variables=", ".join(given))
    if file.exists() and file.stat().st_mode & 0o077 and sys.platform != "win32":
        yield _("Others can read {file}: chmod 600 makes it yours alone.").format(file=file)


def _pass(beat: Heartbeat, state: State) -> str:
    """Since when it runs, and when it last looked."""
    try:
        zone = state.settings().schedule.zone
    except EntracteError:  # the service may still hold older settings
        zone = system_zone()
    started, ticked = (
        at and short(at, now(), zone, state.language) for at in (beat.started, beat.ticked)
    )
    if ticked is None:
        return _("Running since {started}; its first look is not over.").format(started=started)
    return _("Running since {started}; last look {ticked}.").format(started=started, ticked=ticked)
