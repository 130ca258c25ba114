"""The `[facts]` of settings.toml: lines that an acknowledgement may carry (B-06)."""

from __future__ import annotations

from planner.domain.shop_facts import LONGEST, WORDS, Fact
from planner.locale import gettext as _
from planner.settings_reader import Table

LANGUAGES = ("fr", "en")


def read_facts(top: Table, language: str) -> tuple[Fact, ...]:
    """The facts in the order of the file; a text alone is in the shop's language.

    Raises SettingsError for an unknown key, an empty or long line, and a name of the owner's own
    without its words.
    """
    facts = top.table("facts")
    return tuple(_fact(facts, name, language) for name in facts.values)


def _fact(facts: Table, name: str, language: str) -> Fact:
    if isinstance(facts.values[name], str):
        return Fact(name, _words(facts, name, ()), {language: _line(facts, name)})
    table = facts.table(name)
    table.only("words", *LANGUAGES)
    lines = {key: _line(table, key) for key in LANGUAGES if table.has(key)}
    if not lines:
        table.fail(
            language,
            _("“{name}” says nothing.").format(name=name),
            _('Add a line: {language} = "...".').format(language=language),
        )
    return Fact(name, _words(facts, name, table.texts("words")), lines)


def _words(facts: Table, name: str, own: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(w for w in (" ".join(word.casefold().split()) for word in own) if w.strip("*"))
    if not words and name not in WORDS:
        facts.fail(
            name,
            _("Nothing says when “{name}” is told.").format(name=name),
            _('Add words = ["..."], or use one of: {names}.').format(names=", ".join(WORDS)),
        )
    return words or WORDS[name]


def _line(table: Table, key: str) -> str:
    line = " ".join(table.text(key).split())
    if not line or len(line) > LONGEST:
        table.fail(
            key,
            _("A fact is one line of 1 to {most} characters.").format(most=LONGEST),
            _("Shorten it, or name the page that says the rest."),
        )
    return line
