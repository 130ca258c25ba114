"""Makes a text fit for a desktop notification on each system."""

from __future__ import annotations

import html
import unicodedata

WINDOWS_TITLE, WINDOWS_BODY = 63, 255  # UTF-16 units; longer is an error in a thread of plyer's
LONGEST_TITLE, LONGEST_BODY = 120, 500


def title(text: str, platform: str) -> str:
    """One line, no control characters, not an option of notify-send."""
    plain = _plain(text)
    return cut(plain, WINDOWS_TITLE if platform == "win32" else LONGEST_TITLE) or "Entracte"


def body(text: str, platform: str) -> str:
    """Like a title; on Linux `<`, `>` and `&` are escaped: daemons read them as markup."""
    plain = cut(_plain(text), WINDOWS_BODY if platform == "win32" else LONGEST_BODY)
    return html.escape(plain, quote=False) if platform.startswith("linux") else plain


def cut(text: str, units: int) -> str:
    """At most that many UTF-16 units, an ellipsis for what is left out, no half character."""
    if len(text.encode("utf-16-le")) // 2 <= units:
        return text
    kept, left = [], units - 1
    for char in text:
        left -= 1 + (ord(char) > 0xFFFF)
        if left < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def _plain(text: str) -> str:
    # An apostrophe or a backslash would break the quoted argument that plyer builds for portals.
    text = text.replace("'", "’").replace("\\", "/")
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    seen = " ".join(seen.split())
    # notify-send would take a leading dash for an option and print its help.
    return "–" + seen.lstrip("-") if seen.startswith("-") else seen
