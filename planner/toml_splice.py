"""Changing one value of a TOML text and not a byte besides: comments, order and layout stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from planner.errors import NotPossible
from planner.locale import gettext as _

#: From the section down: ("rule", "my-day", "then", "closed"), ("table", "energy", "rows", 0, 1),
#: ("window", 2, "from") for the third [[window]], ("quiet", "from").
Path = tuple[str | int, ...]

#: The order in which the lines of a block are usually written.
ORDER = ("say", "kind", "when", "unless", "given", "sets", "rows", "then")

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def put(text: str, path: Path, value: object) -> str:
    """The text with this value, changed or added. Raises NotPossible when it cannot be done."""
    return _first_right(text, path, value)


def drop(text: str, path: Path) -> str:
    """The text without this value, row or block. Raises NotPossible when it cannot be done."""
    return _first_right(text, path, None)


def literal(value: object) -> str:
    """A value as TOML writes it."""
    return tomlkit.item(value).as_string()


def key(name: str) -> str:
    """A name as TOML writes it: bare where it may be."""
    return name if _BARE.fullmatch(name) else literal(name)


def _first_right(text: str, path: Path, value: object) -> str:
    """Of several ways, from the gentlest, the first that changes the value and nothing else.

    Writers of TOML have corners where they lose or move things; so each result is read again.
    """
    wanted = _bare(_changed(tomllib.loads(text), path, value))
    for way in (_by_fresh_block, _by_block_lines, _by_lines, _by_block, _by_document):
        try:
            made = way(text, path, value)
            if made is not None and _bare(tomllib.loads(made)) == wanted:
                return made
        except (TOMLKitError, ValueError, KeyError, IndexError, AttributeError):
            continue  # this way does not fit how the block is written; the next one may
    raise NotPossible(
        _("This is written in a way that the form cannot change."),
        do=_("Change it in the file itself."),
    )


def _changed(tree: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    """The tree with the value, or without it when it is None."""
    tree = deepcopy(tree)
    at: Any = tree
    for step, below in pairwise(path):
        empty: object = [] if isinstance(below, int) else {}
        at = at.setdefault(step, empty) if isinstance(at, dict) else at[step]
    if value is None:
        del at[path[-1]]
    elif isinstance(at, list) and path[-1] == len(at):
        at.append(value)
    else:
        at[path[-1]] = value
    return tree


def _bare(tree: Any) -> Any:
    """The tree without empty groups: a group ends with its last line."""
    if not isinstance(tree, dict):
        return tree
    pruned = {name: _bare(inner) for name, inner in tree.items()}
    return {name: inner for name, inner in pruned.items() if inner != {}}


# The ways


def _by_fresh_block(text: str, path: Path, value: object) -> str | None:
    """A block that is not there yet: below the last of its kind, else below everything."""
    name, pairs = str(path[0]), value
    if value is None or len(path) > 2 or _block(text, path) is not None:
        return None
    numbered = len(path) == 2 and isinstance(path[1], int)
    if len(path) == 2 and not numbered:
        pairs = {str(path[1]): value}
    if not isinstance(pairs, Mapping):
        return None
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    above = block_lines(text, (name, int(path[1]) - 1)) if numbered and path[1] else None
    at = above[1] if above else len(lines)
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += ending
    fresh = [f"[[{key(name)}]]" if numbered else f"[{key(name)}]"]
    fresh += [f"{key(one)} = {literal(of)}" for one, of in pairs.items()]
    if at:
        fresh.insert(0, "")
    return "".join([*lines[:at], *(f"{line}{ending}" for line in fresh), *lines[at:]])


def _by_block_lines(text: str, path: Path, value: object) -> str | None:
    """A whole block taken out, with the blank line that follows it."""
    found = _block(text, path)
    if found is None or value is not None or len(path) != found[2]:
        return None
    lines, (start, end, _depth) = text.splitlines(keepends=True), found
    if end < len(lines) and not lines[end].strip():
        end += 1
    return "".join(lines[:start] + lines[end:])


def _by_lines(text: str, path: Path, value: object) -> str | None:
    """A line taken out, or one put below the last of its kind."""
    found = _block(text, path)
    if found is None:
        return None
    lines, (start, end, depth) = text.splitlines(keepends=True), found
    rest = path[depth:]
    if len(rest) not in (1, 2) or not all(isinstance(step, str) for step in rest):
        return None
    pairs = list(_pairs(lines, start + 1, end))
    names = tuple(str(step) for step in rest)
    here = next((span for keys, span in pairs if keys == names), None)
    if value is None:
        return None if here is None else "".join(lines[: here[0]] + lines[here[1] :])
    if here is not None:
        return None  # changed in place by the next ways
    above = [span for keys, span in pairs if _rank(keys[0]) <= _rank(names[0])]
    at = above[-1][1] if above else start + 1
    ending = "\r\n" if "\r\n" in text else "\n"
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += ending
    fresh = f"{'.'.join(map(key, names))} = {literal(value)}{ending}"
    return "".join([*lines[:at], fresh, *lines[at:]])


def _by_block(text: str, path: Path, value: object) -> str | None:
    """The block alone, changed by tomlkit."""
    found = _block(text, path)
    if found is None or len(path) == found[2]:
        return None
    lines, (start, end, depth) = text.splitlines(keepends=True), found
    block = "".join(lines[start:end])
    crossed = "\r\n" in block
    alone = (path[0], 0, *path[2:]) if depth == 2 and isinstance(path[1], int) else path
    made = _with_tomlkit(block.replace("\r\n", "\n"), alone, value)
    made = made.replace("\n", "\r\n") if crossed else made
    return "".join(lines[:start]) + made + "".join(lines[end:])


def _by_document(text: str, path: Path, value: object) -> str:
    """The whole text, changed by tomlkit: for blocks that are not written as one."""
    return _with_tomlkit(text, path, value)


def _with_tomlkit(text: str, path: Path, value: object) -> str:
    document = tomlkit.parse(text)
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    elif isinstance(at, list) and path[-1] == len(at):
        at.append(value)
    else:
        at[path[-1]] = value
    return tomlkit.dumps(document)


# Where things stand


def _block(text: str, path: Path) -> tuple[int, int, int] | None:
    """The lines of the block that a path begins with, and how many steps lead to it."""
    for depth in (2, 1):
        if len(path) >= depth and (found := block_lines(text, path[:depth])):
            return *found, depth
    return None


def block_lines(text: str, path: Path) -> tuple[int, int] | None:
    """The lines of the one block `[rule.name]` or `[name]`, or of the n-th `[[name]]`.

    From its heading to its last value. None when it is not written as a block. Comments above the
    next heading belong to that one.
    """
    lines = text.splitlines(keepends=True)
    headings = list(_headings(lines))
    name, number = (path[:-1], path[-1]) if isinstance(path[-1], int) else (path, None)
    mine = [n for n, (_line, names) in enumerate(headings) if names == name]
    if (number is None and len(mine) != 1) or (number is not None and len(mine) <= number):
        return None
    first = last = mine[number or 0]
    while (
        number is None and last + 1 < len(headings) and headings[last + 1][1][: len(name)] == name
    ):
        last += 1
    start = headings[first][0]
    end = headings[last + 1][0] if last + 1 < len(headings) else len(lines)
    while end > start + 1 and _is_beside(lines[end - 1]):
        end -= 1
    return start, end


def _is_beside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _headings(lines: list[str]) -> Iterator[tuple[int, Path]]:
    """The line and the name of each heading; a line inside a value of many lines is none."""
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("[") and (names := _heading(line)):
            yield at, names
            at += 1
        elif _is_beside(line):
            at += 1
        else:
            at = _value_end(lines, at, len(lines))


def _heading(line: str) -> Path:
    try:
        tree: Any = tomllib.loads(line)
    except ValueError:
        return ()
    names: list[str] = []
    while isinstance(tree, Mapping) and len(tree) == 1:
        ((name, tree),) = tree.items()
        names.append(name)
    return tuple(names)


def _value_end(lines: list[str], start: int, end: int) -> int:
    """The line after a `name = value`, which may go over several lines."""
    for stop in range(start + 1, end + 1):
        try:
            tomllib.loads("".join(lines[start:stop]))
        except ValueError:
            continue
        return stop
    return start + 1


def _pairs(
    lines: list[str], start: int, end: int
) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Each `name = value` of a block before its first heading, with its lines."""
    at = start
    while at < end:
        if lines[at].lstrip().startswith("["):
            return
        if _is_beside(lines[at]):
            at += 1
            continue
        stop = _value_end(lines, at, end)
        yield _names(tomllib.loads("".join(lines[at:stop]))), (at, stop)
        at = stop


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _names(tree: Any, most: int = 2) -> tuple[str, ...]:
    names: list[str] = []
    while isinstance(tree, dict) and len(tree) == 1 and len(names) < most:
        ((name, tree),) = tree.items()
        names.append(name)
    return tuple(names)
