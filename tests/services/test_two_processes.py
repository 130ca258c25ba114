"""Two processes on one shop, and a machine that sleeps: nothing is done twice, nothing is stale."""

from collections import Counter
from datetime import timedelta

import pytest

from planner.bootstrap_stories import open_story
from planner.clock import StoryClock
from planner.domain.outbox import LetterState
from planner.errors import StoreError
from planner.ports import Handover, Outcome
from planner.services import delivering, ticking
from planner.store.channels import APART
from planner.store.engine import Store
from tests.shop import Post

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
STALLED = timedelta(minutes=2)  # longer than the lease


def beside(shop, clock=None, *, elsewhere=False):
    """Another process that opens the same shop, on this machine or elsewhere, with its own post."""
    post = Post("mail", waiting=shop.post.waiting)
    other = open_story(shop.story, shop.folder, clock or shop.clock, {"mail": post})
    if elsewhere:
        for office in (other, shop.office):
            object.__setattr__(office.ctx, "alive", lambda _holder: None)
    return other, post


@pytest.fixture
def other(shop):
    office, post = beside(shop)
    yield office, post
    office.ctx.store.close()


def said(shop, name="message.sent"):
    return Counter(event.request_id for event in shop.events(name))


def test_a_process_that_stood_still_while_a_letter_left_does_not_say_it_twice(shop, other):
    """Stopped after the server had accepted it: the other one writes `perhaps`, this one knows."""
    office, _post = other
    requests = []

    def stopped(_message):
        shop.clock.step(STALLED)
        assert office.tick().ran
        (letter,) = shop.letters(requests[0])
        assert letter.state is LetterState.PERHAPS
        return Outcome(Handover.SENT)

    shop.arrive()
    shop.post.answers = lambda _: Outcome(Handover.LATER)
    shop.office.tick()
    requests += [request.id for request in shop.open()]
    shop.post.answers = stopped
    shop.clock.step(30 * MINUTE)
    assert not shop.office.tick().ran  # overtaken
    (letter,) = shop.letters(requests[0])
    assert letter.state is LetterState.SENT
    assert said(shop) == said(shop, "promise.made") == {requests[0]: 1}
    assert shop.events("promise.moved") == []
    assert not shop.office.tick().ran
    assert office.tick().ran
    assert [m.to.address for m in shop.sent] == ["anne@example.net"]


@pytest.mark.parametrize("handover", [Handover.LATER, Handover.REFUSED])
def test_what_surely_did_not_leave_is_no_promise_although_another_process_thought_so(
    shop, other, handover
):
    office, post = other

    def stopped(_message):
        shop.clock.step(STALLED)
        assert office.tick().ran
        assert shop.promises()
        return Outcome(handover, "no")

    shop.post.answers = stopped
    request = shop.write()
    assert shop.promises() == {}
    (failed, *_more) = shop.letters(request)
    assert failed.state is LetterState.FAILED
    assert len(shop.post.tried) == 1
    assert len(post.tried) == 0
    assert shop.violations() == ()


def test_what_one_left_the_other_goes_on_with(shop, other):
    """Both letters leave, each once: the second one by whoever holds the lease by then."""
    office, post = other

    def stopped(_message):
        shop.clock.step(STALLED)
        office.tick()
        return Outcome(Handover.SENT)

    shop.arrive("anne")
    shop.arrive("bilal")
    shop.post.answers = stopped
    shop.office.tick()
    office.tick()
    assert Counter(m.to.address for m in (*shop.sent, *post.sent)) == {
        "anne@example.net": 1,
        "bilal@example.net": 1,
    }
    assert len(post.sent) == 1


def test_mail_that_a_slow_server_hands_to_both_is_kept_once(shop, other):
    office, post = other
    receive = type(shop.post).receive

    def slow(cursor):
        for arrival in receive(shop.post, cursor):
            shop.clock.step(STALLED)
            office.tick()
            yield arrival

    object.__setattr__(shop.ctx, "receivers", {"mail": Slow(shop.post, slow)})
    shop.arrive("anne")
    shop.arrive("bilal")
    assert not shop.office.tick().ran
    assert sorted(request.person for request in shop.open()) == ["Anne", "Bilal"]
    office.tick()
    assert len(post.sent) == 2
    assert shop.sent == []


class Slow:
    """A mailbox that is read as the test says."""

    def __init__(self, post, receive):
        self.name, self._post, self.receive = "mail", post, receive

    def __getattr__(self, name):
        return getattr(self._post, name)


def test_a_pass_that_was_overtaken_while_it_read_plans_nothing(shop, other):
    office, _post = other

    def slow(_cursor):
        shop.clock.step(STALLED)
        assert office.tick().ran
        return ()

    object.__setattr__(shop.ctx, "receivers", {"mail": Slow(shop.post, slow)})
    before = shop.events()
    assert not shop.office.tick().ran
    assert shop.events() == before


def test_a_letter_whose_record_failed_is_perhaps_at_the_next_pass(shop, monkeypatch):
    """The disk was full for a moment, right after a server had accepted a letter."""
    write, calls = Store.write, []

    def full(self):
        if shop.post.tried and not calls:
            calls.append(self)
            raise StoreError("The disk is full.")
        return write(self)

    monkeypatch.setattr(Store, "write", full)
    shop.arrive()
    with pytest.raises(StoreError):
        shop.office.tick()
    shop.office.tick()
    (request,) = shop.open()
    (letter,) = shop.letters(request.id)
    assert letter.state is LetterState.PERHAPS
    assert shop.promise(request.id) is not None
    assert len(shop.post.tried) == 1


def test_what_she_does_during_a_pass_is_seen_at_once_after_it(shop):
    """Another process writes while letters leave: the pass that runs has planned already."""

    def answers(_message):
        shop.office.away("sick")
        return Outcome(Handover.SENT)

    shop.post.answers = answers
    shop.arrive()
    assert shop.office.tick().next_at <= shop.clock.now() + timedelta(seconds=1)


# Sleep


def test_what_was_in_hand_when_the_machine_slept_is_written_anew(shop, monkeypatch):
    """Asleep after the claim, before the first byte: nothing has left, and the plan is old."""
    hand_over, slept = delivering._hand_over, []

    def sleepy(*given):
        if not slept:
            slept.append(1)
            shop.sleep(shop.clock.now() + 8 * HOUR)
        return hand_over(*given)

    monkeypatch.setattr(delivering, "_hand_over", sleepy)
    shop.arrive()
    shop.office.tick()
    assert shop.post.tried == []
    shop.go(shop.clock.now() + HOUR)
    (request,) = shop.open()
    assert len(shop.sent) == 1
    assert shop.promise(request.id).due > shop.sent[0].at
    assert shop.violations() == ()


def test_a_sleep_between_the_plan_and_the_first_letter_ends_the_pass(shop, monkeypatch):
    deliver, slept = ticking.deliver, []

    def sleepy(*given):
        if not slept:
            slept.append(1)
            shop.sleep(shop.clock.now() + 8 * HOUR)
        return deliver(*given)

    monkeypatch.setattr(ticking, "deliver", sleepy)
    shop.arrive()
    assert shop.office.tick().next_at
    assert shop.post.tried == []
    shop.office.tick()
    (request,) = shop.open()
    assert len(shop.sent) == 1
    assert shop.promise(request.id).due > shop.clock.now()


@pytest.mark.parametrize("asleep", [8 * HOUR, timedelta(days=7)])
def test_a_sleep_between_two_letters_ends_the_pass(shop, asleep):
    def sleepy(_message):
        if len(shop.post.tried) == 1:
            shop.sleep(shop.clock.now() + asleep)
        return Outcome(Handover.SENT)

    shop.post.answers = sleepy
    for who in ("anne", "bilal", "cleo"):
        shop.arrive(who)
    shop.office.tick()
    assert len(shop.post.tried) == 1
    shop.clock.step(timedelta(seconds=1))
    shop.office.tick()
    told = {request.id: shop.promise(request.id) for request in shop.open()}
    assert all(promise and promise.due > shop.clock.now() for promise in told.values())
    assert Counter(m.to.address for m in shop.sent).most_common(1)[0][1] <= 2  # a date and its move
    assert shop.violations() == ()


@pytest.mark.parametrize(
    "asleep",
    [timedelta(seconds=89), 8 * HOUR, timedelta(days=1, hours=2), timedelta(days=7)],
)
def test_letters_that_waited_through_a_sleep_say_what_is_true_then(shop, asleep):
    """The server was down; the machine slept over windows; then the server is there again."""
    shop.post.answers = lambda _: Outcome(Handover.LATER, "down")
    requests = [shop.write(who) for who in ("anne", "bilal", "cleo")]
    assert shop.promises() == {}
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.sleep(shop.clock.now() + asleep)
    shop.go(shop.clock.now() + HOUR)
    for request in requests:
        promise = shop.promise(request)
        assert promise.due > promise.made_at
        assert len([x for x in shop.letters(request) if x.state is LetterState.SENT]) == 1
    assert len(shop.sent) == 3
    assert shop.violations() == ()


def test_a_clock_set_forward_and_back_again_doubles_nothing(shop):
    """Forward by a day in the middle of a pass, and back before the next one."""
    day = timedelta(days=1)

    def jumpy(_message):
        if len(shop.post.tried) == 1:
            shop.clock._now += day
        return Outcome(Handover.SENT)

    shop.post.answers = jumpy
    shop.arrive("anne")
    shop.arrive("bilal")
    shop.office.tick()
    shop.clock._now -= day
    assert shop.office.tick().ran
    shop.office.tick()
    assert Counter(m.to.address for m in shop.sent) == {
        "anne@example.net": 1,
        "bilal@example.net": 1,
    }
    shop.go(shop.clock.now() + HOUR)
    assert len(shop.sent) == 2
    assert shop.violations() == ()


# A second machine


@pytest.mark.parametrize("apart", [-9 * MINUTE, -MINUTE, MINUTE, 9 * MINUTE])
def test_machines_whose_clocks_differ_do_not_take_turns(shop, apart):
    clock = StoryClock(shop.clock.now() + apart)
    office, post = beside(shop, clock, elsewhere=True)
    shop.office.tick()
    for _ in range(30):
        for one in (shop.clock, clock):
            one.step(timedelta(seconds=20))
        assert not office.tick().ran
        assert shop.office.tick().ran
    shop.arrive()
    assert not office.tick().ran
    shop.office.tick()
    assert (len(shop.sent), len(post.sent)) == (1, 0)
    office.ctx.store.close()


@pytest.mark.parametrize("apart", [-9 * MINUTE, timedelta(), 9 * MINUTE])
def test_a_machine_that_is_gone_is_followed_by_the_other_one(shop, apart):
    clock = StoryClock(shop.clock.now() + apart)
    office, _post = beside(shop, clock, elsewhere=True)
    shop.office.tick()
    clock.step(2 * APART + STALLED)
    assert office.tick().ran
    office.ctx.store.close()


def test_a_process_of_this_machine_is_believed_when_its_lease_has_run_out(shop, other):
    office, _post = other
    shop.clock.step(timedelta(seconds=89))
    assert not office.tick().ran
    shop.clock.step(timedelta(seconds=1))
    assert office.tick().ran
    assert not shop.office.tick().ran


def test_a_process_that_is_gone_is_followed_at_once(shop, other):
    office, _post = other
    object.__setattr__(office.ctx, "alive", lambda _holder: False)
    assert office.tick().ran
