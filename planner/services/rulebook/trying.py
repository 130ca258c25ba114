"""An edit tried: its problems, the policy's own tests, and the coming week. Nothing is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.locale import language, ngettext
from planner.services.context import Context
from planner.services.policy import InForce
from planner.services.policy.house import house, joined
from planner.services.policy.in_force import read_rules
from planner.services.policy.named_windows import unknown_windows
from planner.services.rulebook.editing import edited
from planner.services.rulebook.form import TEXT, written_in
from planner.services.rulebook.page import FILE, Page, read_page
from planner.services.rulebook.reference import effect
from planner.services.rulebook.week import people_told, week
from planner.toml_splice import put
from planner.views_rules import FieldProblem, RuleEdit, TrialView
from rules.blocks import ABSENT
from rules.document import Document, read_document
from rules.model import RuleSet
from rules.problems import Mark, Notebook, PolicyProblems, Problem
from rules.trial import Failure, run_tests


@dataclass(frozen=True, slots=True)
class Draft:
    """The text after an edit, read: its rules, or what is wrong with it."""

    text: str
    name: str
    rules: RuleSet | None
    problems: tuple[FieldProblem, ...]
    failed: tuple[str, ...]


def try_rule(ctx: Context, edit: RuleEdit) -> TrialView:
    """What an edit would bring. Raises NotFound, WrongUse; NotPossible when the file changed."""
    page = read_page(ctx.in_force)
    check_base(page, edit)
    made = drafted(ctx, page, edit)
    if made.rules is None:
        return TrialView(made.problems, (), (), 0, _verdict(made), "")
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        other = with_rules(ctx, made.rules)
        days = week(unit, ctx, other, now)
        people = people_told(unit, ctx, other, now)
    changed = made.text != page.text or not page.base
    outlook = _outlook(edit, changed=bool(days), people=people)
    if not changed:
        outlook = _("Nothing is different: there is nothing to save.")
    hint = _old_number(page, edit)
    return TrialView((), made.failed, days, people, _verdict(made), outlook, hint, changed)


def drafted(ctx: Context, page: Page, edit: RuleEdit) -> Draft:
    """The edit in the text, checked and tested as `entracte policy check` does."""
    text, name = edited(page, edit)
    file = page.name if page.base else FILE
    try:
        rules = read_rules(text, file)
        failures = _tested(rules)
        if failures and edit.follow:
            text = _followed(text, failures)
            rules, failures = read_rules(text, file), ()
        wrong = tuple(unknown_windows(rules, ctx.schedule))
    except PolicyProblems as error:
        wrong = error.problems
    if wrong:
        problems = tuple(_at_field(text, edit, name, one) for one in wrong)
        return Draft(text, name, None, problems, ())
    failed = tuple(failure.problem().text(language()) for failure in failures)
    return Draft(text, name, rules, (), failed)


def _tested(rules: RuleSet) -> tuple[Failure, ...]:
    """The policy's own tests, beside the rules of the house, without anybody's quiet hours."""
    return run_tests(joined(rules, house(None)))


def _followed(text: str, failures: Iterable[Failure]) -> str:
    """The text whose tests expect what comes out now; their comments stay too."""
    for failure in failures:
        found = failure.found
        if found is None:
            found = False if failure.expected is True else ABSENT
        expected = tomllib.loads(text)["test"][failure.test]["expect"]
        named = (n for n in expected if (one := effect(n)) and one.name == failure.effect)
        text = put(text, ("test", failure.test, "expect", next(named)), found)
    return text


def check_base(page: Page, edit: RuleEdit) -> None:
    """The edit was made on this very text. Raises NotPossible."""
    if page.base != edit.base:
        raise NotPossible(
            _("{file} was changed meanwhile by something else.").format(file=page.name),
            do=_("Your edit is kept; open the rule again to see both."),
        )


def with_rules(ctx: Context, rules: RuleSet) -> Context:
    """The same shop under other rules, to look and not to touch."""
    held = ctx.in_force
    policy = held.policy.with_rules(joined(rules, held.house))
    return replace(ctx, in_force=InForce(policy, held.name, held.text, held.house))


def _at_field(text: str, edit: RuleEdit, name: str, problem: Problem) -> FieldProblem:
    """The problem with the field that it is about, where it is one of this rule."""
    sentence = problem.text(language())
    if edit.section == TEXT:
        return FieldProblem(sentence, TEXT)
    try:
        document = read_document(text, Notebook(problem.file))
    except PolicyProblems:
        return FieldProblem(sentence)
    return FieldProblem(sentence, _field(document, (edit.section, name), problem))


def _field(document: Document, block: tuple[str, str], problem: Problem) -> str:
    """The key of the field whose name or value stands at the place of a problem."""
    mark = Mark(problem.line, problem.column)
    for places in (document.values, document.names):
        for path, place in places.items():
            if document.mark(place) == mark and path[:2] == block and len(path) > 2:
                return ".".join(str(step) for step in path[2:])
    return ""


def _old_number(page: Page, edit: RuleEdit) -> str:
    """A sentence that still says a number which was changed; one looks at it again."""
    if edit.remove or not edit.name or edit.section != "rule":
        return ""
    fields = dict(edit.fields)
    said = " ".join(text for key, text in fields.items() if key.partition(".")[0] == "say")
    numbers = set(re.findall(r"\d+", said))
    for key, old in written_in(page, edit.section, edit.name).items():
        if key.startswith("then.") and fields.get(key, "") != old and old in numbers:
            return _("The sentence still says {number}.").format(number=old)
    return ""


def _verdict(made: Draft) -> str:
    """What stands in the way of saving; nothing when it may be saved."""
    if made.problems:
        return ngettext(
            "{n} line needs another look; nothing is saved.",
            "{n} lines need another look; nothing is saved.",
            len(made.problems),
        ).format(n=len(made.problems))
    if made.failed:
        return ngettext(
            "{n} test of your rules does not pass any more; nothing is saved.",
            "{n} tests of your rules do not pass any more; nothing is saved.",
            len(made.failed),
        ).format(n=len(made.failed))
    return ""


def _outlook(edit: RuleEdit, *, changed: bool, people: int) -> str:
    """The coming week in a sentence or two."""
    if not changed:
        said = _("The coming week stays as it is.")
    elif edit.remove:
        said = _("Without it, the coming week changes:")
    else:
        said = _("With it, the coming week changes:")
    if not people:
        return said
    told = ngettext(
        "{n} person would be told another date.", "{n} people would be told another date.", people
    )
    return f"{told.format(n=people)} {said}"
