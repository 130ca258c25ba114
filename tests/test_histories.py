"""Random histories of absences: unavailable, longer, changed, taken back, home again, and mail.

After every step the invariants of the design hold (section 2), and what is undone has left nothing.
`make test-all` plays a thousand of them, `make test` as many as a few seconds hold.
"""

import os
import re
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from planner.domain.server_reply import Cover
from planner.errors import NotPossible, WrongUse
from tests.away_server import AwayPost
from tests.lives import Lives
from tests.shop import Shop
from tests.thorough import THOROUGH

HISTORIES = int(os.environ.get("HISTORIES", 1000 if THOROUGH else 20))
WHO = st.sampled_from(["anne", "bilal", "cleo", "dora"])
KIND = st.sampled_from(["sick", "child", "leave", "closed"])
TEXTS = st.sampled_from(["Un 42 ?", "???", "Un devis pour une retouche ?", "Bande de nuls !"])
HEALTH = re.compile(
    r"malad|fi[eè]vre|\bsick|\bill\b|health|santé|child|enfant|fever", re.IGNORECASE
)
HOUR = timedelta(hours=1)
WORDS = {
    "answer": lambda office, one: office.answer(one, "Oui.", grace=True),
    "group": lambda office, one: office.answer_group(one, "Oui.", grace=True),
    "release": lambda office, one: office.release(one, grace=True),
    "decline": lambda office, one: office.decline(one, "Non.", grace=True),
    "close": lambda office, one: office.decline(one, grace=True),
}


class Histories(Lives):
    """A shop whose owner comes and goes, with a mail server that answers for her."""

    @initialize(hours=st.booleans(), marks=st.booleans())
    def begin(self, hours, marks):
        self.folder = tempfile.TemporaryDirectory()
        channel = {"name": "mail", "kind": "maildir", "path": self.folder.name, "away": "sieve"}
        given = {"channel": [{**channel, "away_hours": hours}]}
        self.server = AwayPost(marks=marks)
        self.shop = Shop(Path(self.folder.name) / "shop", settings=given)
        self.connected()

    def connected(self):
        object.__setattr__(self.shop.ctx, "away_servers", {"mail": self.server})

    def _arrives(self, who, text):
        """Mail comes, and the server answers it if it says anything at the moment.

        Never in the very instant of a tick: two words of one instant count as one event's.
        """
        self.shop.clock.step(timedelta(seconds=1))
        said = self.server.word_for(who, self.now)
        if said is not None:
            assert said.due > self.now  # never a stale day
            assert not HEALTH.search(said.text)
        told = said is not None if self.server.marks else None
        self.shop.arrive(who, text, told=told)
        self.shop.clock.step(timedelta(seconds=1))

    @rule(who=WHO, text=TEXTS)
    def somebody_writes(self, who, text):
        self._arrives(who, text)
        self.shop.office.tick()

    @rule(number=st.integers(8, 16))
    def many_write(self, number):
        for n in range(number):
            self._arrives(f"client{n}", "Un 42 ?")
        self.shop.office.tick()

    @rule(minutes=st.sampled_from([1, 45, 300, 1440]))
    def time_passes(self, minutes):
        self.shop.go(self.now + timedelta(minutes=minutes))

    @rule(hours=st.sampled_from([9, 50, 200]), who=WHO)
    def the_machine_sleeps_and_somebody_writes(self, hours, who):
        self.shop.sleep(self.now + hours * HOUR / 2)
        self._arrives(who, "Un 42 ?")
        self.shop.sleep(self.now + hours * HOUR / 2)
        self.shop.office.tick()

    @rule(kind=KIND, since=st.sampled_from([None, None, -20, 30, 100]),
          hours=st.sampled_from([None, 5, 30, 90]))  # fmt: skip
    def she_is_away(self, kind, since, hours):
        begins = self.now + since * HOUR if since else None
        until = max(begins or self.now, self.now) + hours * HOUR if hours else None
        with suppress(NotPossible):
            self.shop.office.away(kind, begins, until)
        self.shop.office.tick()

    @rule(ahead=st.integers(0, 4), half=st.sampled_from(["am", "pm"]))
    def half_a_day_is_away(self, ahead, half):
        span = self.half_of(self.the_day_in(ahead), half)
        with suppress(NotPossible, WrongUse):  # it may be over
            self.shop.office.away("child", *span, half=half)
        self.shop.office.tick()

    @rule(data=st.data(), hours=st.sampled_from([None, 20, 60]))
    def an_absence_of_the_list_is_changed(self, data, hours):
        keys = [a.id for a in self.shop.office.absences() if a.id]
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        with suppress(NotPossible, WrongUse):
            if hours is None:
                self.shop.office.extend_absence(key)
            else:
                self.shop.office.edit_absence(key, until=self.now + hours * HOUR)
        self.shop.office.tick()

    @rule(which=st.sampled_from(["away", "extend", "back"]))
    def what_is_undone_has_left_nothing(self, which):
        """Undone in time, everything is as it was: told, promised, set on the server."""
        self._undone(getattr(self.shop.office, which))

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data(), word=st.sampled_from(sorted(WORDS)))
    def words_that_are_undone_have_left_nothing(self, data, word):
        """An answer, a group's, a release, a decline, a request closed without a word."""
        request = data.draw(st.sampled_from(self.shop.open()))
        self._undone(lambda: WORDS[word](self.shop.office, request.id))

    def _undone(self, do):
        self.shop.go(self.now + timedelta(seconds=20))  # nothing else can be taken back any more
        while self.shop.office.tick().left:
            pass
        before = self._stands()
        try:
            do()
        except NotPossible:
            return
        self.shop.office.tick()
        with suppress(NotPossible):  # nothing had changed
            self.shop.office.undo()
            self.shop.office.tick()
            assert self._stands() == before

    def _stands(self):
        with self.shop.books() as unit:
            promises = sorted(
                (p.request_id, p.kind, p.due, p.moves) for p in unit.promises.standing().values()
            )
            waits = sorted(
                (x.request_id, x.purpose, x.body, x.state)
                for r in unit.requests.open()
                for x in unit.outbox.of(r.id)
                if x.state != "cancelled"
            )
            absences = unit.calendar.absences()
        return promises, waits, absences, self.server.stands, len(self.shop.sent)

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data())
    def she_answers(self, data):
        request = data.draw(st.sampled_from(self.shop.open()))
        with suppress(NotPossible):
            self.shop.office.answer(request.id, "Oui.")
        self.shop.office.tick()

    @invariant()
    def no_word_of_health(self):
        if hasattr(self, "shop"):
            assert not any(HEALTH.search(message.body) for message in self.shop.sent)

    @invariant()
    def the_server_says_what_is_written_down(self):
        if hasattr(self, "shop"):
            with self.shop.books() as unit:
                known = unit.servers.known("mail")
            assert known.state in (Cover.NOTHING, Cover.SAYS)
            assert bool(self.server.stands) is (known.state is Cover.SAYS)

    @invariant()
    def rest_has_no_numbers(self):
        if hasattr(self, "shop"):
            view = self.shop.office.today()
            if view.absence is not None and view.face == "away":
                assert not view.returning


Histories.TestCase.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,  # the same thousand everywhere; another `HISTORIES` plays others
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
TestHistories = pytest.mark.timeout(1200)(Histories.TestCase)
