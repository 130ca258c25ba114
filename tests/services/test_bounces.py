"""What a mail server reports of our letters: believed only where it fits (L-03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.message import Mailbox, Report
from planner.domain.outbox import LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from planner.ports import Handover, Outcome
from tests.shop import OWN, at

DAEMON = Mailbox("mailer-daemon@mx.example.net")


def bounce(shop, message, **changes):
    """A report about a message that left arrives, and the tick after it."""
    report = Report("failed", "5.1.1", (message.to.address,), message.message_id, "no such user")
    came(shop, replace(report, **changes))


def came(shop, report):
    shop.arrive(
        sender=DAEMON, subject="Undelivered", text="It came back.", envelope_from="",
        part_types=("multipart/report", "message/delivery-status"), report=report,
    )  # fmt: skip
    shop.office.tick()


def history(shop, request):
    with shop.books() as unit:
        return [promise.state for promise in unit.promises.of(request)]


def test_an_acknowledgement_that_came_back_promises_nothing(shop):
    request = shop.write()
    bounce(shop, shop.sent[0])
    assert shop.promises() == {}
    assert history(shop, request) == [Standing.NOT_DELIVERED]
    assert shop.office.ledger().outcomes["not delivered"] == 1
    (failed,) = shop.events("message.failed")
    assert failed.data["reason"] == "5.1.1 no such user"
    assert any("could not be delivered" in problem for problem in shop.office.today().problems)
    told = " ".join(shop.office.why(request).sentences)
    assert "no such user" in told
    assert "nothing automatic goes there until" in told
    shop.go(at("27 18:00"))
    assert len(shop.sent) == 1  # nothing automatic goes there, and the report got no answer
    assert shop.violations() == ()


def test_her_own_answer_that_came_back_opens_the_request_again(shop):
    request = shop.write()
    due = shop.promise(request).due
    shop.office.answer(request, "Oui, en 42.", now=True)
    shop.office.tick()
    assert shop.request(request).state is State.ANSWERED
    bounce(shop, shop.sent[-1])
    assert shop.request(request).state is State.OPEN
    assert shop.promise(request).due == due  # what the person was told before stands
    assert "request.reopened" in [event.event for event in shop.events()]
    shop.office.answer(request, "Oui, en 42 !", now=True)  # her own words are still tried
    shop.office.tick()
    assert shop.sent[-1].body.startswith("Oui, en 42 !")
    assert history(shop, request) == [Standing.KEPT]
    assert shop.office.today().problems == ()
    assert shop.violations() == ()


def test_a_first_word_of_hers_that_came_back_leaves_the_date_that_was_told(shop):
    request = shop.write()
    before = shop.promise(request)
    shop.office.answer(request, "Je regarde.", now=True, by=at("25 12:00").date())
    shop.office.tick()
    assert shop.promise(request).due != before.due
    bounce(shop, shop.sent[-1])
    assert shop.promise(request).due == before.due
    assert shop.request(request).state is State.OPEN
    assert shop.violations() == ()


def test_a_notice_that_came_back_moved_nothing(shop):
    request = shop.write()
    before = shop.promise(request)
    shop.office.away("sick", until=at("26 08:00"))
    shop.go(at("24 09:00"))
    moved = shop.promise(request)
    assert moved.due > before.due
    assert shop.office.ledger().outcomes["moved in time"] == 1
    bounce(shop, shop.sent[-1])
    assert (shop.promise(request).due, shop.promise(request).moves) == (before.due, 0)
    assert shop.office.ledger().outcomes["moved in time"] == 0
    shop.go(at("24 20:00"))
    assert history(shop, request) == [Standing.BROKEN]  # nobody could be told: never rewritten
    assert shop.violations() == ()


@pytest.mark.parametrize(
    "forged",
    [
        {"message_id": "<unknown@entracte.story.example>"},
        {"recipients": ("somebody@else.example",)},
        {"recipients": ()},
        {"message_id": "", "recipients": ("somebody@else.example",)},
        {"message_id": "", "recipients": ("anne@example.net", "bilal@example.net")},
        *({"action": action} for action in ("", "delayed", "delivered", "relayed", "expanded")),
    ],
)
def test_what_does_not_fit_or_is_no_failure_changes_nothing(shop, forged):
    request = shop.write()
    bounce(shop, shop.sent[0], **forged)
    assert shop.promise(request) is not None
    assert shop.letters(request)[0].state is LetterState.SENT
    assert shop.office.today().problems == ()
    assert len(shop.open()) == 1
    noted = any("mail server reports" in said for said in shop.office.why(request).sentences)
    assert noted is ("action" in forged)
    shop.write("anne", "Et un 44 ?", subject="Robe verte")
    assert len(shop.sent) == 2  # no address is kept away from


def test_a_report_without_an_id_is_about_the_last_letter_to_its_recipient(shop):
    first = shop.write("anne")
    shop.write("bilal")
    bounce(shop, shop.sent[0], message_id="", recipients=("ANNE@example.net",))
    assert history(shop, first) == [Standing.NOT_DELIVERED]
    assert len(shop.promises()) == 1


def test_a_late_or_second_report_changes_nothing_more(shop):
    request = shop.write()
    letter = shop.sent[0]
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    bounce(shop, letter)
    bounce(shop, letter)
    assert len(shop.events("message.failed")) == 1
    assert shop.request(request).state is State.ANSWERED  # her answer arrived
    assert history(shop, request) == [Standing.KEPT]
    assert shop.violations() == ()


def test_perhaps_delivered_and_came_back_is_not_delivered(shop):
    shop.post.answers = lambda _: Outcome(Handover.PERHAPS, "connection lost")
    request = shop.write()
    bounce(shop, shop.sent[0])
    assert shop.letters(request)[0].state is LetterState.FAILED
    assert history(shop, request) == [Standing.NOT_DELIVERED]


def test_a_reverse_path_that_refuses_keeps_the_person_s_requests_from_automatic_mail(shop):
    shop.post.answers = lambda _: Outcome(Handover.REFUSED, "550 no")
    shop.write("anne", envelope_from="bounces.anne@example.net")
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.go(shop.clock.now() + timedelta(days=2))
    assert shop.sent == []


def test_a_refusal_of_her_own_address_keeps_away_from_nobody(shop):
    shop.post.answers = lambda _: Outcome(Handover.REFUSED, "553 not owned", about_us=True)
    shop.write("anne")
    shop.go(shop.clock.now() + timedelta(minutes=10))
    assert any("553 not owned" in problem for problem in shop.office.today().problems)
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert len(shop.sent) == 1
    assert shop.events("message.failed") == []


def test_answers_leave_from_the_address_the_person_wrote_to(shop):
    alias = Mailbox("Shop+Robes@story.example")
    request = shop.write("anne", to=(Mailbox("friend@example.net"), alias))
    invented = shop.write("bilal", to=(Mailbox("boss@example.net"), OWN))
    shop.office.answer(request, "Oui.", now=True)
    shop.office.answer(invented, "Oui.", now=True)
    shop.office.tick()
    from_ = {(m.to.address, m.automatic): m.sender.address for m in shop.sent}
    assert from_[("anne@example.net", True)] == alias.address
    assert from_[("anne@example.net", False)] == alias.address
    assert from_[("bilal@example.net", False)] == OWN.address
    shop.write(
        "anne", "Encore une question : et en bleu ?", to=(OWN,), in_reply_to="<m1@example.net>"
    )
    shop.office.answer(request, "Aussi.", now=True)
    shop.office.tick()
    assert shop.sent[-1].sender.address == OWN.address  # where she was written to last
