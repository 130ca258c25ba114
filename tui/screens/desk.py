"""The desk: the portion on the left, one request on the right, and the composer under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.views import DeskView, Done, Face, RequestView, TodayView
from tui.dates import Wall
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.drafts import ENDS
from tui.ending import break_offered
from tui.keys import Key, composer_keys, desk_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, DeskLoaded, TemplatesLoaded
from tui.screens.base import WIDE
from tui.screens.desk_pausing import DeskPausing
from tui.screens.desk_words import (
    card,
    group_question,
    position,
    read_desk,
    who,
)
from tui.widgets.composer import Composer
from tui.widgets.dayline import DayLine
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.thread import Thread
from tui.widgets.top_line import TopLine
from tui.words import t

Ask = Callable[[FrontDesk, int], Done]


class DeskScreen(DeskPausing):
    """One request at a time. What is written stays written, whatever the data does."""

    CSS_PATH = "desk.tcss"
    PLACES = ("desk",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("desk")

    def __init__(self) -> None:
        super().__init__()
        self._wanted: int | None = None
        self._place = 0  # where in the portion; the next one takes an answered one's place
        self._opened: set[int] = set()  # requests whose hard words were opened on purpose
        self._asked: set[int] = set()  # requests with an action under way
        self._paused = False  # whether a break was offered at the last look

    def compose(self) -> ComposeResult:
        """The list, the request, the composer."""
        ascii_only = self.house.ascii_only
        yield TopLine()
        yield DayLine(ascii_only=ascii_only)
        yield Static(id="sentence", markup=False)
        with Horizontal(id="table"):
            yield KeptList(id="portion", markup=False)
            with Vertical(id="request"):
                yield Static(id="who", markup=False)
                yield Thread(id="thread")
                yield Composer(id="composer")
                yield KeyBar(gap=3, id="composer-keys")
        yield Notice(ascii_only=ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Begin with reading, not with writing; without a window, with what was begun."""
        if self.house.view is not None and self.house.view.face is not Face.OPEN:
            self._wanted = self.house.drafts.last_begun()
        super().on_mount()
        self.query_one("#composer-keys", KeyBar).show(composer_keys())
        self._read_on()
        if self.house.desk is not None:
            self.reload(self.house.desk)

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read the portion and the request that is looked at."""
        wanted, place = self._wanted, self._place
        kept = bool(wanted is not None and self.house.drafts.of(wanted))
        self.house.errands.read("desk", lambda: read_desk(desk, wanted, place, kept=kept))

    def show_today(self, view: TodayView) -> None:
        """Time went on. When the window is over the desk is cleared, but for what is written."""
        super().show_today(view)
        writing = self._wanted is not None and bool(self.house.drafts.of(self._wanted))
        self.time_went_on(view, writing=writing)

    def brought(self, message: Brought) -> None:
        """A new portion."""
        if isinstance(message, DeskLoaded):
            self.show_desk(message.view, message.request)
        elif isinstance(message, TemplatesLoaded):
            self.offer(message)

    def show_desk(self, view: DeskView, request: RequestView | None) -> None:
        """Take over a portion; cursor, focus and draft stay where they are."""
        self._portion = view
        ids = [one.id for one in view.portion]
        if request is not None and self._wanted not in (None, request.id) and self._wanted in ids:
            return  # she went on meanwhile; that reading is under way
        with self.app.batch_update():
            self._show_list(view, request)
            self._show_request(request)
            self.show_stop()

    def _show_list(self, view: DeskView, request: RequestView | None) -> None:
        portion = self.query_one("#portion", OptionList)
        self.set_class(not view.portion, "-alone")
        if view.pause and view.portion and not self._paused:
            self.house.hint(break_offered(view))  # an offer: any key goes on (E-06)
        self._paused = bool(view.pause)
        ids = [one.id for one in view.portion]
        with self.prevent(OptionList.OptionHighlighted):
            portion.set_options(Option(card(one), id=str(one.id)) for one in view.portion)
            if request is not None and request.id in ids:
                self._place = ids.index(request.id)
                portion.highlighted = self._place
            else:
                portion.highlighted = None

    def _show_request(self, request: RequestView | None) -> None:
        before, self._request = self._request, request
        self._wanted = request.id if request else None
        self.show_keys()
        if request is None or self.house.view is None:
            return
        wall, using = Wall(self.house.view), self.house.glyphs
        place = position(self._portion, request) if self.app.size.width < WIDE else ""
        self.query_one("#who", Static).update(who(request, wall, using, place))
        group = composer_keys(group=bool(request.same))
        self.query_one("#composer-keys", KeyBar).show(group)
        same = before is not None and before.id == request.id
        if not same or before is None or before.messages != request.messages:
            opened = request.id in self._opened
            self.query_one(Thread).show(request.messages, wall, using, opened=opened)
        if not same:
            self._turn_to(request, before)

    def _turn_to(self, request: RequestView, before: RequestView | None) -> None:
        composer = self.query_one(Composer)
        if before is not None:  # the last keystroke may not have been told yet
            self.house.drafts.keep(before.id, composer.text)
        with self.prevent(TextArea.Changed):
            composer.take(self.house.drafts.of(request.id))

    def keys(self) -> Sequence[Key]:
        """Those of reading or those of writing."""
        return desk_keys(
            writing=isinstance(self.focused, Composer),
            empty=self._request is None,
            resting=self._resting,
            pause=self._portion is not None and bool(self._portion.pause),
            returning=self.house.view is not None and bool(self.house.view.returning),
            undo=self.house.undo_seconds() > 0,
            story=self.house.speed is not None,
        )

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        """Reading or writing: other keys."""
        self.show_keys()

    # Moving about

    @on(OptionList.OptionHighlighted, "#portion")
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self._look_at(int(event.option_id))

    @on(OptionList.OptionSelected, "#portion")
    def _chosen(self) -> None:
        self.action_write()

    def action_next(self) -> None:
        """The next request of the portion."""
        self._move(1)

    def action_previous(self) -> None:
        """The one before."""
        self._move(-1)

    def _move(self, by: int) -> None:
        portion = self._portion.portion if self._portion else ()
        if portion:
            self._place = (self._place + by) % len(portion)
            self._look_at(portion[self._place].id)

    def _look_at(self, request_id: int) -> None:
        if request_id != self._wanted and self.house.desk is not None:
            self._wanted = request_id
            self.reload(self.house.desk)

    def action_write(self) -> None:
        """Into the composer; back from a break; home from an empty desk."""
        if self.go_on():
            self._read_on()
        elif self._request is not None:
            self.query_one(Composer).focus()
        else:
            self.dismiss()

    def action_unfold(self) -> None:
        """Show hard words as they were written, or fold them away again."""
        request, view = self._request, self.house.view
        if request is None or view is None or not any(m.folded for m in request.messages):
            return
        self._opened ^= {request.id}
        opened = request.id in self._opened
        thread = self.query_one(Thread)
        thread.show(request.messages, Wall(view), self.house.glyphs, opened=opened)

    def action_leave(self) -> None:
        """Out of the composer, then back to today."""
        if isinstance(self.focused, Composer):
            self._read_on()
        else:
            self.dismiss()

    def action_put_in_order(self) -> None:
        """What was put in order at the return; a draft waits where it is."""
        self.house.go_home()
        self.house.show_late("tidied")

    def _read_on(self) -> None:
        wide = self.query_one("#portion", OptionList).display and self.app.size.width >= WIDE
        self.query_one("#portion" if wide else "#thread").focus()
        self.show_keys()

    # What the owner does

    @on(TextArea.Changed, "#composer")
    def _drafted(self) -> None:
        if self._request is not None:
            self.house.drafts.keep(self._request.id, self.query_one(Composer).text)

    def action_send(self) -> None:
        """Answer with what is written."""
        text = self.query_one(Composer).text.strip()
        if self._request is not None and not text:
            self.house.hint(t("Nothing is written yet."))
            return
        self._ask("answer", lambda desk, request: desk.answer(request, text, grace=True))

    def action_send_group(self) -> None:
        """One draft for everybody who asks the same: asked once, with their names."""
        request, text = self._request, self.query_one(Composer).text.strip()
        if request is None or not request.same:
            return
        if not text:
            self.house.hint(t("Nothing is written yet."))
            return
        also = [one.id for one in request.same]

        def chosen(value: str | None) -> None:
            if value:
                self._ask(
                    "answer", lambda desk, one: desk.answer_group(one, text, also, grace=True)
                )

        send = Choice("s", t("send it to all of them"), "send")
        self.app.push_screen(ChoiceDialog(group_question(request), [send]), chosen)

    def action_later(self) -> None:
        """Put aside until tomorrow begins; the promise still holds."""
        view = self.house.view
        if view is not None:
            until = view.day_end
            self._ask("snooze", lambda desk, request: desk.snooze(request, until))

    def action_let_go(self) -> None:
        """Say that no answer will come, or close it: asked once, in a dialog."""
        if self._request is None:
            return
        text = self.query_one(Composer).text.strip()
        choices = [Choice("r", t("tell them honestly that no answer will come"), "release")]
        if text:
            choices.append(Choice("d", t("decline with the words that are written"), "decline"))
        choices.append(Choice("c", t("close it without a word"), "close"))
        self.app.push_screen(ChoiceDialog(t("Let this request go?"), choices), self._let_go(text))

    def _let_go(self, text: str) -> Callable[[str | None], None]:
        ways: dict[str, Ask] = {
            "release": lambda desk, request: desk.release(request, grace=True),
            "decline": lambda desk, request: desk.decline(request, text, grace=True),
            "close": lambda desk, request: desk.decline(request, grace=True),
        }

        def chosen(value: str | None) -> None:
            if value:
                self._ask(value, ways[value])

        return chosen

    def _ask(self, action: str, do: Ask) -> None:
        """Once a request: a second press while the first is under way does nothing."""
        if self._request is None or self._request.id in self._asked:
            return
        request_id = self._request.id
        self._asked.add(request_id)
        composer = self.query_one(Composer)
        self.house.drafts.keep(request_id, composer.text)
        composer.read_only = True  # what would be typed now would belong to no request
        self.house.act(action, lambda desk: do(desk, request_id), request_id)

    def acted(self, message: Acted) -> None:
        """It is done: the next request takes its place, and is read before it is answered."""
        self._answered = self._answered or message.action in ENDS
        self.query_one(Composer).read_only = False
        if message.action == "undo" and message.request is not None:
            self._wanted = message.request
        elif message.request is not None:
            self._asked.discard(message.request)
            if message.request == self._wanted:
                self._wanted = self._request = None
                with self.prevent(TextArea.Changed):
                    self.query_one(Composer).take("")
                self._read_on()

    def refused(self) -> None:
        """It did not work: everything stays as it was, ready to be tried again."""
        self._asked.clear()
        self.query_one(Composer).read_only = False
