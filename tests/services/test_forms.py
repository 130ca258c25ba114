"""Mail of forms and shop systems: a request of the person behind it, which no machine answers."""

import pytest

from planner.domain.message import Attachment, Mailbox
from tests.shop import OWN, at

LISE = Mailbox("lise@example.org", "Lise")


def fill(shop, **more):
    """Lise writes through the form; the id of the request it opens."""
    given = {
        "sender": Mailbox("noreply@forms.example", "Atelier"),
        "reply_to": LISE,
        "headers": (("Auto-Submitted", "auto-generated"),),
        "envelope_from": "noreply@forms.example",
        "subject": "Formulaire de contact",
    }
    return shop.write("lise", "Avez-vous un 42 ?", **{**given, **more})


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"sender": OWN, "headers": ()},
        {"sender": Mailbox("wordpress@story.example"), "headers": ()},
        {"headers": (("Auto-Submitted", "auto-generated"), ("List-Unsubscribe", "<x>"))},
    ],
)
def test_a_form_is_a_request_of_the_person_behind_it_and_her_answer_goes_there(shop, more):
    request = fill(shop, **more)
    assert request
    assert (shop.request(request).person, shop.request(request).address) == ("Lise", LISE.address)
    shop.go(at("24 10:00"))
    assert shop.sent == []
    assert not shop.request(request).answerable
    assert shop.events("message.suppressed")[-1].request_id == request
    shop.office.answer(request, "Oui, le voici.", now=True)
    shop.office.tick()
    assert [letter.to for letter in shop.sent] == [LISE]
    assert shop.violations() == ()


def test_a_form_joins_the_conversation_of_its_person(shop):
    first = shop.write("lise", sender=LISE, envelope_from=LISE.address, subject="Jupe")
    assert len(shop.sent) == 1
    fill(shop, subject="Jupe")
    (request,) = shop.open()
    assert (request.id, request.written) == (first, 2)
    assert {letter.to.address for letter in shop.sent} == {LISE.address}


def test_a_machine_s_news_stay_aside(shop):
    assert not fill(shop, reply_to=None)
    assert not fill(shop, reply_to=Mailbox("hello@forms.example"))
    assert not fill(shop, headers=(("Auto-Submitted", "auto-replied"),))


def test_a_sealed_message_says_so(shop):
    part = Attachment("", "application/pgp-encrypted", 10)
    request = shop.write("anne", "", attachments=(part,))
    assert "encrypted" in shop.office.request(request).messages[0].text
