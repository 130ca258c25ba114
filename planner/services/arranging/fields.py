"""The fields of each part of the settings: what they are called, what may be written there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import weekday_number, weekday_words
from planner.settings import FORMS, LANGUAGES
from planner.settings_dashboard import THEMES
from planner.toml_splice import Path
from planner.views_rules import FieldView

#: The table of the file that a part is written in.
TABLES: Mapping[str, str] = {
    "window": "window",
    "quiet": "quiet",
    "shop": "shop",
    "screen": "dashboard",
}
NEW = "window"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a table: `kind` is text, texts, days, clock, number, flag or choice."""

    key: str
    words: str
    may: str = ""
    kind: str = "text"
    usual: str = ""
    names: tuple[str, ...] = ()
    needed: bool = False


def table_of(key: str) -> Path | None:
    """Where a part stands in the file; None for one that has no form."""
    part, _dot, number = key.partition(".")
    if part not in TABLES or (part != "window" and number):
        return None
    if part == "window":
        return ("window", int(number)) if number.isdigit() else None
    return (TABLES[part],)


def items(key: str) -> tuple[Item, ...]:
    """The lines of a part, in the order of its form."""
    return {
        "window": _window,
        "quiet": _quiet,
        "shop": _shop,
        "screen": _screen,
    }[key.partition(".")[0]]()


def _window() -> tuple[Item, ...]:
    return (
        Item(
            "days",
            _("Days"),
            _("For example monday..saturday, or tuesday, friday."),
            "days",
            needed=True,
        ),
        Item("from", _("From"), _("The hour it opens, such as 11:00."), "clock", needed=True),
        Item("to", _("To"), _("The hour it closes, such as 11:45."), "clock", needed=True),
        Item("answers", _("Answers at most"), _("A whole number; 15 without it."), "number", "15"),
        Item("name", _("Its name"), _("What you call it; rules may name it. Empty: no name.")),
        Item(
            "overnight",
            _("Crosses midnight"),
            _("Yes when it closes the day after it opens."),
            "flag",
            "false",
        ),
    )


def _quiet() -> tuple[Item, ...]:
    both = _("Both lines empty: no quiet hours.")
    return (
        Item("from", _("From"), f"{_('Such as 20:30.')} {both}", "clock", needed=True),
        Item("to", _("To"), f"{_('Such as 08:30.')} {both}", "clock", needed=True),
    )


def _shop() -> tuple[Item, ...]:
    return (
        Item("name", _("The shop's name"), _("It may stand in messages."), needed=True),
        Item("owner", _("Your first name"), _("It signs the messages."), needed=True),
        Item(
            "zone",
            _("Time zone"),
            _("Such as Europe/Brussels, where your customers are."),
            needed=True,
        ),
        Item(
            "language",
            _("Customers' language"),
            _("For those whose own cannot be told."),
            "choice",
            "fr",
            LANGUAGES,
        ),
        Item(
            "forms",
            _("How texts speak of you"),
            _("In French texts only."),
            "choice",
            "mid-dot",
            FORMS,
        ),
        Item(
            "address",
            _("Your own addresses"),
            _("With commas between; they are never answered."),
            "texts",
        ),
    )


def _screen() -> tuple[Item, ...]:
    return (
        Item("theme", _("Colours"), "", "choice", THEMES[0], THEMES),
        Item("language", _("The screen's language"), "", "choice", "", ("", *LANGUAGES)),
        Item("motion", _("Motion"), _("Whether the undo bar drains."), "flag", "true"),
        Item("ascii", _("Plain characters"), _("For terminals without line drawing."), "flag",
             "false"),
    )  # fmt: skip


def field(item: Item, written: object) -> FieldView:
    """A line as a field, with what the file says."""
    choices = tuple((name, choice_words(item.key, name)) for name in item.names)
    if item.kind == "flag":
        choices = (("true", _("yes")), ("false", _("no")))
    said = _days(shown(written)) if item.kind == "days" else shown(written)
    if choices and not said:
        said = item.usual
    return FieldView(item.key, item.words, said, item.words, item.may, choices=choices)


def _days(said: str) -> str:
    """Days in her own language: the file is read in both."""

    def spoken(name: re.Match[str]) -> str:
        number = weekday_number(name[0])
        return name[0] if number is None else weekday_words(number, language()).casefold()

    return re.sub(r"[a-z]+", spoken, said)


def shown(value: object) -> str:
    """A value of the file as it is written in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def read(item: Item, text: str) -> object:
    """A field as a value of the file; what cannot be one stays a text, for the reader to refuse."""
    if item.kind == "flag" and text in ("true", "false"):
        return text == "true"
    if item.kind == "number" and text.isdecimal():
        return int(text)
    if item.kind == "texts" or (item.kind == "days" and "," in text):
        return [part.strip() for part in text.split(",") if part.strip()]
    if item.kind == "clock":
        return _clock(text)
    return text


def _clock(text: str) -> str:
    """`9h30`, `9:30` and `9` are what people write for 09:30 and 09:00."""
    hour, _mark, minute = text.replace("h", ":").replace(".", ":").partition(":")
    if hour.strip().isdecimal() and (minute.strip() or "0").isdecimal():
        return f"{int(hour):02}:{int(minute.strip() or 0):02}"
    return text


def choice_words(key: str, name: str) -> str:
    """A value that is chosen, in words."""
    words = {
        ("theme", "veilleuse"): _("dark"),
        ("theme", "papier"): _("light"),
        ("theme", "terminal"): _("the terminal's own colours"),
        ("language", ""): _("as the shop"),
        ("language", "fr"): _("French"),
        ("language", "en"): _("English"),
        ("forms", "mid-dot"): _("neutral (absent·e)"),
        ("forms", "feminine"): _("feminine"),
        ("forms", "masculine"): _("masculine"),
    }
    return words.get((key, name), name)
