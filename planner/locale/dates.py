"""Instants in words, as people say them, for screens and for outgoing texts.

Every function takes aware instants and a zone, and answers in the language asked for,
whichever one the interface speaks: a customer's language is not the owner's.
"""

from __future__ import annotations

from datetime import date, datetime, time

from planner.domain.time import Zone, to_local
from planner.locale import base

_WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_NEAR = {"fr": ("aujourd'hui", "demain"), "en": ("today", "tomorrow")}

# A promise says "by this moment": the end of a part still belongs to it, so noon is late morning.
_PARTS: tuple[tuple[time, str, str], ...] = (
    (time(4), "dans la nuit", "in the night"),
    (time(9), "tôt le matin", "early in the morning"),
    (time(10, 30), "dans la matinée", "in the morning"),
    (time(12, 15), "en fin de matinée", "late in the morning"),
    (time(13, 30), "à la mi-journée", "around midday"),
    (time(15, 30), "en début d'après-midi", "early in the afternoon"),
    (time(16, 45), "dans l'après-midi", "in the afternoon"),
    (time(19), "en fin de journée", "late in the day"),
    (time(21, 30), "en soirée", "in the evening"),
    (time.max, "tard dans la soirée", "late in the evening"),
)


def day_words(at: datetime, now: datetime, zone: Zone, language: str) -> str:
    """The day, for a screen that is read now: `aujourd'hui`, `demain`, `mardi 24 novembre`."""
    here, today = to_local(at, zone).date, to_local(now, zone).date
    distance = (here - today).days
    if distance in (0, 1):
        return _NEAR[base(language)][distance]
    return full_day(at, now, zone, language)


def full_day(at: datetime, now: datetime, zone: Zone, language: str) -> str:
    """The day, for a text read later: `mardi 24 novembre`, with the year when it is another."""
    here, today = to_local(at, zone).date, to_local(now, zone).date
    words = f"{weekday_words(here.weekday(), language)} {day_and_month(here, language)}"
    return words if here.year == today.year else f"{words} {here.year}"


def part_words(at: datetime, zone: Zone, language: str) -> str:
    """The part of the local day: `en fin de matinée`, `late in the day`."""
    here = to_local(at, zone).time
    french, english = next((fr, en) for end, fr, en in _PARTS if here <= end)
    return french if base(language) == "fr" else english


def moment(at: datetime, now: datetime, zone: Zone, language: str) -> str:
    """The day and its part, for outgoing texts: `mardi 24 novembre en fin de journée`.

    Never relative: a message is read when it is read, and "tomorrow" would lie (B-01).
    """
    return f"{full_day(at, now, zone, language)} {part_words(at, zone, language)}"


def clock(at: datetime, zone: Zone) -> str:
    """The local time of day: `17:45`."""
    return f"{to_local(at, zone).time:%H:%M}"


def short(at: datetime, now: datetime, zone: Zone, language: str) -> str:
    """Day and time for a screen: `aujourd'hui 17:45`, `mardi 17:45`, `8 décembre 17:45`."""
    return f"{short_day(at, now, zone, language)} {clock(at, zone)}"


def short_day(at: datetime, now: datetime, zone: Zone, language: str) -> str:
    """The day for a screen: `aujourd'hui`, `mardi`, `8 décembre`, `8 décembre 2025`."""
    here, today = to_local(at, zone).date, to_local(now, zone).date
    distance = (here - today).days
    if distance in (0, 1):
        day = _NEAR[base(language)][distance]
    elif 1 < distance < 7:  # a weekday alone is clear only within the coming week
        day = weekday_words(here.weekday(), language)
    else:
        day = day_and_month(here, language)
        day = day if here.year == today.year else f"{day} {here.year}"
    return day


def weekday_words(number: int, language: str) -> str:
    """The name of a day of the week; Monday is 0."""
    return _WEEKDAYS[base(language)][number]


def weekday_number(name: str) -> int | None:
    """The day of the week that is named in either language, Monday 0; None for another word."""
    plain = name.casefold()
    for days in _WEEKDAYS.values():
        for number, day in enumerate(days):
            if day.casefold() == plain:
                return number
    return None


def day_and_month(day: date, language: str) -> str:
    """`24 décembre`, without weekday and year."""
    spoken = base(language)
    number = "1er" if spoken == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[spoken][day.month - 1]}"
