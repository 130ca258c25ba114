"""TOML to a checked rule set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from rules.blocks import KEYS, OWNERS_KINDS, BlockReader
from rules.check import check
from rules.document import Document, read_document
from rules.model import Case, Kind, Rule, RuleSet
from rules.problems import Mark, Notebook
from rules.schema import Vocabulary
from rules.values import show_raw
from rules.vocabulary import PRODUCT

MAX_RULES = 500


def load(
    text: str,
    name: str,
    vocabulary: Vocabulary = PRODUCT,
    kinds: Collection[Kind] = OWNERS_KINDS,
) -> RuleSet:
    """The rules of a policy file; `name` is the file as the owner knows it.

    `kinds` are those that the file may use: rules of the house also `default` and `hand`.
    Raises `PolicyProblems` with every problem found, each with line and column.
    """
    notebook = Notebook(name)
    document = read_document(text, notebook)
    rules, cases = _read_blocks(document, vocabulary, notebook, kinds)
    notebook.raise_if_any()
    check(rules, document, vocabulary, notebook)
    notebook.raise_if_any()
    used = {line.fact for rule in rules for line in rule.lines}
    return RuleSet(
        name=name,
        hash=_content_hash(document.tree),
        # strongest first, then by name: the same decision and the same reasons in any file order
        rules=tuple(sorted(rules, key=lambda rule: (-rule.kind, rule.name))),
        cases=tuple(cases),
        facts=tuple(fact for fact in vocabulary.facts.values() if fact.name in used),
        vocabulary=vocabulary,
        by_name=MappingProxyType({rule.name: rule for rule in rules}),
    )


def join(file: RuleSet, *house: RuleSet) -> RuleSet:
    """The owner's rules with those of the house, which are named `house:<name>`.

    Tests and name are those of the file; the hash is of all of them.
    """
    rules = (*file.rules, *(_of_the_house(rule) for one in house for rule in one.rules))
    vocabulary = house[-1].vocabulary if house else file.vocabulary
    used = {fact.name for one in (file, *house) for fact in one.facts}
    return replace(
        file,
        hash=hashlib.sha256("".join(one.hash for one in (file, *house)).encode()).hexdigest(),
        rules=tuple(sorted(rules, key=lambda rule: (-rule.kind, rule.name))),
        facts=tuple(fact for fact in vocabulary.facts.values() if fact.name in used),
        vocabulary=vocabulary,
        by_name=MappingProxyType({rule.name: rule for rule in rules}),
    )


def _of_the_house(rule: Rule) -> Rule:
    name = f"house:{rule.name}"
    return replace(
        rule,
        name=name,
        lines=tuple(replace(line, rule=name) for line in rule.lines),
        then=tuple(replace(reason, winner=name) for reason in rule.then),
    )


def _read_blocks(
    document: Document, vocabulary: Vocabulary, notebook: Notebook, kinds: Collection[Kind]
) -> tuple[list[Rule], list[Case]]:
    """Rules (with table rows) and tests, in the order of the file."""
    reader = BlockReader(document, vocabulary, notebook, kinds)
    _note_unknown_sections(document, notebook)
    rules = [reader.rule(name, block) for name, block in _blocks(reader, "rule")]
    for name, block in _blocks(reader, "table"):
        if name in document.tree.get("rule", {}):
            notebook.note(document.name_mark(("table", name)), "same_name", name=name)
        rules.extend(reader.table(name, block))
    if len(rules) > MAX_RULES:
        mark = rules[MAX_RULES].mark
        notebook.note(mark, "too_many_rules", count=len(rules), limit=MAX_RULES)
    return rules, [reader.case(name, block) for name, block in _blocks(reader, "test")]


def _blocks(reader: BlockReader, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The usable blocks of a section."""
    group = reader.document.tree.get(section, {})
    for name, block in group.items() if isinstance(group, dict) else ():
        if reader.known_block((section, name), block):
            yield name, block


def _note_unknown_sections(document: Document, notebook: Notebook) -> None:
    for name, group in document.tree.items():
        mark: Mark = document.name_mark((name,))
        if name not in KEYS:
            notebook.note(mark, "unknown_section", near=(name, KEYS), name=show_raw(name))
        elif not isinstance(group, dict):
            notebook.note(mark, "not_a_block", name=name, section=name)


def _content_hash(tree: dict[str, Any]) -> str:
    """SHA-256 of the values, independent of layout and order of blocks."""
    canonical = json.dumps(tree, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
