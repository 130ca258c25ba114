"""settings.toml: the shop, its windows, quiet hours, special days and channels."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from planner.domain.shop_facts import Fact
from planner.domain.window import Schedule
from planner.errors import SettingsError
from planner.locale import gettext as _
from planner.settings_away import absences, travel, zone_name
from planner.settings_facts import read_facts
from planner.settings_reader import Table
from planner.settings_text import add_channel, default_text
from planner.settings_windows import special_days, weekly
from planner.toml_places import broken, scan

__all__ = ["ChannelSettings", "Settings", "Shop", "add_channel", "default_text", "load"]

LANGUAGES = ("fr", "en")
FORMS = ("mid-dot", "feminine", "masculine")
_SHOP = ("name", "owner", "zone", "language", "day_starts", "forms", "address", "country", "region")
_CHANNEL_KEYS: Mapping[str, tuple[str, ...]] = {
    "maildir": ("path", "address"),
    "imap": (
        *("host", "port", "user", "security", "folder", "ca_file", "address", "since_days"),
        "smtp",
    ),
    "smtp": ("host", "port", "user", "security", "ca_file", "address"),
    "paper": ("path", "address"),
}
KINDS = tuple(_CHANNEL_KEYS)
SECURITY = ("tls", "starttls", "none")
PORTS: Mapping[tuple[str, str], int] = {
    ("imap", "tls"): 993,
    ("imap", "starttls"): 143,
    ("imap", "none"): 143,
    ("smtp", "tls"): 465,
    ("smtp", "starttls"): 587,
    ("smtp", "none"): 25,
}
QUIET_ENOUGH = 11  # hours (EV-34)
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Shop:
    """Who answers, and how she signs. `owner` is a first name; `address` her own mail addresses.

    `zone` is home, where her customers are, wherever she travels (`schedule.zone`). `country` and
    `region` are codes of the public holidays ("BE"; "CH" and "GE"), "" for none.
    """

    name: str
    owner: str
    zone: str
    language: str = "fr"
    day_starts: time = time(4)
    forms: str = "mid-dot"
    address: tuple[str, ...] = ()
    country: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One configured account. What its kind does not use stays empty; no password is ever here.

    `since_days`: how many days of older mail are taken in at the first connection.
    `smtp`: the name of the smtp channel that carries an imap channel's answers.
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

    @property
    def own_address(self) -> str:
        """The owner's address on this channel; an account's name often is one. "" if unknown."""
        return self.address or (self.user if "@" in self.user else "")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything settings.toml says. `problems`: sentences about what works but is unwise."""

    shop: Shop
    schedule: Schedule
    channels: tuple[ChannelSettings, ...] = ()
    problems: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


def load(text: str, name: str) -> Settings:
    """Read a settings file. Raises SettingsError with file:line:column and the nearest name."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where, what = broken(error, text, name)
        raise SettingsError(
            _("This is not valid TOML: {what}.").format(what=what),
            where=where,
            do=_("Correct this line; the rest was not read."),
        ) from None
    top = Table(data, scan(text, name))
    top.only(
        *("shop", "window", "quiet", "special_day", "absence", "travel", "facts", "channel"),
    )
    shop = _shop(top)
    quiet, problems = _quiet(top)
    weekly_absences, yearly_absences = absences(top, shop.day_starts)
    schedule = Schedule(
        zone=travel(top, shop.zone, shop.day_starts),
        day_starts=shop.day_starts,
        weekly=weekly(top),
        special=special_days(top, shop.day_starts),
        quiet=quiet,
        weekly_absences=weekly_absences,
        yearly_absences=yearly_absences,
    )
    return Settings(shop, schedule, _channels(top), problems, read_facts(top, shop.language))


def language_of(text: str) -> str:
    """The shop's language, even of a file that is wrong elsewhere; "" when it does not say."""
    try:
        shop = tomllib.loads(text).get("shop", {})
    except tomllib.TOMLDecodeError:
        return ""
    language = shop.get("language", "fr") if isinstance(shop, dict) else ""
    return language if language in LANGUAGES else ""


def _shop(top: Table) -> Shop:
    table = top.table("shop")
    table.only(*_SHOP)
    zone = zone_name(table)
    country, region = table.text("country", "").upper(), table.text("region", "")
    if region and not country:
        table.fail("region", _("A region needs its country."), _('Add country = "BE" or another.'))
    return Shop(
        name=table.text("name"),
        owner=table.text("owner"),
        zone=zone,
        language=table.text("language", "fr", choice=LANGUAGES),
        day_starts=table.clock("day_starts", "04:00"),
        forms=table.text("forms", "mid-dot", choice=FORMS),
        address=table.texts("address"),
        country=country,
        region=region,
    )


def _quiet(top: Table) -> tuple[tuple[time, time] | None, tuple[str, ...]]:
    table = top.table("quiet")
    table.only("from", "to")
    if not top.has("quiet"):
        return None, ()
    start, end = table.clock("from"), table.clock("to")
    if start == end:
        table.fail("to", _("The quiet hours end when they begin."), _("Change one of the two."))
    hours = ((_minute(end) - _minute(start)) % _DAY) / 60
    if hours >= QUIET_ENOUGH:
        return (start, end), ()
    warning = _("{where}: {hours:g} quiet hours; {enough} or more let you rest.").format(
        where=table.places.where("quiet", "from"), hours=hours, enough=QUIET_ENOUGH
    )
    return (start, end), (warning,)


def _channels(top: Table) -> tuple[ChannelSettings, ...]:
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
    return tuple(channels.values())


def _channel(table: Table) -> ChannelSettings:
    kind = table.text("kind", choice=KINDS)
    table.only("name", "kind", "send", *_CHANNEL_KEYS[kind])
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
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
