"""What is kept: the database and its copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from planner.doctor.case import Case, note, well, wrong
from planner.errors import StoreError
from planner.locale import gettext as _
from planner.locale.sizes import size_words
from planner.services.backing_up import HEALTH
from planner.services.checking import AMISS, in_words
from planner.store.backups import list_backups
from planner.store.examining import is_whole, left_open, notes_of, size_of
from planner.store.migrate import HEAD
from planner.store.problems import damaged, look_for, newer
from planner.views_doctor import Finding

_STALE = timedelta(days=3)


def database(case: Case) -> Iterator[Finding]:
    """Whether it can be read, is whole, and of this version."""
    path = case.paths.database
    if not look_for(path, case.paths.backups):  # missing, with copies there: that is said
        yield note("database", _("There is none yet; the first start makes it."))
        return
    version = notes_of(path).version  # what cannot be read says why
    if version and version > HEAD:
        raise newer(version, str(path))
    if left_open(path):
        yield note("database", _("It was not closed; the next start puts that right."))
    elif not is_whole(path):
        raise damaged(str(path))
    else:
        yield well("database", _("It is whole; {size}.").format(size=size_words(size_of(path))))
    if version != HEAD:
        yield note("database", _("The next start brings it to this version, and keeps a copy."))


def books(case: Case) -> Iterator[Finding]:
    """What the nightly check found: nothing is wrong with the file, but with what it says."""
    if not case.paths.database.exists():
        return
    do = _("It is a fault of Entracte's, not yours; nothing was changed. Please report it.")
    found = notes_of(case.paths.database).noted.get(AMISS, ())
    for key in found:
        yield wrong("books", in_words(key), do)
    if not found:
        yield well("books", _("The nightly check found nothing."))


def copies(case: Case) -> Iterator[Finding]:
    """How old the newest copy is, and why there is none of today."""
    path = case.paths.database
    if not path.exists():
        return
    try:
        problem = notes_of(path).failing.get(HEALTH)
    except StoreError:
        problem = ""  # said by the check of the database
    if problem:
        yield wrong("copies", problem, _("It is tried again by itself."))
    do = _("One is made every day while Entracte runs; `entracte backup` makes one now.")
    times = [copy.at for copy in list_backups(case.paths)]
    if not times:
        yield note("copies", _("There is no copy yet."), do)
        return
    sentence = _("The newest is of {when}.").format(when=case.when(max(times)))
    old = case.now - max(times) > _STALE
    yield note("copies", sentence, do) if old else well("copies", sentence)
