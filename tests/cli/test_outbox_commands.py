"""`outbox` as typed: what has not surely arrived, and why."""

import json

import pytest

from planner.views import LetterView
from tests.cli.conftest import HOSTILE, NOW

LETTERS = (
    LetterView(3, 1, HOSTILE, "lise@x", "Re: Robe", "failed", False, NOW, None, 1, "550 no"),
    LetterView(4, 2, "Rose", "rose@x", "Re: Sac", "perhaps", False, NOW, None, 1, "lost"),
    LetterView(5, 2, "Rose", "rose@x", "Re: Sac", "queued", False, NOW, NOW, 0, ""),
)


def test_each_message_with_its_state_and_its_reason(run, office):
    office.outbox = lambda: LETTERS
    code, out, err = run("outbox")
    assert (code, err) == (0, "")
    assert "not delivered" in out
    assert "perhaps delivered" in out
    assert "550 no" in out
    assert "\x1b" not in out
    found = json.loads(run("outbox", "--json")[1])
    assert [(one["id"], one["state"], one["reason"]) for one in found] == [
        (3, "failed", "550 no"), (4, "perhaps", "lost"), (5, "queued", ""),
    ]  # fmt: skip


def test_a_message_is_sent_once_more_or_let_go(run, office):
    assert run("outbox", "resend", "3") == (0, "", "resend done.\n")
    assert run("outbox", "drop", "4") == (0, "", "drop done.\n")
    assert office.calls == [("resend", (3,), {}), ("drop", (4,), {})]


def test_nothing_waits(run, home):
    assert run("outbox", "--json")[1] == "[]\n"
    code, out, err = run("outbox")
    assert (code, out) == (0, "")
    assert "every message left" in err


@pytest.mark.parametrize("word", ["resend", "drop"])
def test_a_number_that_is_no_message(run, home, word):
    for number in ("7", str(10**30)):
        code, out, err = run("outbox", word, number)
        assert (code, out) == (1, "")
        assert f"There is no message {number}" in err
