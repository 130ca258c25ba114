"""Public holidays of a country and region: the only place that knows `holidays`.

The library is imported when it is asked for: it takes a fifth of a second.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.errors import SettingsError
from planner.locale import gettext as _

if TYPE_CHECKING:
    from holidays import HolidayBase

#: Countries whose national holidays are only a part: nearly all are the region's own.
REGION_NEEDED = ("CH",)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day with its name, in the language asked for where the library has it."""

    day: date
    name: str


class UnknownPlace(SettingsError):
    """The country or region of the settings is not known; `key` says which of the two."""

    def __init__(self, key: str, what: str, *, do: str, where: str = "") -> None:
        self.key = key
        super().__init__(what, where=where, do=do)


def public_holidays(country: str, region: str, year: int, language: str) -> tuple[Holiday, ...]:
    """The public holidays of a year, by date. Raises UnknownPlace with the nearest valid names.

    `country` is an ISO 3166 code; `region` one of its codes or names, "" for none.
    """
    code = _region(country, region)
    found = _country(country, code, year)
    spoken = next((x for x in found.supported_languages if x.startswith(language)), None)
    if spoken is not None:
        found = _country(country, code, year, spoken)
    return tuple(Holiday(day, found[day]) for day in sorted(found))


def _country(country: str, region: str, year: int, language: str | None = None) -> HolidayBase:
    import holidays

    return holidays.country_holidays(
        country, subdiv=region or None, years=year, expand=False, language=language
    )


def _region(country: str, region: str) -> str:
    """The code of a region. Raises UnknownPlace."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    if country not in countries:
        what = _("There is no country “{name}”.").format(name=country)
        raise UnknownPlace("country", what, do=_nearest(country, sorted(countries)))
    names = _country(country, "", 2000).get_subdivision_aliases()
    spelled: dict[str, str] = {code: code for code in countries[country]}
    spelled |= {alias: code for code, aliases in names.items() for alias in aliases}
    folded = {name.casefold(): code for name, code in spelled.items()}
    if region.casefold() in folded:
        return folded[region.casefold()]
    possible = sorted(countries[country])
    if region:
        what = _("{country} has no region “{name}”.").format(country=country, name=region)
        do = _nearest(region, spelled, possible) if possible else _("Leave the region out.")
        raise UnknownPlace("region", what, do=do)
    if country in REGION_NEEDED:
        what = _("{country} needs a region: most holidays are its own.").format(country=country)
        raise UnknownPlace("country", what, do=_names(possible))
    return ""


def _nearest(name: str, spelled: Iterable[str], shown: Iterable[str] = ()) -> str:
    by_folded = {known.casefold(): known for known in spelled}
    close = difflib.get_close_matches(name.casefold(), by_folded, 3, 0.5)
    if close:
        return _("Did you mean “{name}”?").format(name="”, “".join(by_folded[n] for n in close))
    return _names(shown) if shown else _("Write its two letters, such as BE, FR, CH or CA.")


def _names(names: Iterable[str]) -> str:
    return _("Possible here: {names}.").format(names=", ".join(names))
