"""What the owner wrote in another program: hers, at the moment she wrote it."""

from datetime import timedelta

import pytest

from planner.domain.message import Mailbox
from planner.domain.outbox import LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from tests.shop import MONDAY, OWN, at

ANNE = Mailbox("Anne@example.net", "Anne")


@pytest.fixture
def replies(shop):
    """A mail of hers lies in the folder of sent mail; the next tick reads it."""

    def put(number=1, **fields):
        now = shop.clock.now()
        given = {
            "foreign_id": f"Sent:{number}", "received_at": now, "sent_at": now, "sender": OWN,
            "to": (ANNE,), "subject": "Re: Jupe", "text": "Oui, en 42.",
            "message_id": f"<s{number}@thunderbird.example>", "in_reply_to": "<m1@example.net>",
            "envelope_from": None,
        }  # fmt: skip
        shop.post.hers.add(f"Sent:{number}")
        shop.arrive(**(given | fields))

    return put


def states(shop, request):
    with shop.books() as unit:
        return [promise.state for promise in unit.promises.of(request)]


def conversation(shop, request):
    with shop.books() as unit:
        return [(m.mine, m.automatic) for m in unit.messages.of(request)]


def test_her_reply_answers_the_request_keeps_the_promise_and_uses_the_day(shop, replies):
    request = shop.write()
    shop.clock.step(timedelta(minutes=30))
    replies()
    shop.office.tick()
    assert shop.request(request).state is State.ANSWERED
    assert states(shop, request) == [Standing.KEPT]
    assert conversation(shop, request) == [(False, False), (True, True), (True, False)]
    assert any("in another program" in said for said in shop.office.why(request).sentences)
    with shop.books() as unit:
        assert len(unit.requests.answered_since(MONDAY - timedelta(hours=1))) == 1
    shop.go(at("24 20:00"))
    assert len(shop.sent) == 1  # nothing more is said, and hers is not sent again
    assert shop.violations() == ()


def test_the_same_mail_twice_and_our_own_copy_count_once(shop, replies):
    request = shop.write()
    ours = shop.sent[0].message_id
    replies(message_id=ours)
    replies(2, message_id="<x@rewritten.example>", headers=(("X-Entracte", "1"),))
    shop.office.tick()
    assert shop.request(request).state is State.OPEN
    assert len(conversation(shop, request)) == 2
    replies(3)
    replies(4, message_id="<s3@thunderbird.example>")
    shop.office.tick()
    assert len(conversation(shop, request)) == 3
    assert len(shop.events("request.ended")) == 1


def test_the_moment_she_wrote_decides_whether_a_promise_was_kept(shop, replies):
    request = shop.write()
    due = shop.promise(request).due
    shop.sleep(due + timedelta(hours=1))
    shop.office.tick()
    assert states(shop, request)[0] is Standing.BROKEN
    replies(sent_at=due - timedelta(minutes=5))
    shop.office.tick()
    assert states(shop, request)[0] is Standing.KEPT
    late = shop.write("bilal")
    due = shop.promise(late).due
    shop.sleep(due + timedelta(hours=1))
    replies(2, to=(Mailbox("bilal@example.net"),), in_reply_to="<m3@example.net>")
    shop.office.tick()
    assert shop.request(late).state is State.ANSWERED
    assert states(shop, late) == [Standing.BROKEN]


def test_a_letter_that_waits_to_leave_is_taken_back(shop, replies):
    request = shop.write()
    shop.office.away("sick", until=at("26 08:00"))
    assert [x.state for x in shop.letters(request)] == [LetterState.SENT, LetterState.QUEUED]
    replies()
    shop.office.tick()
    assert shop.letters(request)[1].state is LetterState.CANCELLED
    assert shop.office.undo().sentence.startswith("Undone")  # hers did not take that place
    shop.go(at("25 10:00"))
    assert len(shop.sent) == 1


def test_without_a_conversation_the_newest_open_request_of_the_recipient_is_meant(shop, replies):
    first = shop.write("anne", subject="Jupe")
    second = shop.write("anne", subject="Patron de manteau", text="Existe-t-il en XL ?")
    replies(in_reply_to="")
    shop.office.tick()
    assert shop.request(second).state is State.ANSWERED
    assert shop.request(first).state is State.OPEN


@pytest.mark.parametrize(
    "fields",
    [
        {"to": (Mailbox("friend@elsewhere.example"),)},  # passed on
        {"to": (Mailbox("friend@elsewhere.example"),), "in_reply_to": ""},
        {"to": (ANNE, Mailbox("bilal@example.net")), "in_reply_to": ""},  # a round letter
        {"headers": (("Auto-Submitted", "auto-replied (vacation)"),)},
        {"received_at": MONDAY - timedelta(hours=1)},  # before the connection
        {"sent_at": MONDAY - timedelta(days=1)},  # before anything was asked
    ],
)
def test_what_answers_nobody_changes_nothing(shop, replies, fields):
    request = shop.write("anne")
    other = shop.write("bilal")
    replies(**fields)
    shop.office.tick()
    assert {shop.request(x).state for x in (request, other)} == {State.OPEN}
    assert len(shop.promises()) == 2
    assert len(shop.open()) == 2  # kept, and no request of its own


def test_a_clock_that_is_a_little_behind_makes_no_reply_too_early(shop, replies):
    request = shop.write()
    replies(sent_at=shop.clock.now() - timedelta(minutes=3))
    shop.office.tick()
    assert shop.request(request).state is State.ANSWERED
    assert states(shop, request) == [Standing.KEPT]
    assert shop.violations() == ()


def test_a_question_after_her_reply_waits_for_its_own_answer(shop, replies):
    request = shop.write()
    wrote = shop.clock.now() + timedelta(minutes=5)
    shop.clock.step(timedelta(hours=1))
    shop.arrive(text="Et en bleu ?", in_reply_to="<m1@example.net>", subject="Re: Jupe de anne")
    replies(sent_at=wrote, received_at=wrote)
    shop.office.tick()
    assert shop.request(request).state is State.OPEN
    assert states(shop, request)[0] is Standing.KEPT
    assert shop.request(request).opened_at > wrote
    assert shop.violations() == ()


def test_her_mail_that_comes_back_opens_the_request_again(shop, replies):
    from planner.domain.message import Report

    request = shop.write()
    replies()
    shop.office.tick()
    report = Report("failed", "5.1.1", ("anne@example.net",), "<s1@thunderbird.example>")
    shop.arrive(
        sender=Mailbox("mailer-daemon@mx.example"), envelope_from="", report=report,
        part_types=("multipart/report",),
    )  # fmt: skip
    shop.office.tick()
    assert shop.request(request).state is State.OPEN
    assert shop.promise(request) is not None
    assert shop.violations() == ()
