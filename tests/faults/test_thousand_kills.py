"""A loaded service, and what runs beside it, ended by SIGKILL at a thousand random instants.

`entracte run` as a whole: its scheduler, its connections, its listening threads, with Dovecot on
one side and an SMTP server on the other. Mail keeps coming, the owner keeps working meanwhile.
"""

import os
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest

from tests.faults.judge import whole
from tests.faults.owner import DEEDS, WITH_KEYS, Owner
from tests.faults.post import Post, into_dovecot, sent_folder
from tests.faults.test_five_hundred_kills import FAULTS
from tests.servers.process import wait_for
from tests.thorough import THOROUGH

pytestmark = pytest.mark.server
#: Of the service, in each of the shops: a thousand with time for it.
KILLS = 250 if THOROUGH else 25
SHOPS = [(1, DEEDS), (2, DEEDS), (3, DEEDS), (4, WITH_KEYS)]
SLOWEST = 0.25  # seconds of a pass; a machine that is slower still is killed in earlier steps
#: What a service loads late is there for every life.
LOADS = ("planner.cli.run", "planner.daemon", "planner.cli.desk", "planner.cli.away")
LOADS += ("planner.cli.reading", "tui.app", "tui.screens.late")
#: What may lie in the folder when nothing runs.
LASTING = {"settings.toml", "policy.toml", "entracte.sqlite3", "entracte.log", "entracte.lock"}
LASTING |= {"drafts.json", "backups", "lives.txt", "service.err"}
#: What is pressed on the dashboard.
KEYS = ["d", "escape", "p", "escape", "w", "escape"]


class Street:
    """One shop, its service, its owner, and everything that befalls them."""

    def __init__(self, home, sink, nursery, post, deeds, pace):
        self.home, self.sink, self.nursery, self.post = home, sink, nursery, post
        self.chance, self.owner = post.chance, Owner(home, post.chance, deeds)
        self.common = {"home": str(home.folder), "said": str(home.folder / "lives.txt")}
        self.pace = pace  # seconds that a pass takes on this machine, today
        self.ends, self.beside, self.lives = Counter(), Counter(), 0

    def round(self):
        """A service until its end, and perhaps a command, a dashboard or a copy beside it."""
        chance = self.chance
        if chance.random() < 0.1:
            self.sink.script[:] = [chance.choice((*FAULTS, ("slow", "0.1")))]
        after = chance.uniform(0, self.pace * chance.choices((1, 3, 8), (6, 5, 1))[0])
        lives = [{"do": "serve", "after": after, "glance": 0.02}]
        lives[0]["at_work"] = chance.random() < 0.8
        if chance.random() < 0.35:
            lives.append(self.owner.command(begin=chance.uniform(0, after)))
            if chance.random() < 0.5:
                lives[-1]["after"] = chance.uniform(0, 0.15)
        if chance.random() < 0.05:
            lives.append({"do": "dashboard", "keys": KEYS, "tick": 0.1})
            lives[-1]["after"] = after + chance.uniform(0, 0.8)
        if chance.random() < 0.05:
            lives.append({"do": "copy", "begin": chance.uniform(0, after)})
            lives[-1]["after"] = chance.uniform(0, 0.03)
        lives = [self.common | life for life in lives]
        ended = self.nursery.live_together(lives, meanwhile=lambda: self._mail(after))
        self.lives += len(lives)
        for life, end in zip(lives, ended, strict=True):
            if life["do"] == "command":
                self.owner.remember(life, end)
            if end["killed"] and life["do"] == "serve":
                self.ends[end["at"]] += 1
            elif end["killed"]:
                self.beside[life["do"]] += 1

    def _mail(self, seconds):
        """Mail that comes while the service lives."""
        end = time.monotonic() + seconds
        for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
            time.sleep(max(0, self.chance.uniform(0, end - time.monotonic())))
            self.post.bring()


def nothing_half_done(home, nursery):
    """What copies left that were killed goes with the first one an hour later."""
    backups = home.folder / "backups"
    for part in backups.glob("*.part*"):
        os.utime(part, (0, 0))
    nursery.live(do="command", words=["backup"], home=str(home.folder))
    assert list(backups.glob("*.part*")) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("seed", "deeds"), SHOPS if THOROUGH else SHOPS[:1])
def test_a_loaded_service_killed_at_random(
    seed, deeds, home, dovecot, sink, nursery, record_property
):
    chance = random.Random(seed)
    post = Post(into_dovecot(home, dovecot, sent_folder="Sent", answered="mark"), chance)
    copies = sent_folder(dovecot)
    home.smtp(sink.port)
    nursery = nursery()
    nursery.live(do="grow up", home=str(home.folder), loads=LOADS)
    post.bring()
    began = time.monotonic()
    nursery.live(do="grow up", home=str(home.folder))
    pace = min(time.monotonic() - began, SLOWEST)
    street = Street(home, sink, nursery, post, deeds, pace)

    began = time.monotonic()
    while street.ends.total() < KILLS:
        street.round()
    took = time.monotonic() - began
    sink.script.clear()
    nursery.live(do="command", words=["back"], home=str(home.folder))
    with home.service() as service:  # nothing is in its way
        service.ready()
        post.bring("new")
        last = "SELECT 1 FROM messages WHERE message_id = ?"
        wait_for(lambda: home.rows(last, post.sent[-1]), "its first mail")
        assert service.end() == 0
    assert {path.name for path in home.folder.iterdir()} <= LASTING
    nothing_half_done(home, nursery)
    later = datetime.now(UTC) + timedelta(seconds=30)
    asked = {"home": str(home.folder), "now": later.isoformat()}
    nursery.live(do="tick", ticks=15, minutes=4, **asked)

    said = (home.folder / "lives.txt").read_text()
    assert "Traceback" not in said
    assert "A pass failed" not in said
    figures, stands = whole(home, post, sink), street.owner.stands()
    filed = Counter(
        message_from_bytes(copy.read_bytes())["Message-ID"] for copy in copies.iterdir()
    )
    assert set(filed.values()) == {1}
    sent = "SELECT message_id FROM outbox WHERE state = 'sent' AND channel = 'courrier'"
    assert {message_id for (message_id,) in home.rows(sent)} <= set(filed)
    steps = Counter(point.partition(":")[0] or "starting" for point in street.ends.elements())
    told = ", ".join(f"{step} {count}" for step, count in steps.most_common())
    others = ", ".join(f"{what} {count}" for what, count in street.beside.most_common())
    record_property(
        "figures",
        f"Service, seed {seed}: {street.ends.total()} kills ({told}), beside it {others}, in"
        f" {street.lives} lives, {took:.0f} s; {figures}; {stands} commands of the owner's stand",
    )
