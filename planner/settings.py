"""settings.toml: the shop, its windows, quiet hours, special days and channels."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import time

from planner.domain.shop_facts import Fact
from planner.domain.window import Schedule
from planner.errors import SettingsError
from planner.locale import gettext as _
from planner.settings_away import absences, travel, zone_name
from planner.settings_channels import ChannelSettings, read_channels
from planner.settings_dashboard import DashboardSettings, read_dashboard
from planner.settings_facts import read_facts
from planner.settings_reader import Table
from planner.settings_text import add_channel, default_text, remove_channel, set_channel
from planner.settings_unavailable import AwaySettings, read_away
from planner.settings_windows import special_days, weekly
from planner.toml_places import broken, scan

__all__ = [
    "ChannelSettings",
    "Settings",
    "Shop",
    "add_channel",
    "default_text",
    "load",
    "remove_channel",
    "set_channel",
]

LANGUAGES = ("fr", "en")
FORMS = ("mid-dot", "feminine", "masculine")
_SHOP = ("name", "owner", "zone", "language", "day_starts", "forms", "address", "country", "region")
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
class Settings:
    """Everything settings.toml says. `problems`: sentences about what works but is unwise."""

    shop: Shop
    schedule: Schedule
    channels: tuple[ChannelSettings, ...] = ()
    problems: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    away: AwaySettings = field(default_factory=AwaySettings)
    dashboard: DashboardSettings = field(default_factory=DashboardSettings)


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
        *(
            "shop",
            "window",
            "quiet",
            "special_day",
            "absence",
            "travel",
            "away",
            "facts",
            "channel",
            "dashboard",
            "keys",
        ),
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
    channels, exposed = read_channels(top)
    facts = read_facts(top, shop.language)
    return Settings(
        shop,
        schedule,
        channels,
        (*problems, *exposed),
        facts,
        read_away(top),
        read_dashboard(top),
    )


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


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
