"""`search` as typed."""

import json

import pytest

from planner.views_archive import FoundView, HitView, Piece
from tests.cli.conftest import HOSTILE, NOW

SNIPPET = (Piece("la "), Piece("robe\x1b[2J", True), Piece(" verte"))


def hit(request, state, **more):
    fields = {
        "message": 7, "person": HOSTILE, "at": NOW, "mine": False,
        "subject": (Piece("Robe\x9b31m", True),), "snippet": SNIPPET,
    }  # fmt: skip
    return HitView(**(fields | {"request": request, "state": state} | more))


@pytest.fixture
def shop(office):
    def search(typed, most):
        office.calls.append((typed, most))
        hits = (
            hit(3, "open"),
            hit(None, "aside"),
            hit(4, "answered", mine=True),
            hit(5, "closed", snippet=(), folded="colère"),
        )
        return FoundView(typed, hits if "robe" in typed else (), more=True)

    office.search = search
    return office


def test_what_is_found_is_shown_clean(run, shop):
    code, out, err = run("search", "robe", "verte")
    assert code == 0
    assert not set(out) & {"\x1b", "\x9b", "\u202e"}
    lines = out.splitlines()
    assert lines[0].startswith("3  ")
    assert "la robe[2J verte  (open)" in lines[1]
    assert lines[2].startswith("-  ")
    assert [line.rpartition("  ")[2] for line in lines[1::2]] == [
        "(open)",
        "(set aside)",
        "(answered, yours)",
        "(closed)",
    ]
    assert "colère" in lines[7]
    assert "--most" in err


def test_words_are_handed_over_as_typed(run, shop):
    run("search", "robe verte", "42", "--most", "5")
    run("search", '"robe', "*")
    assert shop.calls == [('"robe verte" 42', 5), ('"robe *', 20)]


def test_nothing_found_is_said(run, shop):
    code, out, err = run("search", "jupe")
    assert (code, out, err.strip()) == (0, "", "Nothing was found.")


def test_as_data(run, shop):
    found = json.loads(run("search", "robe", "--json")[1])
    assert [one["state"] for one in found["hits"]] == ["open", "aside", "answered", "closed"]
    assert found["hits"][0]["snippet"][1] == {"text": "robe\x1b[2J", "hit": True}


def test_wrong_use(run, shop):
    assert run("search")[0] == 2
    assert run("search", "x", "--most", "0")[0] == 2


def test_it_finds_what_was_noted(run, home):
    assert run("add", "Ourlet de la robe d'été", "--from", "Lise", "--via", "shop")[0] == 0
    code, out, _err = run("search", "ete")
    assert code == 0
    assert "Lise" in out
