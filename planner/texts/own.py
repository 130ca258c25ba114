"""The owner's texts as they are now: the file is followed, and changed without losing a comment."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import cast

from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _
from planner.paths import read_text, write_private
from planner.texts.overrides import checked, load_overrides
from planner.texts.shipped import Overrides

NONE: Overrides = MappingProxyType({})
#: Stands for the text of a file that could not be read.
UNREAD = "\0"


@dataclass(slots=True)
class OwnTexts:
    """The texts of a file over the shipped ones; `path` None: there is no file to follow.

    While the file has an error what held before holds, and `problem` says it.
    """

    path: Path | None = None
    current: Overrides = field(default_factory=lambda: NONE)
    problem: str = ""
    seen: str | None = None  # the file's text as it was read last; None for no file
    _lock: RLock = field(default_factory=RLock, repr=False, compare=False)  # the tick reads it too

    def follow(self) -> None:
        """Read the file again, if it has changed. Never raises: `problem` says what is wrong."""
        if self.path is None:
            return
        with self._lock:
            try:
                self._take(read_text(self.path), str(self.path))
            except EntracteError as error:
                self.seen, self.problem = UNREAD, str(error)

    def _take(self, text: str | None, name: str) -> None:
        if text == self.seen:
            return
        self.seen = text
        try:
            self.current = load_overrides(text, name) if text else NONE
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
        with self._lock:
            known = self.seen
            self.follow()
            if self.problem:
                raise NotPossible(
                    _("Your file of texts has an error: it is left as it is."), do=self.problem
                )
            if self.seen != known:
                raise NotPossible(
                    _("Another program changed your texts meanwhile."), do=_("Look at them again.")
                )
            if text is not None:
                text = checked(language, key, text, self.path.name)
            write_private(self.path, edited(self.seen or "", key, language, text))
            self.follow()


def of_file(path: Path) -> OwnTexts:
    """The texts of a file. Raises TextError where it cannot be used at all."""
    own = OwnTexts(path)
    own.follow()
    if own.problem:
        load_overrides(read_text(path) or "", str(path))  # said in full when the shop opens
    return own


def of_mapping(texts: Mapping[str, Mapping[str, str]]) -> OwnTexts:
    """Texts that are in no file."""
    return OwnTexts(current=texts)


def edited(source: str, key: str, language: str, text: str | None) -> str:
    """The file's text with one wording more, other, or less; comments and the rest stay."""
    import tomlkit  # dear to import, and rarely needed

    document = tomlkit.parse(source)
    if language not in document:
        if text is None:
            return source
        document.add(language, tomlkit.table())
    table = cast("MutableMapping[str, str]", document[language])  # a table of any notation
    if text is None:
        table.pop(key, None)
    else:
        table[key] = text
    return tomlkit.dumps(document)
