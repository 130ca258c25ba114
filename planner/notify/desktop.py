"""Notifications on the owner's desktop, shown by a thread of their own so that no tick waits."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

from planner.domain.notification import Notification, Showing, State, Why
from planner.notify import clean
from planner.notify.call import Call

_log = logging.getLogger(__name__)
_SHOWN_FOR = 10  # seconds on screen; whole seconds only
_MOST = 5  # that wait for a button at once; more are not told in a day
_AFTER_END = 1.0  # seconds for the thread to see that all is over

Shown = Callable[[Notification, Showing], None]
Pressed = Callable[[Notification, str], None]


class DesktopNotifier:
    """planner.ports.Notifier. `deadline` in seconds for one notification."""

    def __init__(self, deadline: float = 10.0, platform: str = sys.platform) -> None:
        self._deadline, self._platform = deadline, platform
        self._shown: Shown = lambda _one, _showing: None
        self._pressed: Pressed = lambda _one, _key: None
        self._lock = threading.Lock()
        self._waiting: dict[str, Notification] = {}  # the newest of each kind
        self._worker: threading.Thread | None = None
        self._calls: list[Call] = []
        self._closed = False

    def listen(self, shown: Shown, pressed: Pressed) -> None:
        """Who hears what became of each one shown, and of the buttons; from other threads."""
        self._shown, self._pressed = shown, pressed

    def show(self, one: Notification) -> None:
        """Have it shown soon; returns at once. One that still waits gives way to a newer of its
        kind. Never raises.
        """
        with self._lock:
            if self._closed:
                return
            self._waiting.pop(one.kind, None)
            self._waiting[one.kind] = one
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def try_now(self, one: Notification) -> Showing:
        """Show it and wait for how far it came: at most the deadline. Never raises."""
        try:
            call = Call(self._order(one), lambda key: self._press(one, key))
        except Exception as error:  # noqa: BLE001 - the border: whatever goes wrong is "not shown"
            _log.exception("A notification could not be shown")
            return Showing(State.NOT, Why.REFUSED, type(error).__name__)
        self._keep(call)
        showing = call.answer(self._deadline)
        if showing.state is State.NOT and not self._closed:  # at the end it is given up
            _log.warning("A notification was not shown: %s (%s)", showing.why, showing.detail)
        return showing

    def close(self) -> None:
        """Show nothing more, and let go of what waits for a button."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
            calls, self._calls, worker = self._calls, [], self._worker
        for call in calls:
            call.end()
        if worker is not None:
            worker.join(_AFTER_END)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._worker = None
                    return
                one = self._waiting.pop(next(iter(self._waiting)))
            showing = self.try_now(one)
            if self._closed:  # nobody knows what would have become of it
                return
            try:
                self._shown(one, showing)
            except Exception:  # noqa: BLE001 - the border of a thread
                _log.exception("What became of a notification could not be noted")

    def _press(self, one: Notification, key: str) -> None:
        try:
            self._pressed(one, key)
        except Exception:  # noqa: BLE001 - the border of a thread
            _log.exception("A button of a notification could not do what it says")

    def _keep(self, call: Call) -> None:
        """Remember a call until it is over; the oldest gives way when there are too many."""
        with self._lock:
            self._calls = [*(c for c in self._calls if not c.over), call]
            ended = [call] if self._closed else self._calls[:-_MOST]
        for one in ended:
            one.end()

    def _order(self, one: Notification) -> dict[str, object]:
        return {
            "title": clean.title(one.title, self._platform),
            "message": clean.body(one.body, self._platform),
            "buttons": [(key, clean.title(words, self._platform)) for key, words in one.buttons],
            "seconds": self._seconds(),
            "platform": self._platform,
        }

    def _seconds(self) -> int:
        # On Windows plyer's own thread keeps the child alive that long.
        return _SHOWN_FOR // 2 if self._platform == "win32" else _SHOWN_FOR
