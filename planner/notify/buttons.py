"""Showing through desktop-notifier (the extra `notifier`): the desktop answers, and has buttons."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec

from planner.domain.notification import Showing, State
from planner.notify.reasons import reason, told

_APP = "Entracte"
HOLD = 3600.0  # seconds for which the buttons work; then the notification is withdrawn
_GLANCE = 2.0  # seconds between two looks whether it is still there

Buttons = list[tuple[str, str]]


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("desktop_notifier") is not None


def show(
    title: str,
    message: str,
    buttons: Buttons,
    shown: Callable[[Showing], None],
    pressed: Callable[[str], None],
) -> bool:
    """Show it, say how far it came, and wait for a button while it is there.

    False, and nothing is said, where the library can show nothing at all: macOS outside a signed
    app, an old Windows. Never raises.
    """
    return asyncio.run(_show(title, message, buttons, shown, pressed))


async def _show(
    title: str,
    message: str,
    buttons: Buttons,
    shown: Callable[[Showing], None],
    pressed: Callable[[str], None],
) -> bool:
    wrong = _listen()
    try:
        from desktop_notifier import Button, Capability, DesktopNotifier

        desktop = DesktopNotifier(app_name=_APP, app_icon=None)
        able = await desktop.get_capabilities()
    except ImportError:
        return False
    except Exception as error:  # noqa: BLE001 - the border: no bus, nobody on it, a broken one
        shown(_not(told(error)))
        return True
    if not able:
        return False
    over = asyncio.Event()

    def press(key: str) -> Callable[[], None]:
        def on_pressed() -> None:
            pressed(key)
            over.set()

        return on_pressed

    offered = [Button(words, press(key), key) for key, words in buttons]
    if Capability.BUTTONS not in able:
        offered = []
    arrived: list[bool] = []
    number = await desktop.send(
        title,
        message,
        buttons=offered,
        on_dispatched=lambda: arrived.append(True),
        on_clicked=over.set,
        on_dismissed=over.set,
    )
    shown(Showing(State.SHOWN) if arrived else _not(" ".join(wrong[-1:])))
    ends = time.monotonic() + HOLD
    while offered and arrived and not over.is_set():
        if number not in await desktop.get_current_notifications():
            break
        if time.monotonic() > ends:
            await desktop.clear(number)  # its buttons would do nothing from here on
            break
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), _GLANCE)
    return True


def _not(detail: str) -> Showing:
    return Showing(State.NOT, reason(detail), detail)


def _listen() -> list[str]:
    """What goes wrong while it is sent: the library only logs it."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            heard.append(told(error) if error else record.getMessage())

    log = logging.getLogger("desktop_notifier")
    log.addHandler(Ear())
    log.propagate = False
    return heard
