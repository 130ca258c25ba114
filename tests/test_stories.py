"""Every story of tests/stories is replayed and keeps what it expects."""

from pathlib import Path

import pytest

from planner.bootstrap_stories import open_story
from planner.domain.story import check_expectations, parse
from planner.errors import StoryError
from planner.services.simulating import replay
from tests.fresh import open_fresh

STORIES = sorted((Path(__file__).parent / "stories").glob("*.toml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path, tmp_path):
    text = path.read_text("utf-8")
    story = parse(text, str(path))
    assert story.expect, "a story that expects nothing proves nothing"
    events = list(replay(text, str(path), folder=tmp_path, opened=open_fresh))
    assert events[-1]["violations"] == []
    assert check_expectations(story.expect, events) == ()


def test_a_replay_is_the_same_every_time(tmp_path):
    path = next(p for p in STORIES if p.stem == "D-02")
    text = path.read_text("utf-8")
    told = [
        list(replay(text, str(path), folder=tmp_path / name, opened=open_story))
        for name in ("one", "two")
    ]
    assert told[0] == told[1]


def refused(command: str) -> str:
    return f"[[event]]\nat = 2026-11-23T09:00:00+01:00\nowner = '''{command}'''\nrefused = true\n"


def test_a_refusal_is_told_and_the_story_goes_on(tmp_path):
    events = list(replay(refused("undo"), "s.toml", folder=tmp_path, opened=open_story))
    (told,) = [e for e in events if e["event"] == "owner.refused"]
    assert told["command"] == "undo"
    assert told["text"]
    assert events[-1]["event"] == "end"


def test_a_refusal_that_does_not_come_stops_the_story(tmp_path):
    with pytest.raises(StoryError, match="expects a refusal"):
        list(replay(refused("status"), "s.toml", folder=tmp_path, opened=open_story))
