"""A rule as a form: change, check and test, see the coming week, save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.views import Face, TodayView
from planner.views_rules import FieldView, RuleEdit, RuleForm, TrialView
from tui.dialogs.pick import PickDialog, part_words
from tui.drafts import Fields
from tui.keys import Key, form_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, FormLoaded, Tried
from tui.screens.base import HouseScreen
from tui.screens.rules_words import trial_words
from tui.text import clean, content
from tui.widgets.composer import Composer
from tui.widgets.field import Field, Line, Row
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

TEXT = "text"


class RuleFormScreen(HouseScreen):
    """What is written stays a draft until it is saved; nothing else ends it."""

    CSS_PATH = "rule_form.tcss"
    # The help beside the fields leaves room for a sentence only in a wider terminal.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - declared by Textual
    PLACES = ("rule",)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("rule"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, name: str, begun: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._rule, self._begun = name, dict(begun or {})
        self._form: RuleForm | None = None
        self._tried: RuleEdit | None = None
        self._trial: TrialView | None = None
        self._follow = False

    def compose(self) -> ComposeResult:
        """The fields; beside or below them the help and the trial."""
        yield TopLine()
        yield Static(id="title", markup=False)
        with Horizontal(id="sheet"):
            yield VerticalScroll(id="fields", can_focus=False)
            with Vertical(id="beside"):
                yield Static(id="help", markup=False)
                with VerticalScroll(id="trial", can_focus=False):
                    yield Static(id="outcome", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read the rule."""
        super().on_mount()
        self._read()

    def _read(self) -> None:
        name, desk = self._rule, self.house.desk
        if desk is not None:
            self.house.errands.read("form", lambda: FormLoaded(desk.rule_form(name), name))

    # What comes back

    def brought(self, message: Brought) -> None:
        """The form, or a trial of what is written."""
        if isinstance(message, FormLoaded) and message.asked == self._rule:
            self.run_worker(self._show(message.form), exclusive=True, group="form")
        elif isinstance(message, Tried) and message.edit == self._edit():
            self._tried, self._trial = message.edit, message.trial
            self._show_trial(message.trial)

    def acted(self, message: Acted) -> None:
        """It is saved: the draft has ended."""
        if message.action == "rules":
            self.house.drafts.rules.pop(self._rule, None)
            self.dismiss()

    def refused(self) -> None:
        """It is not saved; what is written stays."""
        self._tried = self._trial = None
        self.show_keys()

    def show_today(self, view: TodayView) -> None:
        """Whoever is unavailable needs no rules."""
        super().show_today(view)
        if view.face is Face.AWAY:
            self.house.go_home()

    def put_away(self) -> None:
        """An unsaved edit is kept as a draft."""
        self._keep()

    # The form

    async def _show(self, form: RuleForm) -> None:
        """The fields with what is in the file, and over it what was left as a draft."""
        self._form = form
        draft = {**dict(self.house.drafts.rules.get(self._rule, ())), **self._begun}
        fields = _with_draft(form, draft)
        sheet = self.query_one("#fields", VerticalScroll)
        async with self.batch():
            await sheet.remove_children()
            await sheet.mount_all(self._widgets(form, fields, draft))
        titles = {"table": t("Table"), "text": t("The file as it is")}
        title = titles.get(form.section, t("Rule") if form.name else t("A new rule"))
        dot = self.house.glyphs.dot
        name = f" {dot} {clean(form.name)}" if form.name else ""
        self.query_one("#title", Static).update(Content(f"{title}{name}"))
        self.query_one("#outcome", Static).update("")
        first = self.query("#fields Line, #fields Composer").first(Widget)
        first.focus()
        self.show_keys()

    def _widgets(
        self, form: RuleForm, fields: Sequence[FieldView], draft: Mapping[str, str]
    ) -> list[Widget]:
        def text(field: FieldView) -> str:
            return draft.get(field.key, field.written)

        if form.section == TEXT:
            composer = Composer(id="text")
            composer.load_text(clean(text(fields[0]), newlines=True))
            return [composer]
        found: list[Widget] = []
        part = ""
        rows: dict[str, list[Line]] = {}
        for field in fields:
            if field.key.startswith("rows."):
                rows.setdefault(field.key.split(".")[1], []).append(Line(field, text(field)))
                continue
            if (here := part_words(field.key)) and here != part:
                part = here
                found.append(Static(Content(here), classes="part"))
            label = short(field.words) if here else field.label
            found.append(Field(field, text(field), label))
        if form.columns:
            found.append(Horizontal(*(_head(column) for column in form.columns), id="heads"))
        found += [Row(lines) for lines in rows.values()]
        return found

    def _written(self) -> Fields:
        """Every field with what stands in it."""
        composers = self.query("#fields Composer").results(Composer)
        lines = self.query("#fields Line").results(Line)
        return (
            *((TEXT, self._same(composer.text)) for composer in composers),
            *((line.view.key, line.written) for line in lines),
        )

    def _same(self, text: str) -> str:
        """The file's own text as long as it is the one that was shown."""
        was = self._form.fields[0].written if self._form else ""
        return was if text == clean(was, newlines=True) else text

    def _edit(self) -> RuleEdit | None:
        form = self._form
        if form is None:
            return None
        return RuleEdit(form.name, form.section, form.base, self._written(), follow=self._follow)

    def _changed(self) -> bool:
        before = {field.key: field.written for field in self._form.fields} if self._form else {}
        return any(text != before.get(key, "") for key, text in self._written())

    def _keep(self) -> bool:
        """Keep an unsaved edit as a draft."""
        if self._form is None or not self._changed():
            self.house.drafts.rules.pop(self._rule, None)
            return False
        self.house.drafts.rules[self._rule] = self._written()
        return True

    # Help and outcome

    @on(events.DescendantFocus)
    def _explain(self) -> None:
        """What the line in focus is, and what may be written there."""
        line = self.focused
        if isinstance(line, Line):
            self.query_one("#help", Static).update(self._help(line))
        elif isinstance(line, Composer):
            said = t("This file cannot be read as it is. Correct it here, or undo it elsewhere.")
            self.query_one("#help", Static).update(Content(said))

    def _help(self, line: Line) -> Content:
        view, dot = line.view, self.house.glyphs.dot
        part, _sep, _name = view.key.partition(".")
        technical = f" {dot} {view.label}" if part in ("then", "when", "unless", "rows") else ""
        said = [Content.assemble((clean(view.words), "bold"), (clean(technical), "$muted"))]
        if view.may:
            said.append(Content(clean(view.may)))
        if part in ("then", "when", "unless"):
            said.append(Content.styled(t("Empty: the line is left out."), "$muted"))
        elif part == "rows":
            said.append(Content.styled(t("A row without a word is taken out."), "$muted"))
        if view.written and line.value != view.written:
            was = t("In the file: {written}").format(written=clean(view.written))
            said.append(Content.styled(was, "$muted"))
        return Content("\n").join(said)

    @on(Input.Submitted, "Line")
    def _next(self) -> None:
        self.app.action_focus_next()

    @on(Input.Changed, "Line")
    @on(TextArea.Changed, "#text")
    def _wrote(self) -> None:
        if self._trial is not None and self._tried != self._edit():
            self._trial = None
            self._follow = False
            self.query_one("#outcome", Static).update("")
            self._mark(())
            self.show_keys()

    def _show_trial(self, trial: TrialView) -> None:
        self.query_one("#outcome", Static).update(trial_words(trial))
        self._mark(problem.field for problem in trial.problems)
        self.show_keys()

    def show_keys(self) -> None:
        """Refresh the footer; where it is narrow a trial takes the place of the help."""
        told = self._trial is not None and not self._trial.problems
        self.set_class(told, "-tried")
        super().show_keys()

    def _mark(self, keys: Iterable[str]) -> None:
        wrong = set(keys)
        for field in self.query(Field):
            field.wrong(field.line.view.key in wrong)
        for row in self.query(Row):
            row.wrong(any(line.view.key in wrong for line in row.lines))

    def keys(self) -> Sequence[Key]:
        """Those that make sense after the last trial."""
        return form_keys(
            table=bool(self._form and self._form.columns),
            failed=bool(self._trial and self._trial.failed),
            good=bool(self._trial and self._trial.good),
        )

    # What the owner does

    def action_check(self) -> None:
        """Check and test what is written; nothing is saved."""
        edit, desk = self._edit(), self.house.desk
        if edit is not None and desk is not None:
            self.house.errands.read("try", lambda: Tried(desk.try_rule(edit), edit))

    def action_follow(self) -> None:
        """Let the policy's own tests expect what comes out now."""
        if self._trial is not None and self._trial.failed:
            self._follow = True
            self.action_check()

    def action_save(self) -> None:
        """Save what was tried; what was not is tried first, so that the week is seen before."""
        edit = self._edit()
        if edit is None or self._trial is None or self._tried != edit:
            self.action_check()
        elif self._trial.good:
            self.house.act("rules", lambda desk: desk.save_rule(edit))

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
        alike = [f for f in self.query(Field) if f.line.view.key.partition(".")[0] == part]
        if alike:
            await sheet.mount(fresh, after=alike[-1])
        else:
            await sheet.mount(Static(Content(part_words(field.key)), classes="part"), fresh)
        fresh.line.focus()

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

    def action_drop(self) -> None:
        """As it is in the file."""
        self.house.drafts.rules.pop(self._rule, None)
        self._begun, self._trial, self._follow = {}, None, False
        self._read()

    def action_leave(self) -> None:
        """Back to the rules; an unsaved edit is kept as a draft."""
        if self._keep():
            self.house.hint(t("Kept as a draft; nothing is saved yet."))
        self.dismiss()


def _with_draft(form: RuleForm, draft: Mapping[str, str]) -> list[FieldView]:
    """The fields of the file and those that the draft has beside them."""
    fields = list(form.fields)
    known = {field.key for field in fields}
    more = {field.key: field for field in form.more}
    for key in draft:
        if key in known:
            continue
        if key in more:
            fields.append(more[key])
        elif key.startswith("rows.") and form.columns:
            index = int(key.split(".")[2])
            fields.append(replace(form.columns[index], key=key))
    return fields


def _head(column: FieldView) -> Static:
    return Static(content(short(column.words)), classes="head")


def short(words: str) -> str:
    """A description up to its first pause; the help has all of it."""
    return words.partition(";")[0].rstrip()
