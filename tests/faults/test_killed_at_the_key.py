"""The one key, ended by SIGKILL at every write: she is wholly away or wholly not (D-10)."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from planner.bootstrap import open_shop
from planner.paths import Paths
from tests.faults.parent import Nursery
from tests.faults.test_killed_at_work import _every_end
from tests.servers.home import Home, letter, put
from tests.thorough import THOROUGH

#: Which of the points of a key are tried: every one with time for it.
EVERY = 1 if THOROUGH else 7


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("nursery"))
    home.maildir(home.folder / "Maildir")
    kept = Nursery(home.environ)
    kept.live(do="grow up", home=str(home.folder))
    yield kept
    kept.end()


@pytest.fixture
def promised(home, sink, tmp_path):
    """A live shop in which four people have a date."""
    home.maildir(tmp_path / "Maildir").smtp(sink.port)
    office = open_shop(Paths(home.folder)).office
    office.go_live(True)
    office.tick()
    for number in range(4):
        who = f"client{number}@example.org"
        raw = letter(f"Client {number}", number=number, From=f"<{who}>", Return_Path=f"<{who}>")
        put(tmp_path / "Maildir", raw, number)
    for _ in range(3):
        office.tick()
    office.close()
    return home


def stands(database):
    """Everything that says whether she is away, and what people will be told of it."""
    with closing(sqlite3.connect(database)) as connection:
        return [
            connection.execute(query).fetchall()
            for query in (
                "SELECT kind, since, until, cancelled_at IS NULL FROM absences",
                "SELECT kind, undone_at IS NULL FROM owner_actions WHERE kind <> 'live'",
                "SELECT request_id, purpose, body, state FROM outbox WHERE state <> 'cancelled'",
                "SELECT request_id, kind, due, state FROM promises",
            )
        ]


def again(home, whole):
    """The shop as it was before the key."""
    for path in home.folder.glob("entracte.sqlite3*"):
        path.unlink()
    shutil.copy(whole, home.database)


@pytest.mark.parametrize(
    ("before", "key"),
    [((), "away"), (("away",), "undo"), (("away",), "extend"), (("away",), "back")],
)
def test_wholly_away_or_wholly_not(before, key, promised, nursery, tmp_path):
    now = datetime.now(UTC).replace(microsecond=0)
    asked = {"home": str(promised.folder), "now": now.isoformat()}
    for earlier in before:
        nursery.live(do="key", key=earlier, **asked)
    asked["now"] = (now + timedelta(seconds=4)).isoformat()
    whole = tmp_path / "whole.sqlite3"
    with closing(sqlite3.connect(promised.database)) as here, closing(sqlite3.connect(whole)) as to:
        here.backup(to)  # with what is still beside the file
    untouched = stands(whole)
    again(promised, whole)
    nursery.live(do="key", key=key, **asked)
    done = stands(promised.database)
    assert done != untouched
    again(promised, whole)
    ends = set()
    for killed in _every_end(nursery, "key", every=EVERY, do="key", key=key, **asked):
        ends.add(stands(promised.database) == done)
        assert stands(promised.database) in (untouched, done)
        assert killed or stands(promised.database) == done
        again(promised, whole)
    assert ends == {True, False}
