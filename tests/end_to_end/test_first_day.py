"""The first day on real servers: from an empty home to an acknowledgement that really left."""

import email
import email.policy

import pytest

from planner import secrets
from planner.bootstrap import open_shop
from planner.bootstrap_setup import FirstDay
from planner.paths import Paths
from tests.servers.home import letter, noon_zone
from tests.servers.process import HOST, PASSWORD, USER
from tests.servers.sink import Sink
from tests.tui.helpers import screen_text, until
from tui.setup.app import SetupApp

pytestmark = [pytest.mark.server, pytest.mark.filterwarnings("ignore:Requiring AUTH")]


@pytest.fixture
def own_sink():
    """A server that takes mail from the owner only."""
    server = Sink(auth=True).start()
    yield server
    server.stop()


async def test_from_nothing_to_a_first_real_acknowledgement(
    tmp_path, dovecot, own_sink, monkeypatch
):
    kept = {}
    monkeypatch.setattr(secrets, "_held", {})
    monkeypatch.setattr(secrets, "store", kept.__setitem__)
    monkeypatch.setattr(secrets, "fetch", kept.get)
    paths = Paths(tmp_path / "home")
    app = SetupApp(FirstDay(paths, "en"))

    async def at(page):
        await until(pilot, lambda: getattr(app.screen, "PAGE", "") == page)
        await until(pilot, lambda: app.screen.query("#question"))
        await pilot.pause()

    def write(name, words):
        app.screen.query_one(f"#{name} Entry").value = words

    async def said(words):
        await until(pilot, lambda: words in " ".join(screen_text(app).split()))

    async with app.run_test(size=(80, 24)) as pilot:
        await at("welcome")
        await pilot.press("enter")
        await at("you")
        write("first-name", "Camille")
        write("shop-name", "Atelier Camomille")
        await pilot.press("enter")
        await at("zone")
        write("zone", noon_zone())
        await pilot.press("enter")
        await at("busy")
        await pilot.press("enter")
        await at("windows")
        await pilot.press("enter")
        await at("source")
        await pilot.press("enter")
        await at("account")
        write("address", USER)
        await until(pilot, lambda: app.screen.query_one("#reads").display)
        write("reads", f"{HOST}:{dovecot.imap}")
        write("sends", f"{HOST}:{own_sink.port}")
        write("password", "wrong")
        await pilot.press("enter")
        await said("refused the user name or the password")
        write("password", PASSWORD)
        await pilot.press("enter")
        await said("The mail can be read.")
        await said("Mail can be sent.")
        await pilot.press("enter")
        await at("texts")
        await said("Camille")
        await pilot.press("enter")
        await at("ready")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.how == "done")
    assert kept == {"courrier": PASSWORD, "envoi": PASSWORD}
    files = [one.read_bytes() for one in paths.home.rglob("*") if one.is_file()]
    assert not any(PASSWORD.encode() in one for one in files)

    shop = open_shop(paths)
    try:
        shop.office.tick()  # what is there already gets no automatic word
        dovecot.deliver(letter(text="Is it still there?", subject="Flowered dress"))
        shop.office.tick()
    finally:
        shop.close()
    (sent,) = own_sink.kept
    told = email.message_from_bytes(sent.raw, policy=email.policy.default)
    assert sent.to == ["lise@example.org"]
    assert told["From"].addresses[0].addr_spec == USER
    body = told.get_body().get_content()
    assert "automatic" in body
    assert "Camille" in body
