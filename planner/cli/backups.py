"""`backup` and `restore`: a copy of everything now, and a copy back in its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, on_terminal, say
from planner.cli.state import State, now
from planner.errors import EntracteError, NotFound, NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale.sizes import size_words

if TYPE_CHECKING:
    from planner.doors_rescue import RescueDesk
    from planner.paths import Paths
    from planner.views_rescue import ReplaceView


@command("backup", example="entracte backup\nentracte backup /media/key/entracte.sqlite3")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@option("--force", is_flag=True, help="Replace a file that is there.")
@as_json
@state
def backup(state: State, file: Path | None, force: bool, json_: bool) -> None:
    """Copy everything as it is now: the database, settings, rules and texts.

    Without FILE it is today's copy among the daily ones. A FILE or folder of your own keeps it
    elsewhere, such as on a stick. Entracte may be running. Passwords are never in a copy.
    """
    from planner.store.backups import Backups, beside, make_copy, name_of, texts_of

    paths = state.paths
    day = _today(state)
    if file is None:
        made = Backups.of(paths).make(day)
    else:
        made = file / name_of(day) if file.is_dir() else file.absolute()
        texts = texts_of(paths)
        _refuse_our_own(made, paths)
        there = [file for file in (made, *(beside(made, text) for text in texts)) if file.exists()]
        if there and not force:
            raise NotPossible(
                _("There is a file already."), where=str(there[0]), do=_("--force replaces it.")
            )
        make_copy(paths.database, made, texts)
    if json_:
        print_json({"path": made, "day": day, "size": made.stat().st_size})
        return
    say(_("Copied."))
    data(str(made))


def _refuse_our_own(made: Path, paths: Paths) -> None:
    """What Entracte lives on is no place for a copy, not even with --force."""
    ends = ("", "-wal", "-shm", "-journal")
    ours = [paths.settings, paths.policy, paths.texts]
    ours += [paths.database.with_name(f"{paths.database.name}{end}") for end in ends]
    if made.resolve() in {path.resolve() for path in ours}:
        raise NotPossible(
            _("That is a file that Entracte works with."),
            where=str(made),
            do=_("Name another file, or a folder."),
        )


def _today(state: State) -> date:
    """The working day; by the machine's own calendar where the settings cannot be read."""
    with suppress(EntracteError):
        return state.day("today")
    return now().astimezone().date()


@command("restore", example="entracte restore\nentracte restore 2026-11-26")
@click.argument("copy", required=False, metavar="[FILE|DAY]")
@option("--yes", is_flag=True, help="Do not ask.")
@option("--as-it-was", is_flag=True, help="Nothing left since the copy: go on as before.")
@as_json
@state
def restore(state: State, copy: str | None, yes: bool, as_it_was: bool, json_: bool) -> None:
    """Put a copy in place of the database; without a name, list the copies.

    What left since the copy was made is never sent again. The present file is kept beside it.
    --as-it-was is for a shop that moves to another machine: the copy is the newest there is.
    """
    from planner.bootstrap_rescue import Rescue

    rescue = Rescue(state.paths, as_it_was)
    if copy is None:
        _list(rescue, json_)
        return
    state.log()
    file = _chosen(rescue, copy)
    if not yes:
        _ask(rescue.look(file))
    view = rescue.put_back(file)
    if json_:
        print_json(view)
        return
    _done(view, told=not yes)


def _list(rescue: RescueDesk, json_: bool) -> None:
    copies = rescue.copies()
    if json_:
        print_json(copies)
    elif copies:
        columns([(str(x.day), x.when, size_words(x.size), str(x.path)) for x in copies])
        say(_("`entracte restore DAY` puts one back, after asking."))
    else:
        say(_("There is no copy yet: the first one is made by itself, once a day."))


def _chosen(rescue: RescueDesk, copy: str) -> Path:
    """The copy of a day, or a file."""
    with suppress(ValueError):
        day = date.fromisoformat(copy)
        for found in rescue.copies():
            if found.day == day:
                return found.path
        raise NotFound(
            _("There is no copy of {day}.").format(day=day),
            do=_("`entracte restore` without a name lists the copies."),
        )
    return Path(copy).absolute()


def _ask(view: ReplaceView) -> None:
    for sentence in view.sentences:
        say(sentence)
    if not on_terminal():
        raise WrongUse(_("Nothing was changed."), do=_("--yes puts the copy back."))
    question = _("Put it in place of the present database, which is kept?")
    click.confirm(question, abort=True, err=True)


def _done(view: ReplaceView, *, told: bool) -> None:
    say(_("The copy is in place."))
    if not told:
        for sentence in view.sentences:
            say(sentence)
    if view.kept:
        say(_("The file of before is kept: {path}").format(path=view.kept))
    for text in view.settings:
        say(_("Put back as well: {path}").format(path=text))
