"""The answering hours in words, for a page's "about" and a greeting (B-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from planner.domain.hours import UsualWeek
from planner.texts.shipped import check_language

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_AND = {"fr": " et ", "en": " and "}
_ABOUT = {
    "fr": "Je réponds moi-même à vos messages {hours}. {rest}"
    "Écrivez quand vous voulez : vous recevez aussitôt la date de ma réponse. {name}",
    "en": "I answer your messages myself {hours}. {rest}"
    "Write whenever you like: you are told at once by when I answer. {name}",
}
_REST = {"fr": "Je ne réponds pas le {days}. ", "en": "I do not answer on {days}. "}
_GREETING = {
    "fr": "Bonjour, je réponds {hours}. Vous recevez aussitôt une date. {name}",
    "en": "Hello, I answer {hours}. You are given a date at once. {name}",
}
_NONE = {
    "fr": "Je ne réponds pas aux messages en ce moment. {name}",
    "en": "I am not answering messages at the moment. {name}",
}


def about(hours: UsualWeek, language: str, name: str) -> str:
    """A text block for a page's "about", so that the wait is known before anybody writes."""
    check_language(language)
    if not hours.open:
        return _NONE[language].format(name=name)
    rest = ""
    if hours.rest:
        rest = _REST[language].format(
            days=_list([_DAYS[language][d] for d in hours.rest], language)
        )
    return _ABOUT[language].format(hours=hours_words(hours, language), rest=rest, name=name)


def greeting(hours: UsualWeek, language: str, name: str) -> str:
    """The same in one short line."""
    check_language(language)
    if not hours.open:
        return _NONE[language].format(name=name)
    return _GREETING[language].format(hours=hours_words(hours, language), name=name)


def hours_words(hours: UsualWeek, language: str) -> str:
    """`Monday to Saturday, 11:00-11:45 and 17:00-17:45`; groups of days one after the other."""
    check_language(language)
    semicolon = " ; " if language == "fr" else "; "
    return semicolon.join(
        f"{_days(group.days, language)}, {_spans(group.windows, language)}" for group in hours.open
    )


def _days(days: Sequence[int], language: str) -> str:
    """Days in a row as `du lundi au samedi`; all seven as every day; others one by one."""
    names = _DAYS[language]
    if len(days) == len(names):
        return "tous les jours" if language == "fr" else "every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        first, last = names[days[0]], names[days[-1]]
        return f"du {first} au {last}" if language == "fr" else f"{first} to {last}"
    if language == "fr":
        return "le " + _list([names[day] for day in days], language)
    return "on " + _list([names[day] for day in days], language)


def _spans(windows: Sequence[tuple[time, time]], language: str) -> str:
    return _list([_span(start, end, language) for start, end in windows], language)


def _span(start: time, end: time, language: str) -> str:
    if language == "fr":
        return f"de {_clock_fr(start)} à {_clock_fr(end)}"
    return f"{start:%H:%M}–{end:%H:%M}"


def _clock_fr(at: time) -> str:
    """`11 h`, `17 h 45`, with no-break spaces."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02}" if at.minute else f"{at.hour}\u00a0h"


def _list(words: Sequence[str], language: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + _AND[language] + words[-1]
