"""What is wrong in a policy file, where, in the owner's language."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rules.wording import WORDING


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; both numbers start at 1 and count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file; `message` is English, `message_fr` French."""

    file: str
    line: int
    column: int
    message: str
    message_fr: str = ""

    def text(self, language: str = "en") -> str:
        """`file:line:column: message` in "fr" or "en"."""
        message = self.message_fr if language == "fr" and self.message_fr else self.message
        return f"{self.file}:{self.line}:{self.column}: {message}"

    def __str__(self) -> str:
        return self.text()


class PolicyProblems(Exception):
    """A policy file cannot be used; `problems` are in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def text(self, language: str = "en") -> str:
        """One problem a line, in "fr" or "en"."""
        return "\n".join(problem.text(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.text()


Near = tuple[str, Collection[str]]


class Unreadable(Exception):
    """A value that cannot be read; `code` is a key of `rules.wording.WORDING`."""

    def __init__(self, code: str, *, near: Near | None = None, **values: object) -> None:
        self.code, self.near, self.values = code, near, values
        super().__init__(code)


class Notebook:
    """Collects the problems of one file while it is read; at most `LIMIT` of them are told."""

    LIMIT, HINTS = 50, 15  # looking for a hint takes a millisecond

    def __init__(self, file: str) -> None:
        self.file = file
        self._notes: list[tuple[Mark, str, Near | None, dict[str, object]]] = []

    def note(self, mark: Mark, code: str, *, near: Near | None = None, **values: object) -> None:
        """Write a problem down; `near` is a wrong name and the valid ones, for a hint."""
        self._notes.append((mark, code, near, values))

    def note_unreadable(self, mark: Mark, trouble: Unreadable) -> None:
        """Write down a value that could not be read."""
        self._notes.append((mark, trouble.code, trouble.near, trouble.values))

    def raise_if_any(self) -> None:
        """Raise `PolicyProblems` when something was written down."""
        if self._notes:
            notes = sorted(self._notes, key=lambda note: (note[0].line, note[0].column))
            told = enumerate(notes[: self.LIMIT])
            raise PolicyProblems(
                self._problem(mark, code, near if number < self.HINTS else None, values)
                for number, (mark, code, near, values) in told
            )

    def _problem(
        self, mark: Mark, code: str, near: Near | None, values: Mapping[str, object]
    ) -> Problem:
        """The sentences; made only for the problems that are told."""
        english, french = WORDING[code]
        english, french = english.format(**values), french.format(**values)
        if near and (close := difflib.get_close_matches(near[0][:40], list(near[1]), 1)):
            english += f"; did you mean '{close[0]}'?"
            french += f" ; vouliez-vous dire « {close[0]} » ?"
        return Problem(self.file, mark.line, mark.column, english, french)
