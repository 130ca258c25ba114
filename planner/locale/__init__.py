"""The interface's words in French and English: gettext catalogues, English words as their keys.

The catalogues are `<language>/LC_MESSAGES/entracte.po`; the compiled `.mo` beside each is committed
(`pybabel compile -d planner/locale -D entracte`), so nothing is built at run time.
"""

from __future__ import annotations

import gettext as _catalogues
from pathlib import Path

LANGUAGES = ("fr", "en")
DOMAIN = "entracte"
FOLDER = Path(__file__).parent

_current: _catalogues.NullTranslations = _catalogues.NullTranslations()
_language = "en"


def base(language: str) -> str:
    """One of our languages for a tag such as `fr-BE` or `fr_BE.UTF-8`; English for any other."""
    tag = language.replace("_", "-").partition("-")[0].casefold()
    return tag if tag in LANGUAGES else "en"


def use(language: str) -> None:
    """Speak this language from now on, in the whole process. An unknown one gives English."""
    global _current, _language
    _language = base(language)
    _current = _catalogues.translation(DOMAIN, FOLDER, [_language], fallback=True)


def language() -> str:
    """The language in use: `fr` or `en`."""
    return _language


def gettext(text: str) -> str:
    """The text in the language in use; the English text itself when it has no translation."""
    return _current.gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The text for n things, by the plural rule of the language in use (French: 0 is singular)."""
    return _current.ngettext(one, many, n)
