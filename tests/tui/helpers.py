"""Waiting for conditions, and reading what a terminal would show."""

import asyncio
import time


async def until(pilot, condition, seconds=15.0):
    """Let the app work until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        await pilot.pause()
        await asyncio.sleep(0)


async def ready(pilot):
    """The first data is on the screen."""
    await until(pilot, lambda: pilot.app.view is not None)
    await pilot.pause()


def screen_text(app) -> str:
    """Every cell of the screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
