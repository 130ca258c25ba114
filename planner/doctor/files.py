"""The files that the owner writes: settings, rules, texts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.doctor.case import Case, note, well, wrong
from planner.locale import gettext as _
from planner.paths import read_text
from planner.services.policy import of_file as rules_of
from planner.settings import load
from planner.texts.own import of_file as texts_of
from planner.views_doctor import Finding


def settings(case: Case) -> Iterator[Finding]:
    """Whether they can be read, and what in them is unwise."""
    path = case.paths.settings
    text = read_text(path)
    if text is None:
        yield _none(case)
        return
    found = load(text, str(path))  # an error says where and what
    yield well("settings", _("{file} has no errors.").format(file=path.name))
    for problem in found.problems:
        yield note("settings", problem)


def _none(case: Case) -> Finding:
    if case.paths.database.exists():
        return wrong(
            "settings",
            _("There is a database, and no settings in {folder}.").format(folder=case.paths.config),
            _("Put settings.toml back from a copy; `entracte setup` asks for everything anew."),
        )
    return note("settings", _("There are no settings yet."), _("Begin with `entracte`."))


def policy(case: Case) -> Iterator[Finding]:
    """Whether her own rules hold."""
    if case.settings is None:
        return
    path = case.paths.policy
    problems = rules_of(path, case.settings.schedule).policy.problems
    for problem in problems:
        yield wrong("policy", problem, _("The rules that held before hold on meanwhile."))
    if not problems:
        own = read_text(path) is not None
        yield well(
            "policy",
            _("{file} has no errors.").format(file=path.name)
            if own
            else _("Those that come with it."),
        )


def texts(case: Case) -> Iterator[Finding]:
    """Whether her own texts can be used."""
    path = case.paths.texts
    own = read_text(path) is not None
    texts_of(path)  # an error says where and what
    yield well(
        "texts",
        _("{file} has no errors.").format(file=path.name) if own else _("Those that come with it."),
    )
