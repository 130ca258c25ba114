"""Bytes to text, whatever the charset a mail claims."""

from __future__ import annotations

import codecs

# Not charsets of mail; the first two take time that grows with the square of their input.
_NEVER = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"})
_ALIASES = {
    "us-ascii": "utf-8",  # what says ASCII and is not, is UTF-8 most often
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",  # what browsers do: its C1 controls are never meant
    "latin1": "cp1252",
    "unknown-8bit": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",  # what says one of them and holds a letter of a larger one
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
}


def to_text(data: bytes, charset: str = "") -> str:
    """The text of some bytes. Never fails: an unknown or wrong charset gives the best reading."""
    for name in (charset.strip().lower(), "utf-8", "cp1252"):
        codec = _codec(_ALIASES.get(name, name))
        if codec is None:
            continue
        try:
            return clean(data.decode(codec))
        except UnicodeError:
            continue
    return clean(data.decode("utf-8", "replace"))


def clean(text: str) -> str:
    """Text that can be stored anywhere: no NUL, no lone surrogate."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _codec(name: str) -> str | None:
    if not name or not name.isascii() or not name.isprintable():
        return None
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    # Codecs such as zip or rot13 are no text encodings: bytes.decode refuses them.
    textual = getattr(info, "_is_text_encoding", True)
    return info.name if textual and info.name.replace("-", "_") not in _NEVER else None
