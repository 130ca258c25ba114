"""Notifications on a real session bus: what the desktop sees, and what its buttons do."""

import json
import time
from contextlib import closing
from datetime import timedelta

import pytest

from planner import locale
from planner.bootstrap import open_shop
from planner.cli.app import main
from planner.domain.notification import State
from planner.face import Face
from planner.notify import DesktopNotifier
from planner.paths import Paths
from tests.notify.desktops import said, words
from tests.servers.home import Home, letter, put
from tests.servers.process import wait_for
from tests.shop import Shop, at
from tests.thorough import THOROUGH
from tests.tui.helpers import until
from tui.app import EntracteApp
from tui.screens.promises import PromisesScreen

pytestmark = pytest.mark.server
BUTTONS = (("later", "In 15 minutes"), ("away", "Unavailable"))


def test_the_desktop_says_that_it_shows_it(desktop):
    assert said("Votre fenêtre", "C'est <l'heure> & 5") == "shown"
    (rung,) = desktop.rung
    shown = ("Entracte", "Votre fenêtre", "C’est &lt;l’heure&gt; &amp; 5", {})
    assert (rung.app, rung.title, rung.body, rung.buttons) == shown


def test_a_bus_without_a_desktop_shows_nothing(bus):
    assert said() == ("not shown", "no service")


def test_plyer_speaks_to_the_same_desktop_and_hears_nothing_back(desktop, plain):
    assert said("--help", "-t 0 <b>") == "handed over"
    assert [(one.title, one.body) for one in desktop.rung] == [("–help", "–t 0 &lt;b&gt;")]


def test_plyer_without_a_desktop_shows_nothing(bus, plain):
    assert said() == ("not shown", "no service")


def test_an_address_where_nothing_is(bus, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert said() == ("not shown", "no session")


def test_a_desktop_that_hangs_is_left_at_the_deadline(desktop):
    desktop.hangs = True
    assert said(deadline=3) == ("not shown", "no answer")
    desktop.hangs = False
    assert said(title="again") == "shown"


@pytest.mark.parametrize("key", ["later", "away"] if THOROUGH else ["later"])
def test_a_button_says_that_it_was_pressed_once(desktop, key):
    notifier, pressed = DesktopNotifier(30), []
    notifier.listen(lambda _one, _showing: None, lambda one, key: pressed.append((one.id, key)))
    assert notifier.try_now(words(buttons=BUTTONS)).state is State.SHOWN
    assert desktop.rung[0].buttons == dict(BUTTONS)
    desktop.press(1, key)
    desktop.press(1, key)
    wait_for(lambda: pressed and all(call.over for call in notifier._calls), "the press")
    assert pressed == [("test:1", key)]


@pytest.mark.parametrize("reason", [1, 2] if THOROUGH else [1])  # expired, dismissed
def test_what_is_gone_from_the_desktop_leaves_no_process(desktop, reason):
    notifier = DesktopNotifier(30)
    notifier.try_now(words(buttons=BUTTONS))
    desktop.dismiss(1, reason)
    wait_for(lambda: all(call.over for call in notifier._calls), "the end")


def test_many_that_wait_for_a_button_are_bounded_and_end_with_the_program(desktop):
    notifier = DesktopNotifier(30)
    for number in range(6):
        notifier.try_now(words(str(number), buttons=BUTTONS))
    calls = list(notifier._calls)
    wait_for(lambda: sum(not call.over for call in calls) <= 5, "the end of the oldest")
    notifier.close()
    wait_for(lambda: all(call.over for call in calls), "the end of all")


# A day


class Day(Shop):
    """A shop on the real desktop: each notification has arrived before the clock goes on."""

    def __init__(self, folder, desktop, **shop):
        super().__init__(folder, **shop)
        self.desktop, self.notifier = desktop, DesktopNotifier(60)
        self.notifier.listen(self.office.notification_shown, self.office.notification_pressed)
        object.__setattr__(self.ctx, "notifier", self.notifier)

    def told(self):
        return [(e.data["text"], e.data["body"]) for e in self.events("notification.sent")]

    def go(self, to):
        while True:
            tick = self.office.tick()
            wait_for(lambda: len(self.desktop.rung) >= len(self.told()), "a notification")
            if self.clock.now() >= to:
                return
            self.clock.move_to(min(to, max(tick.next_at, self.clock.now() + timedelta(seconds=1))))


def test_the_desktop_sees_exactly_the_notifications_of_a_day(desktop, tmp_path):
    locale.use("fr")
    day = Day(tmp_path / "shop", desktop, now=at("24 08:00"), language="fr")
    for who in ("anne", "lise", "paul"):
        day.arrive(who, "Bonjour, quels sont les frais de port ?")
    day.go(at("24 11:10"))
    day.office.answer(day.open()[0].id, "6 euros.")
    day.go(at("24 16:00"))
    day.sleep(at("24 19:30"))  # over the window of 17:00, which is stale by then
    day.go(at("25 03:00"))
    assert [(one.title, one.body) for one in desktop.rung] == [
        (
            "Votre fenêtre de réponse est ouverte.",
            "Surtout des questions sur la livraison. Quelques promesses sont pour aujourd’hui.",
        ),
        (
            "Votre fenêtre se ferme dans cinq minutes.",
            "Finissez ce que vous faites\u00a0; le reste garde sa place.".replace("\u00a0", " "),
        ),
    ]
    seen = [(one.title, one.body.replace("’", "'")) for one in desktop.rung]
    assert seen == [(title, body.replace("\u00a0", " ")) for title, body in day.told()]
    day.notifier.close()


def test_no_tick_waits_for_a_desktop_that_hangs(desktop, tmp_path):
    day = Day(tmp_path / "shop", desktop, now=at("24 10:59"))
    object.__setattr__(day.ctx, "notifier", slow := DesktopNotifier(600))  # a tick would never end
    desktop.hangs = True
    day.clock.move_to(at("24 11:00"))
    assert day.office.tick().ran
    wait_for(lambda: desktop.asked, "the call")
    assert day.write("anne", "Un 42 ?")  # it goes on: mail is read, planned and answered
    assert day.sent
    assert desktop.rung == []
    desktop.hangs = False
    wait_for(lambda: desktop.rung, "the notification")
    slow.close()


def _shop(folder):
    """Its window opened less than an hour ago."""
    home = Home(folder / "home").maildir(folder / "mail").channel("out", "paper")
    home.settings.write_text(home.settings.read_text().replace('"10:00"', '"12:00"'))
    return home


def test_the_service_rings_once_and_its_button_is_the_unavailable_key(desktop, tmp_path):
    home = _shop(tmp_path)
    with home.service() as service:
        wait_for(lambda: desktop.rung, "the notification")
        assert desktop.rung[0].title == "Your answering window is open."
        desktop.press(1, "away")
        wait_for(lambda: home.rows("SELECT 1 FROM absences"), "the absence")
        assert home.json("status")["face"] == Face.AWAY
        assert service.end() == 0
    assert len(desktop.rung) == 1


def test_the_command_says_how_far_it_came(desktop, tmp_path, capsys, monkeypatch):
    words = ["notifications", "test", "--home", str(_shop(tmp_path).folder)]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "shown"
    assert [one.body for one in desktop.rung] == ["This is how a notification looks."]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert main(words) == 1
    assert "there is no desktop here" in capsys.readouterr().err


async def test_the_dashboard_goes_on_beside_a_desktop_that_hangs(desktop, tmp_path):
    desktop.hangs = True
    with closing(open_shop(Paths(_shop(tmp_path).folder))) as shop:
        app = EntracteApp(shop.office, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: desktop.asked)
            await pilot.press("p")
            await until(pilot, lambda: isinstance(app.screen, PromisesScreen))
            assert desktop.rung == []


@pytest.mark.skipif(not THOROUGH, reason="takes half a minute; `make test-all` runs it")
def test_the_service_lives_beside_a_desktop_that_hangs_for_25_seconds(
    desktop, tmp_path, record_property
):
    home, slowest = _shop(tmp_path), 0.0
    desktop.hangs = True
    with home.service() as service:
        wait_for(lambda: desktop.asked, "the call")
        began = time.monotonic()
        for number in range(1, 100):
            asked = time.monotonic()
            put(tmp_path / "mail", letter(number=number, subject=f"Jupe {number}"), number)
            service.wake()
            seen = f"SELECT 1 FROM messages WHERE message_id = '<m{number}@example.org>'"
            wait_for(lambda seen=seen: home.rows(seen), "the mail")
            slowest = max(slowest, time.monotonic() - asked)
            if time.monotonic() - began > 25:
                break
        assert desktop.rung == []
        assert "did not answer" in home.json("status")["unseen"]
        desktop.hangs = False
        assert service.end() == 0
    figures = (
        f"desktop hung for 25 s: {number} mails read meanwhile, the slowest in {slowest:.1f} s"
    )
    record_property("figures", figures)
