"""The only wiring: settings -> store, clock, channels, notifier, services."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from planner import locale
from planner.channels.archive import read_archive
from planner.clock import StoryClock, SystemClock
from planner.domain.story import Story, StoryShop
from planner.errors import ChannelError, EntracteError, SettingsError, StoryError
from planner.paths import Paths, private_folder, read_text
from planner.ports import Clock, Receiver, Sender
from planner.secrets import password
from planner.services.context import Context
from planner.services.office import Office
from planner.services.policy import Policy, make_policy, read_policy
from planner.services.simulating import NoNotifier, Opener, StoryPost
from planner.settings import ChannelSettings, Settings, load
from planner.settings_text import default_text
from planner.store.copying import copy_database
from planner.store.engine import open_store
from planner.texts import load_overrides

MAIL = ("maildir", "imap", "smtp", "paper")
STORY_ADDRESS = "shop@story.example"


@dataclass(frozen=True, slots=True)
class Shop:
    """An open installation."""

    settings: Settings
    office: Office

    def close(self) -> None:
        """Let go of the lease and the database."""
        self.office.close()


def open_shop(paths: Paths, settings: Settings | None = None, clock: Clock | None = None) -> Shop:
    """Open the installation that lives there. Raises SettingsError, StoreError."""
    paths.prepare()
    if settings is None:
        text = read_text(paths.settings)
        if text is None:
            raise no_settings(paths)
        settings = load(text, str(paths.settings))
    locale.use(settings.shop.language)
    clock = clock or SystemClock()
    store = open_store(paths.database)
    from planner.notify import DesktopNotifier  # plyer is only needed by who can notify

    ctx = Context(
        settings=settings,
        clock=clock,
        store=store,
        policy=read_policy(paths.policy, settings.schedule.zone),
        receivers=receivers(settings, clock),
        senders=senders(settings),
        notifier=DesktopNotifier(),
        archive=read_archive,
        media=_media(settings),
        overrides=_overrides(paths),
        holder=f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex}",
        alive=_alive,
    )
    _remember_energy(ctx)
    return Shop(settings, Office(ctx))


def _alive(holder: str) -> bool:
    """Whether the process that holds a lease still exists; another machine's is taken for alive."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return True
    if os.name != "posix":
        return True  # asking may end the process there; the lease runs out by itself
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _overrides(paths: Paths) -> Mapping[str, Mapping[str, str]]:
    text = read_text(paths.texts)
    return load_overrides(text, str(paths.texts)) if text else {}


def _remember_energy(ctx: Context) -> None:
    today = ctx.day(ctx.clock.now())
    with ctx.store.read() as unit:
        energy = unit.calendar.energy(today)
    if energy is not None:
        ctx.policy.felt(today, energy)


def receivers(settings: Settings, clock: Clock) -> dict[str, Receiver]:
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
                channel.name,
                channel.host,
                channel.port,
                channel.user,
                _password(channel.name),
                channel.security,
                folder=channel.folder,
                clock=clock,
                ca_file=channel.ca_file or None,
                since=clock.now() - since if channel.since_days else None,
                language=settings.shop.language,
            )
    return found


def senders(settings: Settings) -> dict[str, Sender]:
    """The sender of each channel, by the name of the channel whose requests it answers."""
    by_name = {c.name: c for c in settings.channels}
    ways = [c for c in settings.channels if c.kind in ("smtp", "paper")]
    found: dict[str, Sender] = {}
    for channel in settings.channels:
        way = by_name.get(channel.smtp) or (ways[0] if ways else None)
        if way is not None:
            found[channel.name] = _sender(way, settings.shop.language)
    return found


def _password(name: str) -> Callable[[], str]:
    """Asks for a channel's password when it is needed; a missing one is the channel's problem."""

    def ask() -> str:
        try:
            return password(name)
        except EntracteError as error:
            raise ChannelError(error.what, do=error.do) from error

    return ask


def open_channels(settings: Settings) -> list[Receiver | Sender]:
    """Every connection, to be tried one by one."""
    ways = [c for c in settings.channels if c.kind in ("smtp", "paper")]
    found: list[Receiver | Sender] = list(receivers(settings, SystemClock()).values())
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
        _password(channel.name),
        channel.security,
        ca_file=channel.ca_file or None,
        language=language,
    )


def open_story(
    story: Story, folder: Path, clock: StoryClock, posts: Mapping[str, StoryPost]
) -> Office:
    """A shop of its own for a story: the same wiring, a story's clock and channels."""
    settings = _story_settings(story, folder)
    locale.use(settings.shop.language)
    store = open_store(folder / "entracte.sqlite3", safe=False)
    policy = story.shop.policy
    text = policy if isinstance(policy, str) else _toml(policy) if policy else ""
    if isinstance(policy, str):
        text = _beside(story, policy)
    ctx = Context(
        settings=settings,
        clock=clock,
        store=store,
        policy=make_policy(text, "policy.toml", settings.schedule.zone),
        receivers=dict(posts),
        senders=dict(posts),
        notifier=NoNotifier(),
        archive=read_archive,
        media={via: via for via in posts},
    )
    return Office(ctx)


def own_story(paths: Paths, *, copied: bool) -> Opener:
    """Opens stories on the owner's own shop: her settings, rules and texts, a story's channels.

    `copied`: on a copy of her database, which is only read; otherwise on an empty one. Every
    channel of hers is a story's channel there, so nothing can be sent or fetched.
    """
    own = read_text(paths.settings)
    if own is None:
        raise no_settings(paths)

    def opened(
        story: Story, folder: Path, clock: StoryClock, posts: dict[str, StoryPost]
    ) -> Office:
        private_folder(folder)
        settings = _own_settings(story, own, paths)
        locale.use(settings.shop.language)
        database = folder / "entracte.sqlite3"
        if copied:
            copy_database(paths.database, database)
        media = _media(settings)
        ctx = Context(
            settings=settings,
            clock=clock,
            store=open_store(database, safe=False),
            policy=_own_policy(story, paths, settings),
            receivers=posts,
            senders={name: StoryPost(name) for name in media} | posts,
            notifier=NoNotifier(),
            archive=read_archive,
            media={via: via for via in posts} | media,
            overrides=_overrides(paths),
        )
        if copied:
            _remember_energy(ctx)
        return Office(ctx)

    return opened


def open_copy(paths: Paths, folder: Path, clock: Clock) -> Office:
    """The owner's own shop as a copy to read from, without any channel."""
    at = clock.now()
    return own_story(paths, copied=True)(Story("copy", StoryShop(), ()), folder, StoryClock(at), {})


def _own_settings(story: Story, own: str, paths: Paths) -> Settings:
    given, name = story.shop.settings, str(paths.settings)
    if isinstance(given, str):
        own, name = _beside(story, given), given
    elif given:
        own, name = _toml({**tomllib.loads(own), **given}), story.name
    settings = load(own, name)
    if any(c.own_address for c in settings.channels) or settings.shop.address:
        return settings
    return replace(settings, shop=replace(settings.shop, address=(STORY_ADDRESS,)))


def _own_policy(story: Story, paths: Paths, settings: Settings) -> Policy:
    given, zone = story.shop.policy, settings.schedule.zone
    if given is None:
        return read_policy(paths.policy, zone)
    text = _beside(story, given) if isinstance(given, str) else _toml(given)
    return make_policy(text, "policy.toml", zone)


def _media(settings: Settings) -> dict[str, str]:
    """The medium of each channel: addresses belong to media."""
    return {c.name: "mail" for c in settings.channels if c.kind in MAIL} | {"import": "mail"}


def no_settings(paths: Paths) -> SettingsError:
    """There is no shop yet, and how to begin."""
    return SettingsError(
        locale.gettext("There are no settings yet."),
        where=str(paths.settings),
        do=locale.gettext("Begin with `entracte channel add`, or look at `entracte demo`."),
    )


def _beside(story: Story, name: str) -> str:
    """A file that a story names, looked for beside it. Raises EntracteError."""
    path = Path(story.name).parent / name
    text = read_text(path)
    if text is None:
        raise StoryError(
            locale.gettext("The story names a file that is not there: {path}.").format(path=path),
            where=story.name,
            do=locale.gettext("Correct the path; it is looked for beside the story."),
        )
    return text


def _story_settings(story: Story, folder: Path) -> Settings:
    """The story's own settings, or the default ones with its shop."""
    shop = story.shop
    given = shop.settings
    name = shop.name or "Entracte"
    text = default_text(name, shop.signature or name, shop.zone, shop.language)
    if isinstance(given, str):
        text = _beside(story, given)
    elif given:
        plain = tomllib.loads(text)
        merged = {**plain, **given, "shop": _both(plain["shop"], given.get("shop"))}
        text = _toml(merged)
    if "address = []" in text:
        text = text.replace("address = []", f'address = ["{STORY_ADDRESS}"]')
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settings.toml"
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")
    return load(text, str(path))


def _both(plain: Mapping[str, object], given: object) -> dict[str, object]:
    return {**plain, **given} if isinstance(given, Mapping) else dict(plain)


def _toml(values: Mapping[str, object]) -> str:
    import tomlkit  # only stories with tables of their own need to write TOML

    return tomlkit.dumps(values)
