"""Conversations in `mail explain`: the same key, whatever the order of the mails."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.autoreply import Me
from planner.domain.message import Incoming, Mailbox
from planner.domain.threads import Threads, correspondent

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ME = Me(frozenset({"shop@example.test"}), "example.test")


def _mail(own, answers="", *references):
    return Incoming(own, NOW, None, message_id=own, in_reply_to=answers, references=references)


MAILS = (_mail("<c>", "<b>"), _mail("<a>"), _mail("<b>", "", "<a>"), _mail("<z>"), _mail(""))


@given(st.permutations(MAILS))
def test_one_key_a_conversation_in_any_order(mails):
    threads = Threads()
    nodes = {mail.foreign_id: threads.join(mail, "path") for mail in mails}
    keys = {own: threads.key(node) for own, node in nodes.items()}
    assert keys == {"<a>": "<a>", "<b>": "<a>", "<c>": "<a>", "<z>": "<z>", "": "path"}


def said(own, subject, *, by="lise@example.org", to="shop@example.test", hours=0, **more):
    at = NOW + timedelta(hours=hours)
    given = {"reply_text": "Est-ce possible samedi ?", "message_id": f"<{own}>", **more}
    return Incoming(own, at, Mailbox(by), subject, to=(Mailbox(to),), **given)


PILE = (
    said("1", "Robe fleurie"),
    said("2", "RE: robe fleurie", by="Lise@Example.org", hours=1),
    said("3", "Re: Robe fleurie", by="shop@example.test", to="lise@example.org", hours=2),
    said("4", "Robe fleurie", by="paul@example.org", hours=3),
    said("5", "Cours de couture", hours=4),
    said("6", "Tr: Robe fleurie", hours=5, in_reply_to="<5>"),
    said("7", "???", reply_text="Bonjour", hours=6),
    said("8", "Robe fleurie", hours=24 * 60),
    said("9", "Undelivered", by="mailer-daemon@example.net"),
    said("10", "Undelivered", by="mailer-daemon@example.net", hours=1),
)


@given(st.permutations(PILE))
def test_without_ids_the_person_and_the_subject_join(mails):
    threads = Threads()
    nodes = {m.foreign_id: threads.join(m, m.foreign_id, correspondent(m, ME)) for m in mails}
    threads.settle()
    keys = {own: threads.key(node) for own, node in nodes.items()}
    assert keys["1"] == keys["2"] == keys["3"]
    assert keys["5"] == keys["6"] == keys["7"]
    assert len({keys[own] for own in ("1", "4", "5", "8", "9", "10")}) == 6


@pytest.mark.parametrize("subjects", [("Robe {n}",), ("Robe",)])
def test_ten_thousand_mails_of_one_person_are_no_long_work(subjects):
    threads = Threads()
    for n in range(10_000):
        mail = said(str(n), subjects[0].format(n=n), hours=n / 20)
        threads.join(mail, "", "lise@example.org")
    threads.settle()
    assert len({threads.key(f"<{n}>") for n in range(10_000)}) <= 10_000
