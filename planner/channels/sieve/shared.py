"""Many texts in little room: what they share is written once, with variables (RFC 5229).

Cyrus takes scripts of 32 KB as it is installed; six weeks of windows need that much otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return re.split(r"\r\n|\r|\n", text.replace("\0", ""))


def shared(texts: Sequence[str]) -> tuple[str, list[dict[str, str]]]:
    """A text with variables for all of these, and what the variables are for each.

    All have the same number of lines. Strings that variables are expanded in: `${` of a text itself
    is written with `dollar`, which has to be set.
    """
    template: list[str] = []
    values: list[dict[str, str]] = [{} for _ in texts]
    for number, same in enumerate(zip(*map(lines_of, texts), strict=True)):
        before = _start(same)
        rest = [line[len(before) :] for line in same]
        after = _start([line[::-1] for line in rest])[::-1]
        middles = [line[: len(line) - len(after)] for line in rest]
        if not any(middles):
            template.append(literal(before + after))
            continue
        template.append(f"{literal(before)}${{m{number}}}{literal(after)}")
        for found, middle in zip(values, middles, strict=True):
            found[f"m{number}"] = literal(middle)
    return "\n".join(template), values


def literal(text: str) -> str:
    """A text in which nothing is a variable (RFC 5229 section 3)."""
    return text.replace("${", "${dollar}{")


def _start(lines: Sequence[str]) -> str:
    """What all lines begin with."""
    first, last = min(lines), max(lines)
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((place for place, (a, b) in pairs if a != b), len(first))]
