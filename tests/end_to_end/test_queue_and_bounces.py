"""A real queue between the shop and the world: greylisting, a bounce, what the owner is told."""

import email
import email.policy

import pytest

from tests.servers.home import letter
from tests.servers.process import wait_for

pytestmark = pytest.mark.server


def _ids(kept):
    mails = (email.message_from_bytes(x.raw, policy=email.policy.default) for x in kept)
    return [str(mail["Message-ID"]) for mail in mails]


def test_greylisting_is_no_error_and_a_bounce_is_told(home, dovecot, postfix, hop):
    home.imap(dovecot, smtp="envoi", copy_sent=False).smtp(postfix.port)
    assert home.run("live").returncode == 0
    with home.service() as service:
        service.ready()
        hop.script = [("rcpt", "451 4.7.1 Greylisted, come back later")]
        dovecot.deliver(letter(number=21))
        service.wake()
        wait_for(lambda: hop.kept, "the acknowledgement, at the second try of the queue")
        assert [kept.to for kept in hop.kept] == [["lise@example.org"]]
        assert home.json("status")["problems"] == []

        hop.script = [("rcpt", "550 5.1.1 No such user here")]
        assert home.run("answer", "1", "Oui, avec plaisir.", "--now").returncode == 0
        wait_for(lambda: "status=bounced" in postfix.log(), "the bounce")
        wait_for(lambda: len(list(dovecot.maildir().glob("*/*.*"))) >= 2, "the report")
        failed = "SELECT message_id FROM outbox WHERE state = 'failed'"
        service.wake()
        wait_for(lambda: home.rows(failed), "the failure", 25)
        assert home.rows("SELECT state FROM requests") == [("open",)]
        assert home.rows("SELECT state FROM promises") == [("standing",)]
        assert home.rows("SELECT blocked_until IS NOT NULL FROM addresses") == [(1,)]
        (shown,) = home.json("outbox")
        assert (shown["state"], shown["to"]) == ("failed", "lise@example.org")
        assert "5.1.1" in shown["reason"]
        assert any("could not be delivered" in said for said in home.json("status")["problems"])
        assert any("5.1.1" in said for said in home.json("why", "1")["sentences"])

        assert home.run("outbox", "resend", str(shown["id"])).returncode == 0
        wait_for(lambda: len(hop.kept) == 2, "the answer, sent again on purpose")
        wait_for(lambda: not home.rows(failed), "its record")
        assert service.end() == 0
    assert (
        _ids(hop.kept)[1]
        == home.rows("SELECT message_id FROM outbox WHERE purpose = 'answer'")[0][0]
    )
    assert home.rows("SELECT state FROM promises") == [("kept",)]
    assert home.rows("SELECT count(*) FROM requests") == [(1,)]  # the report is no request
    assert [kept.to for kept in hop.kept] == [["lise@example.org"]] * 2  # and got no answer
