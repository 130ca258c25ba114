"""Errands: every call to the desk runs in a thread and comes back as a message.

The rule of the house (design, section 3, rule 5): screen, thread worker, service, message,
handler, widget. A handler never waits for the database.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from planner.errors import EntracteError, NotFound, ReasonWanted
from planner.kept_drafts import forget_drafts
from tui.messages import Kept, Settled, Ticked, Trouble, WordWanted
from tui.words import t

if TYPE_CHECKING:
    from planner.doors import FrontDesk, StorySteps
    from tui.drafts import Drafts

log = logging.getLogger("entracte")

#: What an errand does in its thread; the message is what the screen is told.
Call = Callable[[], Message]


@dataclass(frozen=True, slots=True)
class _Errand:
    kind: str
    call: Call


class Errands:
    """At most one errand of a kind at a time.

    A reading that is asked for while the same one runs is done once more afterwards, so the last
    answer is never older than the last question. What the owner does is never skipped: it queues.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._running: set[str] = set()
        self._again: dict[str, _Errand] = {}
        self._queue: deque[_Errand] = deque()

    def read(self, kind: str, call: Call) -> None:
        """Run a reading, now or once more when the one that runs is over."""
        if kind in self._running:
            self._again[kind] = _Errand(kind, call)
        else:
            self._start(_Errand(kind, call))

    def now_and_then(self, kind: str, call: Call) -> None:
        """Run a recurring errand, unless its last one is still running."""
        if kind not in self._running:
            self._start(_Errand(kind, call))

    def act(self, call: Call) -> None:
        """Run what the owner did, after what she did before."""
        errand = _Errand("act", call)
        if "act" in self._running:
            self._queue.append(errand)
        else:
            self._start(errand)

    def settled(self, kind: str) -> None:
        """An errand is over: start the next one of its kind."""
        self._running.discard(kind)
        if kind == "act" and self._queue:
            self._start(self._queue.popleft())
        elif kind in self._again:
            self._start(self._again.pop(kind))

    def _start(self, errand: _Errand) -> None:
        self._running.add(errand.kind)
        self._app.run_worker(
            lambda: self._run(errand), thread=True, group=errand.kind, exit_on_error=False
        )

    def _run(self, errand: _Errand) -> None:
        outcome: Message
        try:
            outcome = errand.call()
        except ReasonWanted as error:
            outcome = WordWanted(error.what)
        except EntracteError as error:
            outcome = Trouble.of(error, errand.kind)
        except Exception:
            log.exception("An errand of the dashboard failed (%s)", errand.kind)
            sentence = t("Something did not work. Nothing is lost; the log says more.")
            outcome = Trouble(sentence, errand.kind)
        self._app.post_message(Settled(errand.kind, outcome))


def kept(drafts: Drafts, written: str) -> Kept:
    """The drafts in their file, from a thread."""
    drafts.save(written)
    return Kept()


def pruned(drafts: Drafts, desk: FrontDesk) -> Kept:
    """After an erasure: nothing that was begun for an erased person is kept, in a thread."""

    def there(request_id: int) -> bool:
        try:
            desk.request(request_id)
        except NotFound:
            return False
        return True

    drafts.prune(there)
    drafts.save(drafts.written())
    if drafts.file is not None:  # what another dashboard has put there goes as well
        forget_drafts(drafts.file, desk)
    return Kept()


def ticked(desk: FrontDesk) -> Ticked:
    """One pass of the desk, in a thread."""
    desk.tick()
    return Ticked()


def stepped(speed: StorySteps) -> Ticked:
    """One step of a story, in a thread."""
    speed.step()
    return Ticked()
