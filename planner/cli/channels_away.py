"""`channel away`: the mail server's own reply, for when the computer is off."""

from __future__ import annotations

from collections.abc import Mapping

import click

from planner.cli.command import Command, as_json, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.state import State
from planner.errors import NotFound, WrongUse
from planner.locale import gettext as _
from planner.paths import read_text, write_private
from planner.settings import ChannelSettings, load, set_channel
from planner.settings_channels import AWAY, SECURITY

OFF = "off"


@click.command(
    "away",
    cls=Command,
    example="entracte channel away courrier\n"
    "entracte channel away courrier sieve\n"
    "entracte channel away courrier sieve --hours\n"
    "entracte channel away courrier --take",
)
@click.argument("name")
@click.argument("way", type=click.Choice((*AWAY, OFF)), required=False)
@option("--host", default="", help="The server of the scripts; that of the mailbox without it.")
@option("--port", type=click.IntRange(1, 65535), help="4190 without it (sieve).")
@option("--security", type=click.Choice(SECURITY), help="starttls without it (sieve).")
@option("--url", default="", help="The address of the service (jmap).")
@option("--hours/--no-hours", default=None, help="It also names your next window every day.")
@option("--take", is_flag=True, help="Set it again although another program changed it.")
@as_json
@state
def away(
    state: State,
    name: str,
    way: str | None,
    host: str,
    port: int | None,
    security: str | None,
    url: str,
    hours: bool | None,
    take: bool,
    json_: bool,
) -> None:
    """Let the mail server answer by itself while you are away, also with the computer off.

    Without a way, say how things stand. Nothing is set on the server before you are away (or with
    --hours); what another program has there is left alone.
    """
    given = {"away_host": host, "away_port": port, "away_security": security, "away_url": url}
    given = {key: value for key, value in given.items() if value}
    if take and (way or given or hours is not None):
        raise WrongUse(_("--take goes alone: it changes no setting."))
    channel = _channel(state, name)
    if take:
        with state.office() as office:
            told(office.take_over_away(name), json_)
        return
    if way is None and not given and hours is None:
        _say_how_it_stands(state, name, json_)
        return
    if channel.away and way is not None and way != channel.away:
        with state.office() as office:
            office.stop_away(name)
    _set(state, channel, way, given, hours)
    if way == OFF:
        say(_("The mail server of “{name}” is not asked to answer any more.").format(name=name))
        return
    with state.office() as office:
        office.allow_away(name)
        ours = any(one.channel == name and one.state == "says" for one in office.covered())
    from planner.bootstrap import away_servers

    server = away_servers(state.settings()).get(name)
    if server is None:
        raise NotFound(
            _("The channel “{name}” has no away reply on its server.").format(name=name),
            do="entracte channel away",
        )
    active = server.read_away().active and not ours
    said = (
        _("Connected. Something answers there by itself already; it is left alone.")
        if active
        else _("Connected. In an absence the mail server will answer by itself.")
    )
    if json_:
        print_json({"name": name, "away": way or channel.away, "active": active, "sentence": said})
    else:
        data(f"{name}: {said}")


def _channel(state: State, name: str) -> ChannelSettings:
    found = next((c for c in state.settings().channels if c.name == name), None)
    if found is None or found.kind not in ("imap", "maildir"):
        raise NotFound(
            _("There is no mailbox “{name}”.").format(name=name), do="entracte channel list"
        )
    return found


def _say_how_it_stands(state: State, name: str, json_: bool) -> None:
    with state.office() as office:
        view = next(one for one in office.covered() if one.channel == name)
    if json_:
        print_json(view)
    else:
        data(f"{name}: {view.sentence}")


def _set(
    state: State,
    channel: ChannelSettings,
    way: str | None,
    given: Mapping[str, object],
    hours: bool | None,
) -> None:
    """Write the keys; nothing is written when the settings would be wrong."""
    values: dict[str, object | None] = dict(given)
    if way is not None:
        values["away"] = None if way == OFF else way
    if hours is not None:
        values["away_hours"] = hours or None
    path = state.paths.settings
    text = set_channel(read_text(path) or "", channel.name, values)
    load(text, str(path))
    write_private(path, text)
