"""The dashboard as a process on a real terminal, in a shop full of hostile texts: every byte."""

import json
import os
import signal

import pytest

from tests import terminal
from tests.hostile_shop import MARK, build, harmless, tricks
from tests.thorough import THOROUGH

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pty")


#: Escape as modern terminals send it: alone it might begin something longer.
ESCAPE, ENTER, PALETTE = "\x1b[27u", "\r", "\x10"
#: Keys, and what stands on the screen then. Every screen that can be opened here.
WALK = (
    ("p", "soonest first", "on time", MARK),
    ("y", "It is planned for", MARK),
    (ESCAPE, "soonest first"),
    ("w", "at ease"),
    ("h", "last seven days"),
    ("e", "The first word"),
    ("r", "Your rules", MARK),
    ("a", "on leave"),
    ("t", "put in order"),
    ("k", "their page", MARK),
    (ENTER, "Writes on", MARK),
    (ENTER, "wrote once", MARK),
    (ESCAPE, "Writes on"),
    (ESCAPE, "find somebody"),
    (ESCAPE, "opens the desk"),
    ("/", "Type words"),
    (MARK, "yours", MARK),
    (ESCAPE, "opens the desk"),
    ("?", "Everywhere"),
    (ESCAPE, "opens the desk"),
    (PALETTE, "Search for commands"),
    (ESCAPE, "opens the desk"),
    ("d", "wrote once", MARK),
    (ENTER, "leave the text"),
)
#: What Textual tells a terminal: its modes, its second screen, its cursor, a plain pointer.
TOLD = {
    "m", "H", "[?1049h", "[?1049l", "[?25h", "[?25l", "[?7h", "[?7l", "[?2026$p", "[?2048$p",
    *(f"[?{mode}{way}" for mode in (1000, 1003, 1004, 1006, 1015, 2004) for way in "hl"),
    "[>25u", "[<u", "]22;default\x07",
}  # fmt: skip


def walk(screen, steps=WALK):
    screen.until("minutes left", MARK)
    for keys, *marks in steps:
        screen.type(keys)
        screen.until(*marks)


def dashboard(home, **environ):
    return terminal.Terminal("-m", "planner", "--home", str(home), **environ)


def assert_calm(text):
    assert not terminal.wild(text)
    assert terminal.orders(text) <= TOLD


def test_nothing_is_obeyed_no_colour_is_written_and_a_draft_outlives_a_kill(tmp_path):
    home, kept = build(tmp_path / "home", "en", tricks()), tmp_path / "home" / "drafts.json"
    with dashboard(home, NO_COLOR="1") as screen:
        walk(screen)
        screen.type("Bonjour, je")
        while not kept.exists() or "Bonjour, je" not in kept.read_text():
            screen.read()
        os.kill(screen.child.pid, signal.SIGKILL)
        assert screen.ended() == -signal.SIGKILL
    assert_calm(screen.text)
    assert not terminal.colours(screen.text)

    with dashboard(home) as screen:
        walk(screen, WALK if THOROUGH else WALK[-2:])
        screen.until("Bonjour, je")
        screen.type(ESCAPE).until("enter").type(ESCAPE).until("opens the desk").type("q")
        assert screen.ended() == 0
    assert_calm(screen.text)
    assert terminal.colours(screen.text)
    assert len(json.loads(kept.read_text())["requests"]) == 1


@pytest.mark.skipif(not THOROUGH, reason="make test-all")
def test_a_harmless_shop_is_told_the_same(tmp_path):
    with dashboard(build(tmp_path / "home", "en", harmless())) as screen:
        walk(screen)
        screen.type(ESCAPE).until("enter").type(ESCAPE).until("opens the desk").type("q")
        assert screen.ended() == 0
    assert_calm(screen.text)
