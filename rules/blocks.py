"""Reading one block of a policy: a rule, a test, and what all blocks have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from rules.days import yearly_day
from rules.document import Document
from rules.model import Case, Kind, Line, Reason, Rule, Say, Season, Value
from rules.problems import Mark, Notebook, Unreadable
from rules.scanner import Path
from rules.schema import Effect, Fact, FactType, Vocabulary
from rules.spans import Test, Words
from rules.text import folded, is_plain, show_raw
from rules.values import MAX_ITEMS, MAX_TEXT, read_point, read_setting, read_test

KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {  # section: required keys, allowed keys
        "rule": (("say", "then"), ("say", "kind", "when", "unless", "then")),
        "table": (("say", "given", "sets", "rows"), ("say", "kind", "given", "sets", "rows")),
        "season": (("say", "from"), ("say", "from", "until")),
        "test": (("expect",), ("say", "given", "expect")),
    }
)
ABSENT = "none"  # expected of an effect that no rule sets
SEASON = "season"  # the fact whose values are the seasons of the file
MAX_TESTS = 4000  # in a file; with few of them any file is read in an instant
MAX_YEARLY = 60  # each is a span in every one of 230 years

#: The kinds that an owner's file may use.
OWNERS_KINDS = (Kind.NORMAL, Kind.EXCEPTION, Kind.PROTECT)

_NAME = re.compile(r"[\w-]{1,60}")
_Item = TypeVar("_Item", Fact, Effect)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads the blocks of one document; what is wrong goes to the notebook.

    `seasons` are those of the file by their folded names.
    """

    document: Document
    vocabulary: Vocabulary
    notebook: Notebook
    kinds: Collection[Kind] = OWNERS_KINDS
    seasons: Mapping[str, Season] = field(default_factory=dict)
    yearly: list[str] = field(default_factory=list)
    tests: dict[tuple[str, object], Test] = field(default_factory=dict)
    asked: list[int] = field(default_factory=lambda: [0])

    def blocks(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The usable blocks of a section, by name."""
        group = self.document.tree.get(section, {})
        for name, block in group.items() if isinstance(group, dict) else ():
            if self._is_usable((section, name), block):
                yield name, block

    def _is_usable(self, path: Path, block: object) -> bool:
        """Is it a block with a good name and the keys of its section?"""
        section, name = str(path[0]), show_raw(path[1])
        mark = self.document.name_mark(path)
        if not isinstance(block, dict):
            self.notebook.note(mark, "not_a_block", name=name, section=section)
            return False
        if not _NAME.fullmatch(str(path[1])):
            self.notebook.note(mark, "bad_name", name=name)
        required, allowed = KEYS[section]
        for key in block.keys() - set(allowed):
            where, near = self.document.name_mark((*path, key)), (key, allowed)
            self.notebook.note(where, "unknown_key", near=near, name=show_raw(key), section=section)
        missing = [key for key in required if key not in block]
        for key in missing:
            self.notebook.note(mark, "missing_key", key=key, name=name)
        return not missing

    def rule(self, name: str, block: dict[str, Any]) -> Rule:
        """`[rule.name]`; a wrong line is noted and left out."""
        path: Path = ("rule", name)
        kind, say = self.kind(path, block), self.say(path, block["say"])
        written = [
            (word, fact, raw)
            for word in ("when", "unless")
            for fact, raw in self._group((*path, word), block.get(word, {}))
        ]
        mark = self.document.name_mark(path)
        if self.has_few_tests(mark, name, [raw for _, _, raw in written]):
            lines = [
                self.line((*path, word, fact), name, fact, raw, unless=word == "unless")
                for word, fact, raw in written
            ]
        else:
            lines = []
        then = [
            self.setting((*path, "then", effect), name, effect, raw, kind)
            for effect, raw in self._group((*path, "then"), block["then"])
        ]
        return rule_of(name, "", say, kind, lines, then, mark)

    def case(self, name: str, block: dict[str, Any]) -> Case:
        """`[test.name]`."""
        path: Path = ("test", name)
        given: dict[str, object] = {}
        expect: dict[str, Value | None] = {}
        marks: dict[str, Mark] = {}
        for written, raw in self._group((*path, "given"), block.get("given", {})):
            at = (*path, "given", written)
            fact = self.fact(at, written)
            point = self._read(at, self._read_point, fact, raw) if fact else None
            if fact and point is not None:
                given[fact.name] = point
        for written, raw in self._group((*path, "expect"), block["expect"]):
            at = (*path, "expect", written)
            if effect := self.effect(at, written):
                marks[effect.name] = self.document.name_mark(at)
                is_absent = raw == ABSENT
                value = None if is_absent else self._read(at, read_setting, effect, raw)
                expect[effect.name] = value
        if "say" in block:
            self.say(path, block["say"])
        return Case(
            name, MappingProxyType(given), MappingProxyType(expect), MappingProxyType(marks)
        )

    def line(self, at: Path, rule: str, written: str, raw: object, *, unless: bool) -> Line | None:
        """One condition, or None when it is wrong, which is noted."""
        fact = self.fact(at, written)
        test = self._read(at, self._read_test, fact, raw) if fact else None
        if fact is None or test is None:
            return None
        shown = ", ".join(map(show_raw, raw)) if isinstance(raw, list) else show_raw(raw)
        return Line(rule, fact.name, test, unless, shown, self.document.value_mark(at))

    def setting(
        self, at: Path, rule: str, written: str, raw: object, kind: Kind
    ) -> tuple[Reason, Mark] | None:
        """What a rule sets an effect to, or None when it is wrong, which is noted."""
        effect = self.effect(at, written)
        value = self._read(at, read_setting, effect, raw) if effect else None
        if effect is None or value is None:
            return None
        return Reason(effect.name, value, rule, kind), self.document.value_mark(at)

    def has_few_tests(self, mark: Mark, rule: str, raws: list[object]) -> bool:
        """Are the values that the lines of a rule name few enough, for it and for the file?"""
        count = sum(len(raw) if isinstance(raw, list) else 1 for raw in raws)
        before = self.asked[0]
        self.asked[0] += count
        if self.asked[0] > MAX_TESTS:
            if before <= MAX_TESTS:
                self.notebook.note(mark, "too_many_tests_together", limit=MAX_TESTS)
            return False
        if count > MAX_ITEMS and len(raws) > 1:
            self.notebook.note(mark, "too_many_tests", name=rule, count=count, limit=MAX_ITEMS)
            return False
        return True

    def fact(self, at: Path, written: str) -> Fact | None:
        """The fact of that name or alias, or None when there is none, which is noted."""
        names = self.vocabulary.fact_names
        return self._known(at, written, names, self.vocabulary.facts, "unknown_fact")

    def effect(self, at: Path, written: str) -> Effect | None:
        """The effect of that name or alias, or None when there is none, which is noted."""
        names = self.vocabulary.effect_names
        return self._known(at, written, names, self.vocabulary.effects, "unknown_effect")

    def _known(
        self,
        at: Path,
        written: str,
        names: Mapping[str, str],
        items: Mapping[str, _Item],
        code: str,
    ) -> _Item | None:
        name = names.get(written) or names.get(folded(written))
        if name is None:
            document = self.document
            mark = document.name_mark(at) if at in document.names else document.value_mark(at)
            self.notebook.note(mark, code, near=(folded(written), names), name=show_raw(written))
            return None
        return items[name]

    def _read_test(self, fact: Fact, raw: object) -> Test:
        """A test, read once however often it is written."""
        items = raw if isinstance(raw, list) else [raw]
        if any(type(item) not in (str, int) for item in items):  # 1 and true are the same key
            return self._fresh_test(fact, raw)
        key = fact.name, tuple(items)  # a list of one is the same as the one
        if key not in self.tests:
            self.tests[key] = self._fresh_test(fact, raw)
        return self.tests[key]

    def _fresh_test(self, fact: Fact, raw: object) -> Test:
        """A test; seasons must be declared, and days of every year are counted."""
        items = raw if isinstance(raw, list) else [raw]
        if fact.name == SEASON and fact.type is FactType.TEXT:
            read_test(fact, raw)  # a list of a few texts
            return Words(frozenset(self._season(item) for item in items))
        if fact.type is FactType.DATE:
            self.yearly.extend(
                item for item in items if isinstance(item, str) and yearly_day(item.strip()[:5])
            )
            if len(self.yearly) > MAX_YEARLY:
                raise Unreadable("too_many_yearly", limit=MAX_YEARLY)
        return read_test(fact, raw)

    def _read_point(self, fact: Fact, raw: object) -> object:
        if fact.name == SEASON and fact.type is FactType.TEXT:
            read_point(fact, raw)
            return self._season(raw)
        return read_point(fact, raw)

    def _season(self, raw: object) -> str:
        """A declared season as the engine knows it, in small letters."""
        season = self.seasons.get(folded(str(raw)))
        if season is None:
            near = (folded(str(raw)), self.seasons)
            raise Unreadable("unknown_season", near=near, raw=show_raw(raw))
        return season.name.casefold()

    def _read(
        self, at: Path, read: Callable[[_Item, object], _Read], item: _Item, raw: object
    ) -> _Read | None:
        """The value, or None when it was wrong, which is noted."""
        try:
            return read(item, raw)
        except Unreadable as trouble:
            self.notebook.note_unreadable(self.document.value_mark(at), trouble)
            return None

    def _group(self, path: Path, group: object) -> Iterator[tuple[str, Any]]:
        """The lines of `when`, `unless`, `then`, `given` or `expect`, each name once."""
        if not isinstance(group, dict) or not (group or path[-1] in ("when", "unless", "given")):
            self.notebook.note(self.document.name_mark(path), "not_a_group", key=path[-1])
            return
        names = self.vocabulary.effect_names
        if path[-1] not in ("then", "expect"):
            names = self.vocabulary.fact_names
        seen: dict[str, str] = {}
        for written, raw in group.items():
            name = names.get(written) or names.get(folded(written), written)
            first = seen.setdefault(name, written)
            if first != written:
                mark = self.document.name_mark((*path, written))
                self.notebook.note(
                    mark, "same_twice", first=show_raw(first), name=show_raw(written)
                )
            yield written, raw

    def kind(self, path: Path, block: dict[str, Any]) -> Kind:
        """The kind of a rule or table; a wrong one is noted."""
        raw = block.get("kind", "normal")
        names = {kind.name.lower(): kind for kind in self.kinds}
        if isinstance(raw, str) and raw in names:
            return names[raw]
        mark, kinds = self.document.value_mark((*path, "kind")), list(names)
        self.notebook.note(mark, "bad_kind", near=(str(raw), kinds), raw=show_raw(raw))
        return Kind.NORMAL

    def say(self, path: Path, raw: object) -> Say:
        """One sentence, or one in each of the two languages; a wrong one is noted."""
        texts: dict[str, Any] = raw if isinstance(raw, dict) else {"en": raw, "fr": raw}
        if texts.keys() == {"en", "fr"} and all(map(_is_sentence, texts.values())):
            return Say(texts["en"], texts["fr"])
        self.notebook.note(self.document.value_mark((*path, "say")), "bad_say", limit=MAX_TEXT)
        return Say("", "")


def rule_of(
    name: str,
    table: str,
    say: Say,
    kind: Kind,
    lines: list[Line | None],
    then: list[tuple[Reason, Mark] | None],
    mark: Mark,
) -> Rule:
    """A rule of the lines and settings that could be read."""
    good = [said for said in then if said is not None]
    reasons, marks = tuple(reason for reason, _ in good), tuple(mark for _, mark in good)
    return Rule(name, table, say, kind, tuple(line for line in lines if line), reasons, mark, marks)


def _is_sentence(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= MAX_TEXT and is_plain(text)
