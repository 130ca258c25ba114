"""Channels that fail: told, retried with growing pauses, never in the way of the others."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from planner.bootstrap import open_shop
from planner.clock import StoryClock
from planner.paths import Paths
from tests.faults.words import one_sentence
from tests.servers.home import letter, put
from tests.servers.process import HOST, PASSWORD, USER, certificate, free_port
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


@pytest.fixture
def desk(home, ask):
    """The shop with a clock in the test's hand; opened when the settings are complete."""
    shops = []

    class Desk:
        clock = StoryClock(datetime.now(UTC))

        @property
        def office(self):
            if not shops:
                shops.append(open_shop(Paths(home.folder), clock=self.clock))
            return shops[0].office

        def later(self, seconds):
            self.clock.step(timedelta(seconds=seconds))
            return self.office.tick()

    yield Desk()
    for shop in shops:
        shop.close()


def _pause(home, clock):
    """Seconds until the channel is tried again."""
    query = "SELECT next_try_at FROM channel_cursors WHERE channel = 'courrier'"
    (at,) = home.rows(query)[0]
    return round((datetime.fromisoformat(at).replace(tzinfo=UTC) - clock.now()).total_seconds())


def test_a_wrong_password_stops_nothing_else_and_is_retried(
    home, ask, desk, dovecot, tmp_path, monkeypatch
):
    folder = tmp_path / "Maildir"
    home.imap(dovecot).maildir(folder, "papiers")
    monkeypatch.setenv("ENTRACTE_PASSWORD_COURRIER", "wrong")
    put(folder, letter())
    assert desk.office.tick().arrived == 1  # the other channel is read all the same
    code, out, _ = ask("status")
    assert code == 0
    (line,) = [x for x in out.splitlines() if "courrier" in x]
    one_sentence(line, where=f":{dovecot.imap}", says="user name or the password", do="Enter them")
    code, out, err = ask("channel", "test")
    assert code == 1
    assert "user name or the password" in out
    assert "papiers: Found: 1 message" in out
    assert "One of them cannot be used" in err
    pauses = [_pause(home, desk.clock)]
    for _ in range(3):
        desk.later(pauses[-1] - 1)  # too early: it is not tried
        assert _pause(home, desk.clock) == 1
        desk.later(2)
        pauses.append(_pause(home, desk.clock))
    assert pauses == [20, 40, 80, 160]
    monkeypatch.setenv("ENTRACTE_PASSWORD_COURRIER", home.environ["ENTRACTE_PASSWORD_COURRIER"])
    desk.later(161)
    assert "courrier" not in ask("status")[1]


def test_a_server_that_goes_and_comes_back(home, ask, desk, dovecot):
    home.imap(dovecot)
    desk.office.tick()
    dovecot.deliver(letter(number=21))
    dovecot.stop()
    desk.later(20)
    line = next(x for x in ask("status")[1].splitlines() if "courrier" in x)
    one_sentence(line, where=f":{dovecot.imap}", says="connections|lost", do="Check|tried again")
    dovecot.start()
    dovecot.deliver(letter(number=22))
    assert desk.later(21).arrived == 2
    assert "courrier" not in ask("status")[1]
    assert desk.later(60).arrived == 0


def test_a_certificate_that_is_not_trusted(home, ask, dovecot, tmp_path):
    certificate(tmp_path)
    given = {"security": "tls", "port": dovecot.imaps}
    home.imap(dovecot, "one", **given)
    home.imap(dovecot, "two", ca_file=str(tmp_path / "cert.pem"), **given)
    home.imap(dovecot, "three", ca_file=str(tmp_path / "none.pem"), **given)
    code, out, err = ask("channel", "test")
    assert code == 1
    one, two, three = out.splitlines()
    for line in (one, two):
        one_sentence(line, where=str(dovecot.imaps), says="not trusted", do="do not send your pass")
    one_sentence(three, where="three", says="file of certificates is not there", do="ca_file")
    assert "3 of them" in err


def test_french_owners_read_french(home, ask, desk, dovecot, monkeypatch):
    home.settings.write_text(home.settings.read_text().replace('"en"', '"fr"'))
    home.imap(dovecot)
    monkeypatch.setenv("ENTRACTE_PASSWORD_COURRIER", "wrong")
    desk.office.tick()
    assert "Le serveur a refusé le nom d'utilisateur ou le mot de passe." in ask("status")[1]


def _waiting(home):
    return home.rows("SELECT state, tries FROM outbox")


def _no_password(monkeypatch):
    monkeypatch.delenv("ENTRACTE_PASSWORD_ENVOI")


def _wrong_password(monkeypatch):
    monkeypatch.setenv("ENTRACTE_PASSWORD_ENVOI", "wrong")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(_no_password, "keyring|password"), (_wrong_password, "535|password")],
    ids=["no password", "wrong password"],
)
def test_letters_wait_for_a_password_and_leave_once(
    home, ask, desk, tmp_path, monkeypatch, spoil, says
):
    files = certificate(tmp_path)
    sink = Sink(files, auth=True).start()
    safe = {"security": "starttls", "ca_file": str(files[0]), "user": "shop@example.test"}
    try:
        home.maildir(tmp_path / "Maildir").smtp(sink.port, **safe)
        desk.office.go_live(True)
        desk.office.tick()
        spoil(monkeypatch)
        put(tmp_path / "Maildir", letter())
        desk.later(2)
        assert _waiting(home) == [("queued", 1)]
        assert "cannot leave" not in ask("status")[1]  # once is nothing
        desk.later(61)
        assert _waiting(home) == [("queued", 2)]
        line = next(x for x in ask("status")[1].splitlines() if "cannot leave" in x)
        one_sentence(line, where="Messages", says=says, do="tried again by themselves")
        assert desk.office.today().problems == tuple(
            json.loads(ask("status", "--json")[1])["problems"]
        )
        assert not sink.kept
        assert json.loads(ask("promises", "--json")[1]) == []  # no words, no promise
        monkeypatch.setenv("ENTRACTE_PASSWORD_ENVOI", home.environ["ENTRACTE_PASSWORD_ENVOI"])
        desk.later(301)
        assert len(sink.kept) == 1
        assert "cannot leave" not in ask("status")[1]
        assert len(json.loads(ask("promises", "--json")[1])) == 1
        desk.later(3600)
        assert len(sink.kept) == 1
    finally:
        sink.stop()


def test_a_server_that_takes_no_mail_for_now(home, ask, desk, tmp_path):
    port = free_port()
    home.maildir(tmp_path / "Maildir").smtp(port)
    desk.office.go_live(True)
    desk.office.tick()
    put(tmp_path / "Maildir", letter())
    desk.later(2)
    desk.later(61)
    assert "does not take connections" in ask("status")[1]
    code, out, _ = ask("channel", "test", "envoi")
    assert code == 1
    one_sentence(out, where=f"{HOST}:{port}", says="does not take connections", do="Check the port")


def test_a_maildir_that_is_gone(home, ask, desk, tmp_path):
    folder = tmp_path / "Maildir"
    home.maildir(folder)
    desk.office.tick()
    folder.rename(tmp_path / "elsewhere")
    desk.later(20)
    line = next(x for x in ask("status")[1].splitlines() if "courrier" in x)
    one_sentence(line, where=str(folder), says="no such folder", do="Check the path")
    (tmp_path / "elsewhere").rename(folder)
    put(folder, letter())
    assert desk.later(30).arrived == 1
    assert "courrier" not in ask("status")[1]


def test_a_clock_that_jumps_back_does_not_silence_a_channel(home, ask, desk, tmp_path):
    folder = tmp_path / "Maildir"
    home.maildir(folder)
    desk.clock = StoryClock(datetime.now(UTC) + timedelta(days=400))
    desk.office.tick()
    folder.rename(tmp_path / "elsewhere")
    desk.later(20)
    assert "courrier" in ask("status")[1]
    (tmp_path / "elsewhere").rename(folder)
    desk.clock._now -= timedelta(days=400)  # what a battery or a time server does to a machine
    desk.later(1)
    assert "courrier" not in ask("status")[1]


class Broken:
    """A channel with a fault that nobody foresaw."""

    name = "courrier"

    def start_cursor(self, cursor=""):
        return ""

    def receive(self, cursor):
        raise LookupError("Lise wrote this")

    def send(self, message):
        raise LookupError("Lise wrote this")


def test_a_fault_that_nobody_foresaw_stays_in_its_channel(home, ask, desk, tmp_path, sink):
    folder = tmp_path / "Maildir"
    home.maildir(tmp_path / "Other").maildir(folder, "papiers").smtp(sink.port)
    ctx = desk.office.ctx
    ctx.receivers["courrier"] = Broken()
    desk.office.go_live(True)
    desk.office.tick()
    put(folder, letter())
    assert desk.later(2).left == 1
    line = next(x for x in ask("status")[1].splitlines() if "courrier" in x)
    one_sentence(line, where="courrier", says="unexpected.*LookupError", do="tried again")
    assert "Lise" not in line
    assert _pause(home, desk.clock) == 18


def test_a_letter_that_breaks_its_sender_is_marked_and_the_others_leave(
    home, ask, desk, tmp_path, sink
):
    home.maildir(tmp_path / "Maildir").smtp(sink.port)
    desk.office.go_live(True)
    desk.office.tick()
    senders = desk.office.ctx.senders
    good, senders["courrier"] = senders["courrier"], Broken()
    put(tmp_path / "Maildir", letter())
    desk.later(2)
    assert _waiting(home) == [("perhaps", 1)]
    senders["courrier"] = good
    rose = letter(number=2, From="Rose <rose@x.test>", Return_Path="<rose@x.test>")
    put(tmp_path / "Maildir", rose, 2)
    desk.later(3600)
    assert [kept.to for kept in sink.kept] == [["rose@x.test"]]  # the first is not sent again


def test_a_folder_that_vanished_is_told_and_the_others_are_read_at_every_pass(
    home, ask, desk, dovecot
):
    with IMAPClient(HOST, dovecot.imap, ssl=False) as client:
        client.plain_login(USER, PASSWORD)
        client.create_folder("Boutique")
        home.imap(dovecot, folders=["Boutique"])
        desk.office.tick()
        client.rename_folder("Boutique", "Ailleurs")
        dovecot.deliver(letter(number=31))
        assert desk.later(20).arrived == 1
        line = next(x for x in ask("status")[1].splitlines() if "courrier" in x)
        one_sentence(line, where="/Boutique", says="no such folder", do="Check its name")
        dovecot.deliver(letter(number=32))
        assert desk.later(20).arrived == 1
        client.rename_folder("Ailleurs", "Boutique")
        desk.later(20)
        assert "courrier" not in ask("status")[1]
        client.delete_folder("Boutique")
