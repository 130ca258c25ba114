"""The rules of a front desk without a file: a few rules, and what was asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from planner.errors import NotPossible, PolicyError
from planner.views import Done
from planner.views_rules import (
    DayChange,
    FieldProblem,
    FieldView,
    HoldsView,
    NearView,
    RuleEdit,
    RuleForm,
    RuleRow,
    RulesView,
    TrialView,
)

AT = datetime(2026, 11, 24, 12, 48, tzinfo=UTC)
ANSWERS = FieldView(
    "then.answers_at_most", "answers_at_most", "30", "answers a day", "a whole number"
)
WEEKDAY = FieldView("when.weekday", "weekday", "sunday", "the day of the week", "days")
CLOSED = FieldView("then.closed", "closed", "true", "no answering; a window is cut", "yes or no")
MORE = tuple(replace(one, written="") for one in (ANSWERS, CLOSED, WEEKDAY))
COLUMNS = (
    FieldView("given.energy", "energy", "", "the day's check-in; unknown until made", "1 to 5"),
    FieldView("sets.answers_at_most", "answers_at_most", "", "answers a day", "a whole number"),
)


def said(text: str) -> tuple[FieldView, ...]:
    say = FieldView("say", "in your words", text, "the rule in plain words")
    return say, FieldView("kind", "kind", "normal", "how strong it is", "normal, exception")


def cell(row: int, index: int, text: str) -> FieldView:
    return replace(COLUMNS[index], key=f"rows.{row}.{index}", written=text)


FORMS = {
    "my-day": RuleForm("my-day", "rule", "b1", (*said("At most 30 answers."), ANSWERS), MORE),
    "sunday": RuleForm("sunday", "rule", "b1", (*said("Sunday."), WEEKDAY, CLOSED), MORE),
    "energy": RuleForm(
        "energy",
        "table",
        "b1",
        (*said("Tired days are small."), cell(0, 0, "1..2"), cell(0, 1, "4")),
        columns=COLUMNS,
    ),
    "": RuleForm("", "rule", "b1", said(""), MORE),
    "policy.toml": RuleForm(
        "policy.toml", "text", "b1", (FieldView("text", "policy.toml", "[rule.x\nsay = 1\n"),)
    ),
}
WEEK = tuple(
    DayChange(date(2026, 11, day), f"{name} {day} November", ("answers a day: 12 instead of 30",))
    for day, name in ((24, "Tuesday"), (25, "Wednesday"))
)


def rules_view(**changes) -> RulesView:
    view = RulesView(
        at=AT,
        zone="Europe/Brussels",
        file="policy.toml",
        in_force="",
        problems=(),
        holds=(
            HoldsView(
                "answers_at_most",
                "answers a day",
                "30",
                "At most 30 answers.",
                "my-day",
                "normal",
                ("“Tired days are small.” says the same",),
            ),
            HoldsView(
                "peeks_at_most", "peeks a day", "3", "Up to 3 peeks.", "house:peeks", "default"
            ),
        ),
        near=(NearView("sunday", "Sunday.", "wants the day of the week: sunday; it is Tuesday"),),
        rules=(
            RuleRow("my-day", "rule", "At most 30 answers.", "normal", True, "now"),
            RuleRow("sunday", "rule", "Sunday.", "protect", False, "from Sunday 04:00"),
            RuleRow("energy", "table", "Tired days are small.", "normal", False, "depends on"),
        ),
        base="b1",
    )
    return replace(view, **changes)


class FakeRules:
    """The part of a desk that is about the rules; twelve answers break a test of hers."""

    rules_shown = rules_view()
    saved: RuleEdit | None = None
    refuses = ""

    def _seen(self, *call) -> None: ...

    def rules(self) -> RulesView:
        self._seen("rules")
        return self.rules_shown

    def rule_form(self, name: str = "") -> RuleForm:
        self._seen("rule_form", name)
        return FORMS[name]

    def try_rule(self, edit: RuleEdit) -> TrialView:
        self._seen("try_rule", edit)
        answers = dict(edit.fields).get("then.answers_at_most", "30")
        if answers == "ten":
            problem = FieldProblem("policy.toml:5:24: needs a number", "then.answers_at_most")
            return TrialView((problem,), (), (), 0, "1 line needs another look.", "")
        fails = not edit.follow and (answers == "13" or (edit.remove and edit.name == "sunday"))
        failed = ("policy.toml:9:1: test 'usual': should be 30",) if fails else ()
        verdict = "1 test does not pass any more." if fails else ""
        return TrialView((), failed, WEEK, 2, verdict, "The coming week changes:")

    def save_rule(self, edit: RuleEdit) -> Done:
        self._seen("save_rule", edit)
        if self.refuses:
            raise NotPossible(self.refuses)
        if self.try_rule(edit).verdict:
            raise PolicyError("Nothing is saved.")
        self.saved = edit
        return Done("Saved; it holds from now on.", AT + timedelta(seconds=10))

    def put_back(self) -> bool:
        was, self.saved = self.saved, None
        return was is not None
