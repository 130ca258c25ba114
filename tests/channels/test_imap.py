import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore, Thread

import pytest
from imapclient import IMAPClient

from planner.channels.imap import Account, Connection, ImapKeeper, ImapReceiver, ImapWatcher
from planner.channels.mime import read
from planner.domain.autoreply import speaking
from planner.domain.message import Mailbox, Outgoing
from planner.errors import ChannelError
from tests.channels.corpus import ME, mail
from tests.servers.process import PASSWORD, free_port, wait_for

pytestmark = pytest.mark.server

EVERYTHING = json.dumps({"INBOX": [-1, 0]})


def raw(subject):
    return mail("question-fr").replace(b"Subject: Robe fleurie", f"Subject: {subject}".encode())


@pytest.fixture
def make(dovecot):
    """A receiver; `folders`, `sent` and `since` are its own, the rest is the account's."""
    made = []

    def receiver(**changes):
        own = {key: changes.pop(key) for key in ("folders", "sent", "since") if key in changes}
        made.append(ImapReceiver(Connection(account(dovecot, **changes)), **own))
        return made[-1]

    yield receiver
    for one in made:
        one.close()


def account(server, **changes):
    settings = {
        "name": "mail",
        "host": server.host,
        "port": server.imap,
        "user": server.user,
        "secret": lambda: PASSWORD,
        "security": "none",
        "timeout": 10.0,
    }
    return Account(**settings | changes)


@contextmanager
def logged_in(dovecot):
    with IMAPClient(dovecot.host, dovecot.imap, ssl=False) as client:
        client.plain_login(dovecot.user, dovecot.password)
        yield client


@pytest.fixture(autouse=True)
def empty(dovecot):
    with logged_in(dovecot) as client:
        for _, _, name in client.list_folders():
            if name != "INBOX":
                client.delete_folder(name)
        client.select_folder("INBOX")
        if found := client.search():
            client.delete_messages(found)
            client.expunge()
    yield
    if not dovecot.running:  # a test may have taken it away
        dovecot.start()


def drain(receiver, cursor=None):
    """Subjects and the new cursor; without a cursor everything that is there."""
    cursor = json.dumps({"INBOX": [-1, 0]}) if cursor is None else cursor
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
    with logged_in(dovecot) as client:
        client.select_folder("INBOX", readonly=True)
        flags = client.get_flags(client.search())
    assert all(b"\\Seen" not in x for x in flags.values())


def test_the_envelope_and_the_time_of_arrival_are_known(dovecot, make):
    dovecot.deliver(raw("x"), sender="")
    (arrival,) = make().receive(EVERYTHING)
    assert arrival.message.envelope_from == ""
    assert arrival.message.received_at.tzinfo is not None
    assert abs(datetime.now(UTC) - arrival.message.received_at) < timedelta(minutes=5)
    validity, uid = json.loads(arrival.cursor)["INBOX"]
    assert arrival.message.foreign_id == f"{validity}.{uid}"


def test_without_a_date_nothing_old_is_handed_over_and_nothing_new_is_lost(dovecot, make):
    dovecot.deliver(raw("old"))
    receiver = make()
    cursor = receiver.start_cursor()
    assert drain(receiver, cursor)[0] == []
    dovecot.deliver(raw("new"))
    assert drain(receiver, cursor)[0] == ["new"]


def test_a_start_cursor_survives_a_restart(dovecot, make):
    dovecot.deliver(raw("old"))
    cursor = make().start_cursor()
    dovecot.deliver(raw("new"))
    assert drain(make(), cursor)[0] == ["new"]


def test_since_cuts_exactly(dovecot, make):
    now = datetime.now(UTC).replace(microsecond=0)
    with logged_in(dovecot) as client:
        for hours in (30, 3, 1):
            client.append("INBOX", raw(f"h{hours}"), msg_time=now - timedelta(hours=hours))
    for hours, found in ((2, ["h1"]), (4, ["h3", "h1"])):
        receiver = make(since=now - timedelta(hours=hours))
        assert drain(receiver, receiver.start_cursor())[0] == found


def test_a_new_uidvalidity_loses_nothing(dovecot, make):
    dovecot.deliver(raw("a"))
    receiver = make()
    _, cursor = drain(receiver)
    validity, uid = json.loads(cursor)["INBOX"]
    dovecot.deliver(raw("b"))
    assert drain(receiver, json.dumps({"INBOX": [validity - 1, uid + 50]}))[0] == ["a", "b"]


def test_a_mailbox_that_was_restored_and_dated_anew_makes_no_old_mail_new(dovecot, make):
    append(dovecot, "INBOX", "x")  # dated now by the server; the mail itself is older
    (arrival,) = make().receive(json.dumps({"INBOX": [1, 5]}))
    assert arrival.message.received_at == arrival.message.sent_at
    (arrival,) = make().receive(EVERYTHING)
    assert arrival.message.received_at > arrival.message.sent_at


def test_a_cursor_of_the_version_that_knew_one_folder_still_holds(dovecot, make):
    dovecot.deliver(raw("a"))
    receiver = make()
    _, cursor = drain(receiver)
    dovecot.deliver(raw("b"))
    assert drain(receiver, json.dumps(json.loads(cursor)["INBOX"]))[0] == ["b"]


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
        make(secret=lambda: "geheim").check()
    assert "geheim" not in str(told.value)
    assert told.value.__suppress_context__


def test_check_counts_and_a_folder_that_is_not_there_is_told(dovecot, make):
    dovecot.deliver(raw("x"))
    assert make().check() == "Connected: 1 messages in INBOX."
    assert make(language="fr").check() == "Connecté : 1 messages dans INBOX."
    with pytest.raises(ChannelError, match="no such folder"):
        make(folders=["Nirgends"]).check()


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


def folders_of(dovecot, *names):
    with logged_in(dovecot) as client:
        for name in names:
            client.create_folder(name)


def append(dovecot, folder, subject, **fields):
    with logged_in(dovecot) as client:
        client.append(folder, fields.get("raw") or raw(subject))


def test_several_folders_are_read_and_a_new_one_from_its_present_end(dovecot, make):
    folders_of(dovecot, "Boutique", "Neuf")
    append(dovecot, "Boutique", "old")
    receiver = make(folders=["INBOX", "Boutique"])
    cursor = receiver.start_cursor()
    append(dovecot, "Boutique", "b")
    dovecot.deliver(raw("i"))
    got = list(receiver.receive(cursor))
    assert [x.message.subject for x in got] == ["i", "b"]
    assert len({x.message.foreign_id for x in got}) == 2
    append(dovecot, "Neuf", "before")
    more = make(folders=["INBOX", "Boutique", "Neuf"])
    cursor = more.start_cursor(got[-1].cursor)
    append(dovecot, "Neuf", "after")
    assert drain(more, cursor)[0] == ["after"]


def test_a_folder_that_vanished_is_told_after_the_others_were_read(dovecot, make):
    folders_of(dovecot, "Boutique")
    receiver = make(folders=["Boutique", "INBOX"])
    cursor = receiver.start_cursor()
    with logged_in(dovecot) as client:
        client.rename_folder("Boutique", "Boutique 2")
    dovecot.deliver(raw("i"))
    got = []
    with pytest.raises(ChannelError, match="no such folder"):
        got.extend(receiver.receive(cursor))
    assert [x.message.subject for x in got] == ["i"]
    assert make(folders=["Boutique", "INBOX"]).start_cursor(cursor) == cursor


def test_her_own_sent_mail_is_found_and_says_so(dovecot, make):
    folders_of(dovecot, "Envoyés")
    receiver = make()
    cursor = receiver.start_cursor()
    append(dovecot, "Envoyés", "mine")
    dovecot.deliver(raw("theirs"))
    got = [(x.message.subject, x.sent) for x in receiver.receive(cursor)]
    assert got == [("theirs", False), ("mine", True)]
    assert [x.message.subject for x in make(sent="none").receive(cursor)] == ["theirs"]
    assert list(json.loads(make(sent="none").start_cursor())) == ["INBOX"]


def test_a_folder_of_sent_mail_that_comes_later_is_read_from_its_beginning(dovecot, make):
    receiver = make()
    cursor = receiver.start_cursor()
    folders_of(dovecot, "Sent")
    append(dovecot, "Sent", "first")
    cursor = receiver.start_cursor(cursor)
    got, cursor = drain(receiver, cursor)
    assert got == ["first"]
    with logged_in(dovecot) as client:
        client.rename_folder("Sent", "Sent Items")
    assert drain(receiver, cursor) == ([], cursor)  # it is looked for again at the next tick
    assert "Sent Items" in json.loads(receiver.start_cursor(cursor))


def test_what_lies_in_junk_counts_as_spam(dovecot, make):
    folders_of(dovecot, "Spam")
    receiver = make(folders=["INBOX", "Spam"])
    cursor = receiver.start_cursor()
    append(dovecot, "Spam", "cheap")
    (arrival,) = receiver.receive(cursor)
    assert "H12" in speaking(arrival.message, ME)


def test_a_mail_that_is_removed_while_it_is_being_read_stops_nothing(dovecot, make):
    for name in ("a", "b", "c"):
        dovecot.deliver(raw(name))
    receiver = make()
    groups = receiver._fetching._groups
    with logged_in(dovecot) as client:
        client.select_folder("INBOX")

        def removed(uids, since):
            client.delete_messages([uids[1]])
            client.expunge()
            return groups(uids, since)

        receiver._fetching._groups = removed
        assert drain(receiver)[0] == ["a", "c"]


def test_a_whole_mail_is_handed_over_again_and_found_where_it_was_moved(dovecot, make):
    folders_of(dovecot, "Boutique")
    dovecot.deliver(raw("x"))
    receiver = make(folders=["INBOX", "Boutique"])
    (arrival,) = receiver.receive(EVERYTHING)
    known = arrival.message.foreign_id, arrival.message.message_id
    assert b"Subject: x" in receiver.original(*known)
    with logged_in(dovecot) as client:
        client.select_folder("INBOX")
        client.move(client.search(), "Boutique")
    assert b"Subject: x" in receiver.original(*known)
    assert receiver.original("1.1", "") is None
    assert receiver.original("nonsense", "<nobody@example.org>") is None


OURS = Outgoing(
    to=Mailbox("lise@example.org", "Lise"),
    sender=Mailbox("shop@example.test", "Atelier"),
    subject="Re: Robe",
    body="Oui, elle est là.",
    message_id="<copy1@entracte.example.test>",
    at=datetime(2026, 11, 24, 11, 5, tzinfo=UTC),
    automatic=False,
)


def test_a_copy_is_kept_once_and_read(dovecot):
    folders_of(dovecot, "Sent")
    for _ in range(2):  # as after a crash between the copy and its note
        ImapKeeper(Connection(account(dovecot))).keep_copy(OURS)
    with logged_in(dovecot) as client:
        client.select_folder("Sent", readonly=True)
        (uid,) = client.search()
        found = client.fetch([uid], ["FLAGS", "BODY.PEEK[]"])[uid]
    assert b"\\Seen" in found[b"FLAGS"]
    assert read(found[b"BODY[]"], foreign_id="1", received_at=OURS.at).text == OURS.body


def test_without_a_folder_for_it_the_owner_is_told(dovecot):
    with pytest.raises(ChannelError, match="no folder for sent mail"):
        ImapKeeper(Connection(account(dovecot))).keep_copy(OURS)
    ImapKeeper(Connection(account(dovecot)), copies=False).keep_copy(OURS)


@pytest.mark.parametrize("wish", ["", "mark", "file"])
def test_answered_mail_is_left_alone_marked_or_filed(dovecot, make, wish):
    dovecot.deliver(raw("x"))
    dovecot.deliver(raw("other"))
    first, _ = make().receive(EVERYTHING)
    line = Connection(account(dovecot))
    keeper = ImapKeeper(line, answered=wish, answered_folder="Répondu")
    keeper.mark_answered(first.message.foreign_id)
    keeper.mark_answered("1.99")  # gone: no error
    line.close()
    with logged_in(dovecot) as client:
        client.select_folder("INBOX", readonly=True)
        flags = client.get_flags(client.search())
        assert sum(b"\\Answered" in x for x in flags.values()) == (wish == "mark")
        assert len(flags) == (1 if wish == "file" else 2)
        assert all(b"\\Seen" not in x for x in flags.values())
        if wish == "file":
            assert client.select_folder("Répondu")[b"EXISTS"] == 1


def state_of(dovecot):
    """Every flag and byte of every folder, and where the next mail goes."""
    found = {}
    with logged_in(dovecot) as client:
        for _, _, name in client.list_folders():
            opened = client.select_folder(name, readonly=True)
            mails = client.fetch(client.search(), ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
            found[name] = opened[b"UIDNEXT"], {uid: dict(mail) for uid, mail in mails.items()}
    return found


def test_as_set_up_nothing_changes_in_the_mailbox_but_the_copies(dovecot, make):
    folders_of(dovecot, "Sent", "Junk")
    for subject in ("a", "b"):
        dovecot.deliver(raw(subject))
    append(dovecot, "Junk", "cheap")
    before = state_of(dovecot)
    receiver = make(folders=["INBOX", "Junk"])
    receiver.start_cursor()
    for arrival in receiver.receive(json.dumps({"INBOX": [-1, 0], "Junk": [-1, 0]})):
        receiver.original(arrival.message.foreign_id, "")
        ImapKeeper(receiver._line).mark_answered(arrival.message.foreign_id)
    receiver.check()
    assert state_of(dovecot) == before
    ImapKeeper(receiver._line).keep_copy(OURS)
    after = state_of(dovecot)
    assert len(after.pop("Sent")[1]) == 1
    assert after == {name: before[name] for name in after}


def test_the_server_tells_at_once_and_a_lost_connection_is_made_again(dovecot, monkeypatch):
    monkeypatch.setattr("planner.channels.imap.idle._PAUSES", (0.05,))
    stop, heard = Event(), Semaphore(0)
    watcher = ImapWatcher(account(dovecot))
    thread = Thread(target=watcher.watch, args=(stop, heard.release))
    thread.start()
    try:
        for _ in range(2):
            assert heard.acquire(timeout=20)  # it listens: what came before is looked for
            dovecot.deliver(raw("x"))
            assert heard.acquire(timeout=20)
            while heard.acquire(blocking=False):
                pass
            dovecot.stop()
            dovecot.start()
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_a_real_server_takes_a_token_and_refuses_one_that_ran_out(dovecot, make):
    dovecot.deliver(raw("x"))
    assert drain(make(auth="xoauth2", secret=dovecot.token))[0] == ["x"]
    old = dovecot.token(seconds=-60)
    with pytest.raises(ChannelError, match="refused the access token") as told:
        make(auth="xoauth2", secret=lambda: old).check()
    assert old not in str(told.value)
