"""The invariants of the design, section 2: one named test each, through the office."""

import re
import socket
import tempfile
from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from planner.bootstrap_stories import open_story
from planner.channels.compose import write
from planner.cli.reading import sentences
from planner.domain.message import Mailbox
from planner.domain.outbox import LetterState
from planner.domain.promise import MOST_MOVES, Kind, Standing
from planner.domain.request import State
from planner.domain.time import working_day
from planner.errors import NotPossible, WrongUse
from planner.ports import Handover, Outcome
from planner.services.simulating import replay
from tests.lives import Lives
from tests.shop import MONDAY, ZONE, Killed, Shop, at

WHO = st.sampled_from(["anne", "bilal", "cleo", "dora", "emma"])
TEXTS = st.sampled_from(
    [
        "Un 42 ?",
        "???",
        "Merci !",
        "Je réfléchis encore.",
        "C'est honteux, bande de nuls !",
        "Un devis pour une retouche ?",
    ]
)
#: Settings in which no day is like the one before.
CALENDAR = {
    "travel": [{"from": date(2026, 11, 26), "until": date(2026, 12, 3), "zone": "America/Toronto"}],
    "absence": [
        {"days": "wednesday", "from": "12:00", "to": "24:00"},
        {"yearly": "12-08..12-12"},
    ],
    "special_day": [
        {"date": date(2026, 11, 27), "opens": "16:00"},
        {"date": date(2026, 12, 5), "closed": True},
    ],
}
QUICK = settings(
    max_examples=8,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Life(Lives):
    """A shop to which anything happens; after every step nothing contradicts an invariant."""

    @initialize(calendar=st.sampled_from([None, CALENDAR]))
    def begin(self, calendar):
        self.folder = tempfile.TemporaryDirectory()
        self.shop = Shop(Path(self.folder.name), settings=calendar)

    @rule(who=WHO, text=TEXTS)
    def somebody_writes(self, who, text):
        self.shop.arrive(who, text)
        self.shop.office.tick()

    @rule(number=st.integers(10, 30))
    def many_write(self, number):
        for n in range(number):
            self.shop.arrive(f"client{n}", "Un 42 ?")
        self.shop.office.tick()

    @rule(minutes=st.sampled_from([1, 7, 45, 180, 700, 1440, 3000]))
    def time_passes(self, minutes):
        self.shop.go(self.now + timedelta(minutes=minutes))

    @rule(days=st.integers(1, 9))
    def the_machine_sleeps(self, days):
        self.shop.sleep(self.now + timedelta(days=days))
        self.shop.office.tick()

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data(), now=st.booleans(), promised=st.booleans())
    def the_owner_answers(self, data, now, promised):
        request = data.draw(st.sampled_from(self.shop.open()))
        by = working_day(self.now, ZONE, self.shop.ctx.schedule.day_starts)
        try:
            self.shop.office.answer(
                request.id, "Oui.", now=now, by=by + timedelta(days=1) if promised else None
            )
        except NotPossible:
            assert not now or promised  # only a limit says no, and `now` is on purpose
        self.shop.office.tick()

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data(), now=st.booleans())
    def the_owner_answers_all_who_ask_the_same(self, data, now):
        request = data.draw(st.sampled_from(self.shop.open()))
        try:
            self.shop.office.answer_group(request.id, "Bonjour {first_name}, oui.", now=now)
        except NotPossible:
            assert not now
        self.shop.office.tick()

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data(), name=st.sampled_from(["Roger", ""]))
    def the_owner_plans_an_errand(self, data, name):
        requests = data.draw(st.lists(st.sampled_from(self.shop.open()), max_size=3))
        self.shop.office.share_errand([r.id for r in requests], name)
        self.shop.office.desk()

    @precondition(lambda self: self.shop.open())
    @rule(data=st.data(), verb=st.sampled_from(["release", "decline"]))
    def the_owner_ends_one(self, data, verb):
        request = data.draw(st.sampled_from(self.shop.open()))
        getattr(self.shop.office, verb)(request.id)
        self.shop.office.tick()

    @rule(hours=st.sampled_from([None, None, 5, 40, 100]))
    def the_owner_leaves(self, hours):
        until = self.now + timedelta(hours=hours) if hours else None
        self.shop.office.away("sick", until=until)
        self.shop.office.tick()

    @rule(ahead=st.integers(1, 20), days=st.integers(1, 45))
    def a_leave_is_planned(self, ahead, days):
        since = self.shop.ctx.bounds(self.shop.ctx.day(self.now))[1]
        since += timedelta(days=ahead - 1)
        self.shop.office.away("leave", since=since, until=since + timedelta(days=days))
        self.shop.office.tick()

    @rule(ahead=st.integers(1, 6), half=st.sampled_from(["am", "pm"]))
    def half_a_day_is_away(self, ahead, half):
        span = self.half_of(self.the_day_in(ahead), half)
        self.shop.office.away("child", *span, half=half)
        self.shop.office.tick()

    @rule(ahead=st.integers(0, 6), closed=st.booleans())
    def the_owner_decides_about_a_day(self, ahead, closed):
        day = self.the_day_in(ahead)
        decide = self.shop.office.close_days if closed else self.shop.office.open_days
        try:
            decide([day])
        except WrongUse:
            assert day in {special["date"] for special in CALENDAR["special_day"]}
        self.shop.office.tick()

    @rule(data=st.data())
    def a_planned_absence_is_cancelled(self, data):
        planned = [a.id for a in self.shop.office.absences() if a.state == "planned"]
        if planned:
            self.shop.office.cancel_absence(data.draw(st.sampled_from(planned)))
            self.shop.office.tick()

    @rule(
        days=st.sampled_from([None, 0, 1, 3, 6, 9]),
        as_said=st.booleans(),
        text=st.sampled_from(["Un ourlet", "Un devis pour une retouche"]),
    )
    def somebody_asks_in_the_shop(self, days, as_said, text):
        """A date given aloud: as it was said, as proposed, or not at all (C-06)."""
        today = working_day(self.now, ZONE, self.shop.ctx.schedule.day_starts)
        by = today + timedelta(days=days) if days is not None else None
        before = len(self.shop.open())
        try:
            self.shop.office.add(text, "Rose", by=by, as_said=as_said)
        except NotPossible:
            assert by is not None
            assert not as_said
            assert len(self.shop.open()) == before  # a proposal writes nothing
        self.shop.office.tick()

    @rule()
    def nothing_happens(self):
        """Planning an unchanged state again writes nothing and sends nothing."""
        while self.shop.office.tick().left:
            pass
        before = self._written()
        self.shop.office.tick()
        assert self._written() == before

    def _written(self):
        with self.shop.books() as unit:
            letters = [x for s in LetterState for x in unit.outbox.in_state(s)]
            return (
                len(unit.journal.events()),
                sorted((x.id, x.state) for x in letters),
                unit.promises.ledger(MONDAY),
            )


Life.TestCase.settings = QUICK
TestLife = Life.TestCase


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def crowd(shop, number, text="Un 42 ?"):
    for n in range(number):
        shop.arrive(f"client{n}", text)
    shop.go(shop.clock.now() + timedelta(minutes=1))


@settings(parent=QUICK, max_examples=4)
@given(number=st.integers(1, 70), heavy=st.booleans())
def test_01_room_before_word(tmp_path_factory, number, heavy):
    shop = Shop(tmp_path_factory.mktemp("room"))
    crowd(shop, number, "Un devis pour une retouche ?" if heavy else "Un 42 ?")
    efforts = {r.id: r.effort for r in shop.open()}
    held = Counter()
    for request, promise in shop.promises().items():
        if promise.kind is Kind.ANSWER:
            held[promise.window[:10], "answers"] += efforts[request].answers
            held[promise.window[:10], "minutes"] += efforts[request].minutes
    for (day, unit), sum_ in held.items():
        assert sum_ <= {"answers": 30, "minutes": 90}[unit] * 0.8, day
    assert len(shop.promises()) == number  # everybody has a date, for an answer or for news
    assert shop.violations() == ()
    shop.office.close()


def test_01_no_window_ahead_gives_no_date_and_the_owner_is_told(tmp_path):
    no_window = {"window": []}
    shop = Shop(tmp_path, settings=no_window)
    shop.write()
    assert shop.sent == []
    assert shop.promises() == {}
    assert shop.office.today().problems
    shop.office.close()


def test_02_limits_win_unless_the_owner_exceeds_them_on_purpose(shop):
    crowd(shop, 40)
    shop.go(at("24 11:00"))
    answered = 0
    for request in shop.open():
        try:
            shop.office.answer(request.id, "Oui.")
        except NotPossible:
            break
        answered += 1
    assert answered == 30
    assert not shop.office.desk().portion
    left = next(r for r in shop.open())
    shop.office.answer(left.id, "Oui.", now=True)
    with shop.books() as unit:
        assert unit.journal.last_action().kind == "override"
    shop.office.tick()
    assert shop.violations() == ()


def test_03_no_silent_end(shop):
    ids = [shop.write(who) for who in ("anne", "bilal", "cleo", "dora")]
    shop.go(at("23 17:01"))
    shop.office.answer(ids[0], "Oui.")
    shop.office.release(ids[1])
    shop.office.decline(ids[2], "Non, désolée.")
    shop.write("dora", "J'ai trouvé ailleurs, merci !")
    told = Counter(message.to.address for message in shop.sent if not message.automatic)
    assert told == {f"{who}@example.net": 1 for who in ("anne", "bilal", "cleo")}
    states = [shop.request(i).state for i in ids]
    assert states == [State.ANSWERED, State.RELEASED, State.DECLINED, State.CLOSED]
    assert {e.request_id for e in shop.events("request.ended")} == set(ids)
    assert shop.promises() == {}


@pytest.mark.parametrize("handover", [Handover.LATER, Handover.REFUSED, Handover.PERHAPS])
def test_04_a_promise_exists_only_if_its_words_were_accepted(shop, handover):
    shop.post.answers = lambda _: Outcome(handover, "no")
    request = shop.write()
    assert (shop.promise(request) is not None) is (handover is Handover.PERHAPS)
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.go(shop.clock.now() + timedelta(minutes=10))
    assert (shop.promise(request) is not None) is (handover is not Handover.REFUSED)
    assert len(shop.sent) == (handover is not Handover.REFUSED)


def test_04_a_notice_that_cannot_leave_is_recorded_as_broken(shop):
    request = shop.write()
    old = shop.promise(request)
    shop.post.answers = lambda _: Outcome(Handover.LATER, "down")
    shop.office.away("sick")
    shop.go(old.due - timedelta(minutes=1))
    assert shop.promise(request) == old  # nobody was told anything else
    shop.go(old.due + timedelta(minutes=1))
    assert [e.event for e in shop.events("promise.broken")] == ["promise.broken"]
    assert shop.violations() == ()


def test_05_few_are_moved_and_nobody_twice_before_another_once(shop):
    crowd(shop, 30)
    before = shop.promises()
    shop.office.away("closed", until=at("24 12:00"))
    shop.go(at("24 09:00"))
    after = shop.promises()
    moved = {r for r in before if after[r].due != before[r].due}
    # What no longer fits before its moment moves, and only that.
    lost = {r for r, p in before.items() if p.due <= at("24 12:00")}
    assert lost <= moved
    assert len(moved) < len(before)
    assert all(promise.moves <= 1 for promise in after.values())


def test_05_a_promise_moved_twice_waits_for_the_owner(shop):
    request = shop.write()
    for day in (23, 24, 25, 26):
        shop.office.away("closed", until=at(f"{day + 1} 05:00"))
        shop.go(at(f"{day + 1} 09:00"))
    moved = [e for e in shop.events("promise.moved") if e.data["kind"] == "answer"]
    assert len(moved) <= MOST_MOVES
    with shop.books() as unit:
        assert all(p.moves <= MOST_MOVES for p in unit.promises.of(request))
    assert shop.violations() == ()


def test_06_one_event_one_message_a_person(shop):
    for subject in ("Robe fleurie", "Cours de couture", "Colis"):
        shop.write("anne", "Toujours possible ?", subject=subject)
    assert len(shop.open()) == 3
    so_far = len(shop.sent)
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=5))
    assert len(shop.sent) == so_far + 1
    assert len({p.due for p in shop.promises().values()}) == 1


def test_07_a_machine_is_kept_and_never_answered(shop):
    shop.arrive("list", headers=(("List-Id", "<a.example.net>"),))
    shop.arrive("auto", headers=(("Auto-Submitted", "auto-replied"),))
    shop.arrive("bounce", envelope_from="")
    shop.arrive("noreply")
    shop.office.tick()
    shop.go(at("25 12:00"))
    assert shop.sent == []
    rows = [set(e.data["rows"]) for e in shop.events("message.suppressed")]
    assert [
        bool(found & want)
        for found, want in zip(rows, ({"H2"}, {"H1"}, {"E1"}, {"E6"}), strict=True)
    ] == [True] * 4
    with shop.books() as unit:
        assert len(unit.messages.set_aside()) >= 3


@pytest.mark.parametrize("before", [True, False], ids=["before DATA", "after DATA"])
def test_08_dying_between_claim_and_record_loses_and_doubles_nothing(shop, before):
    def die(message):
        if not before:
            shop.post.sent.append(message)
        raise Killed

    shop.post.answers = die
    shop.arrive()
    with pytest.raises(Killed):
        shop.office.tick()
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.restart()
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert len(shop.open()) == 1
    assert len(shop.post.tried) == 1  # never sent again by itself
    (letter,) = shop.letters(shop.open()[0].id)
    assert letter.state is LetterState.PERHAPS


def test_08_dying_while_receiving_loses_and_doubles_nothing(shop, monkeypatch):
    def die(*_args, **_more):
        raise Killed

    for n in range(3):
        shop.arrive(f"client{n}")
    with monkeypatch.context() as patched:
        patched.setattr("planner.store.channels.Channels.seen", die)
        with pytest.raises(Killed):
            shop.office.tick()
    shop.restart()
    shop.office.tick()
    assert len(shop.open()) == 3
    shop.office.tick()
    assert len(shop.sent) == 3


def test_09_a_machine_that_slept_a_week_sends_nothing_stale(shop):
    request = shop.write()
    shop.office.away("sick", until=at("24 20:00"))
    shop.sleep(at("30 10:00"))
    so_far = len(shop.sent)
    shop.office.tick()
    (letter,) = shop.sent[so_far:]
    promise = shop.promise(request)
    assert promise.due > shop.clock.now()
    assert "indisponible" not in letter.body
    assert "unavailable" not in letter.body
    with shop.books() as unit:
        assert unit.promises.of(request)[0].state is Standing.BROKEN
    assert shop.violations() == ()
    shop.office.tick()
    assert len(shop.sent) == so_far + 1


def state_of(shop):
    """What the outside may know, and what it rests on; times and marks of our own are left out."""
    with shop.books() as unit:
        promises = {p.request_id: (p.kind, p.due, p.moves) for p in unit.promises.ledger(MONDAY)}
        queued = unit.outbox.in_state(LetterState.QUEUED)
        letters = {(x.person_id, x.body, x.changes) for x in queued}
        talk = [unit.messages.of(r.id) for r in unit.requests.open()]
        said = [[m.text for m in messages if m.state != "cancelled"] for messages in talk]
        return promises, letters, said, unit.calendar.absences(), unit.requests.open()


@pytest.mark.parametrize("verb", ["away", "extend", "back"])
def test_10_undo_leaves_no_trace(shop, verb):
    crowd(shop, 12)
    if verb != "away":
        shop.office.away("sick")
        shop.go(at("24 10:00"))
    before, sent = state_of(shop), list(shop.sent)
    getattr(shop.office, verb)(*(["sick"] if verb == "away" else []))
    shop.office.tick()
    shop.clock.step(timedelta(seconds=9))
    shop.office.tick()
    shop.office.undo()
    assert state_of(shop) == before
    shop.office.tick()
    shop.clock.step(timedelta(minutes=10))
    shop.office.tick()
    assert shop.sent == sent


def test_10_after_ten_seconds_there_is_nothing_to_undo(shop):
    shop.write()
    shop.office.away("sick")
    shop.clock.step(timedelta(seconds=10))
    shop.office.tick()
    assert len(shop.sent) == 2
    with pytest.raises(NotPossible):
        shop.office.undo()


def test_11_outside_a_window_nothing_is_counted(shop):
    crowd(shop, 23)
    today = shop.office.today()
    assert today.current is None
    assert not shop.office.desk().portion
    assert "23" not in " ".join(sentences(today)).replace("23 November", "")
    shop.go(at("24 18:00"))
    for event in shop.events("notification.sent"):
        assert not any(sign.isdigit() or sign == "@" for sign in event.data["text"])


HOSTILE = st.text(
    st.sampled_from("a\x1b\x07\r\n\x00\x9b\u202e\u200b{}%[]<>: 東é"), min_size=1, max_size=30
)


@settings(parent=QUICK, max_examples=12)
@given(name=HOSTILE, subject=HOSTILE, text=HOSTILE)
def test_12_foreign_text_is_data(tmp_path_factory, name, subject, text):
    shop = Shop(tmp_path_factory.mktemp("text"))
    nasty = Mailbox("mallory@example.net", f"{name}\r\nBcc: victim@example.org")
    shop.arrive("mallory", text, f"{subject}\r\nX-Evil: 1 {{signature}}", sender=nasty)
    shop.office.tick()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=5))
    assert shop.sent
    for message in shop.sent:
        raw = write(message)
        mail = message_from_bytes(raw, policy=mail_policy)
        assert mail["Bcc"] is None
        assert mail["X-Evil"] is None
        assert [a.addr_spec for a in mail["To"].addresses] == ["mallory@example.net"]
        body = message.body
        assert not any(ord(c) < 32 and c != "\n" for c in body)
        assert not any(c in body for c in "\x1b\x9b\u202e")
    shop.office.close()


def test_13_no_health_word_leaves(shop):
    health = re.compile(r"\b(malad|santé|enfant|fièvre|sick|ill\b|child|health|fever)", re.I)
    for kind in ("sick", "child"):
        for language, text in (("fr", "Bonjour, avez-vous un 42 ?"), ("en", "Hello, is it there?")):
            shop.write(f"{language}{kind}", text)
        shop.office.away(kind, since=shop.clock.now())
        shop.write(f"later{kind}", "Bonjour, et un 40 ?")
        shop.go(shop.clock.now() + timedelta(days=3))
        shop.office.back()
        shop.go(shop.clock.now() + timedelta(hours=1))
    assert len(shop.sent) > 6
    for message in shop.sent:
        assert not health.search(f"{message.subject} {message.body}")


def test_13_a_story_opens_no_socket(tmp_path, monkeypatch):
    def opened(*_args, **_more):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", opened)
    monkeypatch.setattr(socket, "create_connection", opened)
    story = Path(__file__).parent / "stories" / "D-02.toml"
    events = list(replay(story.read_text("utf-8"), str(story), folder=tmp_path, opened=open_story))
    assert events[-1]["event"] == "end"


def test_14_why_answers_for_every_date_and_every_message(shop):
    ids = [shop.write(who) for who in ("anne", "bilal", "noreply")]
    shop.office.away("closed", until=at("25 05:00"))
    shop.go(at("25 09:00"))
    for request in ids:
        why = shop.office.why(request)
        told = " ".join(why.sentences)
        events = [e["event"] for e in why.facts["events"]]
        with shop.books() as unit:
            left = [x for x in unit.outbox.of(request) if x.state is LetterState.SENT]
            promises = unit.promises.of(request)
        assert events.count("message.sent") == len(left)
        assert all(letter.reason for letter in left)
        assert bool(promises) is ("promise.made" in events)
        assert len(why.sentences) >= len(events)
        assert why.facts["rules"]
        assert why.facts["window"] in told or "11:00" in told or why.facts["window"]
    assert "E6" in " ".join(shop.office.why(ids[2]).sentences)
