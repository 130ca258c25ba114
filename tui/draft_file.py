"""The file of drafts, which several dashboards share: merged entry by entry, never as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

#: What a draft is about: a request, a rule, a part of the settings or a text; each by its names.
Entries = Mapping[tuple[str, ...], Any]
_NAMED = ("requests", "rules", "settings")


def merged(before: str, ours: str, theirs: str) -> str:
    """The file after ours were saved: what changed here since `before`, else what stands there.

    A file that cannot be read holds nothing. "" for no draft at all.
    """
    old, mine, found = entries(before), entries(ours), entries(theirs)
    kept = dict(found)
    for key in {*old, *mine}:
        if key not in mine:  # sent or let go here; what is written there since stays
            if found.get(key) == old.get(key):
                kept.pop(key, None)
        elif mine[key] != old.get(key):
            kept[key] = mine[key]
    return as_text(kept)


def entries(written: str) -> Entries:
    """A file's drafts, one by one."""
    try:
        kept = json.loads(written or "{}")
        found: dict[tuple[str, ...], Any] = {}
        for part in _NAMED:
            found |= {(part, str(name)): value for name, value in kept.get(part, {}).items()}
        for key, language, words in kept.get("texts", []):
            found["texts", str(key), str(language)] = words
    except (ValueError, TypeError, AttributeError):
        return {}
    return found


def as_text(found: Entries) -> str:
    """The drafts as the file has them; "" for none.

    ASCII only: half a character from a broken mail must not keep the rest from being saved.
    """
    if not found:
        return ""
    parts = {name: {k[1]: v for k, v in found.items() if k[0] == name} for name in _NAMED}
    texts = [[*key[1:], words] for key, words in found.items() if key[0] == "texts"]
    return json.dumps({**parts, "texts": texts})
