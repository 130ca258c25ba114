"""The first pages: the language, who answers, and where the shop is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from planner.errors import WrongUse
from planner.views_setup import Answers, ZoneFound
from tui.keys import Key, setup_keys
from tui.messages import Brought, Trouble
from tui.setup.choices import ChoiceStep
from tui.setup.fields import Ask
from tui.setup.messages import ZoneHeard
from tui.setup.order import SAMPLE
from tui.setup.step import StepScreen
from tui.text import clean
from tui.words import language, t


class WelcomeStep(ChoiceStep):
    """In which language; moving in the list speaks it at once. Or the sample week first."""

    PAGE: ClassVar[str] = "welcome"

    def words(self) -> tuple[str, str]:
        """What this is."""
        return t("Welcome."), t(
            "Everybody who writes to you gets an honest date; you answer in a few fixed hours.\n"
            "A few questions, about three minutes. You may leave at any time: what you answered "
            "is kept, and nothing is sent before you say so."
        )

    def choices(self) -> Sequence[tuple[str, str, str]]:
        """Each language in its own words."""
        sample = t("First look at the sample week"), t("An invented shop; nothing is sent.")
        return (("fr", "Commencer en français", ""), ("en", "Begin in English", ""),
                ("sample", *sample))  # fmt: skip

    def chosen_first(self) -> str:
        """The language of the moment."""
        return language()

    def keys(self) -> Sequence[Key]:
        """Nothing lies before this page."""
        return setup_keys(back=False)

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        if self.chosen not in ("sample", language()):
            self.setup.speak(self.chosen)
            self.show()

    def so_far(self) -> Answers:
        """The language that is spoken."""
        return replace(self.answers, language=language())

    def settle(self, answers: Answers) -> None:
        """On, or to the sample week."""
        if self.chosen == "sample":
            self.setup.leave(SAMPLE)
        else:
            super().settle(answers)

    def action_back(self) -> None:
        """This is the first page."""


class YouStep(StepScreen):
    """Her first name and the shop's."""

    PAGE: ClassVar[str] = "you"

    def words(self) -> tuple[str, str]:
        """Who answers."""
        return t("Who answers?"), t("Your first name signs the messages.")

    def fields(self) -> Sequence[Widget]:
        """Two lines."""
        return [
            Ask(t("Your first name"), self.answers.first_name, id="first-name"),
            Ask(t("The shop's name"), self.answers.shop_name, id="shop-name"),
        ]

    def so_far(self) -> Answers:
        """Both names."""
        first, shop = self.query_one("#first-name", Ask), self.query_one("#shop-name", Ask)
        return replace(self.answers, first_name=first.value, shop_name=shop.value)

    def check(self, answers: Answers) -> None:
        """Neither may be empty."""
        if not answers.first_name:
            raise WrongUse(t("A message has to be signed."), do=t("Write your first name."))
        if not answers.shop_name:
            raise WrongUse(t("The shop has no name yet."), do=t("Your own will do as well."))


class ZoneStep(StepScreen):
    """The zone, with the time that it is there."""

    PAGE: ClassVar[str] = "zone"

    def __init__(self) -> None:
        super().__init__()
        self._found: ZoneFound | None = None
        self._typed, self._on = "", False

    def words(self) -> tuple[str, str]:
        """Where the shop is."""
        return t("In which time zone is the shop?"), t("A city will do, such as Brussels.")

    def fields(self) -> Sequence[Widget]:
        """A line, and what time it is there."""
        return [
            Ask(t("Time zone"), self.answers.zone, id="zone"),
            Static(id="there", markup=False),
        ]

    def on_mount(self) -> None:
        """What time it is."""
        super().on_mount()
        self._look()

    @on(Input.Changed)
    def _look(self) -> None:
        typed, desk = self.query_one("#zone", Ask).value, self.setup.desk
        self.setup.errands.read("zone", lambda: ZoneHeard(desk.zone(typed), typed))

    def brought(self, message: Brought) -> None:
        """It is known: say it, and go on if that was wanted."""
        if not isinstance(message, ZoneHeard):
            return
        self._found, self._typed = message.found, message.typed
        said = t("It is {clock} in {zone}.").format(
            clock=f"{message.found.clock:%H:%M}", zone=clean(message.found.zone)
        )
        self.query_one("#there", Static).update(Content.styled(said, "$muted"))
        if self._on:
            self._go_on()

    def refused(self, message: Trouble) -> None:
        """It is not known: while she writes nothing is said, only when she wants to go on."""
        self._found = None
        self.query_one("#there", Static).update(Content(""))
        if self._on or message.action != "zone":
            super().refused(message)
        self._on = False

    def so_far(self) -> Answers:
        """The zone by its right name, else what is written."""
        typed = self.query_one("#zone", Ask).value
        known = self._found is not None and self._typed == typed
        return replace(self.answers, zone=self._found.zone if self._found and known else typed)

    def settle(self, answers: Answers) -> None:  # noqa: ARG002 - the right name is not there yet
        """Ask first, where the answer is not there yet."""
        self._on = True
        self._go_on()

    def _go_on(self) -> None:
        if self._found is not None and self._typed == self.query_one("#zone", Ask).value:
            self._on = False
            super().settle(self.so_far())
        else:
            self._look()
