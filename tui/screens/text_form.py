"""One text: its words, its slots, and how it would read while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from planner.face import Face
from planner.texts.names import slot_name
from planner.views_texts import TextRow, TextTrial
from planner.views_today import TodayView
from tui.keys import Key, text_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, TextTried
from tui.screens.base import HouseScreen
from tui.text import clean
from tui.widgets.composer import Composer
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

#: A pause in typing, in seconds, after which the preview follows.
PAUSE = 0.15


class TextFormScreen(HouseScreen):
    """What is written is tried as it stands; only a text that may be used can be saved.

    It stays a draft until it is saved or put back; nothing else ends it.
    """

    CSS_PATH = "text_form.tcss"
    PLACES = ("text",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("text")

    def __init__(self, row: TextRow, language: str) -> None:
        super().__init__()
        self._row, self._language = row, language
        self._draft = row.key, language
        self._trial: TextTrial | None = None
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The name, the words, then the preview."""
        yield TopLine()
        yield Static(self._title(), id="title")
        yield Composer(id="words")
        with VerticalScroll(id="below", can_focus=False):
            yield Static(id="preview", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Begin with the words that hold."""
        super().on_mount()
        words = self.query_one(Composer)
        words.take(self.house.drafts.texts.get(self._draft, self._row.text))
        words.focus()
        self._try()

    def _title(self) -> Content:
        spoken = t("In French") if self._language == "fr" else t("In English")
        return Content.assemble((clean(self._row.name), "bold $primary"), (f"  {spoken}", "$muted"))

    # Trying

    @on(TextArea.Changed, "#words")
    def _typing(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._try)

    def _try(self) -> None:
        words, key, spoken = self.query_one(Composer).text, self._row.key, self._language
        if (desk := self.house.desk) is not None:
            self.house.errands.read("text", lambda: TextTried(desk.try_text(key, spoken, words)))

    def brought(self, message: Brought) -> None:
        """How it would read."""
        if isinstance(message, TextTried) and message.trial.text == self.query_one(Composer).text:
            self._trial = message.trial
            self._show(message.trial)

    def _show(self, trial: TextTrial) -> None:
        parts: list[tuple[str, str]] = [(f"{t('Slots')}", "$muted")]
        for slot in trial.slots:
            parts += [(f"  {{{slot}}}", "$secondary"), (f"\u00a0{slot_name(slot)}", "$muted")]
        parts.append(("\n\n", ""))
        parts += [(f"{clean(one)}\n", "$error") for one in trial.problems]
        parts += [(f"{clean(one)}\n", "$secondary") for one in trial.hints]
        said = clean(trial.preview, newlines=True)
        parts += [(f"{t('It would read')}\n", "$muted"), (said, "")]
        self.query_one("#preview", Static).update(Content.assemble(*parts))
        self.show_keys()

    def keys(self) -> Sequence[Key]:
        """Save only what may be used."""
        return text_keys(good=self._trial is not None and not self._trial.problems)

    def show_today(self, view: TodayView) -> None:
        """Whoever is unavailable writes no texts."""
        super().show_today(view)
        if view.face is Face.AWAY:
            self.house.go_home()

    # What the owner does

    def action_save(self) -> None:
        """Keep the wording; one that was not tried yet is checked as it is saved."""
        words, key, spoken = self.query_one(Composer).text, self._row.key, self._language
        trial, seen = self._trial, self._row.text
        if trial is None or trial.text != words or not trial.problems:
            self.house.act("text", lambda desk: desk.save_text(key, spoken, words, seen))

    def action_shipped(self) -> None:
        """The shipped wording holds again."""
        key, spoken = self._row.key, self._language
        self.house.act("text", lambda desk: desk.save_text(key, spoken, None))

    def acted(self, message: Acted) -> None:
        """It is saved: back to the list."""
        if message.action == "text":
            self.house.drafts.texts.pop(self._draft, None)
            self.dismiss()

    def put_away(self) -> None:
        """What is not saved is kept as a draft."""
        words = self.query_one(Composer).text
        if words == clean(self._row.text, newlines=True):
            self.house.drafts.texts.pop(self._draft, None)
        else:
            self.house.drafts.texts[self._draft] = words

    def action_leave(self) -> None:
        """Back; nothing is changed."""
        self.put_away()
        self.dismiss()
