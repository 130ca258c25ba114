"""The last guard (row S7): automatic mail pauses, the owner is told, nothing is lost."""

from datetime import timedelta

import pytest

from planner.domain.autoreply import memory
from planner.domain.outbox import LetterState
from planner.services.pausing import paused
from tests.shop import Notes, Shop, at


@pytest.fixture(autouse=True)
def low_ceilings(monkeypatch):
    monkeypatch.setattr(memory, "OVER_ALL", 12)
    monkeypatch.setattr(memory, "TO_DOMAIN", 30)


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def crowd(shop, number, start=0, house="example.net"):
    for n in range(start, start + number):
        address = f"client{n}@{house}"
        shop.arrive(f"client{n}", envelope_from=address)
    settle(shop)


def settle(shop):
    while shop.office.tick().left:
        shop.clock.step(timedelta(seconds=1))


def scopes(shop):
    with shop.books() as unit:
        return paused(unit)


def test_a_flood_pauses_what_answers_mail_and_nothing_is_lost(shop):
    crowd(shop, 20)
    assert len(shop.sent) == 12
    assert len(shop.open()) == 20
    assert scopes(shop) == {"all"}
    with shop.books() as unit:
        waiting = unit.outbox.in_state(LetterState.QUEUED)
    assert len(waiting) == 8
    rows = [e.data["rows"] for e in shop.events("message.suppressed")]
    assert rows == [["S7"]] * 8
    assert "S7" in " ".join(shop.office.why(shop.open()[-1].id).sentences)
    # The owner's own words and the notices of her own key leave.
    shop.go(at("23 17:01"))
    shop.office.answer(shop.office.desk().portion[0].id, "Oui.")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert [mail.automatic for mail in shop.sent[12:]] == [False]
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert len(shop.sent) == 12 + 1 + 11
    assert shop.violations() == ()


def test_only_the_owner_ends_a_pause(shop):
    crowd(shop, 20)
    for _ in range(2):
        shop.go(shop.clock.now() + timedelta(hours=3))
        shop.restart()
        settle(shop)
    assert scopes(shop) == {"all"}
    told = shop.office.go_live(True)
    assert "what waited" in told.sentence or "ce qui attendait" in told.sentence
    settle(shop)
    assert len(shop.promises()) == 20
    assert scopes(shop) == set()
    crowd(shop, 3, start=40)  # eight and three: what left before she said so does not count
    assert len(shop.promises()) == 23
    crowd(shop, 3, start=50)
    assert scopes(shop) == {"all"}  # and the guard is there again


def test_the_owner_is_told_on_every_door_and_once_by_a_notification(shop):
    notes = shop.ctx.notifier.__class__ and Notes()
    object.__setattr__(shop.ctx, "notifier", notes)
    crowd(shop, 20)
    shop.go(at("24 12:00"))
    assert any("entracte live" in problem for problem in shop.office.today().problems)
    said = [title for title, _body in notes.shown if "paus" in title.lower()]
    assert len(said) == 1
    assert not any(sign.isdigit() or sign == "@" for sign in said[0])


@pytest.mark.parametrize("jump", [timedelta(days=-2), timedelta(days=2)], ids=["back", "ahead"])
def test_a_clock_that_jumps_neither_lifts_nor_makes_a_pause(shop, jump):
    shop.sleep(at("28 14:00"))
    crowd(shop, 10)
    shop.clock._now += jump
    crowd(shop, 10, start=20)
    assert scopes(shop) == set()
    crowd(shop, 5, start=40)
    assert scopes(shop) == {"all"}
    shop.clock._now -= jump
    settle(shop)
    assert scopes(shop) == {"all"}


def test_one_address_is_paused_alone(shop, monkeypatch):
    monkeypatch.setattr(memory, "TO_ADDRESS", 2)
    for subject in ("Robe", "Jupe", "Sac"):
        shop.write("anne", subject=subject)
        shop.clock.step(timedelta(minutes=3))
    assert len(shop.sent) == 2
    assert scopes(shop) == {"anne@example.net"}
    shop.write("bilal")
    assert len(shop.sent) == 3
    shop.office.away("sick")  # this address hears nothing by itself any more
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert [mail.to.address for mail in shop.sent[3:]] == ["bilal@example.net"]


def test_one_domain_is_paused_alone(shop, monkeypatch):
    monkeypatch.setattr(memory, "OVER_ALL", 50)
    monkeypatch.setattr(memory, "TO_DOMAIN", 5)
    crowd(shop, 8, house="forge.test")
    assert len(shop.sent) == 5
    assert scopes(shop) == {"@forge.test"}
    crowd(shop, 2, start=20)
    assert len(shop.sent) == 7
