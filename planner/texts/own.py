"""The owner's texts as they are now: the file is followed, and changed without losing a comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _
from planner.paths import read_text, write_private
from planner.texts.overrides import checked, load_overrides
from planner.texts.shipped import LANGUAGES, Overrides

NONE: Overrides = MappingProxyType({})


@dataclass(slots=True)
class OwnTexts:
    """The texts of a file over the shipped ones; `path` None: there is no file to follow.

    While the file has an error what held before holds, and `problem` says it.
    """

    path: Path | None = None
    current: Overrides = field(default_factory=lambda: NONE)
    problem: str = ""
    seen: str | None = None  # the file's text as it was read last; None for no file

    def follow(self) -> None:
        """Read the file again, if it has changed."""
        if self.path is None:
            return
        text = read_text(self.path)
        if text == self.seen:
            return
        self.seen = text
        try:
            self.current = load_overrides(text, str(self.path)) if text else NONE
            self.problem = ""
        except EntracteError as error:
            self.problem = str(error)

    def own(self, key: str, language: str) -> str | None:
        """The owner's wording of a text, None where the shipped one holds."""
        return self.current.get(language, {}).get(key)

    def keep(self, key: str, language: str, text: str | None) -> None:
        """Write a wording into the file, or take it out (None); the rest stays as it is.

        Raises TextError for a text that cannot be used, NotPossible where there is no file or
        where another program changed it since it was followed.
        """
        if self.path is None:
            raise NotPossible(_("These texts are a story's; they are not changed."))
        known = self.seen
        self.follow()
        if self.seen != known:
            raise NotPossible(
                _("Another program changed your texts meanwhile."), do=_("Look at them again.")
            )
        if text is not None:
            text = checked(language, key, text, str(self.path))
        write_private(self.path, _edited(self.seen or "", key, language, text))
        self.follow()


def of_file(path: Path) -> OwnTexts:
    """The texts of a file. Raises TextError where it cannot be used at all."""
    own = OwnTexts(path)
    own.follow()
    if own.problem:
        load_overrides(own.seen or "", str(path))  # said in full when the shop opens
    return own


def of_mapping(texts: Mapping[str, Mapping[str, str]]) -> OwnTexts:
    """Texts that are in no file."""
    return OwnTexts(current=texts)


def _edited(source: str, key: str, language: str, text: str | None) -> str:
    """The file's text with one wording more, other, or less."""
    import tomlkit  # dear to import, and rarely needed

    document = tomlkit.parse(source)
    assert language in LANGUAGES  # `checked` saw to it
    if language not in document:
        document.add(language, tomlkit.table())
    table = document[language]
    assert isinstance(table, tomlkit.items.Table)
    if text is None:
        table.pop(key, None)
    else:
        table[key] = text
    return tomlkit.dumps(document)
