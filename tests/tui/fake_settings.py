"""The settings of a front desk without a file."""

from __future__ import annotations

import threading
from dataclasses import replace

from planner.errors import NotPossible, SettingsError
from planner.settings_dashboard import DashboardSettings
from planner.views import Done
from planner.views_rules import DayChange, FieldProblem, FieldView, RuleEdit, RuleForm, TrialView
from planner.views_settings import ChannelTrial, SettingRow, SettingsView
from tests.tui.fake_rules import AT

YES_NO = (("true", "oui"), ("false", "non"))
THEMES = (("veilleuse", "sombre"), ("papier", "clair"))
ROWS = (
    SettingRow("window.0", "windows", "11:00–11:45", "matin, lundi à samedi, 15 réponses au plus"),
    SettingRow(
        "window.1", "windows", "17:00–17:45", "fin de journée, lundi à samedi, 15 réponses au plus"
    ),
    SettingRow("quiet", "quiet", "20:30–08:30", "rien ne sonne ; rien ne part sauf le premier mot"),
    SettingRow(
        "shop",
        "shop",
        "Atelier Camille",
        "signé Camille, Europe/Brussels, français, neutre (absent·e)",
    ),
    SettingRow("screen", "screen", "sombre", "comme la boutique, touches de l'aide"),
    SettingRow("notifications", "notifications", "5 par jour au plus", "aucune la nuit"),
    SettingRow(
        "channel.courrier", "channels", "courrier", "boîte aux lettres, camille@example.org"
    ),
    SettingRow("channel.envoi", "channels", "envoi", "envoie les réponses, camille@example.org"),
)
FORMS = {
    "window": (
        FieldView("days", "Jours", "monday..saturday", "Jours", "Par exemple monday..saturday."),
        FieldView("from", "De", "11:00", "De", "L'heure d'ouverture, comme 11:00."),
        FieldView("to", "À", "11:45", "À", "L'heure de fermeture, comme 11:45."),
        FieldView("answers", "Réponses au plus", "15", "Réponses au plus", "Un nombre entier."),
        FieldView("name", "Son nom", "matin", "Son nom", "Comme vous l'appelez."),
        FieldView("overnight", "Passe minuit", "false", "Passe minuit", "", choices=YES_NO),
    ),
    "screen": (
        FieldView("theme", "Couleurs", "veilleuse", "Couleurs", "", choices=THEMES),
        FieldView("motion", "Mouvement", "true", "Mouvement", "", choices=YES_NO),
    ),
}


class FakeSettings:
    """A part of the front desk. `calling`, when set, keeps connections waiting until it is."""

    setting_rows = ROWS
    looks = DashboardSettings()
    settings_problem, settings_waiting = "", False
    setting_wrong = setting_refusal = ""
    calling: threading.Event | None = None
    channel_says = ChannelTrial("courrier", True, "La boîte se lit.")

    def arrangement(self) -> SettingsView:
        self._seen("arrangement")
        return SettingsView(
            "/home/camille/settings.toml",
            self.setting_rows,
            self.looks,
            "base",
            self.settings_problem,
            self.settings_waiting,
        )

    def setting_form(self, key: str) -> RuleForm:
        self._seen("setting_form", key)
        fields = FORMS.get(key.partition(".")[0], FORMS["window"][1:3])
        if key == "window":
            fields = tuple(replace(f, written="" if not f.choices else "false") for f in fields)
        return RuleForm(key, "setting", "base", fields)

    def try_setting(self, edit: RuleEdit) -> TrialView:
        self._seen("try_setting", edit)
        if self.setting_wrong:
            problem = FieldProblem(self.setting_wrong, "from")
            verdict = "Une ligne est à revoir ; rien n'est enregistré."
            return TrialView((problem,), (), (), 0, verdict, "")
        lines = ("la fenêtre 11:00–11:45 devient 09:30–10:15",)
        day = DayChange(AT.date(), "mardi 24 novembre", lines)
        return TrialView(
            (), (), (day,), 0, "", "La semaine qui vient change :", self.setting_refusal
        )

    def save_setting(self, edit: RuleEdit) -> Done:
        self._seen("save_setting", edit)
        if self.setting_refusal:
            raise NotPossible(self.setting_refusal)
        if self.setting_wrong:
            raise SettingsError(self.setting_wrong)
        if edit.name == "screen":
            fields = dict(edit.fields)
            self.looks = replace(
                self.looks, theme=fields["theme"], motion=fields["motion"] == "true"
            )
        return Done("Saved; it holds from now on.")

    def try_channel(self, name: str) -> ChannelTrial:
        self._seen("try_channel", name)
        if self.calling is not None:
            self.calling.wait(20)
        return replace(self.channel_says, name=name)
