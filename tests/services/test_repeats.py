"""Writing again changes neither place nor date nor work; thanks and absence notes wake nothing."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.request import State
from tests.shop import Shop, at

FURTHER = st.lists(
    st.sampled_from(
        [
            "???",
            "Toujours rien ?",
            "ALORS ? C'EST HONTEUX !!!",
            "Bande de voleurs, répondez !",
            "Elle est encore disponible ? C'est combien ?",
            "Un devis pour une retouche ? La fermeture est cassée.",
            "Je la veux absolument, gardez-la moi en 40 !",
            "Merci !",
            "Réponse automatique : absent jusqu'au 3",
            "Je réfléchis encore.",
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(further=FURTHER, gaps=st.lists(st.integers(1, 700), min_size=5, max_size=5))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_further_message_leaves_place_date_and_work(further, gaps):
    """A-02, A-03, G-03: neither insisting nor anger nor wishes gain anything."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder), at("21 20:00"))
        try:
            shop.write("ada", "Depuis quand cousez-vous ?", subject="Votre atelier")
            one = shop.write("lise", "Parlez-moi de la robe fleurie.", subject="Robe fleurie")
            shop.write("basile", "Elle coûte combien, la cape ?", subject="Cape")
            before, plan = told(shop), shop.office.plan()
            work = shop.request(one).effort
            for text, gap in zip(further, gaps, strict=False):
                shop.arrive("lise", text, subject="Re: Robe fleurie")
                shop.go(min(shop.clock.now() + timedelta(minutes=gap), at("23 10:59")))
            assert told(shop) == before
            assert shop.office.plan() == plan
            assert (shop.request(one).effort, len(shop.open())) == (work, 3)
            shop.go(at("23 11:00"))
            assert [card.person for card in shop.office.desk().portion][:1] == ["Basile"]
            calm = [c.id for c in shop.office.desk().portion if not c.hostile]
            assert calm == [n for n in (3, 1, 2) if n in calm]
            assert shop.violations() == ()
        finally:
            shop.office.close()


def told(shop):
    return {r: (p.due, p.window, p.moves) for r, p in shop.promises().items()}


def answered(shop, text="Oui."):
    request = shop.write("anne", subject="Robe")
    shop.office.answer(request, text, now=True)
    shop.office.tick()
    shop.clock.step(timedelta(hours=30))
    return request


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("merci, c'est parfait", "thanks"),
        ("Thanks, sounds good!", "thanks"),
        ("J'ai trouvé ailleurs, merci", "found_elsewhere"),
        ("Ceci est une réponse automatique : absent jusqu'au 3.", "away"),
    ],
)
def test_what_needs_nothing_is_kept_and_said_in_the_journal(shop, text, reason):
    request = answered(shop)
    sent = len(shop.sent)
    shop.write("anne", text, subject="Re: Robe")
    assert shop.request(request).state is State.ANSWERED
    assert shop.office.request(request).messages[-1].text == text
    assert [e.data["reason"] for e in shop.events("request.merged")] == [reason]
    assert len(shop.sent) == sent
    assert shop.violations() == ()


def test_an_absence_note_by_its_row_wakes_nothing(shop):
    """Row C1: only the subject says it."""
    request = answered(shop)
    (answer,) = [m for m in shop.sent if not m.automatic]
    shop.write(
        "anne",
        "Je reviens le 3.",
        subject="Absence : Robe",
        in_reply_to=answer.message_id,
        references=(answer.message_id,),
    )
    assert shop.request(request).state is State.ANSWERED
    assert "C1" in shop.events("message.suppressed")[0].data["rows"]
    assert any("absence note" in said for said in shop.office.why(request).sentences)


def test_a_question_in_a_thank_you_reopens(shop):
    request = answered(shop)
    shop.write("anne", "merci ! et vous livrez ?", subject="Re: Robe")
    assert shop.request(request).state is State.OPEN
    assert shop.request(request).asks == "shipping"
    assert shop.promise(request).due > shop.clock.now()


def test_a_question_that_no_machine_may_answer_reopens_all_the_same(shop):
    """Suppressing a reply never drops a question: here the shop was only in Bcc (row E7)."""
    request = answered(shop)
    sent = len(shop.sent)
    shop.write("anne", "Et en bleu, vous l'avez ?", subject="Re: Robe", to=())
    assert shop.request(request).state is State.OPEN
    shop.arrive("anne", "Et en vert ?", subject="Re: Robe", headers=(("To", "x@example.net"),))
    shop.office.tick()
    assert len(shop.sent) >= sent


@pytest.mark.parametrize("text", ["Merci, à bientôt !", "Out of office: back on Monday"])
def test_a_thank_you_for_the_acknowledgement_is_no_insisting(shop, text):
    """Nobody who says thanks is told again that the date stands (B-03)."""
    request = shop.write("anne", subject="Robe")
    shop.write("anne", "Au fait, elle me plaît.", subject="Re: Robe")
    shop.go(at("24 05:00"))
    shop.write("anne", text, subject="Re: Robe")
    shop.go(at("24 06:00"))
    assert shop.request(request).written == 2
    assert len(shop.sent) == 1


def test_ready_to_buy_is_read_from_the_first_words_that_say_anything(shop):
    for number, text in enumerate(("Bonsoir !", "Elle est encore là ?", "Et combien ?"), 1):
        request = shop.write("lise", text, subject="Robe fleurie")
        assert shop.request(request).ready_to_buy is (number > 1)
    assert shop.request(request).asks == "availability,price"
    other = shop.write("ada", "J'aime ce que vous faites.", subject="Votre atelier")
    shop.write("ada", "C'est combien, la cape ?", subject="Votre atelier")
    assert not shop.request(other).ready_to_buy
    assert shop.request(other).asks == "price"


def test_an_absence_note_asks_nothing(shop):
    request = shop.write("lise", "J'aime ce que vous faites.", subject="Votre atelier")
    note = "Réponse automatique : je ne suis pas disponible. Une question ? Quel prix ?"
    shop.write("lise", note, subject="Votre atelier")
    assert shop.request(request).asks == ""
    assert shop.request(request).written == 1


def test_a_note_by_hand_is_read_too(shop):
    shop.office.add("Jupe verte, un 40 ? Elle passe la chercher.", "Lise", "phone")
    (request,) = shop.open()
    assert request.ready_to_buy
    assert "size" in request.asks
