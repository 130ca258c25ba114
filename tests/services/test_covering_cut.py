"""Power lost between any two steps: afterwards a server is wholly away or wholly not."""

import shutil
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.outbox import SERVER, LetterState
from planner.domain.server_reply import Cover
from tests.away_server import AwayPost
from tests.shop import Killed, Shop, at

HERS = "Ses mots d'avant."
MINUTE = timedelta(minutes=1)


class Life:
    """A shop beside its server; the process ends where the test says, and another one begins."""

    def __init__(self, folder, *, marks):
        self.server = AwayPost(marks=marks, stands=HERS)
        channel = {"name": "mail", "kind": "maildir", "path": str(folder), "away": "sieve"}
        self.shop = Shop(folder / "shop", at("23 14:00"), settings={"channel": [channel]})
        self.told = {}  # by address, what the server told
        self._connect()

    def _connect(self):
        object.__setattr__(self.shop.ctx, "away_servers", {"mail": self.server})

    def go(self, cut):
        """A minute, in which the process ends at a step, if it comes so far; whether it did."""
        steps = count()

        def trouble(_step):
            if next(steps) == cut:
                raise Killed

        self.server.trouble = trouble
        try:
            self.shop.go(self.shop.clock.now() + MINUTE)
        except Killed:
            return True
        finally:
            self.server.trouble = None
        return False

    def write(self, who):
        """Mail comes while nothing of ours runs; the server answers it, if it does."""
        at_ = self.shop.clock.now()
        word = self.server.word_for(who, at_)
        covered = self.server.reply is not None and self.server.reply.word_at(at_) is not None
        self.told[f"{who}@example.net"] = word
        self.shop.arrive(who, told=covered if self.server.marks else None)

    def begin_again(self):
        self.shop.restart()
        self._connect()
        self.shop.go(self.shop.clock.now() + timedelta(minutes=20))

    def check(self):
        absent = self.shop.office.today().absence is not None
        with self.shop.books() as unit:
            state = unit.servers.known("mail").state
            said = unit.servers.word_at("mail", self.shop.clock.now())
        (view,) = self.shop.office.covered()
        assert state is (Cover.SAYS if absent else Cover.NOTHING)
        assert view.state == state
        assert (self.server.reply is not None) is absent
        assert absent or self.server.stands == HERS
        now = self.server.reply.word_at(self.shop.clock.now()) if absent else None
        assert bool(said) is bool(now)
        assert not said or (said.word.text, said.word.due) == (now.text, now.due)
        for request in self.shop.open():
            letters = [one for one in self.shop.letters(request.id) if one.purpose == "ack"]
            (first,) = [one for one in letters if one.state is LetterState.SENT]
            word = self.told[request.address]
            assert (first.body == word.text) if word else (first.reason != SERVER)
        assert not self.shop.violations()


@pytest.mark.parametrize("marks", [False, True])
def test_power_lost_at_each_step(tmp_path, marks):
    life = Life(tmp_path, marks=marks)
    people = count()
    for cut in count():
        life.shop.office.away("sick") if cut % 2 == 0 else life.shop.office.back()
        killed = life.go(cut // 2)
        if killed:
            life.write(f"client{next(people)}")
            life.begin_again()
        life.check()
        if not killed and cut % 2:
            break
    assert cut > 6


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    marks=st.booleans(),
    lived=st.lists(
        st.tuples(
            st.sampled_from(("sick", "leave", "back", "extend", "undo", "nothing")),
            st.integers(0, 8),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_power_lost_in_any_life(marks, lived):
    folder = Path(mkdtemp())
    life = Life(folder, marks=marks)
    try:
        for number, (act, cut) in enumerate(lived):
            away = life.shop.office.today().absence is not None
            if act in ("sick", "leave") and not away:
                until = life.shop.clock.now() + timedelta(days=3) if act == "leave" else None
                life.shop.office.away(act, until=until)
            elif act == "back" and away:
                life.shop.office.back()
            elif act == "extend" and away:
                life.shop.office.extend()
            elif act == "undo" and not away:
                life.shop.office.away("sick")
                life.shop.office.undo()
            if life.go(cut):
                life.write(f"client{number}")
                life.begin_again()
            life.check()
    finally:
        life.shop.ctx.store.close()
        shutil.rmtree(folder)
