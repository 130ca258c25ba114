"""`entracte run` beside other processes: one service, one tick, and everybody sees the same."""

import os
import re
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from planner.bootstrap import open_shop
from planner.heartbeat import read_heartbeat
from planner.paths import Paths
from tests.servers.home import letter, put
from tests.servers.process import wait_for
from tui.app import EntracteApp

pytestmark = pytest.mark.server
LEASE = "SELECT holder FROM leases WHERE name = 'tick'"


@pytest.fixture
def served(home, sink, tmp_path):
    """A live shop on a Maildir and a server that takes mail."""
    home.maildir(tmp_path / "Maildir").smtp(sink.port)
    assert home.run("live").returncode == 0
    return home


def test_a_second_service_ends_politely_and_the_first_goes_on(served):
    with served.service() as first:
        first.ready()
        second = served.run("run")
        assert (second.returncode, second.stdout) == (1, "")
        assert re.fullmatch(
            "Another Entracte service is already running. One is enough; .*\n", second.stderr
        )
        assert first.child.poll() is None
        assert first.end() == 0
        assert first.said() == "Entracte is running. Ctrl+C ends it.\nEntracte has ended.\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_go_of_everything_and_the_next_one_ticks_at_once(
    served, sink, tmp_path, number
):
    with served.service() as service:
        service.ready()
        assert service.end(number) == 0
    names = {file.name for file in served.folder.glob("entracte.sqlite3*")}
    assert names == {"entracte.sqlite3"}  # closed properly: no log of SQLite's is left
    assert served.rows(LEASE) == []
    put(tmp_path / "Maildir", letter())
    began = time.monotonic()
    with served.service() as service:
        wait_for(lambda: sink.kept, "the acknowledgement", 15)
        assert time.monotonic() - began < 15  # not after the twenty seconds of a second tick
        assert service.end(number) == 0


def _doubled(home):
    """What a tick notes once and was noted twice."""
    return home.rows(
        "SELECT kind, key, count(*) FROM occurrences GROUP BY 1, 2 HAVING count(*) > 1"
    )


async def test_the_dashboard_beside_the_service_sees_and_does_not_double(served, sink, tmp_path):
    shops = []

    def open_desk():
        shops.append(open_shop(Paths(served.folder)))
        return shops[-1].office

    with served.service() as service:
        service.ready()
        (holder,) = served.rows(LEASE)
        app = EntracteApp(open_desk=open_desk, language="en")
        try:
            async with app.run_test(size=(100, 30)) as pilot:
                for _ in range(200):
                    await pilot.pause(0.05)
                    if app.view is not None:
                        break
                assert app.view.current.planned == 0
                assert not shops[0].office.tick().ran  # the service holds the lease
                put(tmp_path / "Maildir", letter())
                service.wake()
                for _ in range(600):
                    await pilot.pause(0.05)
                    if sink.kept and any(w.planned for w in app.view.windows):
                        break
                assert len(sink.kept) == 1
                assert sum(w.planned for w in app.view.windows) == 1  # nobody pressed a key
                assert served.rows(LEASE) == [holder]
        finally:
            for shop in shops:
                shop.close()
        assert served.rows(LEASE) == [holder]  # the dashboard gave back nothing that was not its
        assert service.end() == 0
    assert len(sink.kept) == 1
    assert _doubled(served) == []


def test_a_pass_that_fails_is_one_sentence_and_the_service_goes_on(served, sink, tmp_path):
    with served.service() as service:
        service.ready()
        with closing(sqlite3.connect(served.database, isolation_level=None)) as other:
            other.execute("ALTER TABLE requests RENAME TO hidden")
            put(tmp_path / "Maildir", letter())
            wait_for(lambda: "A pass failed" in service.said(), "the failure", 25)
            before = service.said().count("A pass failed")
            began = time.monotonic()
            wait_for(lambda: time.monotonic() - began > 3, "three seconds")
            assert service.said().count("A pass failed") <= before + 1  # not twice a second
            other.execute("ALTER TABLE hidden RENAME TO requests")
        wait_for(lambda: sink.kept, "the acknowledgement", 25)
        assert service.end() == 0
    assert "Traceback" not in service.said()
    for line in service.said().splitlines():
        assert len(line) < 300, line
    assert "A pass failed" in (served.folder / "entracte.log").read_text()
    assert "Est-elle" not in (served.folder / "entracte.log").read_text()


def test_everybody_can_see_how_it_is(served):
    paths = Paths(served.folder)
    with served.service() as service:
        service.ready()
        wait_for(lambda: read_heartbeat(paths).ticked, "the end of the first pass")
        with closing(sqlite3.connect(served.database, isolation_level=None)) as other:
            other.execute("ALTER TABLE channel_cursors RENAME TO hidden")
            wait_for(lambda: read_heartbeat(paths).failing, "the failure", 25)
            sentence = read_heartbeat(paths).failing
            wait_for(lambda: sentence in service.said(), "the sentence")
            other.execute("ALTER TABLE hidden RENAME TO channel_cursors")
        wait_for(lambda: not read_heartbeat(paths).failing, "a pass that works", 25)
        known = served.json("status")["service"]
        assert known["running"]
        assert known["last_pass"]
        assert service.end() == 0
    assert read_heartbeat(paths) is None
    with served.service() as service:
        wait_for(lambda: read_heartbeat(paths), "the start")
        service.child.kill()
        service.child.wait(10)
    assert "ended without being asked to" in served.run("status").stdout


def test_the_end_waits_for_no_silent_server(served):
    """The mail server accepts and says nothing: the pass would wait for half a minute."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        served.channel(
            "post",
            "imap",
            host="127.0.0.1",
            port=silent.getsockname()[1],
            user="x",
            security="none",
        )
        served.environ["ENTRACTE_PASSWORD_POST"] = "x"
        with served.service() as service:
            greeted, _address = silent.accept()
            with closing(greeted):
                wait_for(lambda: "is running" in service.said(), "the start")
                service.child.send_signal(signal.SIGTERM)
                assert service.child.wait(20) == 0
        assert "has ended" in service.said()
    assert served.rows(LEASE) == []
    assert not (served.folder / "service.json").exists()


def test_away_and_undo_beside_a_busy_service_leave_no_trace(served, sink, tmp_path):
    with served.service() as service:
        service.ready()
        put(tmp_path / "Maildir", letter())
        service.wake()
        wait_for(lambda: sink.kept, "the acknowledgement", 25)
        promised = "SELECT request_id, due FROM promises WHERE state = 'standing'"
        wait_for(lambda: served.rows(promised), "the promise", 25)
        before = served.rows(promised)
        rose = letter(number=2, From="Rose <rose@x.test>", Return_Path="<rose@x.test>")
        assert served.run("away", "sick").returncode == 0
        assert served.run("undo").returncode == 0
        put(tmp_path / "Maildir", rose, 2)
        service.wake()
        wait_for(lambda: len(sink.kept) == 2, "the next acknowledgement", 25)
        assert service.end() == 0
    assert [kept.to for kept in sink.kept] == [["lise@example.org"], ["rose@x.test"]]
    assert before[0] in served.rows(promised)
    assert served.json("status")["face"] == "open"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_an_idle_service_uses_next_to_nothing(served):
    def used(pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    with served.service() as service:
        service.ready()
        start = time.monotonic()
        wait_for(lambda: time.monotonic() - start > 1, "a second of rest")
        before, began = used(service.child.pid), time.monotonic()
        wait_for(lambda: time.monotonic() - began > 5, "five seconds")
        assert used(service.child.pid) - before <= 0.05  # 1 %: the clock's own step is 0.01 s
        assert service.end() == 0
