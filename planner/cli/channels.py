"""`channel add`, `list`, `test`, `password`, `login`, `remove`: the connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from planner import secrets
from planner.cli.channels_away import away
from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.first_settings import settings_text
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, on_terminal, safe, say
from planner.cli.state import State
from planner.errors import ChannelError, EntracteError, NotFound, WrongUse
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.paths import read_text, write_private
from planner.presets import PRESETS, Preset
from planner.settings import ChannelSettings, add_channel, load, remove_channel
from planner.settings_channels import ANSWERED, AUTH, KINDS, SECURITY, keys_of

_NAMES = {"maildir": "courrier", "imap": "courrier", "smtp": "envoi", "paper": "papier"}


@click.group("channel", cls=Group, example="entracte channel add maildir ~/Maildir")
def channel() -> None:
    """Connections: where requests come from and answers leave."""


@channel.command(
    "add",
    cls=Command,
    example="entracte channel add gmail --user me@gmail.com\n"
    "entracte channel add maildir ~/Maildir\n"
    "entracte channel add smtp smtp.example.org --user me@example.org --name envoi\n"
    "entracte channel add imap imap.example.org --user me@example.org --smtp envoi",
)
@click.argument("kind", type=click.Choice((*KINDS, *PRESETS)))
@click.argument("place", metavar="PATH|HOST", required=False, default="")
@option("--name", default="", help="What you call it.")
@option("--user", default="", help="The account's name, often the address.")
@option("--address", default="", help="The address that answers carry.")
@option("--port", type=click.IntRange(1, 65535), help="The usual one without it.")
@option("--security", type=click.Choice(SECURITY), help="tls without it.")
@option("--folder", default="", help="The mailbox folder; INBOX without it.")
@option("--ca-file", default="", help="Certificates to trust, for a server of your own.")
@option("--since-days", type=click.IntRange(0, 3650), help="Days of older mail to take in.")
@option("--smtp", default="", help="The smtp channel that carries the answers.")
@option("--folders", multiple=True, help="A folder read beside the first one; repeatable.")
@option("--sent-folder", default="", help="Your sent mail; found by itself, `none` reads none.")
@option("--copy-sent/--no-copy-sent", default=None, help="Whether answers are copied there.")
@option("--answered", type=click.Choice(ANSWERED[1:]), help="Mark or file answered mail.")
@option("--answered-folder", default="", help="Where answered mail is filed.")
@option("--auth", type=click.Choice(AUTH), help="password without it.")
@option("--token-command", default="", help="A command that prints an access token (xoauth2).")
@option("--client-id", default="", help="Your registration at Microsoft, for `channel login`.")
@option("--tenant", default="", help="Your organisation at Microsoft; common without it.")
@option("--send/--no-send", default=None, help="Whether answers may leave through it.")
@option("--shop", default="", help="First time: the shop's name.")
@option("--owner", default="", help="First time: your first name, which signs.")
@option("--zone", default="", help="First time: the time zone, such as Europe/Brussels.")
@option("--language", type=click.Choice(("fr", "en")), help="First time: fr or en.")
@as_json
@state
def add(
    state: State,
    /,
    json_: bool,
    kind: str,
    place: str,
    shop: str,
    owner: str,
    zone: str,
    language: str | None,
    **given: object,
) -> None:
    """Add a connection, or both of a mail host known by name.

    The first one writes settings.toml, with two windows a day.
    """
    text = settings_text(state, shop, owner, zone, language, given.get("address") or "")
    if kind in PRESETS:
        _add_preset(state, text, PRESETS[kind], given, json_)
        return
    where = {"host": place} if kind in ("imap", "smtp") else {"path": _absolute(place)}
    given["name"] = given["name"] or _free_name(text, _NAMES[kind])
    put(state, text, [{"kind": kind, **where, **given}])
    if json_:
        print_json({"name": given["name"], "kind": kind, **where})


def _add_preset(
    state: State, text: str, preset: Preset, given: Mapping[str, object], json_: bool
) -> None:
    """The two channels of a mail host: what sends, and the mailbox that uses it."""
    user = str(given["user"] or "")
    if not user:
        raise WrongUse(_("A mail host needs your address."), do=f"--user ADDRESS ({preset.name})")
    name = str(given["name"] or "") or _free_name(text, _NAMES["imap"])
    way = _free_name(text, _NAMES["smtp"])
    own = {key: value for key, value in _filled(given).items() if key not in ("name", "port")}
    tables = []
    for table in preset.channels(user, name, way):
        keys = keys_of(str(table["kind"]))
        tables.append({**table, **{key: own[key] for key in own if key in keys}})
    say(preset.asks())
    put(state, text, tables)
    if json_:
        print_json({"name": name, "kind": "imap", "host": preset.imap})


@channel.command("list", cls=Command, example="entracte channel list --json")
@as_json
@state
def list_(state: State, json_: bool) -> None:
    """The connections there are."""
    channels = state.settings().channels
    if json_:
        print_json(channels)
        return
    if not channels:
        say(_("There is no channel yet."))
    columns(
        (each.name, each.kind, each.path or each.host, each.user, each.away) for each in channels
    )


@channel.command("test", cls=Command, example="entracte channel test courrier")
@click.argument("name", required=False)
@as_json
@state
def test(state: State, name: str | None, json_: bool) -> None:
    """Try each connection, or one, and say what was found."""
    settings = state.settings()
    _known(settings.channels, name)
    from planner.bootstrap import open_channels
    from planner.services.arranging.connecting import tried

    failed = 0
    for each in open_channels(settings):
        if name not in (None, each.name):
            continue
        trial = tried(each)
        failed += not trial.ok
        if json_:
            print_json(trial)
        else:
            data(f"{each.name}: {trial.sentence}")
    if failed:
        raise ChannelError(
            ngettext(
                "One of them cannot be used for now.",
                "{count} of them cannot be used for now.",
                failed,
            ).format(count=failed)
        )


channel.add_command(away)


@channel.command("password", cls=Command, example="entracte channel password courrier")
@click.argument("name")
@state
def password(state: State, name: str) -> None:
    """Keep a connection's password in the system keyring."""
    _known(state.settings().channels, name)
    _ask_password(name)


@channel.command("login", cls=Command, example="entracte channel login courrier")
@click.argument("name")
@state
def login(state: State, name: str) -> None:
    """Log in at Microsoft with a code entered on any screen; for channels with xoauth2."""
    channels = state.settings().channels
    _known(channels, name)
    from planner.tokens import Microsoft

    Microsoft(next(each for each in channels if each.name == name)).login(say)
    say(_("“{name}” is logged in.").format(name=name))


@channel.command("remove", cls=Command, example="entracte channel remove courrier")
@click.argument("name")
@state
def remove(state: State, name: str) -> None:
    """Take a connection out of the settings; what came through it stays here."""
    channels = state.settings().channels
    _known(channels, name)
    from planner.tokens import Microsoft

    if next(each for each in channels if each.name == name).away:
        with state.office() as office:
            office.stop_away(name)
    path = state.paths.settings
    new = remove_channel(read_text(path) or "", name)
    load(new, str(path))  # another channel may still answer through it
    write_private(path, new)
    secrets.forget(name)
    removed = next(each for each in channels if each.name == name)
    if removed.auth == "xoauth2" and not any(
        each.user == removed.user for each in channels if each is not removed
    ):
        Microsoft(removed).forget()
    say(_("“{name}” is removed.").format(name=name))
    say(_("Its requests stay; to answer them, add a channel of this name again."))


def put(state: State, text: str, tables: Sequence[Mapping[str, object]]) -> None:
    """Write the settings with the channels of one account more, and ask for its password once.

    Nothing is written when the settings would be wrong.
    """
    path = state.paths.settings
    for table in tables:
        text = add_channel(text, {"name": table["name"], **_filled(table)})
    added = load(text, str(path)).channels[-len(tables) :]
    _begin_anew(state, added)
    write_private(path, text)
    for each in added:
        say(_("“{name}” is added to {path}.").format(name=each.name, path=path))
    locked = [each.name for each in added if each.user and each.auth == "password"]
    if locked and on_terminal():
        _ask_password(*locked)
        return
    for name in locked:
        say(
            _("Its password: `entracte channel password {name}`, or set {variable}.").format(
                name=name, variable=secrets.variable(name)
            )
        )


def _filled(given: Mapping[str, object]) -> dict[str, object]:
    """The options that were given."""
    return {key: value for key, value in given.items() if value not in ("", None, ())}


def _begin_anew(state: State, added: Sequence[ChannelSettings]) -> None:
    """What was read under the name of a removed channel says nothing of another mailbox."""
    if state.paths.settings.exists() and state.paths.database.exists():
        with state.office() as office:
            for each in added:
                office.forget_channel(each.name)


def _ask_password(*names: str) -> None:
    """Ask once, also where a mailbox and its sending share a password."""
    secret = click.prompt(
        _("Password of {name}").format(name=safe(names[-1])), hide_input=True, err=True
    )
    try:
        for name in names:
            secrets.store(name, secret)
    except EntracteError as error:
        say(str(error))
        return
    say(_("The password is kept in the system keyring."))


def _known(channels: tuple[ChannelSettings, ...], name: str | None) -> None:
    names = [each.name for each in channels]
    if not names or (name is not None and name not in names):
        raise NotFound(
            _("There is no channel “{name}”.").format(name=name)
            if name
            else _("There is no channel yet."),
            do=_("Add one with `entracte channel add`."),
        )


def _free_name(text: str, wanted: str) -> str:
    taken = {each.name for each in load(text, "settings.toml").channels}
    names = (wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _absolute(place: str) -> str:
    return str(Path(place).expanduser().absolute()) if place else ""
