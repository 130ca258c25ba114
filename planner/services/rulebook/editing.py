"""An edit applied to the text of the file: only what differs is touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from planner.errors import NotFound, WrongUse
from planner.locale import gettext as _
from planner.services.rulebook import written
from planner.services.rulebook.form import LINES, TEXT, block_form, item_of
from planner.services.rulebook.page import Page
from planner.toml_splice import Path, drop, key, literal, put
from planner.views_rules import RuleEdit, RuleForm

_LONGEST = 40


def edited(page: Page, edit: RuleEdit) -> tuple[str, str]:
    """The text with the edit, and the name of the rule. Raises NotFound, WrongUse, PolicyError."""
    fields = dict(edit.fields)
    if edit.section == TEXT:
        return fields.get(TEXT, page.text), edit.name
    if not edit.name:
        return _appended(page, fields)
    block = page.blocks.get((edit.section, edit.name))
    if block is None:
        raise NotFound(_("There is no rule {name} in the file.").format(name=edit.name))
    path: Path = (edit.section, edit.name)
    if edit.remove:
        return drop(page.text, path), edit.name
    text = page.text
    form = block_form(page, edit.section, edit.name, block)
    for at, value in _changes(form, fields):
        text = drop(text, (*path, *at)) if value is None else put(text, (*path, *at), value)
    return text, edit.name


def _changes(form: RuleForm, fields: Mapping[str, str]) -> Iterator[tuple[Path, object]]:
    """What differs from the file, as places below the block; None takes a place out."""
    before = {field.key: field.written for field in form.fields}
    yield from _line_changes(before, fields)
    yield from _row_changes(form, before, fields)


def _line_changes(
    before: Mapping[str, str], fields: Mapping[str, str]
) -> Iterator[tuple[Path, object]]:
    for name in dict.fromkeys((*before, *fields)):
        text, old = fields.get(name, "").strip(), before.get(name, "").strip()
        part, _dot, rest = name.partition(".")
        if part == "kind":
            text = text or "normal"  # what a rule is without the line
        if text == old or part == "rows":
            continue
        at: Path = (part, rest) if rest else (part,)
        if part == "say":
            yield at, text
        elif text:
            yield at, written.read(text, item_of(name)) if part in LINES else text
        else:
            yield at, None


def _row_changes(
    form: RuleForm, before: Mapping[str, str], fields: Mapping[str, str]
) -> Iterator[tuple[Path, object]]:
    """Cells one by one; an emptied row goes, a new one is put below; the last rows first."""
    old, new = _rows(before), _rows(fields)
    for number in sorted(set(old) & set(new)):
        if any(new[number].values()):
            for index, text in new[number].items():
                if text != old[number].get(index, ""):
                    yield ("rows", number, index), _cell(form, number, index, text)
    gone = [n for n in old if any(old[n].values()) and not any(new.get(n, {}).values())]
    for number in sorted(gone, reverse=True):
        yield ("rows", number), None
    fresh = [new[n] for n in sorted(set(new) - set(old)) if any(new[n].values())]
    for shift, cells in enumerate(fresh):
        at = len(old) - len(gone) + shift
        row = [_cell(form, at, i, cells.get(i, "")) for i in range(len(form.columns))]
        yield ("rows", at), row


def _rows(fields: Mapping[str, str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for name, text in fields.items():
        part, _dot, place = name.partition(".")
        if part == "rows":
            row, _dot, index = place.partition(".")
            found.setdefault(int(row), {})[int(index)] = text.strip()
    return found


def _cell(form: RuleForm, row: int, index: int, text: str) -> object:
    """A cell; an empty one says nothing: any value, or leave it as it is."""
    if not text:
        return "-" if form.columns[index].key.startswith("sets") else "*"
    return written.read(text, item_of(f"rows.{row}.{index}", form.columns))


def _appended(page: Page, fields: Mapping[str, str]) -> tuple[str, str]:
    """A new rule below all others, named after its sentence."""
    say = fields.get("say", "").strip()
    if not say:
        raise WrongUse(_("The rule has no sentence yet."), do=_("Say it in your own words."))
    name = _name(say, {name for _section, name in page.blocks})
    lines = [f"[rule.{key(name)}]", f"say = {literal(say)}"]
    kind = fields.get("kind", "").strip()
    if kind and kind != "normal":
        lines.append(f"kind = {literal(kind)}")
    for part in LINES:
        for field, text in fields.items():
            if field.startswith(f"{part}.") and text.strip():
                fact = field.partition(".")[2]
                lines.append(f"{part}.{key(fact)} = {literal(written.read(text, item_of(field)))}")
    ending = "\r\n" if "\r\n" in page.text else "\n"
    above = page.text if page.text.endswith("\n") else page.text + ending
    return above + ending + ending.join(lines) + ending, name


def _name(say: str, taken: set[str]) -> str:
    """A short name out of a sentence: `au-plus-dix-reponses`."""
    plain = unicodedata.normalize("NFKD", say).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    name = "-".join(words)[:_LONGEST].strip("-") or "rule"
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
