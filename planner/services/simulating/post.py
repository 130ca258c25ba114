"""What a story's shop has in place of the world: a channel both ways, and a desktop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.domain.message import Incoming, Outgoing
from planner.domain.notification import Notification, Showing, State, Why
from planner.ports import Arrival, Handover, Outcome


@dataclass(slots=True)
class StoryPost:
    """The story's channel, both ways: what arrives is queued, what leaves is accepted."""

    name: str
    waiting: list[Incoming] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)

    def receive(self, cursor: str) -> Iterable[Arrival]:
        """Hand over what the story delivered since the cursor."""
        for number in range(int(cursor or 0), len(self.waiting)):
            yield Arrival(self.waiting[number], str(number + 1))

    def start_cursor(self, cursor: str = "") -> str:
        """From the beginning."""
        return cursor

    def send(self, message: Outgoing) -> Outcome:
        """Accept everything."""
        self.sent.append(message)
        return Outcome(Handover.SENT)

    def check(self) -> str:
        """Always well."""
        return "ok"


class NoNotifier:
    """A desktop that shows nothing."""

    def show(self, one: Notification) -> None:
        """Not shown."""

    def try_now(self, one: Notification) -> Showing:  # noqa: ARG002 - the port's own
        """Not shown."""
        return Showing(State.NOT, Why.NO_SESSION)
