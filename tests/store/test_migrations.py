"""Bringing a database file to this version."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import planner.store
from planner.errors import StoreError
from planner.store import migrate, tables
from planner.store.engine import open_store
from tests.thorough import THOROUGH

AT = "2026-11-23 10:00:00.000000"
HEAD = migrate.HEAD  # before a test brings a later one
MIGRATIONS = Path(planner.store.__file__).parent / "migrations"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "entracte.sqlite3"
    open_store(path).close()
    return path


def stamp(path, revision):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def at_revision(path, revision):
    """A file as the program of that revision made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _ours(name, kind, _parents):
    """The search index and what FTS5 keeps beside it are no tables of ours."""
    return kind != "table" or not name.startswith("messages_fts")


def test_the_migrations_make_the_tables(file):
    assert tables.RequestRow.__table__.metadata is SQLModel.metadata
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _ours}
        context = MigrationContext.configure(connection, opts=opts)
        difference = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert difference == []


def test_the_checks_of_the_tables_are_in_the_file(file):
    """Alembic does not compare checks: every enum's has to be in the file."""
    wanted = {
        constraint.name
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    with closing(sqlite3.connect(file)) as connection:
        made = " ".join(r[0] or "" for r in connection.execute("SELECT sql FROM sqlite_master"))
    assert wanted
    assert [name for name in wanted if str(name) not in made] == []


def test_head_is_the_newest_script():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_opening_again_changes_nothing(file):
    before = file.read_bytes()
    open_store(file).close()
    assert file.read_bytes() == before


def test_a_newer_file_is_refused_and_untouched(file):
    stamp(file, "9999")
    before = file.read_bytes()
    with pytest.raises(StoreError) as told:
        open_store(file)
    assert "9999" in str(told.value)
    assert str(file) in str(told.value)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.glob("*.before-*")] == []


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A version to come: the same scripts and one more."""
    scripts = tmp_path / "package" / "migrations"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / "9000_later.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = '9000', '{HEAD}', None, None\n"
        "def upgrade():\n    op.execute('CREATE TABLE later (id INTEGER)')\n"
        "def downgrade():\n    pass\n"
    )

    def come():
        monkeypatch.setattr(migrate, "HEAD", "9000")
        monkeypatch.setattr(migrate, "__file__", str(scripts.parent / "migrate.py"))

    return come


def names(file):
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


def test_an_older_file_is_copied_before_it_is_changed(file, later):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO occurrences (kind, key, at) VALUES ('a', 'b', '2026')")
    later()
    open_store(file).close()
    copy = file.with_name("entracte.sqlite3.before-9000")
    assert "later" in names(file)
    assert "later" not in names(copy)
    assert migrate.stamped(copy) == HEAD
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT kind, key FROM occurrences").fetchall() == [("a", "b")]


def test_an_upgrade_that_was_interrupted_is_taken_up_again(file, later):
    copy = file.with_name("entracte.sqlite3.before-9000")
    shutil.copy(file, copy)
    kept = copy.read_bytes()
    file.with_name(copy.name + ".part").write_bytes(b"half a copy")
    later()
    open_store(file).close()
    assert "later" in names(file)
    assert copy.read_bytes() == kept


EARLIER = [f"{n:04}" for n in range(1, int(HEAD))]


@pytest.mark.parametrize("revision", EARLIER if THOROUGH else EARLIER[3::3])
def test_a_file_of_every_version_before_is_brought_to_this_one(tmp_path, file, revision):
    old = tmp_path / "old.sqlite3"
    at_revision(old, revision)
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("INSERT INTO people (name, created_at) VALUES ('Lise', ?)", (AT,))
    open_store(old).close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name FROM people").fetchall() == [("Lise",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert names(old) == names(file)


def test_a_file_of_the_first_tables_keeps_its_requests(tmp_path):
    """0002: what was kept before the questions were read asks nothing, and is there."""
    file = tmp_path / "old.sqlite3"
    at_revision(file, "0001")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO people (id, name, created_at) VALUES (1, 'Lise', ?)", (AT,))
        connection.execute(
            "INSERT INTO requests (person_id, channel, address, subject, thread, state, opened_at,"
            " answers, minutes, language, tone, written, answerable, last_in_at)"
            " VALUES (1, 'mail', 'l@x.org', 'Robe', '', 'open', ?, 1, 3, 'fr', 'calm', 1, 1, ?)",
            (AT, AT),
        )
        connection.execute("INSERT INTO people (id, name, created_at) VALUES (2, '', ?)", (AT,))
        connection.execute(
            "INSERT INTO addresses (person_id, medium, address) VALUES (1, 'mail', 'x@x.org'),"
            " (2, 'mail', 'b@x.org'), (2, 'mail', 'a@x.org')"
        )
    store = open_store(file)
    with store.read() as unit:
        (request,) = unit.requests.open()
        assert [one.id for one in unit.people.page("", 0, 9)] == [2, 1]  # 0007: in order
        assert [one.id for one in unit.people.page("LIS", 0, 9)] == [1]
    store.close()
    assert (request.person, request.asks) == ("Lise", "")
    assert (request.ready_to_buy, request.errand) == (False, "")
