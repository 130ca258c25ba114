"""The shipped texts, read once from the TOML files beside this module."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from planner.errors import EntracteError
from planner.locale import gettext as _

LANGUAGES = ("fr", "en")
SLOT = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")

# The texts that leave by themselves; each says so (B-05).
AUTOMATIC = frozenset(
    {
        *("ack", "ack_night", "news", "second", "longer", "moved", "moved_news", "moved_late"),
        *("ack_later", "late_news", "late_several"),
        *("answer_date_after_news", "news_again", "away_until", "away", "several"),
        *("longer_several", "moved_several", "moved_news_several", "second_several"),
        *("answer_date_after_news_several", "away_until_several", "away_several"),
        *("server_away", "server_until", "server_hours"),
    }
)
# The templates of the owner's own answers.
BY_HAND = frozenset(
    {
        *("first_line_back", "still_useful", "out_of_stock", "redirect", "boundary", "our_fault"),
        *("impossible", "follow_up", "public_private", "release", "promised"),
    }
)
KEYS = AUTOMATIC | BY_HAND


Overrides = Mapping[str, Mapping[str, str]]  # language -> key -> text


class TextError(EntracteError):
    """An outgoing text cannot be used as it is."""


@cache
def shipped(language: str) -> Mapping[str, str]:
    """Every shipped text of a language, by key. Raises TextError for an unknown language."""
    check_language(language)
    source = Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(source))


def check_language(language: str) -> None:
    """Raises TextError unless there are texts in this language."""
    if language not in LANGUAGES:
        raise TextError(f"There are no texts in {language!r}.", do=f"Use {' or '.join(LANGUAGES)}.")


def template(key: str, language: str, overrides: Overrides | None = None) -> str:
    """The owner's text for a key, else the shipped one. Raises TextError for an unknown key."""
    known = shipped(language)
    if key not in known:
        raise TextError(
            _("There is no text of this name."), where=repr(key), do=nearest(key, known)
        )
    return (overrides or {}).get(language, {}).get(key, known[key])


def slots_of(key: str, language: str = "en", overrides: Overrides | None = None) -> frozenset[str]:
    """The names of the slots of a text. Raises TextError for an unknown key or language."""
    return slots_in(template(key, language, overrides))


def slots_in(text: str) -> frozenset[str]:
    """The slots of a template."""
    return frozenset(SLOT.findall(text))


def stray_brace(text: str) -> bool:
    """Whether a template has a brace that belongs to no slot."""
    return bool(_BRACE.search(SLOT.sub("", text)))


def nearest(word: str, known: Iterable[str]) -> str:
    """What to do about a misspelt name: the nearest valid one, or all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.4)
    if close:
        return _("Did you mean “{name}”?").format(name=close[0])
    return _("Possible here: {names}.").format(names=", ".join(names))
