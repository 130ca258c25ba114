"""Takes the pictures of the documentation from the sample week: `make pictures`."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from planner.bootstrap_stories import open_story
from planner.services.simulating import start
from planner.services.simulating.showing import Shown
from planner.stories import sample_week_text
from tui.app import EntracteApp

FOLDER = Path(__file__).parent / "pictures"
SIZE = (100, 30)
OPEN = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)  # Monday 11:05, in a window
#: The rule of the day, with twenty answers in place of thirty, tried; its tests follow.
TWENTY = ("r", "enter", "down", "down", "down", *["backspace"] * 2, "2", "0", "ctrl+t", "ctrl+y")
AWAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday morning, after one key


async def take(shown: Shown, name: str, *keys: str) -> None:
    """Open the dashboard, press the keys, and keep what is on the screen as an SVG."""
    app = EntracteApp(shown, language="fr", speed=shown)
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="entracte"), "utf-8")


def main() -> None:
    """Today, the desk, the rules, and the screen of somebody who rests."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        player = start(
            sample_week_text(),
            "sample-week.toml",
            folder=Path(folder),
            opened=open_story,
            owner="absent",
        )
        try:
            player.play_to(OPEN)
            shown = Shown(player)
            asyncio.run(take(shown, "today"))
            asyncio.run(take(shown, "desk", "d"))
            asyncio.run(take(shown, "rules", "r"))
            asyncio.run(take(shown, "rule", *TWENTY))
            player.play_to(AWAY)
            asyncio.run(take(shown, "away"))
        finally:
            player.office.close()


if __name__ == "__main__":
    main()
