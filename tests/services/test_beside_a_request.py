"""What stands beside a request: since when, what was before, and a network's own limit."""

from datetime import timedelta

import pytest

from planner.cli.beginnings import begun
from planner.errors import WrongUse
from planner.views import TemplateView
from tests.shop import at


def test_a_request_says_since_when_and_what_was_before(shop):
    first = shop.write("anne", "Avez-vous la jupe en 42 ?", subject="Jupe")
    shop.office.decline(first)
    shop.go(shop.clock.now() + timedelta(minutes=5))
    second = shop.write("anne", "Et le manteau, quel prix ?", subject="Manteau")
    view = shop.office.request(second)
    assert second != first
    assert view.earlier == ("Jupe",)
    assert view.since is not None
    assert view.reply_until is None


def test_a_network_says_until_when_it_takes_an_answer(shop):
    shop.ctx.media["mail"] = "whatsapp"
    view = shop.office.request(shop.write("mia", "Une question ?"))
    assert view.reply_until == view.messages[0].at + timedelta(hours=24)
    assert view.reply_until > at("23 08:00")


def test_a_beginning_on_the_command_line_is_filled_by_name():
    texts = (TemplateView("out_of_stock", "It is gone", "{item} is gone. {alternative}"),)
    assert (
        begun(texts, "out_of_stock", ["item=The {skirt}"]) == "The {skirt} is gone. {alternative}"
    )
    for key, slot in (("nothing", "item=x"), ("out_of_stock", "size=4"), ("out_of_stock", "item")):
        with pytest.raises(WrongUse):
            begun(texts, key, [slot])
