"""Copies among the sent mail: of what surely left, once, and never in the way of sending."""

from datetime import timedelta

import pytest

from planner.errors import ChannelError
from planner.ports import Handover, Outcome


class Keeper:
    """A mailbox that is written to; `down` says whether it can be reached."""

    def __init__(self):
        self.down, self.copies, self.marked, self.asked = False, [], [], 0

    def keep_copy(self, message):
        self.asked += 1
        if self.down:
            raise ChannelError("The server cannot be reached.")
        if message.message_id not in [m.message_id for m in self.copies]:
            self.copies.append(message)

    def mark_answered(self, foreign_id):
        self.marked.append(foreign_id)


@pytest.fixture
def keeper(shop):
    shop.ctx.keepers["mail"] = Keeper()
    return shop.ctx.keepers["mail"]


def test_what_left_is_filed_and_what_she_answered_is_marked(shop, keeper):
    request = shop.write()
    assert [m.message_id for m in keeper.copies] == [shop.sent[0].message_id]
    assert keeper.marked == []  # an acknowledgement is no answer
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    shop.office.tick()
    assert [(m.message_id, m.body) for m in keeper.copies] == [
        (m.message_id, m.body) for m in shop.sent
    ]
    assert keeper.marked == ["m1"]
    assert keeper.asked == 2


def test_what_perhaps_left_or_did_not_is_not_filed(shop, keeper):
    for handover in (Handover.PERHAPS, Handover.REFUSED, Handover.LATER):
        shop.post.answers = lambda _, how=handover: Outcome(how, "451")
        shop.write(str(handover))
    assert keeper.asked == 0


def test_a_mailbox_that_fails_is_tried_again_and_holds_up_nothing(shop, keeper):
    keeper.down = True
    shop.write("anne")
    shop.write("bilal")
    assert len(shop.sent) == 2
    assert keeper.asked == 1  # it has its pauses
    assert any("cannot be reached" in problem for problem in shop.office.today().problems)
    keeper.down = False
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert len(keeper.copies) == 2
    assert shop.office.today().problems == ()
