"""The server's own away reply on Cyrus, which is another Sieve than Dovecot's."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest

from planner.channels.account import Account
from planner.channels.sieve import SieveServer
from planner.channels.sieve.client import connected
from planner.domain.server_reply import AwayReply, ServerWord
from planner.errors import NotOffered
from tests.servers.cyrus import Cyrus
from tests.servers.home import letter
from tests.servers.process import running, wait_for

HERS = 'require "fileinto";\nif header :is "Subject" "Robe" { discard; stop; }\n'


@pytest.fixture(scope="module")
def cyrus(answers):
    with running(Cyrus(smtp=answers.port)) as server:
        yield server


def account(cyrus):
    return Account(
        "courrier", cyrus.host, cyrus.sieve, cyrus.user, lambda: cyrus.password, "none", timeout=5
    )


def reply(name, text="Absente jusqu'à vendredi."):
    """Two words that are over or to come, and between them the one that holds."""
    now = datetime.now(UTC)
    edges = [now - timedelta(days=2), now - timedelta(days=1), now + timedelta(days=1), None]
    texts = [f"{day} :\n{text} ({day}) $${{m0}}" for day in ("Hier", "Aujourd'hui", "Demain")]
    return AwayReply(
        tuple(
            ServerWord(since or now, until, "", said, now + timedelta(days=3), name)
            for since, until, said in zip(edges, edges[1:], texts, strict=False)
        ),
        ("shop@example.test",),
    )


def test_it_is_said_once_and_taken_away(cyrus, answers):
    server = SieveServer(account(cyrus))
    found = server.read_away()
    wanted = reply("one", ".Absente.\n.\nÀ vendredi « midi »")
    state = server.set_away(wanted, found=found.mark, before=found.mark)
    assert server.says(state, wanted)
    assert server.several
    cyrus.deliver(letter(number=1))
    cyrus.deliver(letter(number=2))
    machines = [{"List_Id": "<a.b>"}, {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}]
    for number, headers in enumerate(machines, start=3):
        sender = f"x{number}@example.org"
        cyrus.deliver(letter(number=number, From=sender, **headers), sender)
    cyrus.deliver(letter(number=9, From="zoe@example.org"), "zoe@example.org")
    wait_for(lambda: len(answers.kept) >= 2, "the replies")
    assert [kept.to for kept in answers.kept] == [["lise@example.org"], ["zoe@example.org"]]
    sent = message_from_bytes(answers.kept[0].raw)
    assert sent["Auto-Submitted"].startswith("auto-replied")
    assert sent.get_payload(decode=True).decode().strip().replace("\r\n", "\n") == (
        "Aujourd'hui :\n.Absente.\n.\nÀ vendredi « midi » (Aujourd'hui) $${m0}"
    )
    assert server.set_away(None, found=state.mark, before=found.mark) == found
    with connected(account(cyrus)) as session:
        assert session.scripts() == ("", frozenset())


def test_her_own_script_goes_on_and_comes_back(cyrus, answers):
    answers.kept.clear()
    server = SieveServer(account(cyrus))
    with connected(account(cyrus)) as session:
        assert session.write('mes "filtres"', HERS)
        assert session.activate('mes "filtres"')
        before = session.read('mes "filtres"')
    found = server.read_away()
    state = server.set_away(reply("two"), found=found.mark, before=found.mark)
    cyrus.deliver(letter(number=20, subject="Robe", From="v@example.org"), "v@example.org")
    cyrus.deliver(letter(number=21, subject="Jupe", From="w@example.org"), "w@example.org")
    wait_for(lambda: answers.kept, "the reply")
    assert [kept.to for kept in answers.kept] == [["w@example.org"]]
    assert server.set_away(None, found=state.mark, before=found.mark) == found
    with connected(account(cyrus)) as session:
        assert session.scripts() == ('mes "filtres"', {'mes "filtres"'})
        assert session.read('mes "filtres"') == before


def test_without_include_her_script_is_left_alone():
    cyrus = Cyrus(extensions="fileinto vacation relational date")
    try:
        cyrus.start()
        server = SieveServer(account(cyrus))
        with connected(account(cyrus)) as session:
            assert session.write("perso", HERS)
            assert session.activate("perso")
        found = server.read_away()
        with pytest.raises(NotOffered, match="cannot keep it beside"):
            server.set_away(reply("one"), found=found.mark, before=found.mark)
        with connected(account(cyrus)) as session:
            assert session.scripts() == ("perso", {"perso"})
            assert session.activate("")  # she switches it off herself
        found = server.read_away()
        wanted = reply("one")
        assert server.says(server.set_away(wanted, found=found.mark, before=found.mark), wanted)
        assert not server.marks
    finally:
        cyrus.remove()
