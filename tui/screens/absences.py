"""The absences: now, planned, and those that come again; one small form for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import OptionList

from planner.doors import FrontDesk
from planner.views import Done, ListedAbsence
from tui.dialogs.absence import AbsenceDialog
from tui.keys import Key, list_keys
from tui.keytable import bindings
from tui.messages import Listed
from tui.screens import absence_words as words
from tui.screens.sheet import SheetRow, SheetScreen
from tui.words import t


class AbsencesScreen(SheetScreen):
    """Several absences side by side: a new one, other days, a day more, or taken back."""

    NAME = "absences"
    AT_REST = True
    PLACES = ("absences", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("absences")

    def read(self, desk: FrontDesk) -> Listed:
        """The list."""
        return Listed(self.NAME, desk.absences())

    def rows(self, listed: Listed) -> Sequence[SheetRow]:
        """One absence a row."""
        return [self._row(number, one) for number, one in enumerate(_absences(listed))]

    def sentence(self, listed: Listed) -> str:
        """What the list is."""
        return t("Your absences") if listed.items else t("No absence is planned.")

    def _row(self, number: int, absence: ListedAbsence) -> SheetRow:
        view, kind = self.house.view, words.kind_words(absence.kind)
        parts = [words.state_words(absence)]
        if absence.half:
            parts.append(words.half_words(absence.half))
        when = words.span(absence, view) if view is not None else absence.says
        said = f"{when}  {absence.note}" if absence.note else when
        return SheetRow(absence.id or f"-{number}", f"{kind} ({', '.join(parts)})", said)

    def keys(self) -> Sequence[Key]:
        """Those that the chosen absence allows."""
        row = self._row_chosen()
        return list_keys(chosen=row is not None, planned=row is not None and row.state == "planned")

    def _row_chosen(self) -> ListedAbsence | None:
        """The chosen absence; those of the settings are changed there."""
        listed = _absences(self._listed) if self._listed else []
        return next((row for row in listed if row.id and row.id == self.chosen), None)

    # What the owner does

    @on(OptionList.OptionSelected, "#sheet")
    def _selected(self) -> None:
        self.action_edit()

    def action_new(self) -> None:
        """An absence from a day on, or from now."""
        if (view := self.house.view) is None:
            return

        def given(meant: words.Meant | None) -> None:
            if meant is not None:
                kind, half = meant.kind or "closed", meant.half or ""
                since, until = meant.since, meant.until
                self.house.act("absence", lambda desk: desk.away(kind, since, until, half))

        self.app.push_screen(AbsenceDialog(None, view), given)

    def action_edit(self) -> None:
        """Another kind, beginning, end or half for the chosen one."""
        row, view = self._row_chosen(), self.house.view
        if row is None or view is None:
            if self.chosen:
                self.house.hint(t("It comes again by itself, and is changed in settings.toml."))
            return

        def given(meant: words.Meant | None) -> None:
            if meant is not None:
                self.house.act("absence", lambda desk: words.edited(desk, row.id, meant))

        self.app.push_screen(AbsenceDialog(row, view), given)

    def action_longer(self) -> None:
        """A day more for the chosen one."""
        self._do("longer", lambda desk, key: desk.extend_absence(key))

    def action_remove(self) -> None:
        """Take a planned one back; ten seconds undo it."""
        self._do("remove", lambda desk, key: desk.cancel_absence(key))

    def _do(self, action: str, do: Callable[[FrontDesk, str], Done]) -> None:
        if (row := self._row_chosen()) is not None:
            key = row.id
            self.house.act(action, lambda desk: do(desk, key))


def _absences(listed: Listed) -> list[ListedAbsence]:
    return [one for one in listed.items if isinstance(one, ListedAbsence)]
