"""TOML to a checked rule set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from types import MappingProxyType
from typing import Any

from rules.blocks import KEYS, OWNERS_KINDS, BlockReader
from rules.check import Checked, check
from rules.document import Document, read_document
from rules.model import Kind, Line, Rule, RuleSet, Season
from rules.problems import Notebook
from rules.scanner import Path
from rules.schema import FactType, Vocabulary
from rules.seasons import read_seasons
from rules.spans import Among, Spans
from rules.tables import Table, read_table
from rules.text import folded, show_raw
from rules.values import DAY, day_time
from rules.vocabulary import PRODUCT

MAX_RULES = 500


def load(
    source: str | bytes,
    name: str,
    vocabulary: Vocabulary = PRODUCT,
    kinds: Collection[Kind] = OWNERS_KINDS,
    beside: RuleSet | None = None,
) -> RuleSet:
    """The rules of a policy file; `name` is the file as the owner knows it.

    `kinds` are those that the file may use: rules of the house also `default` and `hand`. `beside`
    are the rules that the file will be joined with: its exceptions may lift those too. Raises
    `PolicyProblems` with every problem found, each with line and column.
    """
    notebook = Notebook(name)
    document = read_document(source, notebook)
    _refuse_too_many(document, notebook)
    reader = BlockReader(document, vocabulary, notebook, kinds)
    _note_unknown_sections(document, notebook)
    seasons = read_seasons(reader)
    reader = replace(reader, seasons=seasons)
    rules, tables = _read_rules(reader)
    cases = [reader.case(name, block) for name, block in reader.blocks("test")]
    notebook.raise_if_any()
    others = _of_the_house(beside) if beside else ()
    known = beside.vocabulary if beside else vocabulary
    policy = Checked(rules, others, tables, seasons, known)
    check(policy, notebook, exceptions=Kind.DEFAULT not in kinds)
    notebook.raise_if_any()
    empty = RuleSet(name, _content_hash(document.tree), (), tuple(cases), (), vocabulary, {})
    return _with(empty, rules, tuple(seasons.values()))


def join(file: RuleSet, *house: RuleSet) -> RuleSet:
    """The owner's rules with those of the house, which are named `house:<name>`.

    Tests and name are those of the file; the hash is of all of them.
    """
    together = (file, *house)
    whole = replace(
        file,
        hash=hashlib.sha256("".join(one.hash for one in together).encode()).hexdigest(),
        vocabulary=house[-1].vocabulary if house else file.vocabulary,
    )
    rules = (*file.rules, *(rule for one in house for rule in _of_the_house(one)))
    return _with(whole, rules, (season for one in together for season in one.seasons))


def _with(empty: RuleSet, rules: Sequence[Rule], seasons: Iterable[Season]) -> RuleSet:
    """The rule set with these rules, and with what follows from them."""
    lines = [line for rule in rules for line in rule.lines]
    used = {line.fact for line in lines}
    facts = tuple(fact for fact in empty.vocabulary.facts.values() if fact.name in used)
    timed = {fact.name for fact in facts if fact.type is FactType.TIME}
    return replace(
        empty,
        # strongest first, then by name: the same decision and the same reasons in any file order
        rules=tuple(sorted(rules, key=lambda rule: (-rule.kind, rule.name))),
        facts=facts,
        by_name=MappingProxyType({rule.name: rule for rule in rules}),
        seasons=tuple(sorted(seasons, key=lambda season: season.first)),
        edges=_edges(line.test for line in lines if line.fact in timed),
        words=_words(lines),
    )


def _edges(tests: Iterable[object]) -> tuple[time, ...]:
    """The times at which the tests begin or end; a test that passes midnight does not end there."""
    edges: set[int] = set()
    for test in tests:
        if isinstance(test, Spans):
            clipped = test & Spans(((0, DAY),))
            own = {edge for span in clipped.spans for edge in span}
            edges |= own - {0, DAY} if {0, DAY} <= own else own
    return tuple(sorted({day_time(edge) for edge in edges}))


def _words(lines: Iterable[Line]) -> Mapping[str, frozenset[str]]:
    """The words that rules look for, by fact."""
    words: dict[str, set[str]] = {}
    for line in lines:
        if isinstance(line.test, Among):
            words.setdefault(line.fact, set()).update(line.test.words)
    return MappingProxyType({fact: frozenset(found) for fact, found in words.items()})


def _of_the_house(house: RuleSet) -> tuple[Rule, ...]:
    """Its rules under the names that tell them from the owner's."""
    return tuple(
        replace(
            rule,
            name=f"house:{rule.name}",
            lines=tuple(replace(line, rule=f"house:{rule.name}") for line in rule.lines),
            then=tuple(replace(reason, winner=f"house:{rule.name}") for reason in rule.then),
        )
        for rule in house.rules
    )


def _read_rules(reader: BlockReader) -> tuple[list[Rule], list[Table]]:
    """Rules with the rows of tables, in the order of the file, and the tables."""
    notebook, document = reader.notebook, reader.document
    rules = [reader.rule(name, block) for name, block in reader.blocks("rule")]
    tables = []
    names = {rule.name for rule in rules}
    for name, block in reader.blocks("table"):
        if name in names:
            notebook.note(document.name_mark(("table", name)), "same_name", name=name)
        if table := read_table(reader, name, block):
            tables.append(table)
            rules.extend(table.rows)
    return rules, tables


def _refuse_too_many(document: Document, notebook: Notebook) -> None:
    """A file with too many rules is not read at all."""
    places: list[Path] = []
    for section in ("rule", "table"):
        blocks = document.tree.get(section)
        for name, block in blocks.items() if isinstance(blocks, dict) else ():
            rows = block.get("rows") if isinstance(block, dict) else None
            count = len(rows) if section == "table" and isinstance(rows, list) else 1
            places += [(section, name)] * count
    if len(places) > MAX_RULES:
        mark = document.name_mark(places[MAX_RULES])
        notebook.note(mark, "too_many_rules", count=len(places), limit=MAX_RULES)
    notebook.raise_if_any()


def _note_unknown_sections(document: Document, notebook: Notebook) -> None:
    for name, group in document.tree.items():
        mark = document.name_mark((name,))
        if name not in KEYS:
            near = (folded(name), KEYS)
            notebook.note(mark, "unknown_section", near=near, name=show_raw(name))
        elif not isinstance(group, dict):
            notebook.note(mark, "not_a_block", name=name, section=name)


def _content_hash(tree: dict[str, Any]) -> str:
    """SHA-256 of the values, independent of layout and order of blocks."""
    canonical = json.dumps(tree, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
