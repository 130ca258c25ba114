"""A rule as a form: change, check and test, see the coming week, save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.doors import FrontDesk
from planner.views import Done
from planner.views_rules import FieldView, RuleEdit, RuleForm, TrialView
from tui.dialogs.pick import PickDialog, part_words
from tui.drafts import Fields
from tui.keys import Key, form_keys
from tui.keytable import bindings
from tui.screens.form import TEXT, FormScreen, short
from tui.text import clean
from tui.widgets.field import Field, Line, Row
from tui.words import t


class RuleFormScreen(FormScreen):
    """Lines may be added, and the policy's own tests may follow."""

    PLACES = ("rule",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("rule")
    ACTION = "rules"

    @property
    def drafts(self) -> dict[str, Fields]:
        """Those of rules."""
        return self.house.drafts.rules

    def form_of(self, desk: FrontDesk, name: str) -> RuleForm:
        """The rule's."""
        return desk.rule_form(name)

    def trial_of(self, desk: FrontDesk, edit: RuleEdit) -> TrialView:
        """Checked and tested."""
        return desk.try_rule(edit)

    def save(self, desk: FrontDesk, edit: RuleEdit) -> Done:
        """Into the file of rules."""
        return desk.save_rule(edit)

    def heading(self, form: RuleForm) -> Content:
        """What it is, and its name."""
        titles = {"table": t("Table"), "text": t("The file as it is")}
        title = titles.get(form.section, t("Rule") if form.name else t("A new rule"))
        name = f" {self.house.glyphs.dot} {clean(form.name)}" if form.name else ""
        return Content(f"{title}{name}")

    def hint(self, view: FieldView) -> str:
        """What an empty line means."""
        part, _dot, _name = view.key.partition(".")
        if part in ("then", "when", "unless"):
            return t("Empty: the line is left out.")
        return t("A row without a word is taken out.") if part == "rows" else ""

    def keys(self) -> Sequence[Key]:
        """Those that make sense after the last trial."""
        return form_keys(
            table=bool(self._form and self._form.columns),
            failed=bool(self._trial and self._trial.failed),
            good=bool(self._trial and self._trial.good),
        )

    def action_follow(self) -> None:
        """Let the policy's own tests expect what comes out now."""
        if self._trial is not None and self._trial.failed:
            self._follow = True
            self.action_check()

    def action_more(self) -> None:
        """A line more, or a row."""
        form = self._form
        if form is None or form.section == TEXT:
            return
        if form.columns:
            self.run_worker(self._add_row(form), group="form")
            return
        there = {line.view.key for line in self.query(Line)}
        self.app.push_screen(
            PickDialog([line for line in form.more if line.key not in there]), self._add
        )

    def _add(self, field: FieldView | None) -> None:
        if field is not None:
            self.run_worker(self._add_line(field), group="form")

    async def _add_line(self, field: FieldView) -> None:
        """The line, under the title of its part."""
        fresh = Field(field, "", short(field.words))
        sheet = self.query_one("#fields", VerticalScroll)
        part = field.key.partition(".")[0]
        alike = [f for f in self.query(Field) if f.entry.view.key.partition(".")[0] == part]
        if alike:
            await sheet.mount(fresh, after=alike[-1])
        else:
            await sheet.mount(Static(Content(part_words(field.key)), classes="part"), fresh)
        fresh.entry.focus()

    async def _add_row(self, form: RuleForm) -> None:
        number = 1 + max((int(line.view.key.split(".")[1]) for line in self._cells()), default=-1)
        cells = [
            Line(replace(column, key=f"rows.{number}.{index}"), "")
            for index, column in enumerate(form.columns)
        ]
        await self.query_one("#fields", VerticalScroll).mount(Row(cells))
        cells[0].focus()

    def _cells(self) -> list[Line]:
        return [line for line in self.query(Line) if line.view.key.startswith("rows.")]
