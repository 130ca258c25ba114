"""Takes the pictures of the documentation from the sample week: `make pictures`.

One play of the week for each language; a picture is a moment of it and the keys pressed then.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import tui.app
from planner.bootstrap_stories import open_story
from planner.services.simulating import start
from planner.services.simulating.showing import Shown
from planner.stories import sample_week_text

FOLDER = Path(__file__).parent / "pictures"
LANGUAGES = ("en", "fr")
SIZE = (100, 28)


@dataclass(frozen=True)
class Shot:
    """A picture: when in November 2026 (UTC, the shop is an hour on), and what is pressed."""

    name: str
    day: int
    hour: int
    minute: int = 0
    keys: tuple[str, ...] = ()
    typed: str = ""
    then: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        """When."""
        return datetime(2026, 11, self.day, self.hour, self.minute, tzinfo=UTC)


#: What Camille writes to somebody who asks for a bag.
ANSWER = "Bonjour Colette, oui, j'en couds encore. Camille"
#: The rule of the day, with twenty answers in place of thirty, tried; its tests follow.
TWENTY = ("r", "enter", "down", "down", "down", *["backspace"] * 2, "2", "0", "ctrl+t", "ctrl+y")

#: In the order of the week. What acts comes last of its moment: the week goes on from there.
SHOTS = (
    Shot("resting", 22, 19),
    Shot("between", 23, 8, 30),
    Shot("open", 23, 10, 5),
    Shot("desk", 23, 10, 5, ("d",)),
    Shot("template", 23, 10, 5, ("d", "ctrl+t")),
    Shot("rules", 23, 10, 5, ("r",)),
    Shot("rule", 23, 10, 5, TWENTY),
    Shot("sent", 23, 10, 6, ("d", "enter"), ANSWER, ("ctrl+s",)),
    Shot("promises", 23, 13, 40, ("p",)),
    Shot("person", 23, 13, 40, ("k",), "lise", ("enter",)),
    Shot("search", 23, 13, 40, ("slash",), "tarte"),
    Shot("texts", 23, 13, 40, ("e",)),
    Shot("second", 23, 16, 10, ("d",)),
    Shot("away", 24, 8),
    Shot("return", 27, 8, 30),
    Shot("tidied", 27, 8, 30, ("t",)),
    Shot("week", 27, 8, 30, ("w",)),
    Shot("review", 29, 18, 0, ("h",)),
)


async def take(shown: Shown, shot: Shot, language: str) -> str:
    """Open the dashboard, press the keys; what is on the screen, as an SVG."""
    app = tui.app.EntracteApp(shown, language=language, speed=shown)
    async with app.run_test(size=SIZE) as pilot:

        async def settle() -> None:
            await app.workers.wait_for_complete()
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()

        await settle()
        for key in shot.keys:
            await pilot.press(key)
            await settle()
        if shot.typed:
            await pilot.press(*(_KEYS.get(letter, letter) for letter in shot.typed))
            await pilot.pause(0.2)  # a pause in typing is what search waits for
            await settle()
        for key in shot.then:
            await pilot.press(key)
            await settle()
        return _FONTS.sub("", app.export_screenshot(title="entracte"))


_KEYS = {" ": "space", ",": "comma", ".": "full_stop", "'": "apostrophe"}
#: Textual's pictures fetch a font from the network; the reader's own is as good.
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


@contextmanager
def still() -> Iterator[None]:
    """The seconds of the undo bar stand still, so that a picture is the same every time."""
    kept = tui.app.time
    tui.app.time = SimpleNamespace(monotonic=lambda: 0.0)  # type: ignore[assignment]
    try:
        yield
    finally:
        tui.app.time = kept


def pictures(language: str) -> Iterator[tuple[str, str]]:
    """Every picture in a language: its name and the SVG."""
    with tempfile.TemporaryDirectory() as folder, still():
        player = start(
            sample_week_text(),
            "sample-week.toml",
            folder=Path(folder),
            opened=open_story,
            owner="absent",
        )
        try:
            shown = Shown(player)
            for shot in SHOTS:
                player.play_to(shot.at)
                yield shot.name, asyncio.run(take(shown, shot, language))
        finally:
            player.office.close()


def main() -> None:
    """Every picture in both languages."""
    for language in LANGUAGES:
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for name, picture in pictures(language):
            (FOLDER / language / f"{name}.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
