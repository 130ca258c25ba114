"""An unforeseen error in a handler: logged, said in one sentence, and the dashboard goes on."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.events import Compose, Mount
from textual.message import Message
from textual.message_pump import MessagePump

from planner import crash
from tui.text import clean
from tui.words import t

if TYPE_CHECKING:
    from tui.app import EntracteApp

log = logging.getLogger("entracte")

#: More of them in as many seconds is no accident any more: then it stops.
MOST, SECONDS = 4, 10.0


class Steady(MessagePump):
    """What the app and every screen of the house share.

    Textual ends a message loop whose handler raised, so the error must be met inside of it. A
    screen that cannot even be composed is not shown half: that error still ends the dashboard.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            house = cast("EntracteApp", self.app)
            if isinstance(message, Compose | Mount) or not house.forgive(error):
                raise


def last_words(error: BaseException | None) -> Text:
    """What the terminal shows when it had to stop: no word of a customer's."""
    said = t("Entracte had to stop. Nothing is lost; the log says what happened.")
    return Text(clean(f"{said} {crash.where(error)}".rstrip()))


class Patience:
    """How many unforeseen errors are still accidents."""

    def __init__(self) -> None:
        self._met: list[float] = []

    def bears(self, error: Exception) -> bool:
        """Log it; whether it makes sense to go on."""
        log.error("A handler of the dashboard failed", exc_info=error)
        now = time.monotonic()
        self._met = [*(at for at in self._met if now - at < SECONDS), now]
        return len(self._met) <= MOST
