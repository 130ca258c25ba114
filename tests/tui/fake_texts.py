"""What the front desk without a database says of texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from planner.texts.names import GROUPS, text_name
from planner.texts.shipped import AUTOMATIC, shipped, slots_in
from planner.views import Done
from planner.views_texts import TextRow, TextsView, TextTrial


class FakeTexts:
    """A part of the front desk."""

    rehearsal, sample, texts_problem = True, False, ""
    wordings: Mapping[tuple[str, str], str] = MappingProxyType({})

    def texts(self, language: str) -> TextsView:
        self._seen("texts", language)
        rows = [
            TextRow(
                key,
                text_name(key),
                group,
                key in AUTOMATIC,
                (key, language) in self.wordings,
                self.wordings.get((key, language), shipped(language)[key]),
                self.wordings.get((key, language), shipped(language)[key]).replace(
                    "{name}", "Camille"
                ),
            )
            for group, keys in GROUPS
            for key in keys
        ]
        return TextsView(language, tuple(rows), self.rehearsal, self.sample, self.texts_problem)

    def try_text(self, key: str, language: str, words: str) -> TextTrial:
        self._seen("try_text", key, language, words)
        trial = TextTrial(
            key,
            language,
            words,
            words.replace("{name}", "Camille"),
            tuple(sorted(slots_in(shipped(language)[key]))),
        )
        return trial if words.strip() else replace(trial, problems=("It is not a text.",))

    def save_text(
        self, key: str, language: str, words: str | None, seen: str | None = None
    ) -> Done:
        self._seen("save_text", key, language, words)
        self.wordings = {k: v for k, v in self.wordings.items() if k != (key, language)}
        if words is not None:
            self.wordings = {**self.wordings, (key, language): words}
        return Done("Saved; it is said from now on.")

    def go_live(self, live: bool) -> Done:
        self._seen("go_live", live)
        self.rehearsal = not live
        return Done("Automatic messages leave.")
