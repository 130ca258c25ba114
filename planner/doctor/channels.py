"""The connections: each is really tried, unless the network is to be left alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from functools import partial

from planner import secrets as keyring
from planner.doctor.case import Case, Check, note, well, wrong
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.settings import ChannelSettings
from planner.store.examining import notes_of
from planner.views_doctor import Finding


def channels(case: Case) -> Iterator[Finding]:
    """Whether there are any; offline, what ailed them at their last try."""
    if case.settings is None:
        return
    if not case.settings.channels:
        yield note("channels", _("There is none yet."), _("Add one with `entracte channel add`."))
    elif case.offline:
        yield well("channels", _("They were not tried: --offline."))
        if case.paths.database.exists():
            failing = notes_of(case.paths.database).failing
            for name in (one.name for one in case.settings.channels if one.name in failing):
                said = _("Last time: {problem}").format(problem=failing[name])
                yield note(f"channel.{name}", said)


def tries(case: Case) -> Sequence[tuple[str, Check]]:
    """A check for each channel, to be run side by side."""
    named = case.settings.channels if case.settings else ()
    return [(f"channel.{each.name}", partial(_try, name=each.name)) for each in named]


def _try(case: Case, name: str) -> Iterator[Finding]:
    from planner.bootstrap import open_channels  # late: it needs all the libraries there are

    if case.settings is None:
        return
    for each in open_channels(case.settings):
        if each.name == name:
            each.check()  # what it found may be a number of letters; a failure says itself
            yield well(f"channel.{name}", _("It works."))


def secrets(case: Case) -> Iterator[Finding]:
    """Whether each password is known; none is ever shown."""
    named = [each for each in (case.settings.channels if case.settings else ()) if each.user]
    found = [finding for each in named for finding in _secret(each)]
    yield from found
    if named and not found:
        yield well("secrets", _("Every one is known."))


def _secret(channel: ChannelSettings) -> Iterator[Finding]:
    if channel.auth != "password":
        command = channel.token_command
        if command and not shutil.which(command[0]):
            yield wrong(
                "secrets",
                _("The token_command of “{name}” is not there.").format(name=channel.name),
                _("Check it in settings.toml."),
            )
        return  # whether a token is given is shown by the connection
    try:
        keyring.password(channel.name)
    except EntracteError as error:
        yield wrong("secrets", error.what, error.do)
