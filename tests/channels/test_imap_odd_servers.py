"""Servers that refuse, lie or leave: what Dovecot cannot be made to do."""

import time
from base64 import b64decode
from threading import Event

import pytest

from planner.channels.imap import Account, Connection, ImapKeeper, ImapReceiver, ImapWatcher
from planner.errors import ChannelError
from tests.servers.process import HOST, doubtful_certificate
from tests.servers.script import Script, imap

HELLO = "* OK hello"


def account(server, **changes):
    given = {"secret": lambda: "geheim", "security": "none", "timeout": 2.0, "user": "u@e.test"}
    return Account(**{"name": "mail", "host": HOST, "port": server.port, **given, **changes})


def check(server, **changes):
    ImapReceiver(Connection(account(server, **changes)), sent="none").check()


def test_without_starttls_no_password_leaves():
    with Script(HELLO, imap("")) as server:
        with pytest.raises(ChannelError, match="No secure connection"):
            check(server, security="starttls")
        assert not [line for line in server.said if "geheim" in line or "LOGIN" in line]


@pytest.mark.parametrize(
    ("name", "until"),
    [("elsewhere.test", "20990102000000Z"), ("localhost", "20200102000000Z")],
    ids=["another name", "expired"],
)
def test_a_certificate_for_another_name_or_from_the_past_gets_no_password(tmp_path, name, until):
    files = doubtful_certificate(tmp_path, name, until)
    with Script(HELLO, imap(""), files) as server:
        with pytest.raises(ChannelError, match="certificate is not trusted"):
            check(server, host="localhost", security="tls", ca_file=str(files[0]))
        assert server.said == []


def test_where_no_login_is_allowed_no_password_leaves():
    with Script(HELLO, imap("LOGINDISABLED")) as server:
        with pytest.raises(ChannelError, match="takes no password over this connection"):
            check(server)
        assert not [line for line in server.said if "geheim" in line]


def test_a_token_is_handed_over_as_google_and_microsoft_want_it():
    ready = (
        "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n* 3 EXISTS\r\n{tag} OK [READ-ONLY] done"
    )
    answers = imap("AUTH=XOAUTH2", AUTHENTICATE="+ ", EXAMINE=ready)
    last = []

    def answer(line):
        if " " not in line:  # the answer to "+ "
            return f"{last[-1]} OK in"
        last.append(line.split()[0])
        return answers(line)

    with Script(HELLO, answer) as server:
        check(server, auth="xoauth2", secret=lambda: "tok3n")
        (sent,) = [line for line in server.said if " " not in line]
        assert b64decode(sent) == b"user=u@e.test\x01auth=Bearer tok3n\x01\x01"


def test_a_refused_token_is_told_without_it():
    with Script(HELLO, imap("AUTH=XOAUTH2", AUTHENTICATE="{tag} NO bad")) as server:
        with pytest.raises(ChannelError, match="refused the access token") as told:
            check(server, auth="xoauth2", secret=lambda: "tok3n")
        assert "tok3n" not in str(told.value)


def test_a_server_that_leaves_in_the_middle_loses_nothing():
    opened = "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n* 3 EXISTS\r\n{tag} OK done"
    with Script(HELLO, imap("", EXAMINE=opened, UID="* BYE too busy")) as server:
        receiver = ImapReceiver(Connection(account(server)), sent="none")
        with pytest.raises(ChannelError):
            list(receiver.receive('{"INBOX": [7, 2]}'))


LETTER = b"From: Lise <lise@example.org>\r\nSubject: %d\r\n\r\nx\r\n"


def fetching(refused):
    """A mailbox of three in which one mail cannot be handed over, as Gmail and Exchange say it."""
    sizes = (
        "".join(
            f'* {n} FETCH (UID {n} RFC822.SIZE 9 INTERNALDATE "{when}")\r\n'
            for n, when in ((1, "24-Nov-2026 10:00:00 +0000"), (2, "99-Xxx-0000 10:00:00 +0000"))
        )
        + '* 3 FETCH (UID 3 RFC822.SIZE 9 INTERNALDATE "24-Nov-2026 10:00:00 +0000")\r\n'
    )
    opened = "* OK [UIDVALIDITY 7] x\r\n* 3 EXISTS\r\n{tag} OK done"
    others = imap("", EXAMINE=opened)

    def answer(line):
        tag, _, rest = line.partition(" ")
        if rest.startswith("UID SEARCH"):
            return f"* SEARCH 1 2 3\r\n{tag} OK done"
        if "RFC822.SIZE" in rest:
            return f"{sizes}{tag} OK done"
        if rest.startswith("UID FETCH"):
            uids = [int(n) for n in rest.split()[2].split(",")]
            if refused in uids:
                return f"{tag} NO Some messages could not be FETCHed (Failure)"
            mails = [(n, (LETTER % n).decode()) for n in uids]
            found = [f"* {n} FETCH (UID {n} BODY[] {{{len(m)}}}\r\n{m})\r\n" for n, m in mails]
            return "".join(found) + f"{tag} OK done"
        return others(line)

    return answer


def test_a_mail_that_the_server_cannot_hand_over_stops_no_other_and_is_shown():
    with Script(HELLO, fetching(2)) as server:
        receiver = ImapReceiver(Connection(account(server)), sent="none")
        got, cursor = [], '{"INBOX": [7, 0]}'
        with pytest.raises(ChannelError):  # at first it is asked for again
            got.extend(receiver.receive(cursor))
        assert [each.message.subject for each in got] == ["1"]
        got += receiver.receive(got[-1].cursor)
        assert [each.message.subject for each in got] == ["1", "", "3"]
        assert [each.message.readable for each in got] == [True, False, True]
        receiver.close()


def test_a_date_that_no_server_should_give_loses_no_mail():
    with Script(HELLO, fetching(0)) as server:
        receiver = ImapReceiver(Connection(account(server)), sent="none")
        got = list(receiver.receive('{"INBOX": [7, 0]}'))
        receiver.close()
    assert [each.message.subject for each in got] == ["1", "2", "3"]
    assert all(each.message.received_at.tzinfo for each in got)


def test_a_server_that_hangs_is_left():
    answers = imap("")
    with Script(HELLO, lambda line: answers(line) if "CAPA" in line else "") as server:
        began = time.monotonic()
        with pytest.raises(ChannelError, match=r"in time|was lost"):
            check(server, timeout=0.3)
        assert time.monotonic() - began < 10


def test_without_idle_nothing_is_watched_and_without_uidplus_nothing_is_expunged():
    opened = "* OK [UIDVALIDITY 7] x\r\n* 1 EXISTS\r\n{tag} OK done"
    listed = '* LIST () "/" INBOX\r\n{tag} OK done'
    found = "* SEARCH 5\r\n{tag} OK done"
    with Script(HELLO, imap("", SELECT=opened, LIST=listed, UID=found)) as server:
        ImapWatcher(account(server)).watch(Event(), lambda: None)  # comes back at once
        line = Connection(account(server))
        ImapKeeper(line, answered="file", answered_folder="INBOX").mark_answered("7.5")
        line.close()
        words = " ".join(server.said)
        assert "IDLE" not in words
        assert "EXPUNGE" not in words
        assert "\\Answered" in words
