"""What the owner sees of the outgoing texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text: what it is for, its template, and how it would read now.

    `group` is one of first, dates, away, server, several and hand; `own` says that the wording is
    the owner's. The preview may hold a customer's words.
    """

    key: str
    name: str
    group: str
    automatic: bool
    own: bool
    text: str
    preview: str


@dataclass(frozen=True, slots=True)
class TextsView:
    """Every text of a language. `sample`: no request is open, so a made-up one fills them.

    `problem` is a sentence about the file, while what held before holds.
    """

    language: str
    rows: tuple[TextRow, ...]
    rehearsal: bool
    sample: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TextTrial:
    """A wording before it is saved. `problems` stop it, `hints` are worth a thought."""

    key: str
    language: str
    text: str
    preview: str
    slots: tuple[str, ...]
    problems: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
