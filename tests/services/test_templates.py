"""Beginnings for answers: what is known is filled in, what is not cannot be sent (H-09)."""

import pytest

from planner.errors import NotPossible
from tests.shop import at


def test_beginnings_speak_the_persons_language_and_know_their_dates(shop):
    french = shop.write("anne", "Bonjour, avez-vous un 42 ?", subject="Jupe")
    english = shop.write("tom", "Hello, do you ship it to London?", subject="Scarf")
    for request, subject, word in ((french, "Jupe", "plus là"), (english, "Scarf", "is gone")):
        found = {one.key: one.text for one in shop.office.templates(request)}
        assert word in found["out_of_stock"]
        assert "{item}" in found["out_of_stock"]
        assert subject in found["release"]
        assert "{when}" not in found["boundary"]  # the date that was announced
        assert "{date}" in found["still_useful"]  # not today's
        assert all("{name}" not in text for text in found.values())


@pytest.mark.parametrize("verb", ["answer", "decline"])
def test_an_empty_place_is_never_sent(shop, verb):
    request = shop.write()
    shop.go(at("23 17:05"))
    so_far = len(shop.sent)
    with pytest.raises(NotPossible, match=r"\{item\}"):
        getattr(shop.office, verb)(request, "Nous avons {item} et {alternative}.")
    with pytest.raises(NotPossible):
        shop.office.release(request, "Voyez {alternative}.")
    assert shop.request(request).state == "open"
    getattr(shop.office, verb)(request, "Nous avons {un accord} entre accolades.")
    shop.office.tick()
    assert "{un accord}" in shop.sent[so_far].body
