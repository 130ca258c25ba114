"""One draft for all who ask the same: each a letter, a name, a record of their own (A-05)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.domain.message import Mailbox
from planner.domain.request import State
from planner.errors import NotFound, NotPossible, WrongUse
from planner.services.grouping import first_name
from tests.shop import at

ASK = "Bonjour, est-elle encore disponible ? Vous livrez ?"
DRAFT = "Bonjour {first_name}, oui, et l'envoi coûte 5 euros."


def three(shop):
    """Three ask about one dress; a fourth about a cape; a fifth with hard words."""
    found = [shop.write(who, ASK, subject="Robe fleurie") for who in ("lise", "basile", "chloe")]
    shop.write("denis", ASK, subject="Cape rouge")
    shop.write("elsa", f"Bande de voleurs ! {ASK}", subject="Robe fleurie")
    shop.write("fanny", f"{ASK} Et un ourlet sur mesure ?", subject="Robe fleurie")
    shop.go(at("23 17:01"))
    return found


def own(shop):
    return {m.to.address: m.body for m in shop.sent if not m.automatic}


def test_the_desk_says_who_asks_the_same(shop):
    one, two, three_ = three(shop)
    cards = {card.id: card for card in shop.office.desk().portion}
    assert cards[one].same == (two, three_)
    assert cards[two].same == (one, three_)
    assert cards[4].same == ()
    assert cards[one].asks == ("availability", "shipping")
    assert [card.id for card in shop.office.request(one).same] == [two, three_]


def test_each_has_a_letter_and_a_first_name(shop):
    asked = three(shop)
    done = shop.office.answer_group(asked[0], DRAFT)
    shop.office.tick()
    assert "Lise" in done.sentence
    assert own(shop) == {
        f"{who}@example.net": f"Bonjour {who.title()}, oui, et l'envoi coûte 5 euros."
        for who in ("lise", "basile", "chloe")
    }
    assert [shop.request(r).state for r in asked] == [State.ANSWERED] * 3
    assert len(shop.open()) == 3
    assert len({letter.message_id for r in asked for letter in shop.letters(r)}) >= 6
    assert shop.violations() == ()


def test_the_preview_sends_nothing_and_shows_what_was_asked(shop):
    asked = three(shop)
    drafts = shop.office.drafts(asked[0], DRAFT)
    assert [(d.request, d.asked) for d in drafts] == [(r, ASK) for r in asked]
    assert drafts[1].text.startswith("Bonjour Basile,")
    assert own(shop) == {}
    (hard,) = shop.office.drafts(5, "Bonjour {prénom}.", ())
    assert "voleurs" not in hard.asked


def test_the_others_may_be_chosen_by_hand(shop):
    asked = three(shop)
    shop.office.answer_group(asked[0], "Pour {sujet} : oui.", (asked[2], 4, asked[0]))
    shop.office.tick()
    assert set(own(shop)) == {f"{who}@example.net" for who in ("lise", "chloe", "denis")}
    assert "Cape rouge" in own(shop)["denis@example.net"]


@pytest.mark.parametrize(
    ("text", "also", "error"),
    [
        ("Bonjour {nom}", None, WrongUse),
        ("  ", None, WrongUse),
        (DRAFT, (2, 99), NotFound),
        (DRAFT, (2, 7), NotPossible),
    ],
)
def test_what_cannot_go_to_all_goes_to_nobody(shop, text, also, error):
    asked = three(shop)
    nameless = shop.write("gael", ASK, subject="Sac", sender=None)
    shop.office.decline(nameless)
    with pytest.raises(error):
        shop.office.answer_group(asked[0], text, also)
    shop.office.tick()
    assert own(shop) == {}
    assert all(shop.request(r).state is State.OPEN for r in asked)


def test_nobody_without_a_name_is_called_by_it(shop):
    one = shop.write("lise", ASK, subject="Robe")
    shop.write("x", ASK, subject="Robe", sender=Mailbox("x@example.net"))
    with pytest.raises(NotPossible, match=r"x@example\.net"):
        shop.office.answer_group(one, DRAFT)
    shop.office.answer_group(one, "Bonjour, oui.")
    assert shop.open() == ()


def test_no_date_of_today_breaks_for_a_group(shop):
    """Thirty are planned over two days; the group takes only what today's promises leave."""
    shop.go(at("23 18:00"))
    for n in range(22):
        shop.write(f"client{n}", "Bonjour, parlez-moi de vos jupes.", subject=f"Jupe {n}")
    asked = [shop.write(f"acheteur{n}", ASK, subject="Robe fleurie") for n in range(12)]
    shop.go(at("24 11:01"))
    done = shop.office.answer_group(asked[0], "Bonjour {first_name}, oui.")
    kept = [r for r in asked if shop.request(r).state is State.OPEN]
    assert kept
    assert len(kept) < len(asked) - 1
    assert shop.request(kept[0]).person in done.sentence
    shop.go(at("24 11:10"))
    assert shop.events("promise.moved") == []
    assert shop.events("promise.broken") == []
    assert shop.violations() == ()


def test_outside_a_window_the_letters_wait_and_it_is_said(shop):
    asked = three(shop)
    shop.go(at("23 20:00"))
    done = shop.office.answer_group(asked[0], DRAFT)
    assert "Basile" in done.sentence
    assert "when the window opens" in done.sentence
    shop.office.tick()
    assert own(shop) == {}
    shop.go(at("24 11:01"))
    assert len(own(shop)) == 3


def test_who_was_put_aside_is_left_in_peace(shop):
    asked = three(shop)
    shop.office.snooze(asked[1], shop.clock.now() + timedelta(days=1))
    assert {c.id: c.same for c in shop.office.desk().portion}[asked[0]] == (asked[2],)
    shop.office.answer_group(asked[0], DRAFT)
    assert shop.request(asked[1]).state is State.OPEN


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("Lise", "Lise"),
        ("Lise Martin", "Lise"),
        ("MARTIN Lise", "Lise"),
        ("Martin, Lise", "Lise"),
        ("LISE", "LISE"),
        ("Mme Dupont", "Mme Dupont"),
        ("lise@example.net", ""),
        ("?42", ""),
        ("Li\x1b[2Jse\u202e {first_name}", "Li[2Jse"),
        ("Jean-Luc de la Tour", "Jean-Luc"),
    ],
)
def test_first_names(person, first):
    assert first_name(person) == first
