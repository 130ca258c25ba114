"""The mail server answers while no machine of ours is on (Dovecot, Pigeonhole, ManageSieve)."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from planner.channels.account import Account
from planner.channels.sieve.client import connected
from planner.locale.dates import full_day
from tests.servers.dovecot import Dovecot
from tests.servers.home import Home, letter, noon_zone
from tests.servers.process import HOST, running, wait_for
from tests.servers.sink import Sink

pytestmark = pytest.mark.server

HERS = """require ["fileinto"];
# mes listes, à part
if header :contains "List-Id" "fournisseurs" { fileinto "INBOX"; stop; }
"""


@pytest.fixture
def server_says():
    sink = Sink().start()
    yield sink
    sink.stop()


@pytest.fixture
def mailbox(server_says):
    with running(Dovecot(sieve=True, smtp=server_says.port)) as server:
        yield server


def test_it_answers_while_entracte_is_stopped_and_leaves_no_trace(
    tmp_path, mailbox, server_says, sink
):
    account = Account(
        "courrier", HOST, mailbox.sieve, mailbox.user, lambda: mailbox.password, "none"
    )
    with connected(account) as session:
        assert session.write("perso", HERS)
        assert session.activate("perso")
    before = mailbox.script("perso").read_bytes()
    mailbox.deliver(letter(number=1))  # makes the mailbox
    home = Home(tmp_path / "home")
    way = {"away": "sieve", "away_port": mailbox.sieve, "away_security": "none"}
    home.imap(mailbox, smtp="envoi", copy_sent=False, **way).smtp(sink.port)
    assert home.run("live").returncode == 0

    def state():  # asked of the file: a command a look would keep a core busy
        return home.rows("SELECT state FROM away_servers")

    def after_undo(service):
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        lasting = f"SELECT 1 FROM owner_actions WHERE undo_until > {now}"
        wait_for(lambda: not home.rows(lasting), "the end of the undo time")
        service.wake()

    with home.service() as service:
        service.ready()
        assert home.run("away", "sick").returncode == 0
        after_undo(service)
        wait_for(lambda: state() == [("says",)], "the script on the server", 40)
    # The machine is off from here on.
    (covered,) = home.json("status")["covered"]
    assert covered["state"] == "says"
    due = datetime.fromisoformat(covered["due"])
    mailbox.deliver(letter(number=2))
    mailbox.deliver(
        letter(number=3, From="x <x@example.org>", List_Id="<liste.example>"), "x@example.org"
    )
    mailbox.deliver(letter(number=4))
    wait_for(lambda: server_says.kept, "the server's reply")
    (kept,) = server_says.kept
    said = message_from_bytes(kept.raw, policy=default)
    assert (kept.to, kept.sender) == (["lise@example.org"], "<>")
    assert said["Auto-Submitted"].startswith("auto-replied")
    assert said["In-Reply-To"] == "<m2@example.org>"
    assert full_day(due, datetime.now(UTC), noon_zone(), "en") in said.get_content()
    assert due > datetime.now(UTC) + timedelta(hours=12)

    with home.service() as service:
        service.ready()
        wait_for(
            lambda: home.rows("SELECT count(*) FROM messages WHERE NOT mine") == [(3,)], "reading"
        )
        service.wake()
        kinds = home.rows("SELECT kind, state FROM promises")
        assert kinds == [("news", "standing")]
        assert sink.kept == []  # the server has said it: nothing is said twice
        (request,) = home.rows("SELECT id FROM requests WHERE answerable AND state = 'open'")
        assert "mail server" in home.run("why", str(request[0])).stdout
        mailbox.deliver(letter(number=5, From="Zoé <zoe@example.org>"), "zoe@example.org")
        wait_for(lambda: home.rows("SELECT count(*) FROM promises") == [(2,)], "both, side by side")
        assert [kept.to for kept in server_says.kept] == [["lise@example.org"], ["zoe@example.org"]]
        assert sink.kept == []
        assert home.run("back").returncode == 0
        after_undo(service)
        wait_for(lambda: state() == [("nothing",)], "the server's own script again", 40)
    with connected(account) as session:
        assert session.scripts() == ("perso", frozenset({"perso"}))
    assert mailbox.script("perso").read_bytes() == before
    assert len(server_says.kept) == 2
