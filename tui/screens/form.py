"""A form: change, see what it would bring, save. What is written stays a draft until then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.doors import FrontDesk
from planner.face import Face
from planner.views import Done
from planner.views_rules import FieldView, RuleEdit, RuleForm, TrialView
from planner.views_today import TodayView
from tui.dialogs.pick import part_words
from tui.drafts import Fields
from tui.messages import Acted, Brought, FormLoaded, Tried
from tui.screens.base import VAST, HouseScreen
from tui.screens.rules_words import trial_words
from tui.text import clean, content
from tui.widgets.composer import Composer
from tui.widgets.field import Chosen, Entry, Field, Line, Row
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

TEXT = "text"


class FormScreen(HouseScreen):
    """What is written stays a draft until it is saved; nothing else ends it.

    Each form says what it reads, tries and saves, and where its drafts are kept.
    """

    CSS_PATH = "form.tcss"
    # The help beside the fields leaves room for a sentence only in a wider terminal.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (VAST, "-vast")]  # noqa: RUF012 - declared by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    #: What saving is called among the things the owner does.
    ACTION: ClassVar[str]
    #: A pause in typing, in seconds, after which what is written is tried; 0 waits for the key.
    PAUSE: ClassVar[float] = 0

    def __init__(self, name: str, begun: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._part, self._begun = name, dict(begun or {})
        self._form: RuleForm | None = None
        self._tried: RuleEdit | None = None
        self._trial: TrialView | None = None
        self._follow = False
        self._pause: Timer | None = None

    # What each form is about

    @property
    def drafts(self) -> dict[str, Fields]:
        """Where edits that were left unsaved are kept, by name."""
        raise NotImplementedError

    def form_of(self, desk: FrontDesk, name: str) -> RuleForm:
        """The fields with what is in the file."""
        raise NotImplementedError

    def trial_of(self, desk: FrontDesk, edit: RuleEdit) -> TrialView:
        """What an edit would bring."""
        raise NotImplementedError

    def save(self, desk: FrontDesk, edit: RuleEdit) -> Done:
        """Write it."""
        raise NotImplementedError

    def heading(self, form: RuleForm) -> Content:
        """What stands above the fields."""
        raise NotImplementedError

    def hint(self, view: FieldView) -> str:  # noqa: ARG002 - some forms say nothing more
        """A word more in the help of a field."""
        return ""

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
        name, desk = self._part, self.house.desk
        if desk is not None:
            self.house.errands.read("form", lambda: FormLoaded(self.form_of(desk, name), name))

    # What comes back

    def brought(self, message: Brought) -> None:
        """The form, or a trial of what is written."""
        if isinstance(message, FormLoaded) and message.asked == self._part:
            self.run_worker(self._show(message.form), exclusive=True, group="form")
        elif isinstance(message, Tried) and message.edit == self._edit():
            self._tried, self._trial = message.edit, message.trial
            self._show_trial(message.trial)

    def acted(self, message: Acted) -> None:
        """It is saved: the draft has ended."""
        if message.action == self.ACTION:
            self.drafts.pop(self._part, None)
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
        draft = {**dict(self.drafts.get(self._part, ())), **self._begun}
        fields = _with_draft(form, draft)
        sheet = self.query_one("#fields", VerticalScroll)
        async with self.batch():
            await sheet.remove_children()
            await sheet.mount_all(self._widgets(form, fields, draft))
        self.query_one("#title", Static).update(self.heading(form))
        self.query_one("#outcome", Static).update("")
        first = self.query("#fields .entry, #fields Composer").first(Widget)
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
        return (
            *((TEXT, self._same(composer.text)) for composer in composers),
            *((entry.view.key, entry.written) for entry in self._entries()),
        )

    def _entries(self) -> list[Entry]:
        """The lines and the choices, in their order."""
        return [e for e in self.query("#fields .entry").results() if isinstance(e, Line | Chosen)]

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
            self.drafts.pop(self._part, None)
            return False
        self.drafts[self._part] = self._written()
        return True

    # Help and outcome

    @on(events.DescendantFocus)
    def _explain(self) -> None:
        """What the line in focus is, and what may be written there."""
        entry = self.focused
        if isinstance(entry, Line | Chosen):
            self.query_one("#help", Static).update(self._help(entry))
        elif isinstance(entry, Composer):
            said = t("This file cannot be read as it is. Correct it here, or undo it elsewhere.")
            self.query_one("#help", Static).update(Content(said))

    def _help(self, entry: Entry) -> Content:
        view, dot = entry.view, self.house.glyphs.dot
        part, _sep, _name = view.key.partition(".")
        technical = f" {dot} {view.label}" if part in ("then", "when", "unless", "rows") else ""
        said = [Content.assemble((clean(view.words), "bold"), (clean(technical), "$muted"))]
        if view.may:
            said.append(Content(clean(view.may)))
        if isinstance(entry, Chosen):
            said.append(Content.styled(t("Space or an arrow: the next one."), "$muted"))
        if more := self.hint(view):
            said.append(Content.styled(more, "$muted"))
        if view.written and entry.written != view.written:
            words = dict(view.choices).get(view.written, view.written)
            was = t("In the file: {written}").format(written=clean(words))
            said.append(Content.styled(was, "$muted"))
        return Content("\n").join(said)

    @on(Input.Submitted, "Line")
    def _next(self) -> None:
        self.app.action_focus_next()

    @on(Input.Changed, "Line")
    @on(Chosen.Changed)
    @on(TextArea.Changed, "#text")
    def _wrote(self) -> None:
        if self.PAUSE:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(self.PAUSE, self._try_changed)
            return
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

    def _try_changed(self) -> None:
        if self._tried != self._edit() and (self._changed() or self._trial is not None):
            self.action_check()

    def _mark(self, keys: Iterable[str]) -> None:
        wrong = set(keys)
        for field in self.query(Field):
            field.wrong(field.entry.view.key in wrong)
        for row in self.query(Row):
            row.wrong(any(line.view.key in wrong for line in row.lines))

    # What the owner does

    def action_check(self) -> None:
        """Check and test what is written; nothing is saved."""
        edit, desk = self._edit(), self.house.desk
        if edit is not None and desk is not None:
            self.house.errands.read("try", lambda: Tried(self.trial_of(desk, edit), edit))

    def action_save(self) -> None:
        """Save what was tried; what was not is tried first, so that the week is seen before."""
        edit = self._edit()
        if edit is None or self._trial is None or self._tried != edit:
            self.action_check()
        elif self._trial.good:
            self.house.act(self.ACTION, lambda desk: self.save(desk, edit))

    def action_drop(self) -> None:
        """As it is in the file."""
        self.drafts.pop(self._part, None)
        self._begun, self._trial, self._follow = {}, None, False
        self._read()

    def action_leave(self) -> None:
        """Back to the list; an unsaved edit is kept as a draft."""
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
