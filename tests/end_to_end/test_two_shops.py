"""Two live shops, both unavailable, on real servers: one word each at most, then silence."""

import smtplib

import pytest

from tests.servers.home import Home, letter
from tests.servers.process import HOST, PEER, USER, wait_for
from tests.thorough import THOROUGH

pytestmark = pytest.mark.server
AUTOMATIC = "SELECT count(*) FROM outbox WHERE automatic = 1 AND state IN ('sent', 'perhaps')"
WAITING = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'handing over')"


def _mails(dovecot, user):
    return [*dovecot.maildir(user).glob("new/*"), *dovecot.maildir(user).glob("cur/*")]


@pytest.mark.parametrize(
    "gateway",
    [False, True] if THOROUGH else [True],
    ids=lambda one: "stripped" if one else "marked",
)
def test_two_shops_that_are_away_say_one_word_each_at_most(tmp_path, dovecot, postfix, gateway):
    """`stripped`: on the way every mark of an automatic message is lost, the null path too."""
    port = postfix.gateway if gateway else postfix.port
    shops = [Home(tmp_path / name, address=name) for name in (USER, PEER)]
    for shop in shops:
        shop.imap(dovecot, smtp="envoi").smtp(port)
        assert shop.run("away", "sick").returncode == 0
        assert shop.run("live").returncode == 0  # another action: nothing waits for an undo
    taken = postfix.taken()
    with shops[0].service() as one, shops[1].service() as other:
        services = [one.ready(), other.ready()]
        wrote = {"From": f"Camille <{USER}>", "To": f"<{PEER}>", "Return_Path": None}
        with smtplib.SMTP(HOST, postfix.port) as server:
            server.sendmail(USER, [PEER], letter(number=31, **wrote))
        wait_for(lambda: _mails(dovecot, PEER), "the customer's message")
        other.wake()
        wait_for(lambda: shops[1].rows(AUTOMATIC) == [(1,)], "the one word of the other shop", 25)
        wait_for(lambda: _mails(dovecot, USER), "its arrival")
        for _ in range(3):  # whatever comes back and forth has come; then nothing more may
            for service in services:
                service.wake()
        words = [shop.rows(AUTOMATIC)[0][0] for shop in shops]
        seen = postfix.taken() - taken, len(_mails(dovecot, USER)), len(_mails(dovecot, PEER))
        for service in services:
            service.wake()
        assert [shop.rows(AUTOMATIC)[0][0] for shop in shops] == words
        assert [shop.rows(WAITING) for shop in shops] == [[(0,)], [(0,)]]
        assert all(service.end() == 0 for service in services)
    assert words == ([1, 1] if gateway else [0, 1])
    assert seen == (1 + sum(words), words[1], 1 + words[0])
    assert postfix.taken() - taken == seen[0]
