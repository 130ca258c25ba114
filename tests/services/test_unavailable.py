"""Unavailable: one transaction, one notice a person, extension, return."""

from datetime import timedelta

import pytest

from planner.domain.outbox import LetterState
from planner.domain.promise import Kind
from planner.errors import NotPossible, WrongUse
from planner.views import Face
from tests.shop import at


def test_everything_or_nothing(shop, monkeypatch):
    shop.write()
    before = (shop.promises(), shop.letters(1), len(shop.events()))

    def breaks(*_args, **_more):
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr("planner.services.promising.write_letters", breaks)
        with pytest.raises(RuntimeError):
            shop.office.away("sick")
    assert (shop.promises(), shop.letters(1), len(shop.events())) == before
    assert shop.office.today().absence is None


def test_without_an_end_the_words_give_a_day_of_news(shop):
    request = shop.write()
    done = shop.office.away("sick")
    assert "1" in done.sentence
    assert shop.office.today().face is Face.AWAY
    shop.go(at("23 14:01"))
    assert shop.promise(request).kind is Kind.NEWS
    assert shop.promise(request).due == at("25 17:45")  # two working days later
    assert len(shop.sent) == 2
    shop.go(at("25 17:00"))
    assert len(shop.sent) == 3  # the promised news, once, on its day
    assert shop.events("promise.broken") == []


def test_a_second_press_tells_nobody_again(shop):
    shop.write()
    shop.office.away("sick")
    shop.go(at("23 14:01"))
    shop.office.away("sick")
    shop.go(at("23 16:00"))
    assert len(shop.sent) == 2
    with shop.books() as unit:
        assert len(unit.calendar.absences()) == 1


def test_one_day_more_tells_only_those_whose_date_moves(shop):
    for who in ("anne", "bilal"):
        shop.write(who)
    shop.office.away("closed", until=at("25 05:00"))
    shop.go(at("23 16:00"))
    third = shop.write("cleo")
    shop.office.answer(third, "Je vérifie.", now=True, by=at("30 12:00").date())
    shop.go(at("23 17:00"))
    so_far, before = len(shop.sent), shop.promises()
    shop.office.extend()
    shop.go(at("24 10:00"))
    after = shop.promises()
    moved = {r for r in after if after[r].due != before[r].due}
    assert third not in moved
    assert len(shop.sent) - so_far == len(moved)


def test_one_day_more_leaves_a_day_of_news_alone(shop):
    request = shop.write()
    shop.office.away("sick")
    shop.go(at("24 07:00"))
    before = shop.promise(request)
    shop.office.extend()
    shop.go(at("24 20:00"))
    assert shop.promise(request) == before
    assert len(shop.sent) == 2


def test_the_return_gives_everybody_a_date(shop):
    request = shop.write()
    shop.office.away("sick")
    shop.go(at("24 10:00"))
    done = shop.office.back()
    assert "back" in done.sentence
    shop.go(at("24 10:05"))
    assert shop.promise(request).kind is Kind.ANSWER
    assert shop.office.today().face is not Face.AWAY


def test_a_return_taken_back_is_no_return(shop):
    shop.office.away("sick")
    shop.go(at("24 10:00"))
    shop.office.back()
    shop.office.undo()
    assert shop.office.today().face is Face.AWAY
    shop.office.extend()
    shop.go(at("27 12:00"))
    ends = [e.at for e in shop.events("absence.ended")]
    assert ends[-1] >= at("26 04:00")  # when it really ended, it is written down again


def test_half_a_day_keeps_the_other_window(shop):
    shop.office.away("child", since=at("24 13:00"), until=at("25 04:00"), half="pm")
    starts = [w.start for w in shop.office.windows() if w.day == "2026-11-24"]
    assert starts == [at("24 11:00")]


def test_a_planned_absence_moves_dates_at_once(shop):
    request = shop.write()
    done = shop.office.away("leave", since=at("23 15:00"), until=at("26 04:00"))
    assert done.sentence.startswith("Noted. Unavailable from today 15:00 until Thursday 04:00.")
    assert "Rest" not in done.sentence  # it is not yet
    shop.go(at("23 14:05"))
    assert shop.promise(request).due >= at("26 11:45")
    assert shop.office.today().absence is None


def test_an_absence_survives_a_restart(shop):
    shop.office.away("sick")
    shop.restart()
    assert shop.office.today().face is Face.AWAY


def test_what_cannot_be(shop):
    with pytest.raises(WrongUse):
        shop.office.away("holiday")
    with pytest.raises(WrongUse):
        shop.office.away("closed", until=shop.clock.now() - timedelta(hours=1))
    with pytest.raises(NotPossible):
        shop.office.extend()
    with pytest.raises(NotPossible):
        shop.office.undo()
    assert "available" in shop.office.back().sentence


def test_an_answer_meanwhile_takes_no_second_from_the_undo(shop):
    request, other = shop.write("anne"), shop.write("bilal")
    shop.office.away("sick")
    told = len(shop.sent)
    shop.clock.step(timedelta(seconds=4))
    shop.office.answer(other, "Oui.", now=True)
    shop.office.tick()
    assert {message.to.address for message in shop.sent[told:]} == {"bilal@example.net"}
    shop.clock.step(timedelta(seconds=4))
    before = shop.promise(request)
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.office.today().absence is None
    assert shop.promise(request) == before
    assert len(shop.sent) == told + 1


def test_undone_at_night_a_letter_that_waits_says_what_it_said(shop):
    request = shop.write()
    shop.go(at("23 23:00"))
    shop.office.away("sick", until=at("25 05:00"))
    shop.go(at("23 23:01"))
    (waits,) = [x for x in shop.letters(request) if x.state is LetterState.QUEUED]
    shop.office.extend()
    shop.office.tick()
    (longer,) = [x for x in shop.letters(request) if x.state is LetterState.QUEUED]
    assert longer.changes != waits.changes
    shop.office.undo()
    shop.office.tick()
    assert [x for x in shop.letters(request) if x.state is LetterState.QUEUED] == [waits]
    assert waits.body in [m.text for m in shop.office.request(request).messages]
