"""`can-i` and `simulate` with a change, as typed, on a real home."""

import hashlib
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.bootstrap_stories import own_story
from planner.domain.story import Story, StoryEvent, StoryMessage, StoryShop
from planner.paths import Paths
from planner.services import simulating
from tests.books import content

STORY = """
[shop]
owner = "diligent"
[[event]]
at = 2026-11-16T09:00:00+01:00
message = { from = "lise@example.org", name = "Lise", subject = "Dress", text = "Is it there?" }
[[event]]
at = 2026-11-18T18:00:00+01:00
"""


@pytest.fixture
def lived(home):
    """A home to which eight people wrote in the last days."""
    now = datetime.now(UTC).replace(microsecond=0)
    first = now - timedelta(days=6)
    events = [
        StoryEvent(
            first + n * timedelta(hours=15),
            0,
            StoryMessage(f"m{n}", sender=f"p{n}@example.org", subject=f"S{n}", text="Secret?"),
        )
        for n in range(8)
    ]
    story = Story("life", StoryShop(owner="diligent"), (*events, StoryEvent(now, 0)))
    player = simulating.Player(story, home, own_story(Paths(home), copied=False), base=home)
    player.play()
    player.office.close()
    return home


def state_of(home):
    dump = content(home / "entracte.sqlite3")
    return hashlib.sha256(dump.encode()).hexdigest(), (home / "settings.toml").read_bytes()


def test_can_i_says_it_and_writes_nothing(run, lived):
    before = state_of(lived)
    code, out, err = run("can-i", "a hem", "--minutes", "20")
    assert (code, err) == (0, "")
    assert out.startswith("Yes: “a hem” has room in the window of ")
    assert "You can say: “It will be done by " in out
    told = json.loads(run("can-i", "a hem", "--minutes", "20", "--json")[1])
    assert told["answer"] == "yes"
    assert told["pushes"] == []
    assert told["date"]["kind"] == "answer"
    assert told["sentence"] == out.splitlines()[0]
    assert state_of(lived) == before


def test_can_i_no_is_data_too(run, lived):
    code, out, _err = run("can-i", "a hem", "--minutes", "20", "--by", "today", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["answer"] == "no") == (told["date"]["due"] > told["by"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--minutes", "0"), "at least one minute"),
        (("--minutes", "-3"), "at least one minute"),
        (("--minutes", "5", "--answers", "0"), "at least one minute"),
        (("--minutes", "5", "--by", "2001-01-01"), "has passed"),
        (("--minutes", "5", "--by", "someday"), "not a moment"),
        (("--minutes", "100"), "Split it: it takes 3 windows."),
        (("--minutes", "half"), "half"),
        ((), "--minutes"),
    ],
)
def test_can_i_wrong_use(run, home, words, said):
    code, out, err = run("can-i", "a hem", *words)
    assert (code, out) == (2, "")
    assert said in err


def test_can_i_wants_a_subject(run, home):
    assert run("can-i", " ", "--minutes", "5")[0] == 2


def test_what_if_prints_two_columns(run, lived, monkeypatch):
    folders = []
    begun = simulating.Player.__init__

    def watched(self, story, folder, *args, **kwargs):
        folders.append(Path(folder))
        assert stat.S_IMODE(Path(folder).parent.stat().st_mode) == 0o700
        begun(self, story, folder, *args, **kwargs)

    monkeypatch.setattr(simulating.Player, "__init__", watched)
    before = state_of(lived)
    words = ("simulate", "--on-my-shop", "--drop-window", "11:00", "--days", "7")
    code, out, err = run(*words)
    assert (code, err) == (0, "What if: without the window 11:00\n")
    lines = out.splitlines()
    assert lines[0].split() == ["as", "it", "is", "what", "if"]
    assert lines[1].startswith("promises kept")
    assert "8 of 8" in lines[1]
    assert "Secret" not in out
    told = json.loads(run(*words, "--json")[1])
    assert set(told) == {"as_is", "what_if", "change"}
    assert told["as_is"]["kept"] == told["what_if"]["kept"] == 8
    assert state_of(lived) == before
    assert len(folders) == 4
    assert not any(folder.exists() for folder in folders)


def test_a_story_on_my_shop_prints_its_events(run, lived, tmp_path):
    story = tmp_path / "story.toml"
    story.write_text(STORY)
    before = state_of(lived)
    code, out, _err = run("simulate", str(story), "--on-my-shop", "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [e["person"] for e in told if e["event"] == "request.opened"] == ["Lise"]
    assert told[-1]["event"] == "end"
    assert state_of(lived) == before


def test_a_story_with_a_change_is_played_twice(run, home, tmp_path):
    story = tmp_path / "story.toml"
    story.write_text(STORY)
    code, out, _err = run("simulate", str(story), "--drop-window", "monday", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["what_if"]["largest_wait"] > told["as_is"]["largest_wait"]
    assert not (home / "entracte.sqlite3").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("--on-my-shop",), 2),
        (("--drop-window", "11:00"), 2),
        (("--on-my-shop", "--halve", "windows"), 2),
        (("--on-my-shop", "--day-off", "someday"), 2),
        (("--on-my-shop", "--drop-window", "someday"), 2),
        (("--on-my-shop", "--drop-window", "sunday"), 1),
    ],
)
def test_what_if_wrong_use(run, home, words, code):
    """The last one is right, but this home has no past yet."""
    found, out, err = run("simulate", *words)
    assert (found, out) == (code, "")
    assert err
