"""Conversations in `mail explain`: the same key, whatever the order of the mails."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from planner.cli.mail import Threads
from planner.domain.message import Incoming

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _mail(own, answers="", *references):
    return Incoming(own, NOW, None, message_id=own, in_reply_to=answers, references=references)


MAILS = (_mail("<c>", "<b>"), _mail("<a>"), _mail("<b>", "", "<a>"), _mail("<z>"), _mail(""))


@given(st.permutations(MAILS))
def test_one_key_a_conversation_in_any_order(mails):
    threads = Threads()
    nodes = {mail.foreign_id: threads.join(mail, "path") for mail in mails}
    keys = {own: threads.key(node) for own, node in nodes.items()}
    assert keys == {"<a>": "<a>", "<b>": "<a>", "<c>": "<a>", "<z>": "<z>", "": "path"}
