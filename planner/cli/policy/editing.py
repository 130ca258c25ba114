"""`policy edit`: change the rules in your own editor; only rules without errors are taken."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import click

from planner.cli.command import command, state
from planner.cli.out import on_terminal, say
from planner.cli.policy.files import faults, text_of
from planner.cli.state import State
from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _
from planner.paths import read_text, write_private
from planner.services.policy.file import replace_policy
from planner.services.policy.in_force import read_rules
from rules.problems import PolicyProblems


@command("edit", example="entracte policy edit\nVISUAL=nano entracte policy edit")
@state
def edit(state: State) -> None:
    """Change your rules in your own editor (VISUAL or EDITOR).

    They are checked and tested when the editor closes, and hold only without errors; the old ones
    are kept beside them. Nothing you wrote is lost.
    """
    path = state.paths.policy
    editor = _editor(path)
    before, begun = read_text(path), text_of(state, None)[0]
    draft = path.with_name("policy.draft.toml")
    _begin(draft, begun)
    while True:
        _open(editor, draft)
        text = read_text(draft) or ""
        problems = _problems(state, text, draft)
        if not problems:
            break
        for problem in problems:
            say(problem)
        if not click.confirm(_("Go on editing?"), default=True, err=True):
            raise NotPossible(
                _("Your rules stay as they were; the draft is kept."), where=str(draft)
            )
    if read_text(path) != before:
        raise NotPossible(
            _("Your rules were changed elsewhere meanwhile; the draft is kept."),
            where=str(draft),
            do=_("Compare the two, and edit again."),
        )
    if text == begun:
        say(_("Nothing has changed."))
    else:
        _take(path, text)
    draft.unlink()


def _editor(path: Path) -> list[str]:
    """The words of the owner's editor. Raises NotPossible when there is none, or no terminal."""
    do = _("Change the file with any editor, then: entracte policy check")
    if not on_terminal():
        raise NotPossible(_("An editor needs a terminal."), where=str(path), do=do)
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(chosen, posix=os.name == "posix")
    except ValueError:  # a quote that is not closed
        raise NotPossible(
            _("EDITOR cannot be read: {words}.").format(words=chosen), where=str(path), do=do
        ) from None
    if not words:
        raise NotPossible(_("No editor is chosen: EDITOR is not set."), where=str(path), do=do)
    if shutil.which(words[0]) is None:
        what = _("There is no such editor: {name}.").format(name=words[0])
        raise NotPossible(what, where=str(path), do=do)
    return words


def _begin(draft: Path, text: str) -> None:
    """Write the draft, unless one was left and is to go on."""
    left = draft.exists() and click.confirm(
        _("There is a draft from before. Go on with it?"), default=True, err=True
    )
    if not left:
        write_private(draft, text)


def _open(editor: list[str], draft: Path) -> None:
    """Wait until the editor closes."""
    if subprocess.run([*editor, str(draft)], check=False).returncode:
        raise EntracteError(
            _("The editor ended with a failure; the draft is kept."), where=str(draft)
        )


def _problems(state: State, text: str, draft: Path) -> list[str]:
    """What is wrong with a text: its errors, else what its rules get wrong."""
    try:
        rules = read_rules(text, draft.name)
    except PolicyProblems as error:
        return [problem.text(state.language) for problem in error.problems]
    return [problem.text(state.language) for problem in faults(state, rules)]


def _take(path: Path, text: str) -> None:
    """Let the draft become the rules."""
    kept = replace_policy(path, text)
    say(_("Your rules are saved; they hold within a minute."))
    if kept:
        say(_("The old ones are kept: {file}").format(file=kept))
