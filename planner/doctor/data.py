"""What is kept: the database and its copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from sqlite3 import DatabaseError

from planner.doctor.case import Case, note, well
from planner.doctor.sizes import size_words
from planner.locale import gettext as _
from planner.store.examining import look_at
from planner.store.migrate import HEAD
from planner.store.problems import newer, told
from planner.views_doctor import Finding

_STALE = timedelta(days=3)


def database(case: Case) -> Iterator[Finding]:
    """Whether it can be read, is whole, and of this version."""
    path = case.paths.database
    if not path.exists():
        yield note("database", _("There is none yet; the first start makes it."))
        return
    found = look_at(path)  # what cannot be read says why
    if found.version and found.version > HEAD:
        raise newer(found.version, str(path))
    if found.left_open:
        yield note("database", _("It was not closed; the next start puts that right."))
    elif not found.whole:
        raise told(DatabaseError("malformed"), str(path))
    else:
        yield well("database", _("It is whole; {size}.").format(size=size_words(found.size)))
    if found.version != HEAD:
        yield note("database", _("The next start brings it to this version, and keeps a copy."))


def copies(case: Case) -> Iterator[Finding]:
    """How old the newest copy is."""
    if not case.paths.database.exists():
        return
    do = _("One is made every day while Entracte runs; `entracte backup` makes one now.")
    times = [path.stat().st_mtime for path in (case.paths.data / "backups").glob("*.sqlite3")]
    if not times:
        yield note("copies", _("There is no copy yet."), do)
        return
    newest = datetime.fromtimestamp(max(times), UTC)
    sentence = _("The newest is of {when}.").format(when=case.when(newest))
    old = case.now - newest > _STALE
    yield note("copies", sentence, do) if old else well("copies", sentence)
