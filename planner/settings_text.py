"""Writes settings.toml: the first one, commented, and a channel more, keeping what is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import SettingsError
from planner.locale import gettext as _
from planner.settings_reader import DAYS

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

SUNDAY = 6

_COMMENTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "top": "Réglages d'Entracte. Chaque ligne peut être changée ; les commentaires restent.",
        "owner": "votre prénom : il signe les messages",
        "zone": "fuseau horaire, comme Europe/Brussels",
        "language": "fr ou en",
        "day": "la journée de travail commence ici : 01:30 appartient encore à la veille",
        "forms": "mid-dot (absent·e), feminine ou masculine",
        "country": "jours fériés, à confirmer : entracte holidays list",
        "address": "vos propres adresses, pour ne jamais vous répondre à vous-même",
        "window": "Les fenêtres de réponse : deux fois par jour, hors des heures de boutique.",
        "answers": "réponses au plus dans une fenêtre",
        "sunday": "Pas de fenêtre le dimanche : la semaine garde un vrai repos.",
        "quiet": "Heures calmes : rien ne sonne, et rien ne part sauf l'accusé de réception.",
        "special": "Jours particuliers, par exemple :",
        "note": "Réveillon",
        "absence": "Absences qui reviennent, et voyages dans un autre fuseau, par exemple :",
        "month_days": "chaque année, jours compris",
        "channel": "Les canaux s'ajoutent avec : entracte channel add",
    },
    "en": {
        "top": "Entracte's settings. Every line may be changed; comments stay.",
        "owner": "your first name: it signs the messages",
        "zone": "time zone, such as Europe/Brussels",
        "language": "fr or en",
        "day": "the working day begins here: 01:30 still belongs to the day before",
        "forms": "mid-dot, feminine or masculine (French texts)",
        "country": "public holidays, to confirm: entracte holidays list",
        "address": "your own addresses, so that you are never answered yourself",
        "window": "The answering windows: twice a day, away from the shop's busy hours.",
        "answers": "answers at most in one window",
        "sunday": "No window on Sunday: the week keeps a real rest.",
        "quiet": "Quiet hours: nothing rings, and nothing leaves but the acknowledgement.",
        "special": "Special days, for example:",
        "note": "Christmas Eve",
        "absence": "Absences that come again, and journeys to another zone, for example:",
        "month_days": "every year, both days included",
        "channel": "Channels are added with: entracte channel add",
    },
}

_TEXT = """\
# {top}

[shop]
name = {shop}
owner = {name}            # {owner}
zone = {zone_value}       # {zone}
language = "{language_value}"            # {language}
day_starts = "04:00"       # {day}
forms = "mid-dot"          # {forms}
address = {addresses}               # {address}
# country = "BE"           # {country}

# {window}
{windows}# {quiet}
[quiet]
from = "20:30"
to = "08:30"

# {special}
# [[special_day]]
# date = 2026-12-24
# closed = true
# note = "{note}"
# [[special_day]]
# date = 2026-12-31
# closes = "16:00"

# {absence}
# [[absence]]
# days = "wednesday"
# from = "12:00"
# to = "24:00"
# [[absence]]
# yearly = "12-24..01-02"  # {month_days}
# [[travel]]
# from = 2026-12-20
# until = 2027-01-05
# zone = "America/Toronto"

# {channel}
"""

_WINDOW = """\
[[window]]
name = {name}
days = {days}
from = "{start}"
to = "{end}"
answers = {count}{said}

"""


@dataclass(frozen=True, slots=True)
class FirstWindow:
    """A window of the first settings: wall times such as "11:00", and how many answers it holds."""

    start: str
    end: str
    answers: int = 15


#: The default hours (needs.md 3.1).
USUAL = (FirstWindow("11:00", "11:45"), FirstWindow("17:00", "17:45"))
WEEKDAYS = tuple(range(6))


def default_text(
    shop: str,
    owner: str,
    zone: str,
    language: str,
    *,
    windows: Sequence[FirstWindow] = USUAL,
    days: Collection[int] = WEEKDAYS,
    address: str = "",
) -> str:
    """A commented settings.toml; `days` are numbers from 0, Monday."""
    words = _COMMENTS.get(language, _COMMENTS["en"])
    french = language == "fr"
    return _TEXT.format(
        **words,
        shop=quoted(shop),
        name=quoted(owner),
        zone_value=quoted(zone),
        language_value="fr" if french else "en",
        addresses=f"[{quoted(address)}]" if address else "[]",
        windows=_windows(windows, days, words, french),
    )


def _windows(
    windows: Sequence[FirstWindow], days: Collection[int], words: Mapping[str, str], french: bool
) -> str:
    """The tables of the windows; only the first says what `answers` is."""
    rest = "" if SUNDAY in days else f"# {words['sunday']}\n"
    return rest + "".join(
        _WINDOW.format(
            name=quoted(_part(window.start, french)),
            days=_days(days),
            start=window.start,
            end=window.end,
            count=window.answers,
            said="" if number else f"               # {words['answers']}",
        )
        for number, window in enumerate(windows)
    )


def _days(days: Collection[int]) -> str:
    """Days in a row as one text, others as a list."""
    names = [DAYS[day] for day in sorted(days)]
    if len(names) > 2 and max(days) - min(days) == len(names) - 1:
        return quoted(f"{names[0]}..{names[-1]}")
    return quoted(names[0]) if len(names) == 1 else f"[{', '.join(map(quoted, names))}]"


def _part(start: str, french: bool) -> str:
    """What a window is called by the hour it begins."""
    if start < "12:00":
        return "matin" if french else "morning"
    if start < "15:30":
        return "après-midi" if french else "afternoon"
    return "fin de journée" if french else "late afternoon"


def quoted(text: str) -> str:
    """A text as a TOML basic string; what TOML does not allow in one is escaped."""
    out = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in out) + '"'


def add_channel(text: str, table: Mapping[str, object]) -> str:
    """The text with one [[channel]] more; comments and order stay. Raises SettingsError."""
    import tomlkit
    from tomlkit.items import AoT

    document = _parsed(text)
    entry = tomlkit.table()
    for key, value in table.items():
        entry.add(key, value)
    channels = document.get("channel")
    if isinstance(channels, AoT):
        channels.append(entry)
    else:
        document.append("channel", tomlkit.aot())
        document["channel"].append(entry)
    return tomlkit.dumps(document)


def set_channel(text: str, name: str, values: Mapping[str, object | None]) -> str:
    """The text with keys of a [[channel]] set, or taken out (None). Raises SettingsError."""
    import tomlkit

    document = _parsed(text)
    for entry in document.get("channel", []):
        for key, value in values.items() if entry.get("name") == name else ():
            if value is None:
                entry.pop(key, None)
            else:
                entry[key] = value
    return tomlkit.dumps(document)


def remove_channel(text: str, name: str) -> str:
    """The text without a [[channel]]; comments and order stay. Raises SettingsError."""
    import tomlkit

    document = _parsed(text)
    channels = document.get("channel", [])
    for number, entry in enumerate(channels):
        if entry.get("name") == name:
            del channels[number]
            break
    if not channels:
        document.pop("channel", None)
    return tomlkit.dumps(document)


def _parsed(text: str) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError(
            _("This is not valid TOML: {what}.").format(what=str(error).rstrip(".")),
            do=_("Correct this line; the rest was not read."),
        ) from None
