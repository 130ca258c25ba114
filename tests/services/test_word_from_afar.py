"""The key from a telephone, as a mail that comes in like any other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.message import Mailbox
from planner.domain.telephone import Telephone
from planner.settings_own import OwnSettings
from planner.settings_unavailable import AwaySettings
from planner.views import Face
from tests.shop import OWN, Shop, at

PASS = "mx.story.example; dkim=pass header.d=story.example"


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    away = AwaySettings({}, Telephone("Tournesol", (), "mx.story.example"))
    settings = replace(
        made.ctx.settings, away=away, shop=replace(made.ctx.settings.shop, address=(OWN.address,))
    )
    made.office.ctx = replace(made.office.ctx, own=OwnSettings(settings))
    yield made
    made.office.close()


def say(shop, result=PASS, **more):
    headers = (("From", f"Atelier <{OWN.address}>"), ("Authentication-Results", result))
    fields = {"sender": OWN, "headers": headers, "sent_at": shop.clock.now()}
    shop.arrive("me", "", "tournesol", envelope_from=OWN.address, **{**fields, **more})
    shop.office.tick()


def hers(shop):
    return [m for m in shop.sent if m.to.address == OWN.address]


def test_the_word_is_the_key_and_she_is_told_once(shop):
    request = shop.write()
    say(shop)
    assert shop.office.today().face is Face.AWAY
    assert len(shop.open()) == 1
    assert hers(shop) == []  # there is time to undo
    shop.go(shop.clock.now() + timedelta(minutes=5))
    (told,) = hers(shop)
    assert "Rest" in told.body
    assert "1 person" in told.body
    assert told.automatic
    assert shop.promise(request).due == at("25 17:45")
    shop.go(shop.clock.now() + timedelta(hours=2))
    shop.restart()
    shop.office.tick()
    assert len(hers(shop)) == 1
    assert shop.violations() == ()


def test_undone_within_ten_seconds_nobody_is_told(shop):
    shop.write()
    so_far = len(shop.sent)
    say(shop)
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=5))
    assert shop.office.today().face is not Face.AWAY
    assert len(shop.sent) == so_far


def test_a_word_that_cannot_be_verified_does_nothing_and_she_learns_it(shop):
    say(shop, "mx.story.example; dkim=fail header.d=story.example")
    view = shop.office.today()
    assert view.face is not Face.AWAY
    assert "--try-word" in " ".join(view.problems)
    assert [e.data["reason"] for e in shop.events("word.doubted")] == ["unverified"]
    assert shop.open() == ()
    assert shop.sent == []
    say(shop)
    assert shop.office.today().problems == ()


def test_a_customer_who_writes_the_word_is_a_customer(shop):
    shop.write("anne", "Bonjour", "tournesol", headers=(("Authentication-Results", PASS),))
    assert shop.office.today().face is not Face.AWAY
    assert len(shop.open()) == 1


def test_an_old_word_says_nothing(shop):
    say(shop, received_at=at("20 10:00"), sent_at=at("20 10:00"))
    assert shop.office.today().face is not Face.AWAY


def test_what_she_did_since_is_newer_than_the_word(shop):
    shop.office.away("sick")
    shop.clock.step(timedelta(minutes=30))
    shop.office.back()
    early = shop.clock.now() - timedelta(minutes=10)
    say(shop, received_at=early, sent_at=early)
    assert shop.office.today().face is not Face.AWAY


def test_a_server_that_refuses_for_now_is_asked_again(shop):
    from planner.ports import Handover, Outcome

    said = []
    shop.post.answers = lambda m: (
        said.append(m) or Outcome(Handover.LATER if len(said) == 1 else Handover.SENT)
    )
    say(shop)
    shop.go(shop.clock.now() + timedelta(hours=3))
    assert len(hers(shop)) == 1


def test_it_comes_from_the_address_she_named(shop):
    say(shop, sender=Mailbox("x@other.example"), headers=(("From", "x@other.example"),))
    assert shop.office.today().face is not Face.AWAY


def test_the_copy_among_her_sent_mail_does_not_hide_the_word(shop):
    shop.post.hers.add("m1")
    say(shop, message_id="<word@phone.example>")  # from her sent mail: no server saw it come in
    assert shop.office.today().face is not Face.AWAY
    say(shop, message_id="<word@phone.example>")
    assert shop.office.today().face is Face.AWAY
    assert shop.open() == ()
    shop.office.back()
    shop.clock.step(timedelta(minutes=1))
    say(shop, message_id="<word@phone.example>")  # the same mail once more says nothing new
    assert shop.office.today().face is not Face.AWAY
