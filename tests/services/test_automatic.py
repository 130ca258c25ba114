"""What a machine says by itself: to whom, how often, and when it stops (rows S1 to S8)."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from planner.channels.mime import read
from planner.domain.autoreply import speaking
from planner.domain.message import Incoming, Mailbox
from planner.ports import Arrival, Handover, Outcome
from planner.services.intake import keep
from tests.channels.corpus import MAILS
from tests.shop import MONDAY, OWN, Shop, at

ANNE = Mailbox("anne@example.net")

SECONDS, MINUTES = timedelta(seconds=20), timedelta(minutes=7)


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def suppressed(shop):
    return [row for event in shop.events("message.suppressed") for row in event.data["rows"]]


class Machine:
    """It answers each of our words with an unmarked mail under a new subject."""

    def __init__(self, shop, who, pace, text="Bien reçu, à bientôt."):
        self.shop, self.who, self.pace, self.text = shop, who, pace, text
        self.heard, self.numbers = len(shop.sent), count(1)

    def live(self, to):
        """Let the time pass, and answer whatever comes."""
        shop = self.shop
        while shop.clock.now() < to:
            new, self.heard = len(shop.sent) - self.heard, len(shop.sent)
            if new:
                shop.go(min(to, shop.clock.now() + self.pace))
                subject = f"Ticket {next(self.numbers)} ouvert"
                shop.write(self.who, self.text, subject=subject)
            else:
                wanted = shop.office.tick().next_at or to
                if len(shop.sent) == self.heard:
                    shop.clock.move_to(min(to, wanted))


@pytest.mark.parametrize(
    ("pace", "most", "away"), [(SECONDS, 2, False), (MINUTES, 3, True)], ids=["quick", "slow, away"]
)
def test_two_machines_without_any_mark_come_to_silence(shop, pace, most, away):
    if away:
        shop.office.away("closed", until=at("26 05:00"))
    machine = Machine(shop, "robot", pace)
    shop.write("robot", "Avez-vous la robe ?", subject="Robe")
    machine.live(at("23 20:00"))
    assert len(shop.sent) <= most
    assert "S1" in suppressed(shop)
    # Its dates move like anybody's, at most twice (C-04); then there is silence for good.
    machine.live(at("29 12:00"))
    assert len(shop.promises()) <= most
    so_far = len(shop.sent)
    assert so_far <= most + 4
    machine.live(at("30 12:00") + timedelta(days=1))
    assert len(shop.sent) == so_far
    assert shop.violations() == ()


def test_an_unmarked_absence_note_gets_no_word_at_all(shop):
    machine = Machine(shop, "rose", SECONDS, "Je suis absente du bureau jusqu'au 3 décembre.")
    shop.write("rose", "Avez-vous la robe ?", subject="Robe")
    machine.live(at("23 20:00"))
    assert len(shop.sent) == 1
    assert len(shop.open()) == 2  # kept, and seen by its owner
    assert suppressed(shop) == ["S1"]
    assert "S1" in " ".join(shop.office.why(shop.open()[1].id).sentences)


def test_a_person_who_thinks_of_something_else_is_told_its_date(shop):
    shop.write("anne", subject="Jupe")
    shop.clock.step(timedelta(seconds=50))
    shop.write("anne", subject="Robe")
    assert len(shop.sent) == len(shop.promises()) == 2


def test_after_three_first_words_the_owner_s_own_is_next(shop):
    for number in range(5):
        shop.write("anne", subject=f"Article {number} {number}{number}{number}")
        shop.go(shop.clock.now() + timedelta(minutes=10))
    assert len(shop.sent) == 3
    assert suppressed(shop) == ["S1", "S1"]
    shop.office.answer(shop.open()[0].id, "Oui.", now=True)
    shop.go(shop.clock.now() + timedelta(minutes=10))
    told = [mail for mail in shop.sent if mail.automatic]
    assert len(told) == 4  # both that waited, in one letter
    assert len(shop.promises()) == 4


def test_two_requests_in_one_absence_get_one_away_word(shop):
    shop.office.away("sick")
    shop.clock.step(timedelta(minutes=1))
    shop.write("anne", subject="Jupe")
    shop.clock.step(timedelta(hours=2))
    shop.write("anne", subject="Robe")
    assert len(shop.sent) == 1
    assert suppressed(shop) == ["S1"]
    shop.go(at("26 12:00"))  # the day of news: both are in it
    assert len(shop.sent) == 2
    assert len(shop.promises()) == 2


def test_another_absence_is_told_again_the_same_day(shop):
    """Keyed on person and absence, never on a date of the calendar."""
    shop.office.away("sick")
    shop.clock.step(timedelta(minutes=1))
    first = shop.write("anne", subject="Jupe")
    shop.office.back()
    shop.clock.step(timedelta(minutes=1))
    shop.office.tick()
    shop.office.answer(first, "Oui.", now=True)
    shop.office.tick()
    shop.office.away("leave")
    shop.clock.step(timedelta(minutes=1))
    shop.write("anne", subject="Robe")
    shop.go(shop.clock.now() + timedelta(minutes=10))
    reasons = [e.data["reason"] for e in shop.events("message.sent")]
    assert reasons.count("away") == 2


def test_a_text_about_an_absence_that_is_over_does_not_leave(shop):
    shop.office.away("closed", until=at("25 05:00"))
    shop.clock.step(timedelta(minutes=1))
    shop.post.answers = lambda _: Outcome(Handover.LATER, "busy")
    shop.write("anne")
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(hours=1))
    (letter,) = shop.sent
    assert "indisponible" not in letter.body
    assert len(shop.promises()) == 1


def test_nothing_cuts_into_a_conversation_that_began_meanwhile(shop):
    """A notice that waited for the morning waits five minutes more when she has just written."""
    first = shop.write("anne")
    shop.go(at("23 20:30"))
    shop.office.away("sick", until=at("25 05:00"))
    shop.sleep(at("24 08:29"))
    shop.office.answer(first, "Je regarde.", now=True, by=at("26 12:00").date())
    wrote = shop.clock.now()
    shop.go(at("24 08:33"))
    assert not [x for x in shop.letters(first) if x.automatic and x.sent_at and x.sent_at > wrote]


# Deciding twice gives one answer, and nothing is lost


def test_whatever_speaks_the_message_is_kept_and_can_be_seen(shop):
    corpus = {}
    for number, path in enumerate(MAILS):
        message = read(path.read_bytes(), foreign_id=f"c{number}", received_at=MONDAY)
        corpus[f"c{number}"] = replace(message, message_id=f"<c{number}@example.org>")
    arrivals = [Arrival(message, "1") for message in corpus.values()]
    keep(shop.ctx, "mail", arrivals, connected_at=MONDAY)
    with shop.books() as unit:
        requests = (*unit.requests.open(), *unit.requests.ended())
        talk = [message for request in requests for message in unit.messages.of(request.id)]
        seen = {m.foreign_id: m for m in (*unit.messages.set_aside(), *talk)}
    assert set(seen) == set(corpus)
    for name, message in corpus.items():
        assert set(speaking(message, shop.ctx.me)) <= set(seen[name].rows)


@pytest.mark.parametrize("again", ["same id", "new id", "second channel"])
def test_the_same_mail_again_is_answered_once(shop, again):
    shop.arrive("anne")
    first = shop.post.waiting[-1]
    shop.office.tick()
    ids = {"same id": first.foreign_id, "new id": "after-uidvalidity", "second channel": "x"}
    channel = "second" if again == "second channel" else "mail"
    copy = replace(first, foreign_id=ids[again])
    keep(shop.ctx, channel, [Arrival(copy, "9")], connected_at=MONDAY)
    shop.restart()  # another process, which knows nothing
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert len(shop.sent) == len(shop.open()) == 1


def test_one_message_id_on_two_mails_loses_none(shop):
    """A web form gives every mail the same Message-ID."""
    shop.arrive("anne", "Une robe ?", subject="Robe", message_id="<form@example.net>")
    shop.arrive("bilal", "Une jupe ?", subject="Jupe", message_id="<form@example.net>")
    shop.office.tick()
    assert len(shop.open()) == len(shop.sent) == 2


def test_the_copy_of_a_list_does_not_stand_for_the_mail_itself(shop):
    shop.arrive("anne", headers=(("List-Id", "<a.b>"), ("To", "shop@story.example")))
    listed = shop.post.waiting[-1]
    shop.office.tick()
    assert not shop.open()
    shop.post.waiting.append(replace(listed, foreign_id="direct", headers=()))
    shop.office.tick()
    assert len(shop.open()) == len(shop.sent) == 1


def test_a_known_customer_may_be_answered_through_a_bulk_tool(shop):
    mark = (("Feedback-ID", "1:2:3"), ("To", "shop@story.example"))
    shop.write("anne", headers=mark)
    assert suppressed(shop) == ["H10"]
    shop.office.answer(shop.open()[0].id, "Oui.", now=True)
    shop.go(shop.clock.now() + timedelta(days=1))
    shop.write("anne", subject="Robe", headers=mark)
    assert [mail.automatic for mail in shop.sent] == [False, True]


def test_an_absence_note_that_answers_what_she_wrote_elsewhere_is_one(shop):
    """Row C1: her Message-IDs of another program count as ours."""
    own = Incoming("s1", MONDAY, OWN, subject="Votre robe", text="Elle est là.", to=(ANNE,),
                   message_id="<thunder@bird.example>")  # fmt: skip
    shop.write("anne", subject="Robe")
    keep(shop.ctx, "mail", [Arrival(own, "1", sent=True)], connected_at=MONDAY)
    shop.arrive("anne", "De retour lundi.", subject="Réponse automatique : Votre robe",
                in_reply_to="<thunder@bird.example>")  # fmt: skip
    shop.office.tick()
    assert "C1" in suppressed(shop)


def test_what_cannot_be_remembered_is_not_said(shop):
    """Row S4: an error gives silence, never a second word."""
    shop.write("anne", subject="Robe")
    (letter,) = shop.letters(1)
    with closing(sqlite3.connect(shop.ctx.store.where)) as connection, connection:
        connection.execute("UPDATE outbox SET changes = '[[' WHERE id = 1")
    shop.write("anne", subject="Jupe")
    assert len(shop.sent) == 1
    assert "S4" in suppressed(shop)
    shop.write("bilal")
    assert len(shop.sent) == 2  # only her words wait
    assert letter.automatic


@pytest.mark.parametrize(
    "mark", [{"headers": (("Auto-Submitted", "auto-replied"), ("To", OWN.address))}, {}],
    ids=["marked", "in words only"],
)  # fmt: skip
@pytest.mark.parametrize("state", ["open", "put aside", "answered"])
def test_a_customer_s_own_absence_note_changes_nothing(shop, state, mark):
    request = shop.write("anne", subject="Robe")
    shop.go(at("23 17:01"))
    if state == "answered":
        shop.office.answer(request, "Oui.")
    if state == "put aside":
        shop.office.snooze(request, at("24 17:00"))
    shop.go(shop.clock.now() + timedelta(minutes=10))
    before, promise, so_far = shop.request(request), shop.promise(request), len(shop.sent)
    note = {"subject": "Réponse automatique : Robe", "in_reply_to": shop.sent[-1].message_id}
    shop.write("anne", "Je suis absente du bureau.", **note, **mark)
    assert shop.request(request) == before
    assert shop.promise(request) == promise
    assert len(shop.sent) == so_far
    assert "C1" in suppressed(shop)


def test_what_came_during_the_rehearsal_is_left_to_the_owner(tmp_path):
    shop = Shop(tmp_path, live=False)
    shop.write("anne")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.office.go_live(True)
    shop.go(shop.clock.now() + timedelta(hours=2))
    assert shop.sent == []
    assert suppressed(shop) == ["S6"]  # said once, however many ticks
    shop.write("bilal")
    assert len(shop.sent) == 1
    shop.office.close()
