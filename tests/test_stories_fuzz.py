"""Random stories: whatever happens in whatever order, dates hold and words are few."""

from datetime import datetime, timedelta
from shlex import split

import pytest

from planner.domain.outbox import LetterState
from planner.domain.promise import MOST_MOVES, Kind
from planner.domain.window import windows_between
from planner.errors import EntracteError, StoryError
from planner.services.reviewing import violations
from planner.services.simulating import replay, start, told
from planner.services.simulating.typed import carry_out
from tests.fresh import open_fresh
from tests.story_maker import make

#: Two automatic words to one person closer than this, with nothing between them, are one too many.
CLOSE = timedelta(minutes=30)


class Life:
    """A made story lived through, looked at after every event."""

    def __init__(self, made, folder):
        self.made, self.wrong, self.refused = made, [], set()
        self.player = start(
            made.text(commands=False), "made.toml", folder=folder, opened=open_fresh
        )
        self.seen = 0
        self.touched = {}  # when each person, or the owner, last did something

    def live(self):
        try:
            for number, (at, what) in enumerate(self.made.events):
                self.before = self.absences()
                self.player.play_to(at)
                self.look(at)
                if isinstance(what, dict):
                    self.touched[what["from"]] = at
                elif what:
                    self.command(number, at, what)
            self.player.play_to(self.player.clock.now() + timedelta(seconds=20))
            self.look(at)
            return list(told(self.player))
        finally:
            self.player.office.close()

    def command(self, number, at, what):
        self.touched[""] = at
        if what == "rehearsal":
            self.touched[what] = at
        try:
            carry_out(self.player.office, split(what), "made.toml")
        except StoryError:
            raise
        except EntracteError:
            self.refused.add(number)
        self.player.refresh()
        self.check_books()

    def absences(self):
        with self.player.office.ctx.store.read() as unit:
            return self.player.office.ctx.absences(unit, self.player.clock.now())

    def look(self, at):
        """What happened since the last look."""
        ctx = self.player.office.ctx
        with ctx.store.read() as unit:
            events = unit.journal.events(self.seen)
            requests = {r.id: r for r in (*unit.requests.open(), *unit.requests.ended())}
            histories = unit.promises.histories([*requests])
        for event in events:
            self.seen = max(self.seen, event.id)
            self.check(event, requests, histories)
        self.check_books()

    def check_books(self):
        ctx, now = self.player.office.ctx, self.player.clock.now()
        with ctx.store.read() as unit:
            waiting = unit.outbox.in_state(LetterState.QUEUED)
            moving = any(x.automatic and x.changes for x in waiting)  # a notice is on its way
            for found in violations(unit, ctx, now):
                if found["invariant"] != 1 or not moving:
                    self.wrong.append((now, found))

    def check(self, event, requests, histories):
        data = event.data
        if event.event in ("promise.made", "promise.moved") and data["window"] != "":
            due = instant(data["due"])
            if due not in self.ends(event.at, due, data["kind"]):
                self.wrong.append((event.at, f"{event.request_id} due {due}: no window ends then"))
            if due <= event.at:
                self.wrong.append((event.at, f"{event.request_id} due {due} is past"))
        told_late = event.event == "promise.moved" and event.at > instant(data["from"])
        if told_late and data["in_time"]:
            self.wrong.append((event.at, f"{event.request_id} was told after its old moment"))
        if event.event == "message.sent" and data["automatic"]:
            self.one_word(event)
        if event.event == "promise.broken":
            request = requests[event.request_id]
            moves = max(p.moves for p in histories[event.request_id])
            calm = event.at - self.touched.get("", event.at - CLOSE) >= timedelta(minutes=10)
            live = "rehearsal" not in self.touched  # while it lasts, no notice leaves
            told_by_hand = not request.answerable or moves >= MOST_MOVES or not data["window"]
            if live and calm and not told_by_hand and self.any_window(event.at):
                self.wrong.append((event.at, f"{event.request_id} broken without a word"))

    def one_word(self, event):
        to = event.data["to"]
        last, touched = (
            self.touched.get(("word", to)),
            [self.touched[key] for key in (to, "") if key in self.touched],
        )
        if last and event.at - last < CLOSE and not any(t >= last for t in touched):
            self.wrong.append((event.at, f"two words to {to} since {last}"))
        self.touched["word", to] = event.at

    def any_window(self, at):
        """Whether a window is ahead at all: without one there is no other date to tell."""
        ctx, until = self.player.office.ctx, at + timedelta(days=60)
        return bool(windows_between(ctx.schedule, at, until, self.before, ctx.policy.left))

    def ends(self, at, due, kind):
        ctx = self.player.office.ctx
        away = [a for a in self.before if a.until or kind == Kind.ANSWER]
        windows = windows_between(
            ctx.schedule,
            due - timedelta(hours=1),
            due + timedelta(hours=1),
            away,
            ctx.policy.left,
        )
        return {w.end for w in windows}


def instant(value):
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


#: Each of them has found a mistake.
SEEDS = (4, 22, 69, 291)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_story_keeps_its_dates(seed, tmp_path):
    life = Life(make(seed), tmp_path)
    life.live()
    assert life.wrong == []


def test_a_made_story_is_the_same_every_time(tmp_path):
    made = make(78)
    life = Life(made, tmp_path / "life")
    lived = life.live()
    assert life.wrong == []
    text = made.text(refused=frozenset(life.refused))
    again = list(replay(text, "made.toml", folder=tmp_path / "again", opened=open_fresh))
    assert again[-1]["violations"] == []
    assert [e for e in again if not str(e["event"]).startswith("owner.")] == lived
