"""From a real mailbox to a kept promise: Dovecot, `entracte run`, an SMTP server, the dashboard."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from planner.bootstrap import open_shop
from planner.paths import Paths
from tests.servers.home import letter, put
from tests.servers.process import wait_for
from tui.app import EntracteApp
from tui.screens.desk import DeskScreen
from tui.widgets.composer import Composer

pytestmark = pytest.mark.server
TICK = 25  # seconds: one tick of the service, and time to send


def _mail(kept):
    return email.message_from_bytes(kept.raw, policy=email.policy.default)


def _ids(mail):
    return str(mail["References"]).split()


def _acknowledged(sink, home):
    """The one word that left by itself, checked against the last table of autoreply.md."""
    wait_for(lambda: sink.kept, "the acknowledgement", TICK)
    assert len(sink.kept) == 1
    kept, mail = sink.kept[0], _mail(sink.kept[0])
    assert (kept.sender, kept.to) == ("<>", ["lise@example.org"])  # E1: nobody answers it
    assert mail["To"].addresses[0].addr_spec == "lise@example.org"
    assert mail["To"].addresses[0].display_name == "Lise Aubépine"
    assert mail["From"].addresses[0].addr_spec == "shop@example.test"
    assert str(mail["Subject"]).endswith("Robe fleurie")
    assert mail["In-Reply-To"] == "<m7@example.org>"
    assert _ids(mail) == ["<m5@example.org>", "<m6@example.org>", "<m7@example.org>"]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Message-ID"].endswith("@entracte.example.test>")
    assert abs((mail["Date"].datetime - datetime.now(UTC)).total_seconds()) < TICK * 2
    assert mail["MIME-Version"] == "1.0"
    assert mail["Content-Language"] == "fr"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert "Disposition-Notification-To" not in mail
    assert "Est-elle encore là" not in mail.get_content()
    (promise,) = home.json("promises")
    assert (promise["state"], promise["kind"]) == ("standing", "answer")
    due = datetime.fromisoformat(promise["due"])
    assert due > datetime.now(UTC)
    return mail, promise


async def _until(pilot, check, what):
    for _ in range(400):
        await pilot.pause(0.025)
        if check():
            return
    pytest.fail(f"{what} never came; on screen: {pilot.app.said}")


async def _answer_from_the_desk(home, text):
    """The owner opens the dashboard beside the service, reads, writes and sends."""
    shops = []

    def open_desk():
        shops.append(open_shop(Paths(home.folder)))
        return shops[-1].office

    app = EntracteApp(open_desk=open_desk, language="en")
    try:
        async with app.run_test(size=(110, 32)) as pilot:
            await _until(pilot, lambda: app.view is not None, "today")
            await pilot.press("d")
            await _until(pilot, lambda: isinstance(app.screen, DeskScreen), "the desk")
            desk = app.screen
            await _until(pilot, lambda: desk._request is not None, "the request")
            await pilot.press("enter")
            assert isinstance(app.focused, Composer)
            await pilot.press(*["space" if c == " " else c for c in text])
            await pilot.press("ctrl+s")
            await _until(pilot, lambda: app.said.sentence, "what was done")
            assert not app.said.trouble, app.said
            assert app.said.sentence == "Answered."
    finally:
        for shop in shops:
            shop.close()


def _thread():
    return letter(
        "Lise =?utf-8?q?Aub=C3=A9pine?=",
        "Re: Robe fleurie",
        "Bonjour, est-elle encore là, la robe ?",
        number=7,
        References="<m5@example.org> <m6@example.org>",
        In_Reply_To="<m6@example.org>",
    )


async def _walk(home, sink, deliver, *, patient):
    home.smtp(sink.port)
    assert home.run("live").returncode == 0
    with home.service() as service:
        service.ready()
        deliver(_thread())
        if not patient:
            service.wake()
        acknowledgement, promise = _acknowledged(sink, home)
        await _answer_from_the_desk(home, "oui avec plaisir")
        wait_for(lambda: len(sink.kept) == 2, "the answer", TICK)
        answer = _mail(sink.kept[1])
        assert sink.kept[1].sender == "shop@example.test"
        assert sink.kept[1].to == ["lise@example.org"]
        assert "oui avec plaisir" in answer.get_content()
        assert "Auto-Submitted" not in answer
        assert answer["In-Reply-To"] == "<m7@example.org>"
        assert _ids(answer)[:3] == _ids(acknowledgement)
        assert answer["Message-ID"] != acknowledgement["Message-ID"]
        kept = "SELECT 1 FROM promises WHERE state = 'kept'"
        wait_for(lambda: home.rows(kept), "the kept promise", TICK)
        assert service.end() == 0
        assert "failed" not in service.said()
    (after,) = home.json("promises")
    assert (after["state"], after["request"]) == ("kept", promise["request"])
    assert after["due"] == promise["due"]
    told = home.json("why", str(promise["request"]))
    happened = [event["event"] for event in told["facts"]["events"]]
    for one in ("request.opened", "promise.made", "promise.kept", "request.ended"):
        assert one in happened, happened
    assert happened.count("message.sent") == 2
    assert any("Promised for" in sentence for sentence in told["sentences"])
    assert any("was kept" in sentence for sentence in told["sentences"])


async def test_from_imap_to_a_kept_promise(home, dovecot, sink):
    home.imap(dovecot, smtp="envoi")
    before = len(list(dovecot.maildir().rglob("*")))
    await _walk(home, sink, dovecot.deliver, patient=True)
    assert before == 0
    assert len([*dovecot.maildir().glob("new/*"), *dovecot.maildir().glob("cur/*")]) == 1


async def test_from_a_maildir_to_a_kept_promise(home, tmp_path, sink):
    folder = tmp_path / "Maildir"
    home.maildir(folder)
    await _walk(home, sink, lambda raw: put(folder, raw), patient=False)
    assert [f.name for f in folder.glob("*/*")] == ["1.M1.host"]  # nothing moved, nothing flagged
