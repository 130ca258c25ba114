"""The rules: what holds right now and why, and the owner's rules to open, write and take out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.face import Face
from planner.views_rules import HoldsView, NearView, RuleEdit, RuleRow, RulesView
from planner.views_today import TodayView
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.keys import Key, rules_keys
from tui.keytable import bindings
from tui.messages import Brought, RulesLoaded, Tried
from tui.screens import rules_words as words
from tui.screens.base import HouseScreen
from tui.text import clean
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

HOUSE = "house:"
Row = HoldsView | NearView | RuleRow


class RulesScreen(HouseScreen):
    """One list: what holds, what nearly does, the rules. What is chosen stands below in full."""

    CSS_PATH = "rules.tcss"
    PLACES = ("rules",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("rules")

    def __init__(self) -> None:
        super().__init__()
        self._view: RulesView | None = None
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        """The state of the file, the list, the detail."""
        yield TopLine()
        yield Static(id="state", markup=False)
        yield KeptList(id="book", markup=False)
        yield Static(id="detail", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read the rules."""
        super().on_mount()
        self.query_one("#book").focus()
        if self.house.desk is not None:
            self.reload(self.house.desk)

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read the rules again."""
        self.house.errands.read("rules", lambda: RulesLoaded(desk.rules()))

    def brought(self, message: Brought) -> None:
        """The rules, or what taking one out would bring."""
        if isinstance(message, RulesLoaded):
            self._view = message.view
            self._show()
        elif isinstance(message, Tried) and message.edit.remove and self.is_current:
            self._ask_remove(message)

    def show_today(self, view: TodayView) -> None:
        """Time went on; whoever is unavailable needs no rules."""
        super().show_today(view)
        if view.face is Face.AWAY:
            self.house.go_home()

    def show_all(self) -> None:
        """Also in another language."""
        super().show_all()
        if self._view is not None:
            self._show()

    def _show(self) -> None:
        view, book = self._view, self.query_one("#book", KeptList)
        if view is None:
            return
        said = "\n".join(clean(one) for one in (view.in_force, *view.problems[:2]) if one)
        state = self.query_one("#state", Static)
        state.display = bool(said)
        state.set_class(bool(view.problems), "-trouble")
        state.update(Content(said))
        book.show(list(self._options(view, max(40, self.size.width - 9))))
        self._show_detail()

    def _options(self, view: RulesView, width: int) -> Iterator[Option]:
        using, drafts = self.house.glyphs, self.house.drafts.rules
        self._rows = {}
        yield _title(t("What holds now"))
        above = ""
        for holds in view.holds:
            shown = words.holds_row(holds, width, same=holds.because == above)
            above = holds.because
            yield self._option(f"h:{holds.effect}", holds, shown)
        yield _title(t("Your rules"))
        for rule in view.rules:
            shown = words.rule_row(rule, width, using, draft=rule.name in drafts)
            yield self._option(f"r:{rule.section}:{rule.name}", rule, shown)
        if view.problems:
            row = RuleRow(
                view.file, "text", t("The file as it is"), "", False, t("to be corrected")
            )
            shown = words.rule_row(row, width, using, draft=view.file in drafts)
            yield self._option(f"r:text:{view.file}", row, shown)
        if view.near:
            yield _title(t("What nearly holds"))
        for number, near in enumerate(view.near):
            yield self._option(f"n:{number}", near, words.near_row(near, width))

    def _option(self, key: str, row: Row, shown: Content) -> Option:
        self._rows[key] = row
        return Option(shown, id=key)

    @on(OptionList.OptionHighlighted, "#book")
    def _show_detail(self) -> None:
        row, detail = self._row(), self.query_one("#detail", Static)
        using = self.house.glyphs
        if isinstance(row, HoldsView):
            detail.update(words.holds_detail(row, using))
        elif isinstance(row, NearView):
            detail.update(words.near_detail(row))
        elif row is not None:
            detail.update(words.rule_detail(row, using))
        else:
            detail.update("")

    def _row(self) -> Row | None:
        return self._rows.get(self.query_one("#book", KeptList).chosen)

    def on_resize(self, _: events.Resize) -> None:
        """The columns follow the width."""
        self._show()

    def on_screen_resume(self) -> None:
        """Back from a form: drafts and rules may be others."""
        if self.house.desk is not None:
            self.reload(self.house.desk)

    def keys(self) -> Sequence[Key]:
        """Those of the list."""
        return rules_keys(undo=self.house.undo_seconds() > 0)

    # What the owner does

    @on(OptionList.OptionSelected, "#book")
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The chosen rule; of one that comes with Entracte, a rule of one's own in its place."""
        row = self._row()
        name = row.rule if isinstance(row, HoldsView | NearView) else row.name if row else ""
        if name.startswith(HOUSE) and isinstance(row, HoldsView):
            value = row.value.split(" ")[0]
            self._open("", {f"then.{row.effect}": value})
        elif name:
            self._open(name.partition("[")[0])

    def action_new(self) -> None:
        """A rule to be written."""
        self._open("")

    def _open(self, name: str, begun: dict[str, str] | None = None) -> None:
        from tui.screens.rule_form import RuleFormScreen

        self.app.push_screen(RuleFormScreen(name, begun))

    def action_remove(self) -> None:
        """Take the chosen rule out: first what that would bring, then the question."""
        row, view, desk = self._row(), self._view, self.house.desk
        if not isinstance(row, RuleRow) or view is None or desk is None or row.section == "text":
            self.house.hint(t("Choose one of your rules first."))
            return
        edit = RuleEdit(row.name, row.section, view.base, remove=True)
        self.house.errands.read("try", lambda: Tried(desk.try_rule(edit), edit))

    def _ask_remove(self, tried: Tried) -> None:
        trial, edit = tried.trial, tried.edit
        if trial.problems:
            self.house.hint(trial.problems[0].sentence)
            return
        out = t("take it out; its tests follow") if trial.failed else t("take it out")
        says = [t("Take “{rule}” out?").format(rule=clean(self._say(edit.name)))]
        if trial.failed:
            says.append(t("Some of your tests expect it."))
        says.append(clean(trial.outlook))
        for title, lines in words.week_words(trial.week):
            says.append(f"{clean(title)}: {clean('; '.join(lines))}")

        def chosen(value: str | None) -> None:
            if value:
                final = RuleEdit(
                    edit.name, edit.section, edit.base, remove=True, follow=bool(trial.failed)
                )
                self.house.act("rules", lambda desk: desk.save_rule(final))

        self.app.push_screen(ChoiceDialog("\n".join(says), [Choice("x", out, "x")]), chosen)

    def _say(self, name: str) -> str:
        rows = (row for row in self._rows.values() if isinstance(row, RuleRow))
        return next((row.say for row in rows if row.name == name and row.say), name)

    def action_part(self, by: int) -> None:
        """The first row of the next part."""
        book = self.query_one("#book", OptionList)
        starts = [
            n for n in range(1, book.option_count) if book.get_option_at_index(n - 1).disabled
        ]
        if starts:
            here = book.highlighted or 0
            part = sum(start <= here for start in starts) - 1
            book.highlighted = starts[(part + by) % len(starts)]

    def action_leave(self) -> None:
        """Back to today."""
        self.dismiss()


def _title(text: str) -> Option:
    return Option(words.heading(text), disabled=True)
