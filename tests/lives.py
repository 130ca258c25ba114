"""A shop to which anything happens: what every random life shares, and what always holds."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from planner.errors import NotPossible


class Lives(RuleBasedStateMachine):
    """Its `begin` opens `self.shop` in `self.folder`; no invariant of the design is ever broken."""

    def connected(self):
        """What a process that starts again connects to, besides its shop."""

    def teardown(self):
        if hasattr(self, "shop"):
            self.shop.office.close()
            self.folder.cleanup()

    @property
    def now(self):
        return self.shop.clock.now()

    def the_day_in(self, days):
        return self.shop.ctx.day(self.now) + timedelta(days=days)

    def half_of(self, day, half):
        """The moments between which this half of a day lies."""
        begins, ends = self.shop.ctx.bounds(day)
        middle = begins + timedelta(hours=9)
        return (begins, middle) if half == "am" else (middle, ends)

    @rule()
    def the_process_dies(self):
        self.shop.restart()
        self.connected()
        self.shop.office.tick()

    @rule()
    def one_day_more(self):
        try:
            self.shop.office.extend()
        except NotPossible:
            assert self.shop.office.today().absence is None
        self.shop.office.tick()

    @rule()
    def she_returns(self):
        self.shop.office.back()
        self.shop.office.tick()

    @rule()
    def she_takes_it_back(self):
        with suppress(NotPossible):
            self.shop.office.undo()
        self.shop.office.tick()

    @invariant()
    def nothing_contradicts_an_invariant(self):
        if hasattr(self, "shop"):
            assert self.shop.violations() == ()

    @invariant()
    def nothing_left_twice(self):
        if hasattr(self, "shop"):
            ids = Counter(message.message_id for message in self.shop.post.tried)
            assert all(number == 1 for number in ids.values())
