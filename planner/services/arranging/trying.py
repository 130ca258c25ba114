"""A change of the settings tried: its problems, and the coming week. Nothing is written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import NotFound, NotPossible, SettingsError
from planner.locale import gettext as _
from planner.locale import language, ngettext
from planner.services.arranging.fields import NEW, Item, field, items, read, table_of
from planner.services.context import Context, Noted
from planner.services.policy.named_windows import unknown_windows
from planner.services.rulebook.page import mark
from planner.services.rulebook.week import people_told, week
from planner.settings import Settings, load
from planner.settings_own import OwnSettings
from planner.toml_splice import Path, drop, put
from planner.views_rules import FieldProblem, RuleEdit, RuleForm, TrialView

SECTION = "setting"


@dataclass(frozen=True, slots=True)
class Draft:
    """The text after a change, and what it says, or what is wrong with it."""

    text: str
    settings: Settings | None
    problems: tuple[FieldProblem, ...] = ()


def setting_form(ctx: Context, key: str) -> RuleForm:
    """A part of the settings as fields; `window` is one more. Raises NotFound, NotPossible."""
    text, tree = _file(ctx)
    path = _path(tree, key)
    block = _at(tree, path)
    fields = tuple(field(item, block.get(item.key)) for item in items(key))
    return RuleForm(key, SECTION, mark(text), fields)


def try_setting(ctx: Context, edit: RuleEdit) -> TrialView:
    """What a change would bring. Raises NotFound, NotPossible when the file changed."""
    made = drafted(ctx, edit)
    if made.settings is None:
        verdict = ngettext(
            "{n} line needs another look; nothing is saved.",
            "{n} lines need another look; nothing is saved.",
            len(made.problems),
        ).format(n=len(made.problems))
        return TrialView(made.problems, (), (), 0, verdict, "")
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        other = _under(ctx, made.settings)
        other.refresh(unit)
        days = week(unit, ctx, other, now)
        people = people_told(unit, ctx, other, now)
    changed = made.text != ctx.own.text
    return TrialView(
        problems=(),
        failed=(),
        week=days,
        people=people,
        verdict="",
        outlook=_outlook(changed=changed, week_changes=bool(days), people=people),
        hint=_hint(ctx, other, made.settings),
        changed=changed,
    )


def drafted(ctx: Context, edit: RuleEdit) -> Draft:
    """The change in the file's text, read as a start would. Raises NotFound, NotPossible."""
    text, tree = _file(ctx)
    if mark(text) != edit.base:
        raise NotPossible(
            _("Another program changed your settings meanwhile."), do=_("Look at them again.")
        )
    made = _edited(text, tree, edit)
    try:
        return Draft(made, load(made, str(ctx.own.path)))
    except SettingsError as error:
        problem = FieldProblem(f"{error.what} {error.do}".rstrip(), _field(error, made, edit))
        return Draft(made, None, (problem,))


def _file(ctx: Context) -> tuple[str, dict[str, Any]]:
    """The file's text and values. Raises NotPossible while it has an error, or where none is."""
    own = ctx.own
    own.follow()
    if own.path is None:
        raise NotPossible(_("These settings are a copy; they are not changed."))
    if own.problem:
        raise NotPossible(
            _("Your settings have an error: they are left as they are."), do=own.problem
        )
    return own.text, tomllib.loads(own.text)


def _path(tree: Mapping[str, Any], key: str) -> Path:
    windows = len(tree.get("window", ()))
    path = ("window", windows) if key == NEW else table_of(key)
    if path is None or (len(path) == 2 and path[1] not in range(windows + (key == NEW))):
        raise NotFound(
            _("There is no setting {key}.").format(key=key),
            do=_("`entracte settings show` lists them."),
        )
    return path


def _at(tree: Any, path: Path) -> Mapping[str, Any]:
    """The values of a table; none where it is not there yet."""
    found = tree
    for step in path:
        if isinstance(step, int) and step >= len(found):
            return {}
        found = found[step] if isinstance(step, int) else found.get(step, {})
    return found if isinstance(found, Mapping) else {}


def _edited(text: str, tree: dict[str, Any], edit: RuleEdit) -> str:
    path, fields = _path(tree, edit.name), dict(edit.fields)
    if edit.remove:
        return _removed(text, tree, path)
    lines = {item.key: item for item in items(edit.name)}
    unknown = [key for key in fields if key not in lines]
    if unknown:
        raise NotFound(
            _("“{key}” is not known here.").format(key=unknown[0]),
            do=_("Possible here: {names}.").format(names=", ".join(lines)),
        )
    if edit.name == NEW:
        values = {key: read(lines[key], said.strip()) for key, said in fields.items()
                  if said.strip() and said.strip() != _silent(lines[key])}  # fmt: skip
        return put(text, path, values)
    block = _at(tree, path)
    if path == ("quiet",) and not any(fields.get(key, "").strip() for key in ("from", "to")):
        return drop(text, path) if block else text
    for key, said in fields.items():
        before = field(lines[key], block.get(key)).written
        if said.strip() == before.strip():
            continue
        if said.strip() or (lines[key].kind == "choice" and key in block):
            text = put(text, (*path, key), read(lines[key], said.strip()))
        elif key in block:
            text = drop(text, (*path, key))
    return text


def _silent(item: Item) -> str | None:
    """What a new table need not say."""
    return item.usual if item.kind in ("flag", "choice") else None


def _removed(text: str, tree: Mapping[str, Any], path: Path) -> str:
    if path[0] != "window":
        raise NotPossible(_("This is always there; it can only be changed."))
    if len(tree.get("window", ())) == 1:
        raise NotPossible(
            _("This is your only window; without one no answer could be promised."),
            do=_("Add another one first, or plan an absence (a)."),
        )
    return drop(text, path)


def _field(error: SettingsError, text: str, edit: RuleEdit) -> str:
    """The field that stands on the line of a problem, or the one that is missing."""
    fields = dict(edit.fields)
    number = (error.where.rsplit(":", 2)[1:2] or [""])[0]
    lines = text.splitlines()
    if number.isdigit() and int(number) <= len(lines):
        key = lines[int(number) - 1].partition("=")[0].strip()
        if key in fields:
            return key
    # A line that is missing has no place of its own.
    empty = (x.key for x in items(edit.name) if x.needed and not fields.get(x.key, "").strip())
    return next(empty, "")


def _under(ctx: Context, settings: Settings) -> Context:
    """The same shop under other settings, to look and not to touch."""
    own = OwnSettings(replace(settings, channels=ctx.settings.channels))
    in_force = replace(ctx.in_force, path=None)
    return replace(ctx, own=own, in_force=in_force, noted=Noted())


def _hint(ctx: Context, other: Context, settings: Settings) -> str:
    """Something to think about: what works and is unwise, a rule that names no window any more."""
    unwise = [one for one in settings.problems if one not in ctx.settings.problems]
    rules = ctx.policy.rules
    lost = unknown_windows(rules, other.schedule)
    known = {problem.text(language()) for problem in unknown_windows(rules, ctx.schedule)}
    named = [said for one in lost if (said := one.text(language())) not in known]
    return " ".join((*unwise, *named))


def _outlook(*, changed: bool, week_changes: bool, people: int) -> str:
    """The coming week in a sentence or two."""
    if not changed:
        return _("Nothing is different: there is nothing to save.")
    said = _("The coming week changes:") if week_changes else _("The coming week stays as it is.")
    if not people:
        return said
    told = ngettext(
        "{n} person would be told another date.", "{n} people would be told another date.", people
    )
    return f"{told.format(n=people)} {said}"
