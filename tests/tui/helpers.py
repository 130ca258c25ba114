"""Waiting for conditions, and reading what a terminal would show."""

import asyncio
import time

import pytest

from tests.thorough import THOROUGH

#: Both sizes in `make test-all`; the narrow one, where everything has to fit, in `make test`.
SIZES = [(80, 24), (120, 40)] if THOROUGH else [(80, 24)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


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
