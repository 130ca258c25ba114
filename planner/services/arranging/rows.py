"""The settings as a list: each part in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from planner.domain.window import Weekly
from planner.locale import gettext as _
from planner.locale import language, ngettext
from planner.locale.dates import day_and_month, weekday_words
from planner.services.appearing import unseen
from planner.services.arranging.fields import choice_words
from planner.services.context import Context
from planner.services.rulebook.page import mark
from planner.settings import Settings
from planner.settings_channels import ChannelSettings
from planner.views_settings import SettingRow, SettingsView

_WEEK = frozenset(range(7))


def arrangement(ctx: Context) -> SettingsView:
    """Everything that can be seen and changed; special days and absences have their own screen."""
    own = ctx.own
    own.follow()
    settings, looks = own.current, own.current.dashboard
    rows = [
        *(_window(number, row) for number, row in enumerate(settings.schedule.weekly)),
        _quiet(settings.schedule.quiet),
        *_shop(settings),
        _notifications(ctx),
        *(_channel(one) for one in own.named),
    ]
    return SettingsView(
        file=str(own.path or ""),
        rows=tuple(rows),
        looks=replace(looks, language=looks.language or settings.shop.language),
        base=mark(own.text),
        problem=own.problem,
        waiting=own.waiting,
    )


def _window(number: int, row: Weekly) -> SettingRow:
    answers = ngettext("{n} answer at most", "{n} answers at most", row.answers).format(
        n=row.answers
    )
    said = [days_words(row.days), answers]
    if row.name:
        said.insert(0, row.name)
    if row.valid_from:
        said.append(_("from {day}").format(day=day_and_month(row.valid_from, language())))
    if row.valid_until:
        said.append(_("until {day}").format(day=day_and_month(row.valid_until, language())))
    return SettingRow(
        f"window.{number}", "windows", hours_words(row.start, row.end), ", ".join(said)
    )


def _quiet(quiet: tuple[time, time] | None) -> SettingRow:
    hours = hours_words(*quiet) if quiet else _("none")
    said = _("nothing rings; nothing leaves but the first word")
    return SettingRow("quiet", "quiet", hours, said if quiet else "")


def _shop(settings: Settings) -> Iterator[SettingRow]:
    shop, looks = settings.shop, settings.dashboard
    forms = choice_words("forms", shop.forms)
    signed = _("signed {owner}").format(owner=shop.owner)
    spoken = choice_words("language", shop.language)
    yield SettingRow("shop", "shop", shop.name, ", ".join((signed, shop.zone, spoken, forms)))
    said = [choice_words("language", looks.language), _("keys as in the help")]
    if looks.keys:
        said[-1] = _("some keys are your own")
    if looks.ascii:
        said.append(_("plain characters"))
    if not looks.motion:
        said.append(_("nothing moves"))
    yield SettingRow("screen", "screen", choice_words("theme", looks.theme), ", ".join(said))


def _channel(one: ChannelSettings) -> SettingRow:
    kinds = {
        "imap": _("mailbox"),
        "maildir": _("folder of mail"),
        "smtp": _("sends answers"),
        "paper": _("on paper"),
    }
    place = one.path or " ".join(part for part in (one.user, one.host) if part)
    said = f"{kinds.get(one.kind, one.kind)}, {place}" if place else kinds.get(one.kind, one.kind)
    return SettingRow(f"channel.{one.name}", "channels", one.name, said)


def _notifications(ctx: Context) -> SettingRow:
    now = ctx.clock.now()
    most = ctx.policy.day(ctx.day(now)).notifications
    many = _("at most {n} a day").format(n=most) if most else _("none")
    silent = _("none in quiet hours, with a customer, or while you are unavailable")
    return SettingRow("notifications", "notifications", many, unseen(ctx) or silent)


def hours_words(start: time, end: time) -> str:
    """`11:00–11:45`; midnight as an end is 24:00."""
    last = "24:00" if end == time() else f"{end:%H:%M}"
    return f"{start:%H:%M}–{last}"


def days_words(days: frozenset[int]) -> str:
    """`every day`, `Monday to Saturday`, `Tuesday, Friday`; Monday is 0."""
    if days == _WEEK:
        return _("every day")
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    if len(ordered) > 2 and last - first == len(ordered) - 1:
        return _("{first} to {last}").format(
            first=weekday_words(first, language()), last=weekday_words(last, language())
        )
    return ", ".join(weekday_words(day, language()) for day in ordered)
