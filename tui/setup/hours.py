"""The hours: when the shop is busy, and the windows that lie away from them (J-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.domain.first_windows import first_windows, spans_in, spelled
from planner.errors import WrongUse
from planner.views_setup import Answers
from tui.keys import Key, setup_keys
from tui.setup.fields import Ask, Days
from tui.setup.hours_words import day_meant, legend, of_windows, warnings, wrong_hours
from tui.setup.step import StepScreen
from tui.widgets.dayline import DayLine
from tui.words import t

#: How spans are written, as a hint in an empty line.
HINT = "12:00-14:00, 17:00-19:00"


class HoursStep(StepScreen):
    """A page with a line of hours and the day drawn under it."""

    def drawn(self) -> Sequence[Widget]:
        """The day, what its marks mean, and what is worth a thought."""
        return [
            DayLine(ascii_only=self.setup.ascii_only),
            Static(id="legend", markup=False),
            Static(id="windows-said", markup=False),
        ]

    def show(self) -> None:
        """Say and draw everything."""
        super().show()
        self.draw()

    @on(Input.Changed)
    @on(Days.Changed)
    def draw(self) -> None:
        """Draw what is written, as far as it can be read."""
        answers = self.so_far()
        try:
            day = day_meant(answers)
        except ValueError:
            return  # in the middle of a word
        self.query_one(DayLine).show_day(day, "{:%H:%M}".format)
        self.query_one("#legend", Static).update(legend(self.setup.glyphs))
        self.query_one("#windows-said", Static).update(self.said(answers))

    def said(self, answers: Answers) -> Content:
        """What stands under the day."""
        return of_windows(answers)


class BusyStep(HoursStep):
    """The open days and the busy hours."""

    PAGE: ClassVar[str] = "busy"

    def words(self) -> tuple[str, str]:
        """When the shop is busy."""
        return t("When is the shop busy?"), t(
            "You will not answer in these hours. Leave the line empty where there are none."
        )

    def fields(self) -> Sequence[Widget]:
        """The week, the hours, the day."""
        days = Days(self.answers.open_days, self.setup.glyphs, id="days")
        return [
            Horizontal(Static(t("Days you answer"), classes="label"), days, classes="line"),
            Ask(t("Busy hours"), self.answers.busy_hours, id="busy", needed=False, hint=HINT),
            *self.drawn(),
        ]

    def on_mount(self) -> None:
        """Begin with the hours; the days are right for most."""
        super().on_mount()
        self.query_one("#busy", Ask).entry.focus()

    def keys(self) -> Sequence[Key]:
        """Days are turned with a key of their own."""
        return setup_keys(days=True)

    def so_far(self) -> Answers:
        """Days and hours."""
        days, busy = self.query_one(Days).days, self.query_one("#busy", Ask).value
        return replace(self.answers, open_days=days, busy_hours=busy)

    def check(self, answers: Answers) -> None:
        """At least one day; hours that can be read."""
        if not answers.open_days:
            raise WrongUse(t("Without a day there is no window."), do=t("Choose at least one."))
        wrong_hours(answers.busy_hours)

    def action_day(self, step: int) -> None:
        """Choose another day."""
        if (days := self.query_one(Days)).has_focus:
            days.move(step)

    def action_turn(self) -> None:
        """Open or close the chosen day."""
        if (days := self.query_one(Days)).has_focus:
            days.turn()


class WindowsStep(HoursStep):
    """The windows: proposed, and hers to change."""

    PAGE: ClassVar[str] = "windows"

    def words(self) -> tuple[str, str]:
        """When she answers."""
        return t("When do you want to answer?"), t(
            "Two short windows a day are proposed, away from the busy hours and from the evening."
        )

    def fields(self) -> Sequence[Widget]:
        """The hours, the day."""
        hours = self.answers.answer_hours or _proposed(self.answers)
        note = Static(id="note", markup=False)
        return [Ask(t("Windows"), hours, id="windows"), *self.drawn(), note]

    def show(self) -> None:
        """With one word about a badge that this rhythm will not earn (K-03)."""
        super().show()
        said = t(
            "The “very responsive” badge asks for answers in about 15 minutes. This rhythm will "
            "not earn it; that is a choice."
        )
        self.query_one("#note", Static).update(Content.styled(said, "$muted"))

    def said(self, answers: Answers) -> Content:
        """What each holds, and what is worth a thought."""
        lines = [of_windows(answers)]
        lines += [Content.styled(one, "$secondary") for one in warnings(answers)]
        return Content("\n").join(lines)

    def so_far(self) -> Answers:
        """Her hours; the proposed ones are none of hers, so that they follow the busy hours."""
        hours = self.query_one("#windows", Ask).value
        return replace(self.answers, answer_hours="" if hours == _proposed(self.answers) else hours)

    def check(self, answers: Answers) -> None:  # noqa: ARG002 - what is written counts
        """At least one window, and hours that can be read."""
        wrong_hours(self.query_one("#windows", Ask).value)
        if not self.query_one("#windows", Ask).value:
            raise WrongUse(
                t("Without a window nobody can be given a date."),
                do=t("Write one, such as 11:00-11:45."),
            )


def _proposed(answers: Answers) -> str:
    return spelled(first_windows(spans_in(answers.busy_hours)))
