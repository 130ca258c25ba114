"""The last pages: three texts as a customer reads them, and what may leave by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from planner.views_setup import Answers, SampleText
from tui.keys import Key, setup_keys
from tui.messages import Brought, Trouble
from tui.setup.choices import ChoiceStep
from tui.setup.messages import Finished, SamplesRead
from tui.setup.order import DONE
from tui.setup.step import StepScreen
from tui.text import clean
from tui.words import t


class TextsStep(StepScreen):
    """Read, not changed: that is done at leisure in the shop."""

    PAGE: ClassVar[str] = "texts"

    def words(self) -> tuple[str, str]:
        """What customers read."""
        return t("What your customers will read"), t(
            "Three examples; put them in your own words later: Texts, key e."
        )

    def fields(self) -> Sequence[Widget]:
        """The texts, when they are there."""
        return [Static(t("One moment..."), id="samples", markup=False)]

    def on_mount(self) -> None:
        """Read them; it takes a second or two."""
        super().on_mount()
        desk, answers = self.setup.desk, self.answers
        self.setup.errands.read("samples", lambda: SamplesRead(desk.samples(answers)))

    def brought(self, message: Brought) -> None:
        """Here they are."""
        if isinstance(message, SamplesRead):
            self.query_one("#samples", Static).update(_samples(message.samples))

    def action_move(self, step: int) -> None:
        """Read on, where a small screen does not hold them all."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=step * 2, animate=False)

    def refused(self, message: Trouble) -> None:
        """Without them it goes on all the same."""
        self.query_one("#samples", Static).update(Content(""))
        super().refused(message)


class ReadyStep(ChoiceStep):
    """Rehearsal unless she says otherwise; then the settings are written, once."""

    PAGE: ClassVar[str] = "ready"

    def __init__(self) -> None:
        super().__init__()
        self._finishing = self._finished = False

    def words(self) -> tuple[str, str]:
        """What may leave."""
        return t("What may leave by itself?"), t(
            "You can change this at any time: Texts, key e, or `entracte live`."
        )

    def choices(self) -> Sequence[tuple[str, str, str]]:
        """Rehearsal first; sending only where there is a mailbox."""
        rehearse = ("rehearse", t("Nothing yet: rehearse first"),
                    t("Everything is written and shown, and nothing is sent."))  # fmt: skip
        live = ("live", t("The automatic messages"),
                t("Whoever writes from now on is told an honest date."))  # fmt: skip
        return (rehearse, live) if self.answers.source == "mailbox" else (rehearse,)

    def chosen_first(self) -> str:
        """What was chosen before."""
        return "live" if self.answers.live else "rehearse"

    def keys(self) -> Sequence[Key]:
        """Going on opens the shop; once it is there, there is no way back."""
        return setup_keys(on=t("open the shop"), back=not self._finished)

    def so_far(self) -> Answers:
        """Whether it is live."""
        return replace(self.answers, live=self.chosen == "live")

    def settle(self, answers: Answers) -> None:
        """Write the settings; what is left to say is said before the shop opens."""
        if self._finished:
            self.setup.leave(DONE)
        elif not self._finishing:
            self._finishing = True
            desk, password = self.setup.desk, self.setup.password
            self.setup.errands.act(lambda: Finished(desk.finish(answers, password)))

    def brought(self, message: Brought) -> None:
        """The shop is there."""
        if isinstance(message, Finished):
            self._finished = True
            self.show_keys()
            if message.begun.told:
                self.say(message.begun.told)
            else:
                self.setup.leave(DONE)

    def refused(self, message: Trouble) -> None:
        """It could not be written: it can be tried again."""
        self._finishing = False
        super().refused(message)

    def action_back(self) -> None:
        """Not once the shop is there."""
        if not self._finishing:
            super().action_back()


def _samples(samples: Sequence[SampleText]) -> Content:
    said = [
        Content.assemble((f"{clean(one.title)}\n", "$secondary"), clean(one.sample, newlines=True))
        for one in samples
    ]
    return Content("\n\n").join(said)
