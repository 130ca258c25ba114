"""Playing: a story's events in order on a shop of its own, with the same services as in life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from planner.clock import StoryClock
from planner.domain.message import Incoming, Mailbox
from planner.domain.story import Story, StoryEvent, to_incoming
from planner.errors import EntracteError, StoryError
from planner.locale import gettext as _
from planner.services.office import Office
from planner.services.simulating.post import StoryPost
from planner.services.simulating.typed import carry_out
from planner.services.ticking import Tick

#: A tick comes so often in life; what arrives is seen at the next one.
TICK = timedelta(seconds=20)
#: In a story the clock never jumps further than this without a tick.
LONGEST = timedelta(hours=12)
#: What a diligent owner writes.
ANSWERS = {
    "fr": "Bonjour, oui, c'est possible. Merci d'avoir attendu, à bientôt à l'atelier.",
    "en": "Hello, yes, that is possible. Thank you for waiting, see you soon at the shop.",
}


Opener = Callable[[Story, Path, StoryClock, dict[str, StoryPost]], Office]
#: What an event's message is, where the story does not hold it in words.
Reads = Callable[[StoryEvent], Incoming]


class Player:
    """A story being played: events in order, and every tick between them.

    It begins a minute before its first event, or at `since` on a shop that has a past.
    """

    def __init__(
        self,
        story: Story,
        folder: Path,
        opened: Opener,
        *,
        base: Path,
        since: datetime | None = None,
        reads: Reads | None = None,
    ) -> None:
        if not story.events:
            raise StoryError(
                _("This story has no event."), where=story.name, do=_("Add an [[event]].")
            )
        self.story = story
        self.since = since or story.events[0].at - timedelta(minutes=1)
        self.clock = StoryClock(self.since)
        vias = {e.message.via for e in story.events if e.message} | {"mail"}
        self.posts = {via: StoryPost(via) for via in sorted(vias)}
        self.office = opened(story, folder, self.clock, self.posts)
        self.own = Mailbox(self.office.ctx.own_address("mail"), story.shop.name)
        self._base, self._reads = base, reads or self._written
        with self.office.ctx.store.read() as unit:
            self.before = unit.journal.newest()
        self._coming = list(story.events)
        self._busy: tuple[int, datetime] | None = None
        self._ticked_at: datetime | None = None
        self.said: list[dict[str, object]] = []  # what the owner was told, which no log keeps
        self.office.go_live(True)
        self._tick = self.office.tick()

    @property
    def coming(self) -> StoryEvent | None:
        """The next event of the story; None when it is over."""
        return self._coming[0] if self._coming else None

    def play_to(self, at: datetime) -> None:
        """Let the clock run to an instant, with every event and tick on the way."""
        while self._coming and self._coming[0].at <= at:
            event = self._coming.pop(0)
            self._run_to(event.at)
            self._happen(event)
        self._run_to(at)

    def step(self) -> None:
        """Go to the next thing that happens: an event, or what the clock brings."""
        self._run_to(self.clock.now())
        moments = [self.clock.now() + LONGEST]
        moments += [self._tick.next_at] if self._tick.next_at else []
        moments += [self._coming[0].at + TICK] if self._coming else []
        self.play_to(min(moments))

    def refresh(self) -> Tick:
        """A tick at this instant, because something was done from outside."""
        self._ticked_at = None
        self._run_to(self.clock.now())
        return self._tick

    def play(self) -> None:
        """Play the story to its end."""
        self.play_to(self.story.events[-1].at)
        self._run_to(self.clock.now() + TICK)

    def _run_to(self, at: datetime) -> None:
        while True:
            now = self.clock.now()
            if self._ticked_at != now:
                self._tick = self.office.tick()
                self._ticked_at = now
            if now >= at:
                return
            work = self._working(now)
            stops = [at, now + LONGEST]
            stops += [self._tick.next_at] if self._tick.next_at else []
            stops += [work[1]] if work else []
            self.clock.move_to(max(min(stops), now + timedelta(seconds=1)))
            if work and self.clock.now() >= work[1]:
                self._busy = None
                self._answer(work[0])
                self._ticked_at = None

    def _happen(self, event: StoryEvent) -> None:
        where = f"{self.story.name}:{event.line}"
        self._ticked_at = None
        try:
            if event.message is not None:
                self._deliver(event)
                self._run_to(event.at + TICK if self._free(event.at + TICK) else event.at)
            elif event.command:
                self._command(event, where)
                self._run_to(event.at)
        except StoryError:
            raise
        except EntracteError as error:
            raise StoryError(error.what, where=error.where or where, do=error.do) from error

    def _command(self, event: StoryEvent, where: str) -> None:
        """What the owner types, and what she is told; a refusal that the story expects is news."""
        at, verb = zulu(self.clock.now()), event.command[0]
        try:
            done = carry_out(self.office, event.command, where)
        except StoryError:
            raise
        except EntracteError as error:
            if not event.refused:
                raise
            self.said.append(
                {"at": at, "event": "owner.refused", "command": verb, "text": str(error)}
            )
            return
        if event.refused:
            raise StoryError(
                _("This command was carried out, and the story expects a refusal."),
                where=where,
                do=_("Take `refused` out, or look at what it should have refused."),
            )
        if done is not None:
            text = " ".join(filter(None, (done.sentence, done.hint)))
            self.said.append({"at": at, "event": "owner.told", "command": verb, "text": text})

    def _free(self, at: datetime) -> bool:
        return not self._coming or self._coming[0].at >= at

    def _deliver(self, event: StoryEvent) -> None:
        assert event.message is not None
        self.posts[event.message.via].waiting.append(self._reads(event))

    def _written(self, event: StoryEvent) -> Incoming:
        """The message as the story holds it, in words or as a file."""
        assert event.message is not None
        if not event.message.eml:
            return to_incoming(event, self.own)
        from planner.channels.mime import read  # only a story with whole mails needs it

        raw = (self._base / event.message.eml).read_bytes()
        return read(raw, foreign_id=event.message.id, received_at=event.at)

    def _working(self, now: datetime) -> tuple[int, datetime] | None:
        """What a diligent owner does now: one dealt request at a time, as long as it fits."""
        if self.story.shop.owner != "diligent" or not self._tick.open:
            return None
        desk = self.office.desk()
        dealt = [card.id for card in desk.portion]
        if not desk.open or not dealt or desk.window_end is None:
            self._busy = None
            return None
        if self._busy and self._busy[0] in dealt:
            return self._busy
        with self.office.ctx.store.read() as unit:
            minutes = unit.requests.get(dealt[0]).effort.minutes
        finish = now + timedelta(minutes=minutes)
        self._busy = (dealt[0], finish) if finish <= desk.window_end else None
        return self._busy

    def _answer(self, request_id: int) -> None:
        language = self.office.request(request_id).language
        self.office.answer(request_id, ANSWERS.get(language, ANSWERS["en"]))


def zulu(at: datetime) -> str:
    """An instant as the JSON of `simulate` writes it: UTC, whole seconds."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
