"""`answer --group`, `errand` and `ready` as typed."""

from __future__ import annotations

import json

import pytest

from planner.views import CardView, DraftView, ErrandView


@pytest.fixture
def shop(office):
    """The fake shop with a group and an errand; hostile names are foreign text."""
    card = CardView(2, "Lise\x1b[2J", "Robe", "mail", None, errand="Roger")
    office.errands = lambda: (ErrandView("Roger", (card,)),)

    def drafts(*args, **kwargs):
        office.calls.append(("drafts", args, kwargs))
        return (DraftView(2, "Lise\x1b[2J", "Et vous livrez ?\x9b31m", "Bonjour Lise."),)

    office.drafts = drafts
    return office


def test_a_group_is_answered(run, shop):
    for words in (
        ("answer", "3", "Oui.", "--group"),
        ("answer", "3", "Oui.", "--also", "4, 7", "--now"),
    ):
        assert run(*words)[0] == 0
    assert shop.calls == [
        ("answer_group", (3, "Oui.", None), {"now": False}),
        ("answer_group", (3, "Oui.", (4, 7)), {"now": True}),
    ]


def test_a_dry_run_shows_each_letter_cleaned_and_sends_nothing(run, shop):
    code, out, _err = run("answer", "3", "Bonjour {first_name}.", "--group", "--dry-run")
    assert code == 0
    assert out.splitlines()[:1] == ["2  Lise[2J"]
    assert "Et vous livrez ?" in out
    assert "Bonjour Lise." in out
    assert not set(out) & {"\x1b", "\x9b"}
    (shown,) = json.loads(run("answer", "3", "x", "--dry-run", "--json")[1])
    assert shown["text"] == "Bonjour Lise."
    assert [call[0] for call in shop.calls] == ["drafts", "drafts"]
    assert shop.calls[1][1] == (3, "x", ())


def test_errands_and_the_tag(run, shop):
    assert run("errand", "3", "5", "--name", "Mr Roger")[0] == 0
    assert run("errand", "3", "--none")[0] == 0
    assert run("ready", "3", "--not")[0] == 0
    assert run("ready", "3")[0] == 0
    assert shop.calls == [
        ("share_errand", ((3, 5), "Mr Roger"), {}),
        ("share_errand", ((3,), ""), {}),
        ("mark_ready", (3, False), {}),
        ("mark_ready", (3, True), {}),
    ]
    for words in (("errand", "list"), ("errand",)):
        code, out, _err = run(*words)
        assert (code, "\x1b" in out) == (0, False)
        assert out.split()[:3] == ["Roger", "2", "Lise[2J"]
    (listed,) = json.loads(run("errand", "list", "--json")[1])
    assert listed["requests"][0]["errand"] == "Roger"


def test_no_errand_is_said(run, shop):
    shop.errands = lambda: ()
    assert run("errand", "list") == (0, "", "No errand is noted.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("answer", "3", "Oui.", "--group", "--also", "4"),
        ("answer", "3", "Oui.", "--group", "--promise", "tomorrow"),
        ("answer", "3", "Oui.", "--also", "lise"),
        ("answer", "3", "Oui.", "--also", ","),
        ("answer", "3", " ", "--group"),
        ("errand", "3"),
        ("errand", "lise", "--name", "Roger"),
        ("errand", "3", "--name", "Roger", "--none"),
        ("errand", "list", "--name", "Roger"),
        ("ready", "lise"),
    ],
)
def test_wrong_use_asks_nothing_of_the_shop(run, shop, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
    assert shop.calls == []
