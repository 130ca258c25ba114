"""Killed again and again while mail arrives: nothing is lost, nothing is sent twice."""

import random
import time
from collections import Counter
from email import message_from_bytes

import pytest

from tests.servers.home import letter, put
from tests.servers.process import wait_for

SECONDS = 12  # of killing
MAILS = 40


def _mail(number):
    sender = f"client{number}@example.org"
    return letter(
        f"Client {number}",
        f"Demande {number}",
        number=number,
        From=f"Client {number} <{sender}>",
        Return_Path=f"<{sender}>",
    )


@pytest.mark.timeout(120)
def test_sigkill_at_any_instant_loses_nothing_and_doubles_nothing(home, sink, tmp_path):
    folder = tmp_path / "Maildir"
    home.maildir(folder).smtp(sink.port)
    assert home.run("live").returncode == 0
    chance = random.Random(20261122)
    with home.service() as service:
        service.ready()
        service.child.kill()
    number = kills = 0
    began = time.monotonic()
    while time.monotonic() - began < SECONDS:
        with home.service() as service:
            wait_for(lambda s=service: "is running" in s.said() or s.child.poll() is not None, "it")
            end = time.monotonic() + chance.uniform(0.05, 1.2)
            while time.monotonic() < end:
                if number < MAILS and chance.random() < 0.3:
                    number += 1
                    put(folder, _mail(number), number)
                service.child.poll()
            service.child.kill()
            service.child.wait(10)
            kills += 1
        service.err.unlink()
    for late in range(number + 1, MAILS + 1):
        put(folder, _mail(late), late)

    with home.service() as service:  # nobody kills the last one
        wait_for(lambda: "is running" in service.said(), "its start")
        waiting = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'handing over')"
        said = "SELECT count(*) FROM outbox WHERE state IN ('sent', 'perhaps')"
        wait_for(
            lambda: home.rows(said) == [(MAILS,)] and home.rows(waiting) == [(0,)], "all of it", 45
        )
        assert service.end() == 0
    assert kills >= 4
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert home.rows("PRAGMA foreign_key_check") == []
    arrived = "SELECT count(*), count(DISTINCT message_id) FROM messages WHERE mine = 0"
    assert home.rows(arrived) == [(MAILS, MAILS)]
    assert home.rows("SELECT count(*) FROM requests") == [(MAILS,)]

    copies = Counter(kept.to[0] for kept in sink.kept)
    assert set(copies.values()) == {1}
    ids = Counter(message_from_bytes(kept.raw)["Message-ID"] for kept in sink.kept)
    assert set(ids.values()) == {1}
    letters = dict(home.rows("SELECT to_address, state FROM outbox WHERE state <> 'cancelled'"))
    assert len(letters) == MAILS
    for address, state in letters.items():
        if address not in copies:  # it was in hand when the process died: marked, not sent again
            assert state == "perhaps", address
    promised = "SELECT count(*), count(DISTINCT request_id) FROM promises WHERE state = 'standing'"
    assert home.rows(promised) == [(MAILS, MAILS)]
