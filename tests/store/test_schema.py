"""A new file's tables are made in one go, and are those that the migrations make."""

import sqlite3
from contextlib import closing

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlmodel import create_engine

from planner.store import migrate, schema
from planner.store.engine import open_store
from tests.store.test_migrations import MIGRATIONS, at_revision


@pytest.fixture
def migrated(tmp_path):
    path = tmp_path / "migrated.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    migrate.by_scripts(engine, path, None, copied=False)
    engine.dispose()
    return path


def parts(sql):
    """A statement's lines in any order: Alembic makes constraints and indexes again from sets."""
    return sorted(line.strip(", ") for line in (sql or "").replace("\t", "").splitlines())


def whole(path):
    """Everything that is in a file: what was made, and the rows."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        made = sorted((kind, name, of, parts(sql)) for kind, name, of, sql in found)
        # The index of the search has no rows of its own to read: what it keeps beside it has.
        tables = [name for kind, name, *_ in made if kind == "table" and name != "messages_fts"]
        rows = {t: connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables}
    return made, rows


def test_both_ways_make_the_same_file(migrated, tmp_path):
    open_store(tmp_path / "new.sqlite3").close()
    assert whole(tmp_path / "new.sqlite3") == whole(migrated)


def test_what_is_written_down_is_what_the_scripts_make(migrated):
    words = schema.SCHEMA.read_text("utf-8")
    assert parts(schema.written(migrated)) == parts(words), "python -m planner.store.schema > …"


def test_a_file_that_holds_anything_is_left_alone(migrated):
    before = whole(migrated)
    with closing(sqlite3.connect(migrated, isolation_level=None)) as connection:
        schema.make_tables(connection)
    assert whole(migrated) == before


def test_a_failure_on_the_way_makes_nothing(tmp_path, monkeypatch):
    half = tmp_path / "half.sql"
    half.write_text(schema.SCHEMA.read_text("utf-8")[:3000] + ";\n\nand then nonsense")
    monkeypatch.setattr(schema, "SCHEMA", half)
    with closing(sqlite3.connect(tmp_path / "new.sqlite3", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            schema.make_tables(connection)
        assert connection.execute("SELECT * FROM sqlite_master").fetchall() == []


def test_a_new_file_goes_the_rest_of_the_way_by_scripts(tmp_path, monkeypatch, migrated):
    """Somebody wrote a migration and forgot to write the tables down."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = ScriptDirectory.from_config(config).get_revision("head").down_revision
    at_revision(tmp_path / "before.sqlite3", before)
    monkeypatch.setattr(schema, "SCHEMA", tmp_path / "before.sql")
    schema.SCHEMA.write_text(schema.written(tmp_path / "before.sqlite3"))
    assert before in schema.SCHEMA.read_text()
    open_store(tmp_path / "new.sqlite3").close()
    assert whole(tmp_path / "new.sqlite3") == whole(migrated)
    assert not list(tmp_path.glob("*.before-*"))
