"""One person's page: how to reach them, what is open, what was, and what they were told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.views_people import ErasureView, PersonPage
from tui.dates import Wall
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.keys import Key, person_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, ErasureLoaded, PersonLoaded
from tui.screens import people_words as words
from tui.screens.conversation import ConversationScreen
from tui.screens.page import PageScreen
from tui.screens.rules_words import heading
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

_ERASE = "erase"


class PersonScreen(PageScreen):
    """Facts above or beside one list: what is open, what was, what was promised."""

    CSS_PATH = "person.tcss"
    PLACES = ("person", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("person", "list")

    def __init__(self, person_id: int) -> None:
        super().__init__()
        self._person = person_id
        self._page: PersonPage | None = None
        self._requests: dict[str, int] = {}  # by row
        self._erased = False

    def compose(self) -> ComposeResult:
        """Whose page it is, the facts, the list."""
        yield TopLine()
        yield Static(id="who", markup=False)
        with Container(id="sheet"):
            yield Static(id="facts", markup=False)
            yield KeptList(id="page", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read the page."""
        super().on_mount()
        self.query_one("#page").focus()

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read it again."""
        if not self._erased:
            self.house.errands.read("person", lambda: PersonLoaded(desk.person(self._person)))

    def brought(self, message: Brought) -> None:
        """The page, or what erasing would take away."""
        if isinstance(message, PersonLoaded) and message.page.id == self._person:
            self._page = message.page
            self.draw()
        elif isinstance(message, ErasureLoaded) and self.is_current:
            self._ask(message.view)

    def draw(self) -> None:
        """The whole page."""
        page, view = self._page, self.house.view
        if page is None or view is None:
            return
        width = self.size.width - 4
        self.query_one("#who", Static).update(words.title(page, width))
        beside = self.query_one("#facts", Static)
        beside.update(words.facts(page, max(24, beside.content_size.width or width)))
        listed = self.query_one("#page", KeptList)
        listed.show(list(self._options(page, Wall(view), max(36, listed.size.width - 5))))
        self.show_keys()

    def _options(self, page: PersonPage, wall: Wall, width: int) -> Iterator[Option]:
        using, several = self.house.glyphs, len(page.channels) > 1
        self._requests = {}
        if page.open:
            yield _title(t("Open"))
        for talk in page.open:
            shown = words.open_row(talk, wall, width, using, channel=several)
            yield self._option(f"t{talk.request}", talk.request, shown)
        if page.earlier:
            yield _title(t("Earlier"))
        for talk in page.earlier:
            shown = words.earlier_row(talk, wall, width, channel=several)
            yield self._option(f"t{talk.request}", talk.request, shown)
        told = words.ended(page)
        if told:
            yield _title(t("What they were told"))
        for one in told:
            shown = words.promise_row(one, wall, width, using)
            yield self._option(f"p{one.id}", one.request, shown)
        if page.more:
            yield _title(t("Older ones are found with the search."))

    def _option(self, key: str, request: int, shown: Content) -> Option:
        self._requests[key] = request
        return Option(shown, id=key)

    @on(OptionList.OptionHighlighted, "#page")
    def _moved(self) -> None:
        self.show_keys()

    def keys(self) -> Sequence[Key]:
        """Those of the row, and of the person."""
        return person_keys(chosen=self._chosen() is not None, known=self._page is not None)

    def _chosen(self) -> int | None:
        return self._requests.get(self.query_one("#page", KeptList).chosen)

    # What the owner does

    @on(OptionList.OptionSelected, "#page")
    def action_open(self) -> None:
        """The conversation, to read."""
        if (request := self._chosen()) is not None:
            self.app.push_screen(ConversationScreen(request))

    def action_why(self) -> None:
        """The reasons behind a date."""
        if (request := self._chosen()) is not None:
            self.house.explain(request)

    def action_erase(self) -> None:
        """Forget the person for good: first what that takes away, then the question."""
        desk, who = self.house.desk, str(self._person)
        if desk is not None and self._page is not None:
            self.house.errands.read("erasure", lambda: ErasureLoaded(desk.erasure(who)))

    def _ask(self, view: ErasureView) -> None:
        today, who = self.house.view, str(view.person.id)
        if today is None:
            return

        def chosen(value: str | None) -> None:
            if value:
                self.house.hint(t("A moment: the file is written anew."))
                self.house.act(_ERASE, lambda desk: desk.erase_person(who))

        question = words.erasing(view, Wall(today))
        erase = Choice("x", t("erase for good"), "x")
        self.app.push_screen(ChoiceDialog(question, [erase]), chosen)

    def acted(self, message: Acted) -> None:
        """Nobody is left to be shown."""
        if message.action == _ERASE:
            self._erased = True
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """From a conversation back to the page of somebody who was erased meanwhile."""
        if self._erased and self.is_current:
            self.dismiss()

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss()


def _title(words: str) -> Option:
    return Option(heading(words), disabled=True)
