"""A part of the settings as a form; what it would bring is seen while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from planner.doors import FrontDesk
from planner.views import Done
from planner.views_rules import RuleEdit, RuleForm, TrialView
from tui.drafts import Fields
from tui.keys import Key, setting_keys
from tui.keytable import bindings
from tui.screens.form import FormScreen
from tui.screens.settings_words import part
from tui.text import content


class SettingFormScreen(FormScreen):
    """Windows, quiet hours, the shop, the screen: each is a few lines."""

    PLACES = ("setting",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("setting")
    ACTION = "settings"
    PAUSE = 0.3

    @property
    def drafts(self) -> dict[str, Fields]:
        """Those of the settings."""
        return self.house.drafts.settings

    def form_of(self, desk: FrontDesk, name: str) -> RuleForm:
        """That of the part."""
        return desk.setting_form(name)

    def trial_of(self, desk: FrontDesk, edit: RuleEdit) -> TrialView:
        """Read as a start would, and the coming week."""
        return desk.try_setting(edit)

    def save(self, desk: FrontDesk, edit: RuleEdit) -> Done:
        """Into settings.toml."""
        return desk.save_setting(edit)

    def heading(self, form: RuleForm) -> Content:
        """Which part it is."""
        return content(part(form.name))

    def keys(self) -> Sequence[Key]:
        """Save only what may be saved."""
        return setting_keys(good=bool(self._trial and self._trial.good))
