"""What every page of the first run shares: a question, why it is asked, and one way on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from planner.errors import WrongUse
from planner.views_setup import Answers
from tui.keys import Key, setup_keys
from tui.keytable import bindings
from tui.messages import Brought, Trouble
from tui.setup.fields import Ask
from tui.setup.order import pages
from tui.text import clean
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

if TYPE_CHECKING:
    from tui.setup.app import SetupApp

WIDE, VAST = 100, 160


class StepScreen(Screen[None]):
    """A page. It says its question (`words`), its fields (`fields`) and what they answer."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (VAST, "-vast")]  # noqa: RUF012 - declared by Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012 - declared by Textual
    PLACES: ClassVar[tuple[str, ...]] = ("setup",)
    BINDINGS = bindings("setup")
    #: Its name in the order of pages.
    PAGE: ClassVar[str] = ""

    @property
    def setup(self) -> SetupApp:
        """The app, by its own type."""
        return cast("SetupApp", self.app)

    @property
    def answers(self) -> Answers:
        """What was answered so far."""
        return self.setup.answers

    # What is shown

    def compose(self) -> ComposeResult:
        """The question, why, the fields, and a calm line."""
        yield TopLine()
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="question", markup=False)
            yield Static(id="why", markup=False)
            yield from self.fields()
        yield Notice(ascii_only=self.setup.ascii_only)
        yield KeyBar(id="footer")

    def fields(self) -> Sequence[Widget]:
        """What stands under the question."""
        return ()

    def words(self) -> tuple[str, str]:
        """The question, and why it is asked."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show it; the first field is ready to be written in."""
        self.set_class(self.setup.ascii_only, "-ascii")
        self.show()

    def show(self) -> None:
        """Say everything, in the language of the moment."""
        question, why = self.words()
        self.query_one("#question", Static).update(Content.styled(question, "bold $primary"))
        self.query_one("#why", Static).update(Content.styled(why, "$muted"))
        there = pages(self.answers)
        where = t("{number} of {count}").format(number=there.index(self.PAGE) + 1, count=len(there))
        left = Content.assemble(("entracte", "$muted"), (f"  {t('The first day')}", "$muted"))
        self.query_one(TopLine).show(left, Content.styled(where, "$muted"))
        self.show_keys()

    def show_keys(self) -> None:
        """Refresh the footer."""
        self.query_one("#footer", KeyBar).show(self.keys())

    def keys(self) -> Sequence[Key]:
        """The keys of this page."""
        return setup_keys()

    def say(self, sentence: str = "", *, trouble: bool = False) -> None:
        """Put a sentence on the calm line, or take it away."""
        self.query_one(Notice).show(clean(sentence, newlines=True), trouble=trouble)

    # What is answered

    def so_far(self) -> Answers:
        """The answers with what stands on this page, right or wrong."""
        return self.answers

    def check(self, answers: Answers) -> None:
        """Raises WrongUse for what cannot be so."""

    def settle(self, answers: Answers) -> None:
        """What was answered may stand: go on."""
        self.setup.turn(self.PAGE, answers, 1)

    def brought(self, message: Brought) -> None:
        """Take over what this page asked for."""

    def refused(self, message: Trouble) -> None:
        """What it asked for did not work."""
        self.say(message.sentence, trouble=True)

    # What she does

    def action_on(self) -> None:
        """To the next empty line, else to the next page."""
        if (line := self._empty_after()) is not None:
            line.entry.focus()
            return
        answers = self.so_far()
        try:
            self.check(answers)
        except WrongUse as error:
            self.say(str(error), trouble=True)
            return
        self.say()
        self.settle(answers)

    def _empty_after(self) -> Ask | None:
        lines = [line for line in self.query(Ask) if line.display]
        here = next((n for n, line in enumerate(lines) if line.entry.has_focus), None)
        if here is None or (lines[here].needed and not lines[here].value):
            return None
        return next((x for x in lines[here + 1 :] if x.needed and not x.value), None)

    def action_back(self) -> None:
        """One page back; what stands here is kept."""
        self.setup.turn(self.PAGE, self.so_far(), -1)

    def action_move(self, step: int) -> None:
        """The next line, or the one before."""
        self.focus_next() if step > 0 else self.focus_previous()

    def action_day(self, step: int) -> None:
        """The next day of the week, on the page that has days."""

    def action_turn(self) -> None:
        """Open or close a day, on the page that has days."""

    def action_anyway(self) -> None:
        """Go on although something does not work, on the page where that makes sense."""

    async def action_leave(self) -> None:
        """Leave; the answers are kept."""
        await self.setup.action_quit()
