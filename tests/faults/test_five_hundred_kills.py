"""Every step of receive, store, plan, hand over and record, ended by SIGKILL and begun again.

Lives go on with the same file, so whatever one of them damaged would be there at the end.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.faults.nursery import POINTS
from tests.servers.home import letter, put
from tests.thorough import THOROUGH

EVERY = [f"{step}: {name}" for step, names in POINTS.items() for name in names]
#: In each of the shops: five hundred with time for it, else every point once.
KILLS = 105 if THOROUGH else len(EVERY)
FAULTS = (("mail", "451 4.3.0 later"), ("rcpt", "451 4.7.1 later"), ("data", "451 4.3.0 later"))
FAULTS += (("drop", ""), ("lost", ""))
STEP = timedelta(seconds=15)  # of the shop's clock between two lives
ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that forks lives; see nursery.py."""

    def __init__(self, environ):
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, **asked):
        self._child.stdin.write(json.dumps(asked) + "\n")
        self._child.stdin.flush()
        answer = json.loads(self._child.stdout.readline())
        assert answer["killed"] or answer["code"] == 0, answer
        return answer

    def end(self):
        self._child.stdin.close()
        self._child.wait(30)
        self._child.stdout.close()


@dataclass
class Post:
    """A stream of mail: new customers, the same ones again, and machines."""

    deliver: object
    chance: random.Random
    people: int = 0
    sent: list[str] = field(default_factory=list)
    machines: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)

    def bring(self):
        number = len(self.sent) + 1
        kind = self.chance.choices(("new", "again", "machine"), (7, 2, 1))[0]
        more = {}
        if kind == "again" and self.people:
            who = self.chance.randint(1, self.people)
            more["References"] = f"<first{who}@example.org>"
        else:
            self.people += 1
            who = self.people
            more["Message_ID"] = f"<first{who}@example.org>"
        sender = f"client{who}@example.org"
        if kind == "machine":
            more["Auto_Submitted"] = "auto-generated"
        (self.machines if kind == "machine" else self.customers).add(sender)
        raw = letter(
            f"Client {who}",
            f"Demande {who}",
            number=number,
            From=f"Client {who} <{sender}>",
            Return_Path=f"<{sender}>",
            **more,
        )
        self.deliver(raw, number)
        self.sent.append(message_from_bytes(raw)["Message-ID"])


@pytest.fixture
def nursery(home):
    kept = []

    def begin():
        kept.append(Nursery(home.environ))
        return kept[0]

    yield begin
    for one in kept:
        one.end()


def _maildir(home, request):
    folder = home.folder.parent / "Maildir"
    home.maildir(folder)
    return lambda raw, number: put(folder, raw, number)


def _imap(home, request):
    dovecot = request.getfixturevalue("dovecot")
    home.imap(dovecot)
    folder = dovecot.maildir()
    dovecot.deliver(letter("Avant", number=0))  # makes the mailbox
    first = len(list(folder.rglob("*.host*")))  # Dovecot knows a file by its name, for good
    return lambda raw, number: put(folder, raw, first + number)


def _end(waiting, chance):
    """Every point once, then any of them, and now and then an end from outside."""
    if waiting:
        return {"kill": waiting[0]}
    if chance.random() < 0.15:
        return {"after": chance.uniform(0, 0.08)}
    step = chance.choice(list(POINTS))
    return {"kill": f"{step}: {chance.choice(POINTS[step])}", "nth": chance.randint(1, 4)}


SHOPS = [(_maildir, 1), (_imap, 4)]
MORE = [(_maildir, 2), (_maildir, 3), (_imap, 5)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("channel", "seed"), SHOPS + MORE * THOROUGH)
def test_killed_at_every_step(channel, seed, home, sink, nursery, request, record_property):
    deliver = channel(home, request)
    home.smtp(sink.port)
    nursery = nursery()
    chance = random.Random(seed)
    post = Post(deliver, chance)

    nursery.live(do="grow up", home=str(home.folder))
    post.bring()
    nursery.live(do="grow up", home=str(home.folder))
    clock = datetime.now(UTC)

    def life(**asked):
        return nursery.live(home=str(home.folder), now=clock.isoformat(), **asked)

    ends, lives, waiting = Counter(), 0, list(EVERY)
    while ends.total() < KILLS or waiting:
        for _ in range(chance.choice((0, 1, 1, 2))):
            post.bring()
        if chance.random() < 0.15:
            sink.script[:] = [chance.choice(FAULTS)]
        ended = life(do="tick", **_end(waiting, chance))
        lives += 1
        if ended["killed"]:
            ends[ended["at"]] += 1
            waiting = [point for point in waiting if point != ended["at"]]
        clock += STEP
    sink.script.clear()
    life(do="tick", ticks=60)
    figures = whole(home, post, sink)
    by_step = Counter(point.partition(":")[0] or "starting" for point in ends.elements())
    told = ", ".join(f"{step} {count}" for step, count in by_step.most_common())
    name = "Dovecot" if channel is _imap else "Maildir"
    record_property("figures", f"{name}: {ends.total()} kills in {lives} lives ({told}); {figures}")


def whole(home, post, sink):
    """Nothing is lost, nothing doubled, and what nobody knows is marked; the figures in words."""
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert home.rows("PRAGMA foreign_key_check") == []
    kept = Counter(x for (x,) in home.rows("SELECT message_id FROM messages WHERE NOT mine"))
    assert set(post.sent) <= set(kept)  # nothing lost
    assert set(kept.values()) == {1}  # nothing stored twice
    people = "SELECT count(*) FROM requests GROUP BY person_id HAVING count(*) > 1"
    assert home.rows(people) == []  # who writes again is still one request
    letters = dict(home.rows("SELECT message_id, state FROM outbox"))
    left = Counter(message_from_bytes(x.raw)["Message-ID"] for x in sink.kept)
    assert set(left) <= set(letters)
    assert set(left.values()) <= {1}  # no letter left twice
    assert {address for x in sink.kept for address in x.to} <= post.customers  # no machine is told
    acknowledged = Counter(
        address
        for (address,) in home.rows(
            "SELECT to_address FROM outbox WHERE purpose = 'ack' AND state IN ('sent', 'perhaps')"
        )
    )
    assert set(acknowledged.values()) <= {1}  # nor did a second acknowledgement
    for message_id, state in letters.items():
        if message_id in left:
            assert state in ("sent", "perhaps"), state
        else:  # in hand when the process ended, or said twice over: marked, and never sent again
            assert state in ("perhaps", "cancelled"), state
    states = Counter(letters.values())
    assert not states["handing over"]
    carried = "SELECT count(*) FROM promises p LEFT JOIN outbox o ON o.id = p.letter_id"
    assert home.rows(f"{carried} WHERE o.state NOT IN ('sent', 'perhaps')") == [(0,)]
    waiting = "SELECT count(*) FROM requests WHERE state = 'open' AND answerable AND id NOT IN"
    promised = "(SELECT request_id FROM promises WHERE state = 'standing')"
    assert home.rows(f"{waiting} {promised}") == [(0,)]  # everybody has a date
    return (
        f"{len(post.sent)} mails stored once, {states['sent']} letters sent,"
        f" {states['perhaps']} perhaps, {left.total()} at the server, none twice"
    )
