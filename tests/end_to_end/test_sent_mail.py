"""The folder of sent mail on a real server: copies go in, what she wrote elsewhere comes out."""

from contextlib import contextmanager

import pytest
from imapclient import IMAPClient

from tests.servers.home import letter
from tests.servers.process import HOST, PASSWORD, USER, wait_for

pytestmark = pytest.mark.server
REPLY = letter(
    "Camille", "Re: Sac bleu", "Oui, le sac est encore là.", number=53, Return_Path=None,
    From=f"Camille <{USER}>", To="Rose <rose@example.org>", In_Reply_To="<m52@example.org>",
)  # fmt: skip


@contextmanager
def mailbox(dovecot):
    with IMAPClient(HOST, dovecot.imap, ssl=False) as client:
        client.plain_login(USER, PASSWORD)
        yield client


def ids(dovecot, folder, *search):
    """The Message-IDs of a folder."""
    with mailbox(dovecot) as client:
        client.select_folder(folder, readonly=True)
        found = client.fetch(client.search(list(search) or ["ALL"]), ["ENVELOPE"])
    return sorted(one[b"ENVELOPE"].message_id.decode() for one in found.values())


def test_copies_and_replies_written_in_another_program(home, dovecot, sink):
    with mailbox(dovecot) as client:
        client.create_folder("Sent")
    home.imap(dovecot, smtp="envoi", answered="mark").smtp(sink.port)
    assert home.run("live").returncode == 0
    ours = "SELECT message_id FROM outbox WHERE state = 'sent' AND reason <> 'elsewhere'"
    with home.service() as service:
        service.ready()
        dovecot.deliver(letter(number=51))
        rose = {"From": "Rose <rose@example.org>", "Return_Path": "<rose@example.org>"}
        dovecot.deliver(letter("Rose", "Sac bleu", number=52, **rose), "rose@example.org")
        service.wake()
        wait_for(lambda: len(sink.kept) == 2, "both acknowledgements", 45)
        assert home.run("answer", "1", "Oui, elle est là.", "--now").returncode == 0
        wait_for(lambda: len(sink.kept) == 3, "the answer", 45)
        wait_for(lambda: len(ids(dovecot, "Sent")) == 3, "the copies", 45)
        assert ids(dovecot, "Sent") == sorted(name for (name,) in home.rows(ours))
        wait_for(lambda: ids(dovecot, "INBOX", "ANSWERED") == ["<m51@example.org>"], "the mark")
        assert ids(dovecot, "INBOX", "SEEN") == []

        with mailbox(dovecot) as client:
            client.append("Sent", REPLY, [b"\\Seen"])
        service.wake()
        answered = "SELECT count(*) FROM requests WHERE state = 'answered'"
        wait_for(lambda: home.rows(answered) == [(2,)], "her own reply", 45)
        assert service.end() == 0
    assert home.rows("SELECT state, count(*) FROM promises GROUP BY 1") == [("kept", 2)]
    assert any("in another program" in said for said in home.json("why", "2")["sentences"])
    assert len(sink.kept) == 3  # hers left there, and our copies are no answers
