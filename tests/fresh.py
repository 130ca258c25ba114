"""A database file that is up to date and empty, made once a process: a copy costs no migration."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.bootstrap_stories import open_story
from planner.clock import StoryClock
from planner.domain.story import Story
from planner.services.office import Office
from planner.services.simulating import StoryPost
from planner.store.engine import open_store


def fresh_database(path: Path) -> None:
    """Put the file there, for the owner alone, unless there is one."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_empty())


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "entracte.sqlite3"
        open_store(path).close()
        assert not path.with_name(f"{path.name}-wal").exists()
        return path.read_bytes()


def open_fresh(
    story: Story, folder: Path, clock: StoryClock, posts: Mapping[str, StoryPost]
) -> Office:
    """`open_story` on such a file."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh_database(folder / "entracte.sqlite3")
    return open_story(story, folder, clock, posts)
