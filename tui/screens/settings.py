"""The settings: windows, quiet hours, the shop, the screen, and connections that can be tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.errors import EntracteError
from planner.views_notify import NotificationTrial
from planner.views_rules import RuleEdit
from planner.views_settings import ChannelTrial, SettingRow, SettingsView
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.keys import Key, settings_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, ChannelTried, NotificationTried, SettingsLoaded, Tried
from tui.screens.page import PageScreen
from tui.screens.rules_words import week_words
from tui.screens.setting_form import SettingFormScreen
from tui.screens.settings_words import LABEL, group, row, rung, state, trial
from tui.text import clean
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

_CHANNEL, _NOTIFICATIONS = "channel.", "notifications"


class SettingsScreen(PageScreen):
    """One list; what it says holds, and a change holds at once."""

    CSS_PATH = "settings.tcss"
    PLACES = ("settings", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings", "list")

    def __init__(self) -> None:
        super().__init__()
        self._settings: SettingsView | None = None
        self._tried: dict[str, ChannelTrial | None] = {}  # None while it is asked
        self._rung: list[NotificationTrial | None] = []  # what the desktop said; None while asked

    def compose(self) -> ComposeResult:
        """The file, the list."""
        yield TopLine()
        yield Static(id="state", markup=False)
        yield KeptList(id="settings", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read them."""
        super().on_mount()
        self.query_one("#settings").focus()

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read them again."""
        self.house.errands.read("settings", lambda: SettingsLoaded(desk.arrangement()))

    def brought(self, message: Brought) -> None:
        """The settings, what a connection said, or what taking a window out would bring."""
        if isinstance(message, SettingsLoaded):
            self._settings = message.view
            self.house.dress(message.view.looks)
            self.draw()
        elif isinstance(message, ChannelTried):
            self._tried[message.trial.name] = message.trial
            self.draw()
        elif isinstance(message, NotificationTried):
            self._rung = [message.trial]
            self.draw()
        elif isinstance(message, Tried) and message.edit.remove and self.is_current:
            self._ask_remove(message)

    def draw(self) -> None:
        """The file, and the list."""
        view = self._settings
        if view is None:
            return
        self.query_one("#state", Static).update(state(view))
        options, above = [], ""
        for number, one in enumerate(view.rows):
            below = view.rows[number + 1].group if number + 1 < len(view.rows) else ""
            title = group(one.group) if one.group != above else ""
            ends = below != one.group and self.has_class("-tall")
            options.append(Option(self._row(one, title, air=ends), id=one.key))
            above = one.group
        self.query_one("#settings", KeptList).show(options)
        self.show_keys()

    def _row(self, one: SettingRow, title: str, *, air: bool) -> Content:
        using, name = self.house.glyphs, one.key.removeprefix(_CHANNEL)
        asked = one.key.startswith(_CHANNEL) and name in self._tried
        tried = trial(self._tried[name], using) if asked else None
        if one.key == _NOTIFICATIONS and self._rung:
            tried = rung(self._rung[0], using)
        return row(
            one,
            max(LABEL * 2, self.size.width - 8),
            using,
            title=title,
            draft=one.key in self.house.drafts.settings,
            tried=tried,
            air=air,
        )

    def _one(self) -> SettingRow | None:
        rows = self._settings.rows if self._settings else ()
        chosen = self.query_one("#settings", KeptList).chosen
        return next((one for one in rows if one.key == chosen), None)

    @on(OptionList.OptionHighlighted, "#settings")
    def _moved(self) -> None:
        self.show_keys()

    def keys(self) -> Sequence[Key]:
        """Those of the chosen part."""
        one = self._one() if self.is_mounted else None
        return settings_keys(group=one.group if one else "", undo=self.house.undo_seconds() > 0)

    # What the owner does

    @on(OptionList.OptionSelected, "#settings")
    def action_open(self) -> None:
        """Change the chosen part, or try the chosen connection."""
        one = self._one()
        if one is not None and one.group == "channels":
            self._try(one.key.removeprefix(_CHANNEL))
        elif one is not None and one.key == _NOTIFICATIONS:
            self._ring()
        elif one is not None:
            self.app.push_screen(SettingFormScreen(one.key))

    def action_new(self) -> None:
        """A window more."""
        self.app.push_screen(SettingFormScreen("window"))

    def on_screen_resume(self) -> None:
        """Back from a form: drafts may be others."""
        self.draw()

    def _try(self, name: str) -> None:
        """Each in its own time: a server that hangs keeps no other one waiting."""
        desk, asked = self.house.desk, name in self._tried and self._tried[name] is None
        if desk is None or asked:
            return
        self._tried[name] = None
        self.draw()
        self.house.errands.read(f"channel {name}", lambda: _asked(desk, name))

    def _ring(self) -> None:
        """Show one, and say how far it came."""
        desk = self.house.desk
        if desk is not None and self._rung != [None]:
            self._rung = [None]
            self.draw()
            self.house.errands.read("ring", lambda: NotificationTried(desk.try_notification()))

    def action_remove(self) -> None:
        """Take the chosen window out: first what that would bring, then the question."""
        one, view, desk = self._one(), self._settings, self.house.desk
        if one is None or view is None or desk is None or one.group != "windows":
            self.house.hint(t("Only a window can be taken out here."))
            return
        edit = RuleEdit(one.key, "setting", view.base, remove=True)
        self.house.errands.read("try", lambda: Tried(desk.try_setting(edit), edit))

    def _ask_remove(self, tried: Tried) -> None:
        edit = tried.edit
        rows = self._settings.rows if self._settings else ()
        name = next((clean(one.name) for one in rows if one.key == edit.name), "")
        says = [t("Take the window {hours} out?").format(hours=name), clean(tried.trial.outlook)]
        says += [f"{clean(title)}: {clean('; '.join(lines))}"
                 for title, lines in week_words(tried.trial.week)]  # fmt: skip
        if tried.trial.hint:
            says.append(clean(tried.trial.hint))

        def chosen(value: str | None) -> None:
            if value:
                self.house.act("settings", lambda desk: desk.save_setting(edit))

        self.app.push_screen(
            ChoiceDialog("\n".join(says), [Choice("x", t("take it out"), "x")]), chosen
        )

    def acted(self, message: Acted) -> None:
        """Saved, taken out or taken back: read it again."""
        if message.action in ("settings", "undo"):
            self.read_again()


def _asked(desk: FrontDesk, name: str) -> ChannelTried:
    """What a connection says, in a thread; also that it cannot be asked."""
    try:
        return ChannelTried(desk.try_channel(name))
    except EntracteError as error:
        return ChannelTried(ChannelTrial(name, False, str(error)))
