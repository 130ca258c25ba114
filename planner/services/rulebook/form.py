"""A rule or a table of the file as a form, also one that the checks refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.errors import NotFound
from planner.locale import gettext as _
from planner.locale import language
from planner.services.policy import InForce
from planner.services.rulebook import reference, written
from planner.services.rulebook.page import Page, read_page
from planner.views_rules import FieldView, RuleForm
from rules.vocabulary import PRODUCT

LINES = ("when", "unless", "then")
#: The one field of a file that is not TOML.
TEXT = "text"


def rule_form(held: InForce, name: str = "") -> RuleForm:
    """The form of a rule or table; without a name, of a rule to be written.

    The name of the file stands for the file as a text. Raises NotFound.
    """
    page = read_page(held)
    if page.tree is None or name == page.name:
        return text_form(page)
    if not name:
        fields = (*_said(""), _kind("normal"))
        return RuleForm("", "rule", page.base, fields, _more())
    for (section, one), block in page.blocks.items():
        if one == name:
            return block_form(page, section, name, block)
    raise NotFound(_("There is no rule {name} in the file.").format(name=name))


def written_in(page: Page, section: str, name: str) -> dict[str, str]:
    """What the file says in each field of a rule, by its key."""
    block = page.blocks.get((section, name))
    form = block_form(page, section, name, block) if block is not None else None
    return {field.key: field.written for field in form.fields} if form else {}


def text_form(page: Page) -> RuleForm:
    """The whole file as one field: nothing smaller can be told from what is not TOML."""
    field = FieldView(TEXT, page.name, page.text, _("the file as it is"), "")
    return RuleForm(page.name, TEXT, page.base, (field,))


def item_of(key: str, columns: tuple[FieldView, ...] = ()) -> written.Item:
    """The fact or effect that a field is about, if any."""
    part, _dot, name = key.partition(".")
    if part == "rows":
        column = columns[int(name.partition(".")[2])].key
        return item_of(column)
    if part == "then" or part == "sets":
        return reference.effect(name)
    return reference.fact(name) if part in ("when", "unless", "given") else None


def block_form(page: Page, section: str, name: str, block: dict[str, Any]) -> RuleForm:
    """The form of one block of the file."""
    fields = [*_said(block.get("say", "")), _kind(block.get("kind", "normal"))]
    if section == "rule":
        fields += [line for part in LINES for line in _lines(part, block.get(part))]
        return RuleForm(name, section, page.base, tuple(fields), _more())
    columns = (*_columns("given", block.get("given")), *_columns("sets", block.get("sets")))
    fields += _cells(block.get("rows"), columns)
    return RuleForm(name, section, page.base, tuple(fields), columns=columns)


def _said(say: object) -> Iterator[FieldView]:
    """The owner's sentence, in one language or in both."""
    words = _("the rule in plain words, as you would say it")
    if isinstance(say, dict):
        for one in sorted(say, key=lambda one: one != language()):
            label = {"fr": _("in French"), "en": _("in English")}.get(str(one), str(one))
            yield FieldView(f"say.{one}", label, str(say[one]), words)
    else:
        yield FieldView("say", _("in your words"), str(say), words)


def _kind(kind: object) -> FieldView:
    words = _("how strong it is")
    return FieldView("kind", _("kind"), str(kind), words, reference.may_be_kind())


def _lines(part: str, group: object) -> Iterator[FieldView]:
    for name, value in group.items() if isinstance(group, dict) else ():
        yield _line(part, str(name), written.show(value))


def _line(part: str, name: str, text: str) -> FieldView:
    key = f"{part}.{name}"
    item = item_of(key)
    if item is None:
        return FieldView(key, name, text, _("unknown here"))
    return FieldView(key, name, text, reference.words(item), reference.may_be(item), item.aliases)


def _more() -> tuple[FieldView, ...]:
    """Every line there may be: what it sets, then when it speaks."""
    sets = (_line("then", name, "") for name in PRODUCT.effects)
    tests = (_line(part, name, "") for part in ("when", "unless") for name in PRODUCT.facts)
    return (*sets, *tests)


def _columns(part: str, names: object) -> Iterator[FieldView]:
    for name in names if isinstance(names, list) else ():
        yield _line(part, str(name), "")


def _cells(rows: object, columns: tuple[FieldView, ...]) -> Iterator[FieldView]:
    """The cells, row by row; what does not fit the columns is left to the checks."""
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        for index, column in enumerate(columns if isinstance(row, list) else ()):
            cell = row[index] if index < len(row) else ""
            text = written.show(cell) if cell != "" else ""
            yield cell_field(number, index, column, text)


def cell_field(row: int, index: int, column: FieldView, text: str = "") -> FieldView:
    """One cell; `*` stands for every value, `-` for leaving an effect as it is."""
    any_value = (
        _("or - to leave it as it is") if column.key.startswith("sets") else _("or * for any")
    )
    may = f"{column.may}; {any_value}" if column.may else any_value
    return FieldView(f"rows.{row}.{index}", column.label, text, column.words, may)
