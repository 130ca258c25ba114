"""What the owner does from any screen: away and back, beyond a limit, a peek, a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from planner.face import Face
from tui import messages
from tui.said import Said
from tui.words import t

if TYPE_CHECKING:
    from planner.doors import FrontDesk
    from planner.views import Done
    from tui.app import EntracteApp

#: How a look at the dashboard is called among the errands.
LOOK = "look"


class Deeds:
    """A part of the app: every deed is one call to the desk, in a thread."""

    @property
    def _house_app(self) -> EntracteApp:
        return cast("EntracteApp", self)

    def _ask(self, action: str, do: Callable[[FrontDesk], Done], *faces: Face) -> None:
        """Ask the desk for something, in one of these faces; in any when none is named."""
        app = self._house_app
        if not faces or (app.view is not None and app.view.face in faces):
            app.act(action, do)

    def action_away(self) -> None:
        """Unavailable now: no form, no question."""
        self._ask("away", lambda desk: desk.away())

    def action_available(self) -> None:
        """Available again."""
        self._ask("back", lambda desk: desk.back(), Face.AWAY)

    def action_extend(self) -> None:
        """One day more."""
        self._ask("extend", lambda desk: desk.extend(), Face.AWAY)

    def action_customer(self) -> None:
        """With a customer: nothing rings for a while, or as usual again."""
        self._ask("customer", lambda desk: desk.with_customer())

    def action_absences(self) -> None:
        """The list of absences."""
        self._house_app.show_late("absences")

    def action_tidied(self) -> None:
        """What was put in order at the return."""
        self._house_app.show_late("tidied")

    def action_batch(self, which: str) -> None:
        """A decision about many, to be read first."""
        app = self._house_app
        app.go_home()
        app.show_late(which)

    def action_further(self) -> None:
        """A look further while she rests: asked once more, and never held against her (D-05)."""
        from tui.dialogs.choice import Choice, ChoiceDialog

        app = self._house_app
        if app.view is None or app.view.face not in (Face.AWAY, Face.RESTING):
            return

        def answered(value: str | None) -> None:
            if value:
                app.show_late("further")

        quiet = not (app.view.at_risk or app.view.problems)
        question = (
            t("Nothing needs you. Look anyway?")
            if quiet
            else t("You are resting, and may go on. Look anyway?")
        )
        look = Choice(t("y"), t("look"), "look")
        app.push_screen(ChoiceDialog(question, [look], keep=t("back to rest")), answered)

    def action_undo(self) -> None:
        """Take the last step back."""
        self._ask("undo", lambda desk: desk.undo())

    def action_more(self) -> None:
        """Fifteen more minutes, whatever limit is in the way (F-04)."""
        self._ask("more", lambda desk: desk.more())

    def action_peek(self) -> None:
        """Is something urgent: yes or no."""
        self._ask("peek", lambda desk: desk.peek(), Face.BETWEEN, Face.RESTING)

    def action_proposal(self, answer: str) -> None:
        """Answer what is proposed, if something is."""
        view = self._house_app.view
        if view is not None and view.proposal:
            self._ask("proposal", lambda desk: desk.answer_proposal(answer))

    def action_examine(self) -> None:
        """How everything is; every connection is tried, which takes a moment."""
        app = self._house_app
        if (desk := app.desk) is not None:
            app.hint(t("Everything is being looked at…"))
            app.errands.read("examine", lambda: messages.Examined(desk.examine()))

    def on_examined(self, message: messages.Examined) -> None:
        """To read, unless something else is being read meanwhile."""
        from tui.dialogs.read import ReadDialog
        from tui.screens.base import HouseScreen
        from tui.screens.health_words import health_lines

        app = self._house_app
        app.say(Said())
        if isinstance(app.screen, HouseScreen):
            lines = health_lines(message.findings, app.glyphs)
            app.push_screen(ReadDialog(t("Is everything well?"), lines))

    def look_in(self, desk: FrontDesk) -> None:
        """Say that the dashboard was opened: many looks bring one quiet line (F-06)."""
        self._house_app.errands.read(LOOK, lambda: messages.Looked(desk.look_in().sentence))

    def on_looked(self, message: messages.Looked) -> None:
        """The quiet line, if there is one."""
        if message.sentence:
            self._house_app.say(Said(message.sentence))

    def on_word_wanted(self, message: messages.WordWanted) -> None:
        """Ask for one word, then go on."""
        from tui.dialogs.word import WordDialog

        def answered(word: str | None) -> None:
            if word:
                self._ask("more", lambda desk: desk.more(word))

        self._house_app.push_screen(WordDialog(message.question), answered)
