"""Every step of receive, store, plan, hand over and record, ended by SIGKILL and begun again.

Lives go on with the same file, so whatever one of them damaged would be there at the end.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.judge import whole
from tests.faults.post import Post, into_dovecot, into_maildir
from tests.faults.road import POINTS
from tests.thorough import THOROUGH

EVERY = [f"{step}: {name}" for step, names in POINTS.items() for name in names]
#: In each of the shops: five hundred with time for it, else every point once.
KILLS = 105 if THOROUGH else len(EVERY)
FAULTS = (("mail", "451 4.3.0 later"), ("rcpt", "451 4.7.1 later"), ("data", "451 4.3.0 later"))
FAULTS += (("drop", ""), ("lost", ""))
STEP = timedelta(seconds=15)  # of the shop's clock between two lives


def _maildir(home, request):
    return into_maildir(home)


def _imap(home, request):
    return into_dovecot(home, request.getfixturevalue("dovecot"))


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
