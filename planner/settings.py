"""settings.toml: the shop, its windows, quiet hours, special days and channels."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from planner.domain.facts import Fact
from planner.domain.time import check_zone
from planner.domain.window import Schedule, SpecialDay, Weekly
from planner.errors import SettingsError
from planner.locale import gettext as _
from planner.settings_facts import read_facts
from planner.settings_reader import Table
from planner.settings_text import add_channel, default_text
from planner.toml_places import broken, scan

__all__ = ["ChannelSettings", "Settings", "Shop", "add_channel", "default_text", "load"]

LANGUAGES = ("fr", "en")
FORMS = ("mid-dot", "feminine", "masculine")
_SHOP = ("name", "owner", "zone", "language", "day_starts", "forms", "address")
_HOURS = ("from", "to", "overnight", "answers", "minutes", "name")
_WINDOW = ("days", "valid_from", "valid_until", *_HOURS)
_SPECIAL = ("date", "closed", "note", *_HOURS)
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
    """Who answers, and how she signs. `owner` is a first name; `address` her own mail addresses."""

    name: str
    owner: str
    zone: str
    language: str = "fr"
    day_starts: time = time(4)
    forms: str = "mid-dot"
    address: tuple[str, ...] = ()


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
    top.only("shop", "window", "quiet", "special_day", "channel", "facts")
    shop = _shop(top)
    quiet, problems = _quiet(top)
    schedule = Schedule(
        zone=shop.zone,
        day_starts=shop.day_starts,
        weekly=_weekly(top),
        special=_special_days(top),
        quiet=quiet,
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
    zone = table.text("zone")
    try:
        check_zone(zone)
    except ValueError as error:
        table.fail("zone", _sentence(str(error)))
    return Shop(
        name=table.text("name"),
        owner=table.text("owner"),
        zone=zone,
        language=table.text("language", "fr", choice=LANGUAGES),
        day_starts=table.clock("day_starts", "04:00"),
        forms=table.text("forms", "mid-dot", choice=FORMS),
        address=table.texts("address"),
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


def _hours(table: Table, days: frozenset[int], **dates: date | None) -> Weekly:
    """`from`, `to` and what the window holds. An end before the start has to be meant."""
    start, end = table.clock("from"), table.clock("to")
    overnight = table.flag("overnight", False)
    if overnight and end > start:
        table.fail("overnight", _("This window does not cross midnight."), _("Remove this line."))
    if start == end and not overnight:
        table.fail("to", _("The window ends when it begins."), _("Change one of the two."))
    if end < start and not overnight:
        table.fail(
            "to",
            _("The window ends before it begins."),
            _("Change one of the two, or add overnight = true if it crosses midnight."),
        )
    return Weekly(
        days=days,
        start=start,
        end=end,
        answers=table.number("answers", 15, 1, 500),
        minutes=table.number("minutes", 1, 1, _DAY) if table.has("minutes") else None,
        name=table.text("name", ""),
        **dates,
    )


def _weekly(top: Table) -> tuple[Weekly, ...]:
    rows: list[Weekly] = []
    for table in top.tables("window"):
        table.only(*_WINDOW)
        dates = {k: table.day(k) if table.has(k) else None for k in ("valid_from", "valid_until")}
        first, last = dates["valid_from"] or date.min, dates["valid_until"] or date.max
        if last < first:
            what = _("The window's last day comes before its first.")
            table.fail("valid_until", what, _("Change one of the two."))
        row = _hours(table, table.days("days"), **dates)
        _apart(table, row, rows)
        rows.append(row)
    return tuple(rows)


def _special_days(top: Table) -> tuple[SpecialDay, ...]:
    """Special days; several tables with one date and hours make a day of several windows."""
    found: dict[date, SpecialDay] = {}
    for table in top.tables("special_day"):
        table.only(*_SPECIAL)
        day, note = table.day("date"), table.text("note", "")
        closed = table.flag("closed", False)
        if closed == table.has("from"):
            what = _("A special day is either closed or has its own hours.")
            table.fail("date", what, _("Write closed = true, or from and to."))
        known = found.get(day)
        if known and (closed or known.closed):
            table.fail("date", _("This date is already said to be closed or open above."))
        if closed:
            found[day] = SpecialDay(day, True, (), note)
            continue
        row = _hours(table, frozenset({day.weekday()}))
        before = known.windows if known else ()
        _apart(table, row, before)
        found[day] = SpecialDay(day, False, (*before, row), note or (known.note if known else ""))
    return tuple(found[day] for day in sorted(found))


def _apart(table: Table, row: Weekly, others: Sequence[Weekly]) -> None:
    """Refuse a window that shares an instant of the week with an earlier one."""
    for other in others:
        if _share_dates(row, other) and _share_hours(row, other):
            hours = f"{other.start:%H:%M}–{other.end:%H:%M}"
            what = _("This window overlaps the one of {hours}.").format(hours=hours)
            table.fail("from", what, _("Change the hours or the days of one of them."))


def _share_dates(a: Weekly, b: Weekly) -> bool:
    begin = max(a.valid_from or date.min, b.valid_from or date.min)
    return begin <= min(a.valid_until or date.max, b.valid_until or date.max)


def _share_hours(a: Weekly, b: Weekly) -> bool:
    week = 7 * _DAY
    for begin, length in _spans(a):
        for other, other_length in _spans(b):
            if (other - begin) % week < length or (begin - other) % week < other_length:
                return True
    return False


def _spans(row: Weekly) -> list[tuple[int, int]]:
    """(minute of the week, length) of each of its days."""
    length = (_minute(row.end) - _minute(row.start)) % _DAY or _DAY
    return [(day * _DAY + _minute(row.start), length) for day in sorted(row.days)]


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


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."
