"""The wiring of the shop: settings -> store, clock, channels, notifier, services."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from planner import locale
from planner.channels.archive import open_archive
from planner.channels.attached import contents
from planner.clock import MADE, SystemClock
from planner.errors import ChannelError, EntracteError, SettingsError
from planner.paths import Paths
from planner.ports import AwayServer, Clock, Keeper, Receiver, Sender, Watcher
from planner.secrets import password
from planner.services.context import Context
from planner.services.keeping import service_view
from planner.services.office import Office
from planner.services.policy import of_file
from planner.settings import ChannelSettings, Settings
from planner.settings_own import OwnSettings
from planner.settings_own import of_file as own_settings
from planner.store.backups import Backups
from planner.store.engine import open_store
from planner.texts.own import of_file as own_texts

if TYPE_CHECKING:
    from planner.channels.account import Account
    from planner.channels.imap import Connection
    from planner.notify import DesktopNotifier
    from planner.views_doctor import Finding

MAIL = ("maildir", "imap", "smtp", "paper")


@dataclass(frozen=True, slots=True)
class Shop:
    """An open installation."""

    settings: Settings
    office: Office
    notifier: DesktopNotifier | None = None

    def close(self) -> None:
        """Let go of the desktop, the lease and the database."""
        if self.notifier is not None:
            self.notifier.close()
        self.office.close()


def open_shop(paths: Paths, clock: Clock | None = None, *, own: OwnSettings | None = None) -> Shop:
    """Open the installation that lives there, or with settings that are in no file.

    Raises SettingsError, StoreError.
    """
    paths.prepare()
    own = own or own_settings(paths.settings)
    if own is None:
        raise no_settings(paths)
    settings = own.current
    locale.use(settings.shop.language)
    clock = clock or SystemClock()
    store = open_store(paths.database)
    lines = connections(settings)
    from planner.notify import DesktopNotifier  # only needed by who can notify

    notifier = DesktopNotifier()
    ctx = Context(
        own=own,
        clock=clock,
        store=store,
        in_force=of_file(paths.policy, settings.schedule),
        receivers=receivers(settings, clock, lines),
        keepers=keepers(settings, lines),
        watchers=tuple(watchers(settings)),
        away_servers=away_servers(settings),
        senders=senders(settings),
        notifier=notifier,
        archive=open_archive,
        unpack=contents,
        media=media_of(settings),
        texts=own_texts(paths.texts),
        holder=f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex}",
        earliest=MADE,
        connect=open_channels,
        alive=_alive,
        examine=partial(_examined, paths),
        service=lambda: service_view(paths, clock.now()),
        copies=Backups.of(paths),
    )
    office = Office(ctx)
    notifier.listen(office.notification_shown, office.notification_pressed)
    return Shop(settings, office, notifier)


def _examined(paths: Paths) -> tuple[Finding, ...]:
    from planner.doctor import examine  # late: rarely asked for

    return examine(paths)


def _alive(holder: str) -> bool | None:
    """Whether the process that holds a lease still exists; None for one on another machine."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname():
        return None
    if not pid.isdigit() or os.name != "posix":
        return True  # asking may end the process there; the lease runs out by itself
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def connections(settings: Settings) -> dict[str, Connection]:
    """One connection for each IMAP account, which its reading and its filing share."""
    accounts = [channel for channel in settings.channels if channel.kind == "imap"]
    if not accounts:
        return {}
    from planner.channels.imap import Connection

    return {channel.name: Connection(_account(channel, settings)) for channel in accounts}


def _account(channel: ChannelSettings, settings: Settings) -> Account:
    from planner.channels.account import Account

    return Account(
        channel.name,
        channel.host,
        channel.port,
        channel.user,
        _secret(channel),
        channel.security,
        auth=channel.auth,
        ca_file=channel.ca_file or None,
        language=settings.shop.language,
    )


def keepers(settings: Settings, lines: Mapping[str, Connection]) -> dict[str, Keeper]:
    """What files copies and answered mail, for the mailboxes that may be written to."""
    found: dict[str, Keeper] = {}
    for channel in settings.channels:
        way = _way(channel, settings)
        copies = channel.copy_sent and way is not None and way.kind == "smtp"  # paper is a trial
        if channel.kind == "imap" and (copies or channel.answered):
            from planner.channels.imap import ImapKeeper

            found[channel.name] = ImapKeeper(
                lines[channel.name],
                inbox=channel.folder,
                copies=copies,
                sent=channel.sent_folder,
                answered=channel.answered,
                answered_folder=channel.answered_folder,
            )
    return found


def away_servers(settings: Settings) -> dict[str, AwayServer]:
    """The servers that can be given an away reply of their own, by the name of their channel."""
    return {
        channel.name: _away_server(channel, settings)
        for channel in settings.channels
        if channel.away
    }


def _away_server(channel: ChannelSettings, settings: Settings) -> AwayServer:
    if channel.away == "sieve":
        from planner.channels.sieve import SieveServer

        account = replace(
            _account(channel, settings),
            host=channel.away_host or channel.host,
            port=channel.away_port,
            security=channel.away_security,
            timeout=20.0,
        )
        return SieveServer(account)
    from planner.channels.web.gmail import GmailAway
    from planner.channels.web.graph import GraphAway
    from planner.channels.web.http import WebAccount
    from planner.channels.web.jmap import JmapAway

    kinds: dict[str, Callable[[WebAccount], AwayServer]]
    kinds = {"jmap": JmapAway, "gmail": GmailAway, "graph": GraphAway}
    own = channel
    if channel.away_token_command:  # these services want tokens of another scope than mail does
        own = replace(channel, auth="xoauth2", token_command=channel.away_token_command)
    url = channel.away_url or (f"https://{channel.host}" if channel.away == "jmap" else "")
    web = WebAccount(
        channel.name,
        url,
        channel.user,
        _secret(own),
        auth=own.auth,
        ca_file=channel.ca_file or None,
        language=settings.shop.language,
    )
    return kinds[channel.away](web)


def watchers(settings: Settings) -> list[Watcher]:
    """What says at once that something came, for each channel that can; one connection more."""
    accounts = [channel for channel in settings.channels if channel.kind == "imap"]
    if not accounts:
        return []
    from planner.channels.imap import ImapWatcher

    return [ImapWatcher(_account(channel, settings), channel.folder) for channel in accounts]


def receivers(
    settings: Settings, clock: Clock, lines: Mapping[str, Connection]
) -> dict[str, Receiver]:
    """A receiver for each channel that has something to read."""
    found: dict[str, Receiver] = {}
    for channel in settings.channels:
        if channel.kind == "maildir":
            from planner.channels.maildir import MaildirReceiver

            found[channel.name] = MaildirReceiver(
                channel.name,
                Path(channel.path).expanduser(),
                clock,
                language=settings.shop.language,
            )
        elif channel.kind == "imap":
            from planner.channels.imap import ImapReceiver

            since = timedelta(days=channel.since_days)
            found[channel.name] = ImapReceiver(
                lines[channel.name],
                (channel.folder, *(x for x in channel.folders if x != channel.folder)),
                sent=channel.sent_folder,
                since=clock.now() - since if channel.since_days else None,
                clock=clock,
            )
    return found


def senders(settings: Settings) -> dict[str, Sender]:
    """The sender of each channel, by the name of the channel whose requests it answers."""
    found: dict[str, Sender] = {}
    for channel in settings.channels:
        way = _way(channel, settings)
        if way is not None:
            found[channel.name] = _sender(way, settings.shop.language)
    return found


def _way(channel: ChannelSettings, settings: Settings) -> ChannelSettings | None:
    """The channel that carries another one's answers: the named one, else the first that sends."""
    ways = [c for c in settings.channels if c.kind in ("smtp", "paper")]
    return next((c for c in ways if c.name == channel.smtp), ways[0] if ways else None)


def _secret(channel: ChannelSettings) -> Callable[[], str]:
    """Asks for a password or a token when it is needed; a missing one is the channel's problem."""

    def ask() -> str:
        if channel.auth == "xoauth2":
            from planner.tokens import token

            return token(channel)
        try:
            return password(channel.name)
        except EntracteError as error:
            raise ChannelError(error.what, do=error.do) from error

    return ask


def open_channels(settings: Settings) -> list[Receiver | Sender]:
    """Every connection, to be tried one by one."""
    ways = [c for c in settings.channels if c.kind in ("smtp", "paper")]
    found: list[Receiver | Sender] = list(
        receivers(settings, SystemClock(), connections(settings)).values()
    )
    return found + [_sender(way, settings.shop.language) for way in ways]


def _sender(channel: ChannelSettings, language: str) -> Sender:
    if channel.kind == "paper":
        from planner.channels.paper import PaperSender

        folder = Path(channel.path).expanduser() if channel.path else None
        return PaperSender(channel.name, folder, language=language)
    from planner.channels.smtp import SmtpSender

    return SmtpSender(
        channel.name,
        channel.host,
        channel.port,
        channel.user,
        _secret(channel),
        channel.security,
        auth=channel.auth,
        ca_file=channel.ca_file or None,
        own=channel.own_address,
        language=language,
    )


def media_of(settings: Settings) -> dict[str, str]:
    """The medium of each channel: addresses belong to media."""
    return {c.name: "mail" for c in settings.channels if c.kind in MAIL} | {"import": "mail"}


def no_settings(paths: Paths) -> SettingsError:
    """There is no shop yet, and how to begin."""
    return SettingsError(
        locale.gettext("There are no settings yet."),
        where=str(paths.settings),
        do=locale.gettext("Begin with `entracte channel add`, or look at `entracte demo`."),
    )
