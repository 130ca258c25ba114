"""settings.toml: the channels, one table for each configured account."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from planner.locale import gettext as _
from planner.settings_dashboard import LANGUAGES
from planner.settings_reader import Table

_LOGIN = ("auth", "token_command", "client_id", "tenant")
_AWAY = (
    *("away", "away_host", "away_port", "away_security", "away_url", "away_hours"),
    *("away_languages", "away_token_command"),
)
_CHANNEL_KEYS: Mapping[str, tuple[str, ...]] = {
    "maildir": ("path", "address", "user", "auth", *_AWAY),
    "imap": (
        *("host", "port", "user", "security", "folder", "ca_file", "address", "since_days"),
        *("smtp", "folders", "sent_folder", "copy_sent", "answered", "answered_folder"),
        *_LOGIN,
        *_AWAY,
    ),
    "smtp": ("host", "port", "user", "security", "ca_file", "address", *_LOGIN),
    "paper": ("path", "address"),
}
KINDS = tuple(_CHANNEL_KEYS)
SECURITY = ("tls", "starttls", "none")
AUTH = ("password", "xoauth2")
ANSWERED = ("", "mark", "file")
#: How a server can be given an away reply of its own.
AWAY = ("sieve", "jmap", "gmail", "graph")
SIEVE_PORT = 4190
PORTS: Mapping[tuple[str, str], int] = {
    ("imap", "tls"): 993,
    ("imap", "starttls"): 143,
    ("imap", "none"): 143,
    ("smtp", "tls"): 465,
    ("smtp", "starttls"): 587,
    ("smtp", "none"): 25,
}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One configured account. What its kind does not use stays empty; no password is ever here.

    `since_days`: how many days of older mail are taken in at the first connection.
    `smtp`: the name of the smtp channel that carries an imap channel's answers.
    `folders`: what is read beside `folder`; `sent_folder`: her own sent mail, "" finds it and
    "none" reads none. `copy_sent`: answers are copied there. `answered`: what becomes of answered
    mail in the mailbox, "" leaves it alone, "mark", or "file" into `answered_folder`.
    `away`: how the server is given an away reply, "" for not at all; `away_hours`: it also says the
    next window while the owner is there; `away_languages` beside the shop's. Hosts and ports that
    are not given are those of the mailbox, and `away_token_command` is `token_command`.
    `auth` "xoauth2": the token comes from `token_command`, else from `channel login`.
    """

    name: str
    kind: str
    send: bool = False
    path: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    security: str = "tls"
    folder: str = "INBOX"
    ca_file: str = ""
    address: str = ""
    since_days: int = 0
    smtp: str = ""
    folders: tuple[str, ...] = ()
    sent_folder: str = ""
    copy_sent: bool = True
    answered: str = ""
    answered_folder: str = ""
    auth: str = "password"
    token_command: tuple[str, ...] = ()
    client_id: str = ""
    tenant: str = "common"
    away: str = ""
    away_host: str = ""
    away_port: int = SIEVE_PORT
    away_security: str = "starttls"
    away_url: str = ""
    away_hours: bool = False
    away_languages: tuple[str, ...] = ()
    away_token_command: tuple[str, ...] = ()

    @property
    def own_address(self) -> str:
        """The owner's address on this channel; an account's name often is one. "" if unknown."""
        return self.address or (self.user if "@" in self.user else "")


def keys_of(kind: str) -> tuple[str, ...]:
    """What a channel of this kind may say beside its name."""
    return ("send", *_CHANNEL_KEYS[kind])


def read_channels(top: Table) -> tuple[tuple[ChannelSettings, ...], tuple[str, ...]]:
    """Every channel, and sentences about what works but is unwise. Raises SettingsError."""
    tables = top.tables("channel")
    channels: dict[str, ChannelSettings] = {}
    for table in tables:
        channel = _channel(table)
        if channel.name in channels:
            what = _("Two channels are called “{name}”.").format(name=channel.name)
            table.fail("name", what, _("Give one of them another name."))
        channels[channel.name] = channel
    carriers = [name for name, channel in channels.items() if channel.kind == "smtp"]
    for table in tables:
        if table.has("smtp"):
            table.text("smtp", choice=carriers or [_("(no smtp channel yet)")])
    exposed = map(_exposed, channels.values(), tables)
    return tuple(channels.values()), tuple(filter(None, exposed))


def _channel(table: Table) -> ChannelSettings:
    kind = table.text("kind", choice=KINDS)
    table.only("name", "kind", *keys_of(kind))
    security = table.text("security", "tls", choice=SECURITY)
    server = kind in ("imap", "smtp")
    return ChannelSettings(
        name=table.text("name"),
        kind=kind,
        send=table.flag("send", kind == "smtp" or table.has("smtp")),
        path=table.text("path", None if kind == "maildir" else ""),
        host=table.text("host", None if server else ""),
        port=table.number("port", PORTS.get((kind, security), 0), 0, 65535),
        user=table.text("user", None if kind == "imap" else ""),
        security=security,
        folder=table.text("folder", "INBOX"),
        ca_file=table.text("ca_file", ""),
        address=table.text("address", ""),
        since_days=table.number("since_days", 0, 0, 3650),
        smtp=table.text("smtp", ""),
        folders=table.texts("folders"),
        sent_folder=table.text("sent_folder", ""),
        copy_sent=table.flag("copy_sent", True),
        answered=_answered(table),
        answered_folder=table.text("answered_folder", ""),
        auth=table.text("auth", "password", choice=AUTH),
        token_command=_command(table, "token_command"),
        client_id=table.text("client_id", ""),
        tenant=table.text("tenant", "common"),
        away=table.text("away", "", choice=("", *AWAY)),
        away_host=table.text("away_host", ""),
        away_port=table.number("away_port", SIEVE_PORT, 1, 65535),
        away_security=table.text("away_security", "starttls", choice=SECURITY),
        away_url=table.text("away_url", ""),
        away_hours=table.flag("away_hours", False),
        away_languages=_languages(table),
        away_token_command=_command(table, "away_token_command"),
    )


def _answered(table: Table) -> str:
    answered = table.text("answered", "", choice=ANSWERED)
    if answered == "file" and not table.text("answered_folder", ""):
        table.fail(
            "answered",
            _("Answered mail is to be filed, and no folder is named."),
            _("Add answered_folder."),
        )
    return answered


def _languages(table: Table) -> tuple[str, ...]:
    found = table.texts("away_languages")
    for language in found:
        if language not in LANGUAGES:
            what = _("There are no texts in “{language}”.").format(language=language)
            table.fail("away_languages", what, ", ".join(LANGUAGES))
    return found


def _command(table: Table, key: str) -> tuple[str, ...]:
    """The words of a command: a list, or one text read as a shell would split it."""
    words = table.texts(key)
    try:
        return tuple(shlex.split(words[0])) if len(words) == 1 else words
    except ValueError:
        table.fail(key, _("A quote is not closed."), _("Close it, or write a list."))


def _exposed(channel: ChannelSettings, table: Table) -> str:
    """A warning where a password would cross the network unprotected; "" elsewhere."""
    if channel.security != "none" or not channel.user or channel.host in _LOOPBACK:
        return ""
    return _("{where}: the password travels unprotected; use tls or starttls.").format(
        where=table.places.where(*table.path, "security")
    )
