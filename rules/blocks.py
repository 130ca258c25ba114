"""Reading one block of a policy: a rule, a table, a test."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from rules.document import Document, Path
from rules.model import Case, Kind, Line, Reason, Rule, Say, Value
from rules.problems import Mark, Notebook, Unreadable
from rules.schema import Combine, Fact, Vocabulary
from rules.values import MAX_TEXT, is_plain, read_point, read_setting, read_test, show_raw

KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {  # section: required keys, allowed keys
        "rule": (("say", "then"), ("say", "kind", "when", "unless", "then")),
        "table": (("say", "given", "sets", "rows"), ("say", "kind", "given", "sets", "rows")),
        "test": (("expect",), ("say", "given", "expect")),
    }
)
ANY, NOTHING = "*", "-"  # cells: every value fits; the row does not set this effect
ABSENT = "none"  # expected of an effect that no rule sets

#: The kinds that an owner's file may use.
OWNERS_KINDS = (Kind.NORMAL, Kind.EXCEPTION, Kind.PROTECT)

_NAME = re.compile(r"[\w-]{1,60}")
_Item = TypeVar("_Item")
_Group = TypeVar("_Group")


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads the blocks of one document; what is wrong goes to the notebook."""

    document: Document
    vocabulary: Vocabulary
    notebook: Notebook
    kinds: Collection[Kind] = OWNERS_KINDS

    def known_block(self, path: Path, block: object) -> bool:
        """Is it a block with a good name and the keys of its section?"""
        section, name = str(path[0]), str(path[1])
        mark = self.document.name_mark(path)
        if not isinstance(block, dict):
            self.notebook.note(mark, "not_a_block", name=show_raw(name), section=section)
            return False
        if not _NAME.fullmatch(name):
            self.notebook.note(mark, "bad_name", name=show_raw(name))
        required, allowed = KEYS[section]
        for key in block.keys() - set(allowed):
            where = self.document.name_mark((*path, key))
            shown = show_raw(key)
            self.notebook.note(
                where, "unknown_key", near=(key, allowed), name=shown, section=section
            )
        missing = [key for key in required if key not in block]
        for key in missing:
            self.notebook.note(mark, "missing_key", key=key, name=show_raw(name))
        return not missing

    def rule(self, name: str, block: dict[str, Any]) -> Rule:
        """`[rule.name]`; a wrong line is noted and left out."""
        path: Path = ("rule", name)
        kind = self._kind(path, block)
        lines = [
            line
            for word in ("when", "unless")
            for fact, raw in self._group((*path, word), block.get(word, {}))
            if (line := self._line((*path, word, fact), name, fact, raw, word == "unless"))
        ]
        then = [
            said
            for effect, raw in self._group((*path, "then"), block["then"])
            if (said := self._set((*path, "then", effect), name, effect, raw, kind))
        ]
        for said in then:
            one_way = self.vocabulary.effects[said.effect].combine is Combine.ANY
            if said.value is False and one_way and kind not in (Kind.EXCEPTION, Kind.HAND):
                mark = self.document.value_mark((*path, "then", said.effect))
                self.notebook.note(mark, "false_does_nothing", name=said.effect)
        say = self._say(path, block["say"])
        mark = self.document.name_mark(path)
        return Rule(name, "", say, kind, tuple(lines), tuple(then), mark)

    def table(self, name: str, block: dict[str, Any]) -> list[Rule]:
        """`[table.name]`: one rule a row, named `name[1]`, `name[2]`..."""
        path: Path = ("table", name)
        kind, say = self._kind(path, block), self._say(path, block["say"])
        given = self._columns((*path, "given"), block["given"], self.vocabulary.facts)
        sets = self._columns((*path, "sets"), block["sets"], self.vocabulary.effects)
        if not given or not sets:
            return []
        columns = [*given, *sets]
        rows = block["rows"]
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
            mark = self.document.value_mark((*path, "rows"))
            self.notebook.note(mark, "bad_rows", count=len(columns))
            return []
        rules = []
        for number, row in enumerate(rows):
            here: Path = (*path, "rows", number)
            mark, title = self.document.value_mark(here), f"{name}[{number + 1}]"
            if len(row) != len(columns):
                self.notebook.note(
                    mark,
                    "row_length",
                    found=len(row),
                    count=len(columns),
                    columns=", ".join(columns),
                )
                continue
            cells = [((*here, index), column, row[index]) for index, column in enumerate(columns)]
            lines = [
                self._line(at, title, fact, raw, unless=False)
                for at, fact, raw in cells[: len(given)]
                if raw != ANY
            ]
            then = [
                self._set(at, title, effect, raw, kind)
                for at, effect, raw in cells[len(given) :]
                if raw != NOTHING
            ]
            rules.append(Rule(title, name, say, kind, _present(lines), _present(then), mark))
        return rules

    def case(self, name: str, block: dict[str, Any]) -> Case:
        """`[test.name]`."""
        path: Path = ("test", name)
        given: dict[str, object] = {}
        expect: dict[str, Value | None] = {}
        marks: dict[str, Mark] = {}
        for fact, raw in self._group((*path, "given"), block.get("given", {})):
            at = (*path, "given", fact)
            known = self._known(at, fact, self.vocabulary.facts)
            if known and (point := self._read(at, read_point, known, raw)) is not None:
                given[fact] = point
        for effect, raw in self._group((*path, "expect"), block["expect"]):
            at = (*path, "expect", effect)
            marks[effect] = self.document.name_mark(at)
            if (allowed := self._known(at, effect, self.vocabulary.effects)) is not None:
                is_absent = raw == ABSENT
                expect[effect] = None if is_absent else self._read(at, read_setting, allowed, raw)
        if "say" in block:
            self._say(path, block["say"])
        return Case(
            name, MappingProxyType(given), MappingProxyType(expect), MappingProxyType(marks)
        )

    def _line(self, at: Path, rule: str, name: str, raw: object, unless: bool) -> Line | None:
        fact: Fact | None = self._known(at, name, self.vocabulary.facts)
        test = self._read(at, read_test, fact, raw) if fact else None
        if test is None:
            return None
        return Line(rule, name, test, unless, _written(raw), self.document.value_mark(at))

    def _set(self, at: Path, rule: str, name: str, raw: object, kind: Kind) -> Reason | None:
        effect = self._known(at, name, self.vocabulary.effects)
        value = self._read(at, read_setting, effect, raw) if effect else None
        return None if value is None else Reason(name, value, rule, kind)

    def _read(
        self, at: Path, read: Callable[[_Item, object], _Group], item: _Item, raw: object
    ) -> _Group | None:
        """The value, or None when it was wrong, which is noted."""
        try:
            return read(item, raw)
        except Unreadable as trouble:
            self.notebook.note_unreadable(self.document.value_mark(at), trouble)
            return None

    def _known(self, at: Path, name: str, names: Mapping[str, _Item]) -> _Item | None:
        """The fact or effect of that name, or None when there is none, which is noted."""
        if name not in names:
            code = "unknown_fact" if names is self.vocabulary.facts else "unknown_effect"
            mark = self.document.names.get(at) or self.document.value_mark(at)
            self.notebook.note(mark, code, near=(name, names), name=show_raw(name))
        return names.get(name)

    def _group(self, path: Path, group: object) -> Iterable[tuple[str, Any]]:
        """The lines of `when`, `unless`, `then`, `given` or `expect`."""
        if isinstance(group, dict) and (group or path[-1] in ("when", "unless", "given")):
            return group.items()
        self.notebook.note(self.document.name_mark(path), "not_a_group", key=path[-1])
        return ()

    def _columns(self, path: Path, names: object, known: Mapping[str, Any]) -> list[str]:
        """The names over a table, or nothing when one is wrong."""
        example = str(list(known)[:2]).replace("'", '"')
        words = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
        if not words or not isinstance(names, list) or len(set(words)) != len(names):
            mark = self.document.value_mark(path)
            self.notebook.note(mark, "bad_columns", key=path[-1], example=example)
            return []
        found = [self._known((*path, index), name, known) for index, name in enumerate(words)]
        return words if all(found) else []

    def _kind(self, path: Path, block: dict[str, Any]) -> Kind:
        raw = block.get("kind", "normal")
        names = {kind.name.lower(): kind for kind in self.kinds}
        if isinstance(raw, str) and raw in names:
            return names[raw]
        mark, kinds = self.document.value_mark((*path, "kind")), list(names)
        self.notebook.note(mark, "bad_kind", near=(str(raw), kinds), raw=show_raw(raw))
        return Kind.NORMAL

    def _say(self, path: Path, raw: object) -> Say:
        """One sentence, or one in each of the two languages."""
        texts = list(raw.values()) if isinstance(raw, dict) else [raw]
        languages = set(raw) if isinstance(raw, dict) else {"en", "fr"}
        good = languages == {"en", "fr"} and all(
            isinstance(text, str) and 0 < len(text.strip()) <= MAX_TEXT and is_plain(text)
            for text in texts
        )
        if not good:
            mark = self.document.value_mark((*path, "say"))
            self.notebook.note(mark, "bad_say", limit=MAX_TEXT)
            return Say("", "")
        return Say(raw["en"], raw["fr"]) if isinstance(raw, dict) else Say(str(raw), str(raw))


def _present(items: Iterable[_Item | None]) -> tuple[_Item, ...]:
    return tuple(item for item in items if item is not None)


def _written(raw: object) -> str:
    """A test as the owner wrote it."""
    return ", ".join(map(show_raw, raw)) if isinstance(raw, list) else show_raw(raw)
