"""`absences` and `holidays` on a real shop, and what `windows` mentions once."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.store.migrate import HEAD, stamped


@pytest.fixture
def belgium(home):
    path = home / "settings.toml"
    path.write_text(path.read_text().replace("[shop]\n", '[shop]\ncountry = "BE"\n'))
    return home


YEAR = str(datetime.now(UTC).year + 1)


def test_holidays_are_listed_closed_and_opened(run, belgium):
    code, out, err = run("holidays", "list", "--year", YEAR)
    assert code == 0
    assert "Christmas Day" in out
    assert "open unless you close it" in out
    assert "entracte holidays close" in err
    code, _out, err = run("holidays", "close", f"{YEAR}-05-06")
    assert (code, "6 May" in err, "entracte undo" in err) == (0, True, True)
    assert run("holidays", "close", "--all", "--year", YEAR)[0] == 0
    assert run("holidays", "open", f"{YEAR}-05-06")[0] == 0
    shown = json.loads(run("holidays", "list", "--year", YEAR, "--json")[1])
    states = {one["day"]: one["state"] for one in shown}
    assert states[f"{YEAR}-05-06"] == "open"
    assert "proposed" not in states.values()


def test_windows_mention_holidays_until_they_were_looked_at(run, belgium):
    run("status")
    assert "entracte holidays list" in run("windows", "--days", "3")[2]
    run("holidays", "list")
    assert run("windows", "--days", "3")[2] == ""


def test_windows_mention_nothing_without_a_country(run, home):
    assert run("windows")[2] == ""


def test_a_wrong_country_is_told_with_its_place(run, belgium):
    path = belgium / "settings.toml"
    path.write_text(path.read_text().replace('"BE"', '"BELGIE"'))
    code, _out, err = run("holidays", "list")
    line = path.read_text().splitlines().index('country = "BELGIE"') + 1
    assert code == 1
    assert err.startswith(f"{path}:{line}:1: There is no country “BELGIE”.")
    path.write_text(path.read_text().replace('"BELGIE"', '"CH"'))
    assert "CH needs a region" in run("holidays", "list")[2]


@pytest.mark.parametrize(
    "words",
    [
        ("holidays", "close"),
        ("holidays", "close", "2099-05-06", "--all"),
        ("holidays", "close", "2099-05-06", "--year", "2099"),
        ("holidays", "close", "someday"),
        ("holidays", "open"),
        ("holidays", "close", "2020-05-06"),
    ],
)
def test_wrong_use(run, belgium, words):
    assert run(*words)[0] == 2


def test_absences_are_listed_and_cancelled(run, home):
    path = home / "settings.toml"
    path.write_text(
        path.read_text()
        + '\n[[absence]]\ndays = "wednesday"\nfrom = "12:00"\nto = "24:00"\nnote = "course"\n'
    )
    assert "Wednesday 12:00–24:00" in run("absences")[1]
    first = date.today() + timedelta(days=20)  # noqa: DTZ011 - any day to come
    last = first + timedelta(days=3)
    assert run("away", "leave", "--from", str(first), "--until", str(last))[0] == 0
    (planned,) = [a for a in json.loads(run("absences", "--json")[1]) if a["id"]]
    assert (planned["state"], planned["kind"]) == ("planned", "leave")
    assert "on leave" in run("absences")[1]
    assert run("absences", "cancel", planned["id"])[0] == 0
    assert [a["id"] for a in json.loads(run("absences", "--json")[1])] == [""]
    assert run("absences", "cancel", planned["id"])[0] == 1


def test_no_absence_is_said_in_words(run, home):
    code, out, err = run("absences")
    assert (code, out, err.strip()) == (0, "", "No absence is planned.")


def test_half_a_day_says_which_half(run, home):
    day = date.today() + timedelta(days=20)  # noqa: DTZ011 - any day to come
    run("away", "child", "--half", "pm", "--from", str(day))
    assert "family (afternoon)" in run("absences")[1]
    assert json.loads(run("absences", "--json")[1])[0]["half"] == "pm"


#: What the file of an older version does not have yet.
LATER = """
DROP INDEX ix_addresses_blocked
DROP INDEX ix_outbox_own
DROP INDEX ix_occurrences_kind_at
DROP INDEX ix_promises_ended_at
DROP INDEX ix_requests_ended_at
DROP INDEX ix_owner_actions_undo
DROP INDEX ix_people_sorted_by
ALTER TABLE people DROP COLUMN sorted_by
DROP TABLE away_servers
DROP INDEX ix_server_words_channel
DROP TABLE server_words
ALTER TABLE messages DROP COLUMN told
DROP TABLE messages_fts
DROP VIEW messages_places
DROP TRIGGER messages_written
DROP TRIGGER messages_changed
DROP TRIGGER messages_deleted
DROP INDEX ix_outbox_sent_at
DROP INDEX ix_outbox_copied
ALTER TABLE outbox DROP COLUMN from_address
ALTER TABLE outbox DROP COLUMN copied
ALTER TABLE requests DROP COLUMN written_to
DROP TABLE policies
DROP INDEX ix_decisions_about
DROP INDEX ix_owner_actions_at
ALTER TABLE decisions DROP COLUMN reasons
ALTER TABLE decisions DROP COLUMN near
ALTER TABLE requests DROP COLUMN urgent
ALTER TABLE special_days DROP COLUMN opens
ALTER TABLE absences DROP COLUMN occurrence
"""


def test_a_reading_command_brings_an_older_file_up_to_date(run, home):
    import sqlite3
    from contextlib import closing

    assert run("absences")[0] == 0  # makes the file
    file = home / "entracte.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        for later in LATER.strip().splitlines():
            connection.execute(later)
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    assert run("status")[0] == 0
    assert stamped(file) == HEAD
