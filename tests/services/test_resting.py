"""Outside a window the home screen says the same thing whoever writes (A-04)."""

from __future__ import annotations

import pytest

from planner.cli.out import plain
from planner.face import Face
from planner.services.today_words import calm, sentences
from tests.shop import Shop, at


@pytest.mark.parametrize("evening", ["21 20:00", "22 09:00", "23 20:40"])
def test_nothing_on_it_counts_who_wrote(tmp_path, evening):
    """Neither the sentences nor a single figure of `status --json`."""
    shop = Shop(tmp_path, at(evening))
    told, counted = screen(shop)
    for n in range(23):
        shop.write(f"client{n}", "Est-elle encore disponible ?", subject=f"Robe {n}")
        shop.office.tick()
    assert screen(shop)[0] == told
    after = screen(shop)[1]
    assert {k: v for k, v in after.items() if k != "at"} == {
        k: v for k, v in counted.items() if k != "at"
    }
    assert "Next window" in told[0]
    shop.office.close()


def screen(shop):
    view = shop.office.today()
    assert view.face is Face.RESTING
    return sentences(calm(view)), plain(calm(view))
