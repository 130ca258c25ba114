"""What helps with writing at the desk: beginnings, empty places, the owner's own editor."""

from __future__ import annotations

from textual.app import SuspendNotSupported

from planner.views import RequestView, TemplateView
from tui.editor import command, edited
from tui.messages import TemplatesLoaded
from tui.screens.base import HouseScreen
from tui.widgets.composer import Composer
from tui.words import t


class DeskWriting(HouseScreen):
    """A part of the desk; the request is the one that is looked at."""

    _request: RequestView | None = None

    def action_template(self) -> None:
        """The next empty place of what is written, or a beginning to choose."""
        request, desk = self._request, self.house.desk
        if request is None or desk is None or self.query_one(Composer).next_slot():
            return
        wanted = request.id
        self.house.errands.read(
            "templates", lambda: TemplatesLoaded(wanted, desk.templates(wanted))
        )

    def offer(self, message: TemplatesLoaded) -> None:
        """Let her choose; what was begun stays, and the beginning stands where the cursor is."""
        from tui.dialogs.template import TemplateDialog

        def chosen(template: TemplateView | None) -> None:
            if template is not None and self._request and self._request.id == message.request:
                composer = self.query_one(Composer)
                composer.begin(template.text)
                composer.focus()

        if self._request is not None and self._request.id == message.request and self.is_current:
            self.app.push_screen(TemplateDialog(message.templates), chosen)

    def action_editor(self) -> None:
        """Write in her own editor; the screen comes back with what was saved there."""
        if self._request is None:
            return
        composer = self.query_one(Composer)
        try:
            with self.app.suspend():
                text = edited(composer.text)
        except SuspendNotSupported:
            self.house.hint(t("Your editor cannot be opened from here."))
        except OSError:
            said = t("The editor “{name}” could not be started; set EDITOR to another.")
            self.house.hint(said.format(name=command()[0]))
        else:
            composer.take(text)
            composer.focus()
