"""Notifications of a shop whose customers are hostile: the owner's words and nobody else's."""

from planner.domain.message import Mailbox
from tests.hostile_shop import TRICKS
from tests.shop import Notes, Shop, at


def test_no_word_of_a_stranger_is_ever_in_a_notification(tmp_path):
    shop, notes = Shop(tmp_path), Notes()
    object.__setattr__(shop.ctx, "notifier", notes)
    for number, trick in enumerate(TRICKS[:6]):
        sender = Mailbox(f"p{number}@example.net", trick)
        shop.arrive(f"p{number}", f"Urgent ? {trick}", trick, sender=sender)
    shop.go(at("25 12:00"))  # windows open, dates pass without an answer
    assert {title for title, _ in notes.shown} == {
        "Your answering window is open.",
        "A promise needs your decision.",
    }
    assert {body for _, body in notes.shown} == {
        "A small portion is ready.",
        "Open the desk when it suits you.",
    }
