"""The books at the end of the year: every occurrence once, every promise accounted for."""

from collections import Counter

from planner.domain.outbox import SAID, LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from planner.services.reviewing import violations


class Books:
    """Everything the file holds, and what the world saw."""

    def __init__(self, world, ctx):
        self.world = world
        with ctx.store.read() as unit:
            self.events = unit.journal.events()
            self.occurrences = unit._connection.exec_driver_sql(
                "SELECT kind, key FROM occurrences"
            ).fetchall()
            self.letters = unit.outbox.in_state(*LetterState)
            self.requests = (*unit.requests.open(), *unit.requests.ended())
            self.promises = [p for r in self.requests for p in unit.promises.of(r.id)]
            self.carried = dict(
                unit._connection.exec_driver_sql("SELECT id, letter_id FROM promises").fetchall()
            )
            self.violations = violations(unit, ctx, ctx.clock.now())
        self.counted = Counter(event.event for event in self.events)
        self.said = {letter.id: letter for letter in self.letters if letter.state in SAID}

    def keys(self, kind):
        """What was noted of a kind, each once: the table lets nothing in twice."""
        found = [key for noted, key in self.occurrences if noted == kind]
        assert len(found) == len(set(found))
        return set(found)

    def logged(self, event, field):
        """The log, which would take anything twice."""
        return Counter(e.data.get(field) for e in self.events if e.event == event)

    def occurrences_are_those_of_the_calendar(self):
        """Day starts, windows, yearly absences, copies: each once, and no other."""
        wanted = self.world.expected
        assert self.keys("day") == {day.isoformat() for day in wanted.days}
        for kind, names in (("opened", wanted.opened), ("closed", wanted.closed)):
            noted = self.keys(kind)
            assert noted ^ names <= wanted.perhaps
            assert self.logged(f"window.{kind}", "window") == Counter(noted)
        assert self.keys("closed") <= self.keys("opened")
        assert self.keys("absence began") == wanted.yearly
        assert self.keys("absence ended") == self.world.ended()
        assert self.keys("backup") == {day.isoformat() for day in self.world.copies.days}
        shown = [one.id for one in self.world.desktop.shown]
        assert len(shown) == len(set(shown))
        assert set(shown) <= self.keys("notification")
        assert len(self.keys("notification")) == self.counted["notification.sent"]

    def promises_are_accounted_for(self):
        """Made = kept, moved late, released, broken, undelivered or standing, each with words."""
        states = Counter(p.state for p in self.promises)
        late = Counter(e.data["in_time"] for e in self.events if e.event == "promise.moved")
        assert len(self.promises) == self.counted["promise.made"] + late[False]
        assert states[Standing.BROKEN] + states[Standing.MOVED_LATE] >= late[False]
        assert self.counted["promise.broken"] == states[Standing.BROKEN]
        for promise in self.promises:
            letter = self.letter(promise)
            told = {(c.request_id, c.kind, c.due) for c in letter.changes}
            assert (promise.request_id, promise.kind, promise.due) in told
            if promise.state is not Standing.NOT_DELIVERED:
                assert letter.state in SAID
        standing = {p.request_id for p in self.promises if p.state is Standing.STANDING}
        assert standing <= {r.id for r in self.requests if r.state is State.OPEN}
        return states

    def letter(self, promise):
        """The words that a promise stands in."""
        return next(x for x in self.letters if x.id == self.carried[promise.id])

    def nobody_is_told_twice(self):
        """One mail a Message-ID; no two automatic letters say the same about one request."""
        assert Counter(id_ for id_, _at in self.world.sent).most_common(1)[0][1] == 1
        told = {}
        for letter in sorted(self.said.values(), key=lambda x: (x.sent_at, x.id)):
            if not letter.automatic:  # her own word: whatever comes after it is news
                told.pop(letter.request_id, None)
            for change in letter.changes if letter.automatic else ():
                said = (change.kind, change.due)
                assert told.get(change.request_id) != said
                told[change.request_id] = said

    def nothing_stale_has_left(self):
        """No date had passed, by the clock of the machine, when its words left."""
        at = dict(self.world.sent)
        for letter in self.letters:
            for change in letter.changes if letter.message_id in at else ():
                assert change.due > at[letter.message_id]

    def nothing_is_lost(self):
        """Every mail is kept, in order of arrival, once."""
        with self.world.machines[0].office.ctx.store.read() as unit:
            kept = unit._connection.exec_driver_sql(
                "SELECT foreign_id FROM messages WHERE NOT mine"
            ).fetchall()
        assert Counter(id_ for (id_,) in kept) == Counter(m.foreign_id for m in self.world.mailbox)
        assert not [x for x in self.letters if x.state is LetterState.HANDING_OVER]
