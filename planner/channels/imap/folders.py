"""The folders of a mailbox: which one holds sent mail, which one junk (RFC 6154)."""

from __future__ import annotations

from typing import Any

#: Names of the folder of sent mail where the server marks none; the last part of the path counts.
_SENT = frozenset(
    {
        *("sent", "sent items", "sent messages", "sent mail"),
        *("envoyés", "éléments envoyés", "messages envoyés", "courrier envoyé", "objets envoyés"),
        *("gesendet", "gesendete objekte", "gesendete elemente"),
        *("verzonden", "verzonden items", "verzonden berichten"),
    }
)
_JUNK = frozenset(
    {
        *("junk", "spam", "junk e-mail", "junk email", "bulk mail"),
        *("indésirables", "courrier indésirable", "pourriel"),
        *("spamverdacht", "junk-e-mail", "ongewenste e-mail", "ongewenst"),
    }
)


def sent_folder(client: Any) -> str:
    """The folder of sent mail: the marked one, else one with a usual name; "" when there is none"""
    return _find(client, b"\\Sent", _SENT)


def junk_folders(client: Any) -> frozenset[str]:
    """The folders in which the owner's own server puts what it takes for spam."""
    found = client.list_folders()
    marked = {str(name) for flags, _, name in found if b"\\Junk" in flags}
    return frozenset(marked or {str(name) for _, sep, name in found if _last(name, sep) in _JUNK})


def _find(client: Any, mark: bytes, names: frozenset[str]) -> str:
    found = client.list_folders()
    for flags, _, name in found:
        if mark in flags:
            return str(name)
    for flags, separator, name in found:
        if _last(name, separator) in names and b"\\Noselect" not in flags:
            return str(name)
    return ""


def _last(name: str, separator: bytes | None) -> str:
    """The last part of a path, for comparing."""
    parts = name.split(separator.decode("ascii", "replace")) if separator else [name]
    return parts[-1].casefold()
