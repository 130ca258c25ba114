import json
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from planner.channels.imap import ImapReceiver
from planner.errors import ChannelError
from tests.channels.corpus import mail
from tests.servers.process import PASSWORD, free_port, wait_for

pytestmark = pytest.mark.server

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def raw(subject):
    return mail("question-fr").replace(b"Subject: Robe fleurie", f"Subject: {subject}".encode())


@pytest.fixture
def make(dovecot):
    made = []

    def receiver(**changes):
        settings = {
            "host": dovecot.host,
            "port": dovecot.imap,
            "user": dovecot.user,
            "password": lambda: PASSWORD,
            "security": "none",
            "timeout": 10.0,
            "since": LONG_AGO,
        } | changes
        made.append(ImapReceiver("mail", **settings))
        return made[-1]

    yield receiver
    for one in made:
        one.close()


@pytest.fixture(autouse=True)
def empty(dovecot):
    with IMAPClient(dovecot.host, dovecot.imap, ssl=False) as client:
        client.plain_login(dovecot.user, dovecot.password)
        client.select_folder("INBOX")
        if found := client.search():
            client.delete_messages(found)
            client.expunge()
    yield
    if not dovecot.running:  # a test may have taken it away
        dovecot.start()


def drain(receiver, cursor=""):
    got = list(receiver.receive(cursor))
    return [x.message.subject for x in got], got[-1].cursor if got else cursor


def test_mail_is_handed_over_once_in_order_and_left_unseen(dovecot, make):
    for number in range(3):
        dovecot.deliver(raw(f"n{number}"))
    receiver = make()
    got, cursor = drain(receiver)
    assert got == ["n0", "n1", "n2"]
    assert drain(receiver, cursor) == ([], cursor)
    dovecot.deliver(raw("n3"))
    assert drain(receiver, cursor)[0] == ["n3"]
    assert drain(make(), cursor)[0] == ["n3"]
    with IMAPClient(dovecot.host, dovecot.imap, ssl=False) as client:
        client.plain_login(dovecot.user, dovecot.password)
        client.select_folder("INBOX", readonly=True)
        flags = client.get_flags(client.search())
    assert all(b"\\Seen" not in x for x in flags.values())


def test_the_envelope_and_the_time_of_arrival_are_known(dovecot, make):
    dovecot.deliver(raw("x"), sender="")
    (arrival,) = make().receive("")
    assert arrival.message.envelope_from == ""
    assert arrival.message.received_at.tzinfo is not None
    assert abs(datetime.now(UTC) - arrival.message.received_at) < timedelta(minutes=5)
    validity, uid = json.loads(arrival.cursor)
    assert arrival.message.foreign_id == f"{validity}.{uid}"


def test_without_a_date_nothing_old_is_handed_over_and_nothing_new_is_lost(dovecot, make):
    dovecot.deliver(raw("old"))
    receiver = make(since=None)
    assert drain(receiver)[0] == []
    dovecot.deliver(raw("new"))
    assert drain(receiver)[0] == ["new"]


def test_a_start_cursor_survives_a_restart(dovecot, make):
    dovecot.deliver(raw("old"))
    cursor = make(since=None).start_cursor()
    dovecot.deliver(raw("new"))
    assert drain(make(since=None), cursor)[0] == ["new"]


def test_since_cuts_exactly(dovecot, make):
    now = datetime.now(UTC).replace(microsecond=0)
    with IMAPClient(dovecot.host, dovecot.imap, ssl=False) as client:
        client.plain_login(dovecot.user, dovecot.password)
        for hours in (30, 3, 1):
            client.append("INBOX", raw(f"h{hours}"), msg_time=now - timedelta(hours=hours))
    assert drain(make(since=now - timedelta(hours=2)))[0] == ["h1"]
    assert drain(make(since=now - timedelta(hours=4)))[0] == ["h3", "h1"]


def test_a_new_uidvalidity_loses_nothing(dovecot, make):
    dovecot.deliver(raw("a"))
    receiver = make()
    _, cursor = drain(receiver)
    validity, uid = json.loads(cursor)
    dovecot.deliver(raw("b"))
    assert drain(receiver, json.dumps([validity - 1, uid + 50]))[0] == ["a", "b"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_secure_connections_check_the_certificate(dovecot, make, security):
    dovecot.deliver(raw("x"))
    port = dovecot.imaps if security == "tls" else dovecot.imap
    trusted = make(security=security, port=port, ca_file=str(dovecot.cert))
    assert drain(trusted)[0] == ["x"]
    with pytest.raises(ChannelError, match="certificate is not trusted"):
        make(security=security, port=port).check()


def test_a_wrong_password_is_told_without_it(make):
    with pytest.raises(ChannelError, match="refused the user name or the password") as told:
        make(password=lambda: "geheim").check()
    assert "geheim" not in str(told.value)
    assert told.value.__suppress_context__


def test_check_counts_and_a_folder_that_is_not_there_is_told(dovecot, make):
    dovecot.deliver(raw("x"))
    assert make().check() == "Connected: 1 messages in INBOX."
    assert make(language="fr").check() == "Connecté : 1 messages dans INBOX."
    with pytest.raises(ChannelError, match="no such folder"):
        make(folder="Nirgends").check()


def test_nobody_there_and_no_such_name(make):
    with pytest.raises(ChannelError, match="does not take connections"):
        make(port=free_port()).check()
    with pytest.raises(ChannelError, match="no server with this name"):
        make(host="nowhere.invalid").check()


def test_a_server_that_goes_away_is_told_and_found_again(dovecot, make):
    dovecot.deliver(raw("a"))
    receiver = make()
    _, cursor = drain(receiver)
    dovecot.stop()
    told = []

    def refused():
        try:
            drain(receiver, cursor)
        except ChannelError as problem:
            told.append(problem)
        return told

    wait_for(refused, "the end of Dovecot's last connection")
    assert "mail (127.0.0.1:" in str(told[0])
    dovecot.start()
    dovecot.deliver(raw("b"))
    assert drain(receiver, cursor)[0] == ["b"]


def test_a_restart_of_the_server_between_two_polls_is_not_even_noticed(dovecot, make):
    receiver = make()
    dovecot.deliver(raw("a"))
    _, cursor = drain(receiver)
    dovecot.stop()
    dovecot.start()
    dovecot.deliver(raw("b"))
    assert drain(receiver, cursor)[0] == ["b"]


def test_a_server_that_says_nothing_is_told_in_time(sink, make):
    # An SMTP server greets in another language: the client must end, not hang.
    with pytest.raises(ChannelError):
        make(port=sink.port, timeout=1.0).check()


def test_the_mailbox_that_dovecot_wrote_is_a_maildir_too(dovecot):
    from planner.channels.maildir import MaildirReceiver
    from planner.clock import SystemClock

    dovecot.deliver(raw("both"))
    receiver = MaildirReceiver("mail", dovecot.maildir(), SystemClock())
    got = list(receiver.receive(""))
    assert [x.message.subject for x in got] == ["both"]
