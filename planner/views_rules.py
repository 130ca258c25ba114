"""The rules as the owner sees them: what holds, a rule as a form, what an edit would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.time import Zone


@dataclass(frozen=True, slots=True)
class HoldsView:
    """One effect that is set: in words, its value, and the owner's own sentence for it.

    `beside` has a sentence for each other rule that spoke; `kind` is that of the deciding rule.
    """

    effect: str
    words: str
    value: str
    because: str
    rule: str
    kind: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearView:
    """A rule that one line keeps from speaking: its own sentence, and what keeps it."""

    rule: str
    say: str
    because: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule or table of the owner's file. `when` says when it speaks, in words."""

    name: str
    section: str  # rule or table
    say: str
    kind: str
    speaks: bool
    when: str


@dataclass(frozen=True, slots=True)
class RulesView:
    """What holds at an instant, and the owner's rules.

    `in_force` says which rules hold where these are not the ones of the file; `problems` are the
    file's, each with its place. `base` stands for the file's text.
    """

    at: datetime
    zone: Zone
    file: str
    in_force: str
    problems: tuple[str, ...]
    holds: tuple[HoldsView, ...]
    near: tuple[NearView, ...]
    rules: tuple[RuleRow, ...]
    base: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a form: `key` names it (`when.time`, `then.closed`, `rows.0.1`).

    `words` say what it is, `may` what may be written there, `names` what else it is called.
    `choices`: nothing is written but one of these, each with its words.
    """

    key: str
    label: str
    written: str
    words: str = ""
    may: str = ""
    names: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule or table as fields; an empty `name` is a rule to be written.

    `more` are the lines that may still be added; `columns` head the cells of a table. `base`
    stands for the text that was read, so that a change on disk is noticed. A file that is not TOML
    has one field, `text`.
    """

    name: str
    section: str
    base: str
    fields: tuple[FieldView, ...]
    more: tuple[FieldView, ...] = ()
    columns: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """What a rule shall be: every field with what is written in it; an empty line is left out.

    `remove` takes the rule out of the file; `follow` lets the policy's own tests expect what comes
    out now, where they would not pass any more.
    """

    name: str
    section: str
    base: str
    fields: tuple[tuple[str, str], ...] = ()
    remove: bool = False
    follow: bool = False


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Something wrong, with its place in the file; `field` is the key of its field, if any."""

    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class DayChange:
    """What would be different on a working day, one sentence a difference."""

    day: date
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialView:
    """An edit tried, nothing written.

    `verdict` says what stands in its way, if anything does; `outlook` sums up the coming week, in
    which `people` would be written to; `hint` is something to think about. `changed` is whether
    there is anything to save.
    """

    problems: tuple[FieldProblem, ...]
    failed: tuple[str, ...]
    week: tuple[DayChange, ...]
    people: int
    verdict: str
    outlook: str
    hint: str = ""
    changed: bool = True

    @property
    def good(self) -> bool:
        """Whether it may be saved."""
        return self.changed and not self.problems and not self.failed
