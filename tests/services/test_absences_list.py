"""The list of absences: changed, extended, taken back, and nothing left of what was undone."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.outbox import LetterState
from planner.errors import EntracteError, NotFound, NotPossible, WrongUse
from planner.face import Face
from planner.services.wording import said_by_server
from planner.texts import slots_of
from tests.shop import Shop, at


def told(shop):
    """What people were told; where the plan keeps it meanwhile is our own business."""
    return {r: (p.kind, p.due, p.moves) for r, p in shop.promises().items()}


def rows(shop):
    return [(a.id, a.kind, a.since, a.until, a.half) for a in shop.office.absences()]


def test_a_planned_absence_is_changed_and_dates_follow(shop):
    request = shop.write()
    shop.office.away("leave", since=at("24 04:00"), until=at("26 04:00"))
    shop.go(at("23 14:01"))
    (planned,) = shop.office.absences()
    before = shop.promise(request)
    done = shop.office.edit_absence(planned.id, until=at("27 04:00"), kind="closed")
    assert done.undo_until
    shop.go(at("23 14:10"))
    assert [r[1:4] for r in rows(shop)] == [("closed", at("24 04:00"), at("27 04:00"))]
    assert before is not None
    assert shop.promise(request).due >= before.due
    assert shop.violations() == ()


def test_a_change_that_is_undone_leaves_nothing(shop):
    shop.write()
    shop.office.away("leave", since=at("24 04:00"), until=at("26 04:00"))
    shop.go(at("23 14:01"))
    known, sent, told = rows(shop), len(shop.sent), shop.promises()
    shop.office.edit_absence(known[0][0], endless=True)
    assert rows(shop)[0][3] is None
    shop.office.undo()
    shop.go(at("23 15:00"))
    assert (rows(shop), len(shop.sent), shop.promises()) == (known, sent, told)


def test_half_of_its_first_day_and_the_whole_again(shop):
    shop.office.away("leave", since=at("24 04:00"), until=at("26 04:00"))
    (planned,) = shop.office.absences()
    shop.office.edit_absence(planned.id, half="pm")
    assert rows(shop)[0][2:] == (at("24 13:00"), at("25 04:00"), "pm")
    shop.office.edit_absence(planned.id, half="")
    assert rows(shop)[0][2:] == (at("24 04:00"), at("25 04:00"), "")


def test_any_of_the_list_lasts_a_day_more(shop):
    shop.office.away("leave", since=at("25 04:00"), until=at("26 04:00"))
    shop.office.away("closed", since=at("30 04:00"), until=at("30 13:00"), half="am")
    leave, half = shop.office.absences()
    shop.office.extend_absence(leave.id)
    assert rows(shop)[0][3] == at("27 04:00")
    shop.office.extend_absence(half.id)
    assert rows(shop)[2][2].isoformat() == "2026-12-01T03:00:00+00:00"
    shop.office.undo()
    assert len(rows(shop)) == 2


def test_what_cannot_be_changed(shop):
    shop.office.away("leave", since=at("25 04:00"), until=at("26 04:00"))
    (leave,) = shop.office.absences()
    with pytest.raises(NotFound):
        shop.office.edit_absence("99", kind="sick")
    with pytest.raises(WrongUse):
        shop.office.edit_absence(leave.id, kind="holiday")
    with pytest.raises(WrongUse):
        shop.office.edit_absence(leave.id, until=at("24 04:00"))
    with pytest.raises(WrongUse):
        shop.office.edit_absence(leave.id, until=at("28 04:00"), endless=True)
    assert "already" in shop.office.edit_absence(leave.id, kind="leave").sentence
    shop.go(at("26 12:00"))
    with pytest.raises(NotPossible):
        shop.office.extend_absence(leave.id)


def test_a_child_at_home_keeps_the_next_window_and_half_the_day(shop):
    shop.clock.move_to(at("24 07:05"))
    usual = shop.office.today()
    assert [w.start for w in usual.windows] == [at("24 11:00"), at("24 17:00")]
    shop.office.away("child")
    assert [w.start for w in shop.office.today().windows] == [at("24 11:00")]
    assert shop.office.today().face is not Face.AWAY
    assert "already" not in shop.office.extend().sentence
    assert [w.start for w in shop.office.windows(3)] == [
        at("24 11:00"), at("25 11:00"), at("26 11:00"), at("26 17:00")
    ]  # fmt: skip
    shop.go(at("26 08:00"))
    assert shop.office.today().face is not Face.AWAY
    assert shop.violations() == ()


def test_half_a_day_with_one_window_left_keeps_it(shop):
    shop.office.away("child")  # Monday, after the first window
    assert at("23 17:00") in [w.start for w in shop.office.windows(1)]
    shop.office.undo()
    assert rows(shop) == []


def test_her_own_letter_leaves_after_all_when_the_absence_is_undone(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", by=at("24 12:00").date())
    shop.office.away("sick")
    shop.office.tick()
    (letter,) = [x for x in shop.letters(request) if not x.automatic]
    assert letter.state is LetterState.QUEUED
    shop.office.undo()
    shop.go(at("23 18:00"))
    (letter,) = [x for x in shop.letters(request) if not x.automatic]
    assert letter.state is LetterState.SENT


def test_a_notification_waits_until_nothing_can_be_undone(shop):
    shown = []
    shop.ctx.notifier.show = lambda one: shown.append(one.title)
    shop.office.away("closed", until=at("25 04:00"))
    shop.clock.move_to(at("23 17:00"))
    shop.office.back()
    shop.office.tick()
    assert shown == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["edit", "extend", "longer", "cancel", "away", "child", "half", "now", "more", "back"]
        ),
        st.integers(0, 5),
        st.integers(1, 6),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_whatever_is_undone_is_as_it_was(steps):
    """Each step is done, undone, done again: the list and the promises are exactly restored."""
    with TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        shop.write()
        for step in steps:
            shop.clock.step(timedelta(seconds=11))
            shop.office.tick()
            before = (rows(shop), told(shop), len(shop.sent))
            try:
                done = _play(shop, *step)
                if done.undo_until is not None:
                    shop.office.undo()
            except EntracteError:
                assert (rows(shop), told(shop), len(shop.sent)) == before
                continue
            shop.office.tick()
            assert (rows(shop), told(shop), len(shop.sent)) == before
            _play(shop, *step)
        shop.office.close()


def _play(shop, what, which, days):
    listed = [a for a in shop.office.absences() if a.id]
    key = listed[which % len(listed)].id if listed else "1"
    day = shop.ctx.bounds(shop.ctx.day(shop.clock.now()))
    ahead = day[1] + days * (day[1] - day[0])
    match what:
        case "edit":
            return shop.office.edit_absence(key, until=ahead, kind="leave")
        case "extend":
            return shop.office.extend_absence(key)
        case "longer":
            return shop.office.edit_absence(key, endless=True)
        case "half":
            return shop.office.edit_absence(key, half="am")
        case "cancel":
            return shop.office.cancel_absence(key)
        case "away":
            return shop.office.away("closed", since=ahead, until=ahead + (day[1] - day[0]))
        case "child":
            return shop.office.away("child")
        case "now":
            return shop.office.away("sick")
        case "more":
            return shop.office.extend()
        case "back":
            return shop.office.back()


def test_the_way_for_emergencies_is_told_in_texts_of_absences_alone(tmp_path):
    with_line = {"away": {"emergency": {"fr": "Urgence réelle : 0470 00 00 00."}}}
    shop = Shop(tmp_path, settings=with_line, language="fr")
    shop.write("anne", "Bonjour, un 42 ?")
    assert "0470" not in shop.sent[-1].body
    shop.office.away("sick")
    shop.go(at("23 14:01"))
    body = shop.sent[-1].body
    assert body.count("0470 00 00 00") == 1
    assert len(body) <= 320
    for key, told in (("server_away", 1), ("server_until", 1), ("server_hours", 0)):
        slots = {"day": "mardi", "until": "lundi", "hours": "mardi 11:00"}
        wanted = {name: slots[name] for name in slots if name in slots_of(key, "fr")}
        assert said_by_server(shop.ctx, key, "fr", wanted).count("0470 00 00 00") == told
    shop.office.close()


def test_away_survives_a_restart_sleep_and_a_clock_that_jumps(shop):
    """D-10: and nothing is shown but rest."""
    shop.write()
    shop.office.away("sick")
    shop.restart()
    assert shop.office.today().face is Face.AWAY
    shop.sleep(at("25 03:00"))
    shop.restart()
    shop.office.tick()
    assert shop.office.today().face is Face.AWAY
    shop.clock.step(-(at("25 03:00") - at("24 22:00")))
    shop.office.tick()
    view = shop.office.today()
    assert (view.face, view.current, len(shop.office.absences())) == (Face.AWAY, None, 1)
    assert shop.violations() == ()
