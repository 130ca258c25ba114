from base64 import b64decode
from dataclasses import replace

import pytest

from planner.channels.mime import read
from planner.channels.smtp import SmtpSender
from planner.domain.message import Mailbox
from planner.errors import ChannelError
from planner.ports import Handover
from tests.channels.test_mime_write import MESSAGE, NOW
from tests.servers.process import HOST, PASSWORD, USER, free_port
from tests.servers.script import Script

pytestmark = pytest.mark.server


def sender(port, **changes):
    settings = {"user": "", "password": lambda: PASSWORD, "security": "none", "timeout": 5.0}
    return SmtpSender("mail", HOST, port, **(settings | changes))


def test_an_automatic_mail_leaves_with_the_null_path(sink):
    outcome = sender(sink.port).send(MESSAGE)
    assert outcome.handover is Handover.SENT
    (kept,) = sink.kept
    assert kept.sender == "<>"
    assert kept.to == ["lise@example.org"]
    assert kept.helo == "[127.0.0.1]"
    message = read(kept.raw, foreign_id="1", received_at=NOW)
    assert message.text == MESSAGE.body.strip()
    assert message.subject == MESSAGE.subject


def test_the_owner_s_own_mail_leaves_with_her_address(sink):
    sender(sink.port).send(replace(MESSAGE, automatic=False))
    sender(sink.port, null_sender=False).send(MESSAGE)
    assert [kept.sender for kept in sink.kept] == ["shop@example.test"] * 2


def test_a_server_that_refuses_the_null_path_gets_the_owner_s_address(sink):
    sink.refuse_null = "553 5.7.1 Sender not owned"
    assert sender(sink.port).send(MESSAGE).handover is Handover.SENT
    sink.refuse_null = ""
    sink.script = [("rcpt", "550 5.7.1 No null sender here")]
    assert sender(sink.port).send(MESSAGE).handover is Handover.SENT
    assert [kept.sender for kept in sink.kept] == ["shop@example.test"] * 2


def test_an_alias_that_the_server_does_not_let_her_use_leaves_with_her_own_address(sink):
    alias = replace(MESSAGE, automatic=False, sender=Mailbox("robes@example.test", "Atelier"))
    sink.script = [("mail", "553 5.7.1 Sender not owned")]
    assert sender(sink.port, own="shop@example.test").send(alias).handover is Handover.SENT
    assert sink.kept[0].sender == "shop@example.test"
    assert read(sink.kept[0].raw, foreign_id="1", received_at=NOW).sender == alias.sender
    sink.script = [("mail", "553 5.7.1 Sender not owned")] * 2
    assert sender(sink.port, own="shop@example.test").send(alias).about_us
    sink.script = [("rcpt", "550 5.1.1 No such user")] * 3
    assert not sender(sink.port, own="shop@example.test").send(MESSAGE).about_us
    assert sink.script == [("rcpt", "550 5.1.1 No such user")]  # not asked once more for an alias


@pytest.mark.parametrize("verb", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    ("answer", "handover"),
    [("451 4.7.1 Later", Handover.LATER), ("554 5.7.1 Never", Handover.REFUSED),
     ("421 4.3.2 Closing", Handover.LATER)],
)  # fmt: skip
def test_4yz_is_later_and_5yz_is_refused(sink, verb, answer, handover):
    sink.script = [(verb, answer)] * 2
    outcome = sender(sink.port).send(replace(MESSAGE, automatic=False))
    assert outcome.handover is handover
    assert answer[:3] in outcome.detail
    assert sink.kept == []


def test_a_server_that_wants_a_password_first_does_not_end_the_message(sink):
    sink.script = [("mail", "530 5.7.0 Authentication required")] * 2
    assert sender(sink.port).send(MESSAGE).handover is Handover.LATER


@pytest.mark.parametrize(("verb", "kept"), [("drop", 0), ("lost", 1)])
def test_a_connection_lost_after_data_is_perhaps(sink, verb, kept):
    sink.script = [(verb, "")]
    assert sender(sink.port).send(MESSAGE).handover is Handover.PERHAPS
    assert len(sink.kept) == kept


def test_a_server_slower_than_our_patience_is_perhaps(sink):
    sink.script = [("slow", "30")]
    assert sender(sink.port, timeout=0.5).send(MESSAGE).handover is Handover.PERHAPS


def test_nobody_there_is_later():
    gone = sender(free_port())
    assert gone.send(MESSAGE).handover is Handover.LATER
    with pytest.raises(ChannelError, match="does not take connections"):
        gone.check()


@pytest.mark.parametrize(
    "address", ["", "lise", "a@b>, <c@d", "a@b\r\nRCPT TO:<v@x>", "é@b.example"]
)
def test_an_address_that_cannot_travel_is_refused(sink, address):
    outcome = sender(sink.port).send(replace(MESSAGE, to=Mailbox(address)))
    assert outcome.handover is Handover.REFUSED
    assert sink.kept == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("tls", [False, True])
def test_passwords_and_certificates(make_sink, tls):
    sink = make_sink(cert=True, auth=True, tls=tls)
    how = {"security": "tls" if tls else "starttls", "user": USER, "ca_file": make_sink.cert}
    assert sender(sink.port, **how).send(MESSAGE).handover is Handover.SENT
    assert sink.kept[0].tls or tls  # the sink notes STARTTLS only
    assert sender(sink.port, **how).check() == "Connected: the server takes mail."

    wrong = sender(sink.port, **how, password=lambda: "geheim", language="fr")
    outcome = wrong.send(MESSAGE)
    assert outcome.handover is Handover.LATER
    assert "geheim" not in outcome.detail
    with pytest.raises(ChannelError, match="mot de passe"):
        wrong.check()

    doubtful = sender(sink.port, **(how | {"ca_file": None}))
    assert doubtful.send(MESSAGE).handover is Handover.LATER
    with pytest.raises(ChannelError, match="certificate is not trusted"):
        doubtful.check()
    assert len(sink.kept) == 1


def test_a_server_without_starttls_gets_no_password(make_sink):
    sink = make_sink()
    how = {"security": "starttls", "user": USER}
    assert sender(sink.port, **how).send(MESSAGE).handover is Handover.LATER
    with pytest.raises(ChannelError, match="No secure connection"):
        sender(sink.port, **how).check()


def tokens(line):
    if line.startswith("EHLO"):
        return "250-hello\r\n250 AUTH LOGIN XOAUTH2"
    if line.startswith("AUTH"):
        good = b64decode(line.split()[2]) == b"user=u@e.test\x01auth=Bearer tok3n\x01\x01"
        return "235 in" if good else "334 eyJzdGF0dXMiOiI0MDAifQ=="
    return "535 5.7.3 no" if line == "" else "250 fine"


def test_a_token_is_handed_over_as_google_and_microsoft_want_it():
    with Script("220 hello", tokens) as server:
        how = {"user": "u@e.test", "auth": "xoauth2"}
        assert sender(server.port, **how, password=lambda: "tok3n").check()
        with pytest.raises(ChannelError, match="refused the access token") as told:
            sender(server.port, **how, password=lambda: "old-tok3n").check()
        assert "old-tok3n" not in str(told.value)


def test_dots_and_long_lines_arrive_as_written(sink):
    body = "." + "x" * 3000 + "\n..\n.\nfin"
    sender(sink.port).send(replace(MESSAGE, body=body))
    assert read(sink.kept[0].raw, foreign_id="1", received_at=NOW).text == body
