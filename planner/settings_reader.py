"""Reads typed values out of a TOML table; what is wrong is said with its place in the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NoReturn

from planner.errors import SettingsError
from planner.locale import gettext as _
from planner.toml_places import Places

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_NUMBERS = {name: n % 7 for n, name in enumerate(DAYS + _JOURS)}


def nearest(word: str, names: Iterable[str]) -> str:
    """A sentence with the nearest valid name, else all of them."""
    known = list(names)
    close = difflib.get_close_matches(word.lower(), known, 1, 0.6)
    if close:
        return _("Did you mean “{name}”?").format(name=close[0])
    return _("Possible here: {names}.").format(names=", ".join(known))


@dataclass(frozen=True, slots=True)
class Table:
    """One table with the path that leads to it."""

    values: Mapping[str, object]
    places: Places
    path: tuple[str | int, ...] = ()

    def fail(self, key: str, what: str, do: str = "") -> NoReturn:
        """Raise SettingsError at the key (or the table, when it does not have it)."""
        raise SettingsError(what, where=self.places.where(*self.path, key), do=do)

    def only(self, *names: str) -> None:
        """Refuse every key that is not one of these."""
        for key in self.values:
            if key not in names:
                what = _("“{key}” is not known here.").format(key=key)
                self.fail(key, what, nearest(key, names))

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.values

    def table(self, key: str) -> Table:
        """The table under a key; an empty one when there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self._type(key, _("a table, written [{key}]").format(key=key))
        return Table(value, self.places, (*self.path, key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables under a key, each written with double brackets."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._type(key, _("one or more tables, each written [[{key}]]").format(key=key))
        path = self.path
        return tuple(Table(t, self.places, (*path, key, n)) for n, t in enumerate(value))

    def text(self, key: str, default: str | None = None, *, choice: Sequence[str] = ()) -> str:
        """A text; without a default it has to be there."""
        value = self._get(key, default)
        if not isinstance(value, str):
            self._type(key, _("a text between quotes"))
        if choice and value not in choice:
            what = _("“{value}” is not possible for “{key}”.").format(value=value, key=key)
            self.fail(key, what, nearest(value, choice))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a single one."""
        value = self.values.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._type(key, _('a list of texts, such as ["a", "b"]'))
        return tuple(items)

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds, both included."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self._type(key, _("a whole number"))
        if not low <= value <= high:
            what = _("“{key}” is {value}.").format(key=key, value=value)
            self.fail(key, what, _("It goes from {low} to {high}.").format(low=low, high=high))
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self._type(key, _("true or false"))
        return value

    def clock(self, key: str, default: str | None = None) -> time:
        """A local time of day, "11:00"."""
        value = self._get(key, default)
        try:
            at = value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            self._type(key, _('a time such as "11:00"'))
        if at.tzinfo or at.second or at.microsecond:
            self._type(key, _('a time such as "11:00", without seconds or zone'))
        return at

    def day(self, key: str) -> date:
        """A date, 2026-12-24."""
        value = self._get(key, None)
        try:
            found = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, date) or isinstance(found, datetime):
            self._type(key, _("a date such as 2026-12-24"))
        return found

    def days(self, key: str) -> frozenset[int]:
        """Days of the week, "monday..saturday" or a list; Monday is 0."""
        found: set[int] = set()
        self._get(key, None)
        for item in self.texts(key):
            first, dots, last = (part.strip().lower() for part in item.partition(".."))
            begin = self._weekday(key, first)
            end = self._weekday(key, last) if dots else begin
            found.update((begin + n) % 7 for n in range((end - begin) % 7 + 1))
        if not found:
            self._type(key, _('days such as "monday..saturday"'))
        return frozenset(found)

    def _weekday(self, key: str, name: str) -> int:
        if name not in _DAY_NUMBERS:
            what = _("“{name}” is not a day of the week.").format(name=name)
            self.fail(key, what, nearest(name, _DAY_NUMBERS if len(name) > 2 else DAYS))
        return _DAY_NUMBERS[name]

    def _get(self, key: str, default: object) -> object:
        if key in self.values:
            return self.values[key]
        if default is None:
            self.fail(key, _("“{key}” is missing.").format(key=key), _("Add it to this table."))
        return default

    def _type(self, key: str, wanted: str) -> NoReturn:
        self.fail(
            key,
            _("“{key}” cannot be read.").format(key=key),
            _("Write {wanted}.").format(wanted=wanted),
        )
