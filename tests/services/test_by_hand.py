"""What no machine may say any more waits as a card for the owner (L-05)."""

from datetime import timedelta

import pytest

from planner.domain.promise import Standing
from planner.errors import NotFound
from planner.texts import template
from planner.texts.own import of_file
from tests.shop import Shop, at


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    opened.ctx.media["mail"] = "messenger"  # the same post, under the network's rules
    yield opened
    opened.office.close()


def test_a_card_changes_nothing_until_it_is_sent(shop):
    shop.office.away("sick")
    request = shop.write("mia", "Une question sur la vitrine.")
    shop.go(at("23 15:00"))
    first = shop.promise(request)
    shop.go(at("25 09:00"))  # the day of news: a day and more after her message
    (card,) = shop.office.by_hand()
    assert (card.request, card.due is not None) == (request, True)
    assert shop.promise(request) == first
    told = len(shop.sent)
    shop.go(at("25 10:00"))
    assert len(shop.sent) == told
    shop.office.sent_by_hand(card.letter)
    assert shop.promise(request).due == card.due
    assert shop.office.by_hand() == ()
    assert len(shop.sent) == told  # she has sent it herself
    assert not shop.violations()
    with pytest.raises(NotFound):
        shop.office.sent_by_hand(card.letter)


def test_a_date_that_passed_is_broken_and_the_card_owns_up(shop):
    shop.office.away("sick")
    request = shop.write("mia", "Une question sur la vitrine.")
    shop.go(at("25 09:00"))
    (before,) = shop.office.by_hand()
    shop.go(at("26 09:00"))
    (card,) = shop.office.by_hand()
    assert card.text != before.text
    assert "sorry" in card.text or "désolé" in card.text
    with shop.books() as unit:
        states = [p.state for p in unit.promises.of(request)]
    assert states == [Standing.BROKEN]
    assert not shop.violations()


def test_who_writes_again_is_answered_by_the_machine(shop):
    shop.office.away("sick")
    shop.write("mia", "Une question sur la vitrine.")
    shop.go(at("25 09:00"))
    assert shop.office.by_hand()
    told = len(shop.sent)
    shop.write("mia", "Et le sac, au fond ?")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.office.by_hand() == ()
    assert len(shop.sent) == told + 1
    assert not shop.violations()


def test_mail_has_no_such_limit(tmp_path):
    shop = Shop(tmp_path)
    shop.office.away("sick")
    shop.write("mia")
    shop.go(at("28 09:00"))
    assert shop.office.by_hand() == ()
    shop.office.close()


def test_a_card_says_a_wording_that_was_saved_since(shop, tmp_path):
    object.__setattr__(shop.ctx, "texts", of_file(tmp_path / "texts.toml"))
    shop.office.away("sick")
    request = shop.write("mia", "Une question sur la vitrine.")
    shop.go(at("25 09:00"))
    (card,) = shop.office.by_hand()
    (letter,) = [x for x in shop.letters(request) if x.id == card.letter]
    usual = template(letter.reason, letter.language)
    shop.office.save_text(letter.reason, letter.language, f"Entre nous : {usual}")
    (again,) = shop.office.by_hand()
    assert again.text == f"Entre nous : {card.text}"
    assert again.due == card.due
    shop.office.sent_by_hand(again.letter)
    assert shop.promise(request).due == card.due
    assert not shop.violations()
