"""The wiring of shops that stories play in: a story's clock and channels, nothing leaves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from planner import locale
from planner.bootstrap import media_of, no_settings
from planner.channels.archive import open_archive
from planner.channels.attached import contents
from planner.clock import StoryClock
from planner.domain.story import Story, StoryShop
from planner.errors import StoryError
from planner.paths import Paths, private_folder, read_text
from planner.ports import Clock
from planner.services.context import Context
from planner.services.office import Office
from planner.services.policy import InForce, of_file, of_text
from planner.services.simulating import NoNotifier, Opener, StoryPost
from planner.settings import Settings, load
from planner.settings_own import OwnSettings
from planner.settings_own import of_file as own_settings
from planner.settings_text import default_text
from planner.store.copying import copy_database
from planner.store.engine import open_store
from planner.texts import OwnTexts
from planner.texts.own import of_file as own_texts

STORY_ADDRESS = "shop@story.example"


def open_story(
    story: Story, folder: Path, clock: StoryClock, posts: Mapping[str, StoryPost]
) -> Office:
    """A shop of its own for a story: the same wiring, a story's clock and channels."""
    own = _story_settings(story, folder)
    settings = own.current
    locale.use(settings.shop.language)
    store = open_store(folder / "entracte.sqlite3", safe=False)
    policy = story.shop.policy
    text = policy if isinstance(policy, str) else _toml(policy) if policy else ""
    if isinstance(policy, str):
        text = _beside(story, policy)
    ctx = Context(
        own=own,
        clock=clock,
        store=store,
        in_force=of_text(text, "policy.toml", settings.schedule),
        receivers=dict(posts),
        senders=dict(posts),
        notifier=NoNotifier(),
        archive=open_archive,
        unpack=contents,
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
        media = media_of(settings)
        ctx = Context(
            own=OwnSettings(settings),
            clock=clock,
            store=open_store(database, safe=False),
            in_force=_own_policy(story, paths, settings),
            receivers=posts,
            senders={name: StoryPost(name) for name in media} | posts,
            notifier=NoNotifier(),
            archive=open_archive,
            unpack=contents,
            media={via: via for via in posts} | media,
            texts=OwnTexts(current=own_texts(paths.texts).current),
        )
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


def _own_policy(story: Story, paths: Paths, settings: Settings) -> InForce:
    given = story.shop.policy
    if given is None:
        return of_file(paths.policy, settings.schedule)
    text = _beside(story, given) if isinstance(given, str) else _toml(given)
    return of_text(text, "policy.toml", settings.schedule)


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


def _story_settings(story: Story, folder: Path) -> OwnSettings:
    """The story's own settings, or the default ones with its shop, in a file of its folder."""
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
    own = own_settings(path)
    assert own is not None  # written above
    return own


def _both(plain: Mapping[str, object], given: object) -> dict[str, object]:
    return {**plain, **given} if isinstance(given, Mapping) else dict(plain)


def _toml(values: Mapping[str, object]) -> str:
    import tomlkit  # only stories with tables of their own need to write TOML

    return tomlkit.dumps(values)
