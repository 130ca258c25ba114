"""The doctor says what is wrong and what helps, whatever is broken, and changes nothing."""

import json
import os
import socket
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from planner import locale, log
from planner.bootstrap import open_shop
from planner.cli.app import main
from planner.clock import SystemClock
from planner.daemon.lock import only_one
from planner.doctor import examine
from planner.doctor.case import well
from planner.heartbeat import Heartbeat, write_heartbeat
from planner.paths import Paths
from planner.views_doctor import Health
from tests.servers.home import Home

SECRET = "manteau-rouge"
SUBJECTS = {
    "settings", "policy", "texts", "database", "books", "copies", "channel.courrier", "clock",
    "channel.papier", "zone", "notifications", "service", "permissions", "space", "log", "place",
    "versions",
}  # fmt: skip


@pytest.fixture(scope="module")
def _made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doctor")
    home = Home(folder / "home")
    home.maildir(folder / "Maildir").channel("papier", "paper", path=str(folder / "paper"))
    open_shop(Paths(home.folder)).close()
    return {path.name: path.read_bytes() for path in home.folder.iterdir()}


@pytest.fixture
def home(tmp_path, _made, monkeypatch):
    """A shop that has run before; its files are the owner's alone."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    for name, content in _made.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    yield folder
    log.stop()


@pytest.fixture
def doctor(home, capsys):
    """What it finds, by subject; the exit code is checked."""

    def asked(*words):
        code = main(["doctor", "--json", "--home", str(home), *words])
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err
        found = {}
        for one in json.loads(seen.out)["findings"]:
            assert one["title"]
            assert one["sentence"]
            found.setdefault(one["subject"], []).append(one)
        bad = [one for many in found.values() for one in many if one["state"] == "wrong"]
        assert all(one["do"] for one in bad)
        assert (code == 1) == bool(bad), bad
        assert ("wrong" in seen.err) == bool(bad), seen.err
        return found

    return asked


def snapshot(folder):
    files = (folder, *folder.rglob("*"))
    return {one: (one.stat().st_mtime_ns, one.is_file() and one.read_bytes()) for one in files}


def test_a_shop_that_is_well(home, doctor):
    before = snapshot(home)
    found = doctor()
    assert snapshot(home) == before
    assert set(found) == SUBJECTS
    states = {subject: one["state"] for subject, (one,) in found.items()}
    assert {s for s in states if states[s] == "ok"} >= SUBJECTS - {
        "copies", "notifications", "service", "zone",
    }  # fmt: skip
    assert "0.1.0" in found["versions"][0]["sentence"]


def test_before_there_is_anything(tmp_path, capsys):
    assert main(["doctor", "--home", str(tmp_path / "none")]) == 0
    assert "no settings yet" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def garbage(home):
    (home / "entracte.sqlite3").write_bytes(b"no database" * 500)


def page_lost(home):
    with (home / "entracte.sqlite3").open("r+b") as file:
        for page in range(4, 30):
            file.seek(page * 4096)
            file.write(os.urandom(4096))


def newer(home):
    with closing(sqlite3.connect(home / "entracte.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def from_tomorrow(home):
    with closing(sqlite3.connect(home / "entracte.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO events (at, event, data) VALUES ('2999-01-01 00:00:00', 'x', '{}')"
        )


def wrong_settings(home):
    file = home / "settings.toml"
    file.write_text(file.read_text().replace("zone =", "zonne =", 1))


def lost_settings(home):
    (home / "settings.toml").unlink()


def wrong_rule(home):
    (home / "policy.toml").write_text('[rule.x]\nsay.en = "x"\nthen.answers_at = 4\n')


def wrong_text(home):
    (home / "texts.toml").write_text('[fr]\nsecond = "Bonjour {nobody}"\n')


def not_utf8(home):
    (home / "texts.toml").write_bytes(b"\xff\xfe\x00")


def lost_maildir(home):
    file = home / "settings.toml"
    file.write_text(file.read_text().replace("/Maildir", "/gone"))


def no_password(home):
    add(home, 'name = "envoi"\nkind = "smtp"\nhost = "127.0.0.1"\nport = 9\nuser = "c"')


def closed_port(home):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    add(
        home, f'name = "envoi"\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"'
    )


def add(home, lines):
    with (home / "settings.toml").open("a") as file:
        file.write(f"\n[[channel]]\n{lines}\n")


def open_folder(home):
    home.chmod(0o755)
    (home / "entracte.sqlite3").chmod(0o644)


@pytest.mark.parametrize(
    ("breaks", "subject", "says"),
    [
        (garbage, "database", "damaged"),
        (page_lost, "database", "damaged"),
        (newer, "database", "newer Entracte"),
        (from_tomorrow, "clock", "recorded"),
        (wrong_settings, "settings", "zonne"),
        (lost_settings, "settings", "no settings in"),
        (wrong_rule, "policy", "answers_at"),
        (wrong_text, "texts", "nobody"),
        (not_utf8, "texts", "UTF-8"),
        (lost_maildir, "channel.courrier", "gone"),
        (no_password, "secrets", "keyring"),
        (closed_port, "channel.envoi", "127.0.0.1"),
        (open_folder, "permissions", "can look into"),
    ],
)
def test_each_thing_that_breaks_is_said_and_nothing_else_suffers(
    breaks, subject, says, home, doctor
):
    breaks(home)
    before = snapshot(home)
    found = doctor()
    assert snapshot(home) == before
    assert [one["state"] for one in found[subject] if says in one["sentence"]] == ["wrong"], found
    others = SUBJECTS - {subject, "policy", "channel.courrier", "channel.papier", "database"}
    assert others <= set(found)


def test_all_of_it_at_once(home, doctor):
    for breaks in (garbage, wrong_settings, wrong_text, open_folder):
        breaks(home)
    found = doctor()
    wrong = {s for s, many in found.items() if any(one["state"] == "wrong" for one in many)}
    assert wrong >= {"settings", "texts", "database", "permissions"}
    assert {"clock", "versions", "space", "place"} <= set(found)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="becomes somebody else")
def test_a_folder_of_somebody_else_that_cannot_even_be_read(home):
    examine(Paths(home), offline=True)  # whatever is imported late is there
    os.seteuid(65534)
    try:
        found = {one.subject: one for one in examine(Paths(home), offline=True)}
    finally:
        os.seteuid(0)
    for subject in ("settings", "database", "texts"):
        assert found[subject].state is Health.WRONG
        assert "Permission denied" in found[subject].sentence
    assert found["permissions"].state is Health.WRONG
    assert {"versions", "zone"} <= set(found)


def test_a_database_that_is_open_or_was_never_closed(home, doctor):
    shop = open_shop(Paths(home))
    with shop.office.ctx.store.write() as unit:
        unit.journal.say(SystemClock().now(), "window.opened", window="x")
        assert doctor()["database"][0]["state"] == "ok"  # while somebody writes
    log = (home / "entracte.sqlite3-wal").read_bytes()
    shop.close()
    (home / "entracte.sqlite3-wal").write_bytes(log)
    before = snapshot(home)
    assert "was not closed" in doctor()["database"][0]["sentence"]
    assert snapshot(home) == before


def test_offline_nothing_is_tried_and_the_last_failure_is_told(home, doctor, monkeypatch):
    with closing(sqlite3.connect(home / "entracte.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO channel_cursors (channel, cursor, connected_at, failures, problem)"
            " VALUES ('courrier', '', '2026-11-01', 3, 'no such folder')"
        )
    monkeypatch.setattr("planner.bootstrap.open_channels", None)
    found = doctor("--offline")
    assert "not tried" in found["channels"][0]["sentence"]
    assert found["channel.courrier"][0]["sentence"] == "Last time: no such folder"


def quiet(_case):
    yield well("clock", "fine")


def test_what_the_nightly_check_found_is_named(home, doctor):
    with closing(sqlite3.connect(home / "entracte.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO occurrences (kind, key, at) VALUES ('amiss', '3 17', '2026-11-27')"
        )
    (found,) = doctor()["books"]
    assert (found["state"], "Request 17" in found["sentence"]) == ("wrong", True)


def test_a_copy_that_could_not_be_made_and_notifications_that_do_not_appear(home, doctor):
    with closing(sqlite3.connect(home / "entracte.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO channel_cursors (channel, cursor, connected_at, failures, problem)"
            " VALUES ('/backup', '', '2026-11-01', 1, 'The disk is full.')"
        )
        connection.execute(
            "INSERT INTO occurrences (kind, key, at)"
            " VALUES ('notification unseen', 'no answer', '2026-11-27')"
        )
    found = doctor("--offline")
    assert found["copies"][0]["sentence"] == "The disk is full."
    assert "did not answer" in found["notifications"][0]["sentence"]


def test_a_check_that_fails_or_hangs_keeps_no_other(home):
    never = threading.Event()

    def broken(_case):
        yield well("policy", "half")
        raise ValueError(SECRET)

    def refused(_case):
        raise PermissionError(13, "Permission denied", "/x/y")
        yield

    def hangs(_case):
        never.wait()
        yield

    checks = (("policy", broken), ("texts", hangs), ("space", refused), ("clock", quiet))
    found = examine(Paths(home), offline=True, checks=checks, patience=0.2)
    never.set()
    assert [(one.subject, one.state) for one in found] == [
        ("policy", Health.OK), ("policy", Health.WRONG), ("texts", Health.WRONG),
        ("space", Health.WRONG), ("clock", Health.OK),
    ]  # fmt: skip
    assert "ValueError" in found[1].sentence
    assert "in time" in found[2].sentence
    assert "/x/y: " in found[3].sentence
    assert SECRET not in str(found)


class At:
    def __init__(self, now):
        self._now = now

    def now(self):
        return self._now


def one(home, subject, clock=None):
    return [f for f in examine(Paths(home), offline=True, clock=clock) if f.subject == subject]


def test_a_clock_that_stands_in_the_past(home):
    (found,) = one(home, "clock", At(datetime(2020, 1, 1, tzinfo=UTC)))
    assert found.state is Health.WRONG
    assert "Wednesday 1 January 2020" in found.sentence


def test_a_machine_in_another_zone(home, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    found = one(home, "zone")[-1]
    assert found.state is Health.NOTE
    assert "Pacific/Kiritimati" in found.sentence


def beat(paths, **changes):
    now = SystemClock().now()
    usual = {"pid": 1, "host": "h", "version": "0.1.0", "started": now, "ticked": now}
    write_heartbeat(paths, Heartbeat(**(usual | changes)))


def test_the_service_and_its_passes(home):
    paths, now = Paths(home), SystemClock().now()
    assert one(home, "service")[0].state is not Health.OK
    with only_one(paths.lock):
        beat(paths)
        assert [f.state for f in one(home, "service")] == [Health.OK]
        beat(paths, failing="The disk is full.", failing_since=now)
        (found,) = one(home, "service")
        assert found.state is Health.WRONG
        assert found.sentence.endswith(": The disk is full.")
        beat(paths, ticked=now - timedelta(hours=1), version="0.0.9")
        late, older = one(home, "service")
        assert late.state is Health.WRONG
        assert "not looked since" in late.sentence
        assert "0.0.9" in older.sentence
    assert "without being asked" in one(home, "service")[0].sentence


def test_a_report_of_a_failure_is_mentioned(home):
    (home / "crash-report-20261127-080000.txt").write_text("x")
    (found,) = one(home, "log")
    assert found.state is Health.NOTE
    assert "crash-report-20261127-080000.txt" in found.sentence


def test_a_second_installation(home, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "share" / "entracte").mkdir(parents=True)
    (tmp_path / "share" / "entracte" / "entracte.sqlite3").write_bytes(b"")
    assert [f.state for f in one(home, "place")] == [Health.OK, Health.NOTE]


def test_a_password_is_looked_for_and_never_shown(home, doctor, monkeypatch, capsys):
    no_password(home)
    monkeypatch.setenv("ENTRACTE_PASSWORD_ENVOI", SECRET)
    found = doctor("--offline")
    assert found["secrets"][0]["state"] == "ok"
    assert SECRET not in str(found)


def test_lines_for_people(home, capsys, monkeypatch):
    open_folder(home)
    french = (home / "settings.toml").read_text().replace('"en"', '"fr"')
    (home / "settings.toml").write_text(french)
    assert main(["doctor", "--offline", "--home", str(home)]) == 1
    seen = capsys.readouterr()
    assert "bien      Réglages" in seen.out
    assert "à voir    Service" in seen.out
    assert f"chmod 700 {home}" in seen.out
    assert "✓" not in seen.out  # a pipe gets words
    assert "ne vont pas" in seen.err
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    main(["doctor", "--offline", "--home", str(home)])
    seen = capsys.readouterr()
    assert "✓ bien" in seen.out
    assert "✗ " in seen.out
    locale.use("en")
