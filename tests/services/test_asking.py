"""`can-i` and `why` for a date, on a real shop: honest, and nothing is written."""

import hashlib
import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from planner.domain.outbox import Change
from planner.domain.promise import Kind
from planner.errors import WrongUse
from planner.locale.dates import moment
from tests import books
from tests.shop import ZONE, Shop, at

#: One window a day, three answers each, filled to the brim.
SMALL = {
    "settings": {
        "window": [
            {"days": "monday..saturday", "from": "17:00", "to": "17:45", "answers": 3},
        ]
    },
    "policy": {
        "rule": {
            "day": {
                "say": "Three answers a day.",
                "then": {"answers_at_most": 3, "minutes_at_most": 45, "fill_percent_at_most": 100},
            },
            "sunday": {
                "say": "Sunday is mine.",
                "kind": "protect",
                "when": {"weekday": "sunday"},
                "then": {"closed": True},
            },
        }
    },
}


@pytest.fixture
def small(tmp_path):
    opened = Shop(tmp_path, **SMALL)
    yield opened
    opened.office.close()


def fill(shop, count, start=0):
    return [shop.write(f"p{n}", subject=f"Jupe {n}") for n in range(start, start + count)]


def content(shop):
    """The database file, and everything in it."""
    dump = books.content(shop.ctx.store.where)
    whole = (shop.folder / "entracte.sqlite3").read_bytes()
    return hashlib.sha256(whole).hexdigest(), hashlib.sha256(dump.encode()).hexdigest()


def test_an_empty_shop_takes_it_in_the_next_window(shop):
    view = shop.office.can_i("ourlet", 20)
    assert view.answer == "yes"
    assert view.date.start == at("23 17:00")
    assert view.date.due == at("24 11:45")  # one window of margin
    assert view.pushes == ()
    assert moment(at("24 11:45"), shop.clock.now(), ZONE, "en") in view.you_can_say


@pytest.mark.parametrize("before", [0, 2, 3, 5, 11])
def test_the_date_is_the_one_that_a_new_request_is_then_given(small, before):
    fill(small, before)
    asked = small.office.can_i("ourlet", 3)
    request = small.write("zoe")
    assert small.promise(request).due == asked.date.due
    assert small.promise(request).window == asked.date.window


def test_asking_writes_nothing(small):
    fill(small, 5)
    small.office.revision()
    before, revision = content(small), small.office.revision()
    for by in (None, at("24 04:00"), at("25 04:00"), at("28 04:00")):
        small.office.can_i("ourlet", 20, 2, by)
    small.office.why(1)
    assert (content(small), small.office.revision()) == (before, revision)


def test_without_a_date_asked_for_nobody_is_pushed(small):
    fill(small, 5)
    view = small.office.can_i("ourlet", 9)
    assert (view.answer, view.pushes, view.people) == ("yes", (), 0)
    assert view.date.start == at("24 17:00")


def test_yes_but_names_who_gives_way_and_their_new_dates(small):
    fill(small, 4)  # three on Monday, one on Tuesday
    dates = small.promises()
    view = small.office.can_i("ourlet", 9, by=at("25 04:00"))
    assert view.answer == "yes-but"
    assert (view.date.start, view.date.due) == (at("23 17:00"), at("24 17:45"))
    assert view.people == 0  # one goes to Tuesday, which is their margin: nobody is written to
    assert "no date that was told" in view.sentence
    (push,) = view.pushes
    assert (push.window_from, push.window_to) == ("2026-11-23T17:00", "2026-11-24T17:00")
    assert push.due_to == push.due_from == dates[push.request].due
    fill(small, 2, start=4)  # Tuesday is full as well: the last ones have Wednesday as margin
    view = small.office.can_i("ourlet", 9, answers=2, by=at("25 04:00"))
    assert view.answer == "yes-but"
    told = [p for p in view.pushes if p.told]
    assert view.people == len({p.person_id for p in told})
    for push in told:
        assert push.due_from == dates.get(push.request, small.promise(push.request)).due
        assert push.due_to > push.due_from
        assert push.person in view.sentence
    assert not small.violations()


def test_what_is_pushed_would_still_fit(small):
    """Every window and day of the answer holds what is put into it."""
    fill(small, 8)
    view = small.office.can_i("ourlet", 12, answers=3, by=at("25 04:00"))
    places = {p.request_id: p.window for p in small.promises().values()}
    places.update({p.request: p.window_to for p in view.pushes})
    places["asked"] = view.date.window
    for window in set(places.values()) - {None}:
        size = sum(3 if r == "asked" else 1 for r, w in places.items() if w == window)
        assert size <= 3, window


def test_no_says_the_nearest_date(small):
    fill(small, 3)
    view = small.office.can_i("ourlet", 9, by=at("24 04:00"))  # today, and its margin is tomorrow
    assert view.answer == "no"
    assert view.pushes == ()
    assert view.date.due == at("25 17:45")
    assert "No: by" in view.sentence


def tighten(shop, request, moves):
    """The person was told the end of the planned window: nothing is left to give."""
    with shop.ctx.store.write() as unit:
        told = unit.promises.standing()[request]
        change = Change(request, Kind.ANSWER, at("23 17:45"), told.window)
        unit.promises.move(told.id, change, None, moves)


def test_who_would_have_to_be_told_is_named_with_the_new_date(small):
    ids = fill(small, 3)
    for request in ids:
        tighten(small, request, moves=0)
    view = small.office.can_i("ourlet", 9, by=at("25 04:00"))
    assert (view.answer, view.people) == ("yes-but", 1)
    (push,) = view.pushes
    assert push.told
    assert (push.due_from, push.due_to) == (at("23 17:45"), at("25 17:45"))
    assert push.window_to == "2026-11-24T17:00"
    assert f"{push.person} from today 17:45 to Wednesday 17:45" in view.sentence
    assert small.promise(push.request).due == at("23 17:45")  # it was only asked


def test_a_date_that_was_moved_twice_is_not_pushed(small):
    (request,) = fill(small, 1)
    tighten(small, request, moves=2)
    assert small.office.can_i("ourlet", 9, answers=3, by=at("25 04:00")).answer == "no"


def test_beyond_five_open_days_there_is_only_a_day_for_news(small):
    fill(small, 15)
    view = small.office.can_i("ourlet", 9)
    assert (view.answer, view.date.kind) == ("news", "news")
    assert "news" in view.you_can_say
    later = small.office.can_i("ourlet", 9, by=at("30 04:00") + timedelta(days=3))
    assert later.answer == "later"
    assert later.date.start == at("28 17:00")


def test_the_room_for_the_unforeseen_is_named(shop):
    """A day is planned to 80 per cent; what is asked for may go beyond, and that is said."""
    view = shop.office.can_i("robe", 45, by=at("25 04:00"))
    assert (view.answer, view.beyond_fill) == ("yes", False)
    for n in range(20):
        shop.write(f"p{n}", text="Pouvez-vous raccourcir l'ourlet ?")
    view = shop.office.can_i("robe", 15, by=at("25 04:00"))
    assert view.answer == "yes-but"
    assert view.beyond_fill or view.pushes


def test_while_no_return_is_known_only_news_is_given(shop):
    shop.office.away()
    shop.office.tick()
    assert shop.office.can_i("ourlet", 9).answer == "news"
    view = shop.office.can_i("ourlet", 9, by=at("28 04:00"))
    assert (view.answer, view.date.kind) == ("no", "news")


def test_no_window_ahead_gives_no_date(tmp_path):
    closed = {"rule": {"off": {"say": "Closed.", "kind": "protect", "then": {"closed": True}}}}
    shop = Shop(tmp_path, policy=closed)
    view = shop.office.can_i("ourlet", 9)
    assert (view.answer, view.date, view.you_can_say) == ("none", None, "")
    shop.office.close()


@pytest.mark.parametrize(
    ("minutes", "answers", "by"), [(0, 1, None), (-5, 1, None), (5, 0, None), (5, 1, "23 13:00")]
)
def test_wrong_use(shop, minutes, answers, by):
    with pytest.raises(WrongUse):
        shop.office.can_i("ourlet", minutes, answers, at(by) if by else None)


@pytest.mark.parametrize(
    ("minutes", "answers", "parts"), [(46, 1, 2), (100, 1, 3), (10, 16, 2), (45, 15, 0)]
)
def test_a_job_larger_than_a_window_is_split(shop, minutes, answers, parts):
    if not parts:
        assert shop.office.can_i("ourlet", minutes, answers).answer == "yes"
        return
    with pytest.raises(WrongUse, match=f"Split it: it takes {parts} windows"):
        shop.office.can_i("ourlet", minutes, answers)


def test_why_names_the_limit_that_bound(small):
    ids = fill(small, 4)
    view = small.office.why(ids[3])
    date = view.facts["date"]
    (passed,) = date["passed_over"]
    assert passed["window"] == "2026-11-23T17:00"
    assert (passed["because"], passed["limit"], passed["taken"]) == ("window answers full", 3, 3)
    assert date["window"] == "2026-11-24T17:00"
    assert date["margin_window"] == "2026-11-25T17:00"
    assert date["due"] == small.promise(ids[3]).due == at("25 17:45")
    assert (date["fill"], date["ramp"], date["reserve"]) == (100, 100, 0)
    assert "3 of the window's 3 answers are taken" in view.sentences[-1]
    json.dumps(view.facts, default=str)


def test_why_says_that_today_is_used_up(small):
    ids = fill(small, 3)
    small.go(at("23 17:05"))
    for request in ids:
        small.office.answer(request, "Oui.")
    late = small.write("zoe")
    (passed,) = small.office.why(late).facts["date"]["passed_over"]
    assert (passed["limit"], passed["taken"]) == (3, 3)
    assert passed["window"] == "2026-11-23T17:00"


def test_why_names_the_rule_and_the_special_day(tmp_path):
    special = [{"date": at("24 12:00").date(), "closed": True, "note": "Fair"}]
    settings = {**SMALL["settings"], "special_day": special}
    settings["window"] = [{**settings["window"][0], "days": "monday..sunday"}]
    shop = Shop(tmp_path, at("23 18:00"), settings=settings, policy=SMALL["policy"])
    fill(shop, 12)
    request = shop.write("zoe")
    facts = shop.office.why(request).facts["date"]
    because = {p["window"][:10]: (p["because"], p["rule"], p["say"]) for p in facts["passed_over"]}
    assert because["2026-11-24"] == ("special day", "", "Fair")
    assert because["2026-11-29"] == ("closed by a rule", "sunday", "Sunday is mine.")
    assert facts["window"] == "2026-11-30T17:00"
    shop.office.close()


def test_why_names_the_day_of_a_rule_and_its_fill(shop):
    ids = [shop.write(f"p{n}", text="Pouvez-vous raccourcir l'ourlet ?") for n in range(16)]
    facts = shop.office.why(ids[-1]).facts["date"]
    day = [p for p in facts["passed_over"] if p["because"].startswith("day")]
    assert {(p["rule"], p["fill"]) for p in day} == {("my-day", 80)}
    assert facts["fill"] == 80


def test_why_after_an_absence_names_the_ramp_and_the_reserve(shop):
    shop.office.away("leave", None, at("27 04:00"))
    shop.sleep(at("23 14:00") + timedelta(minutes=1))
    ids = [shop.write(f"p{n}", text="Pouvez-vous raccourcir l'ourlet ?") for n in range(8)]
    found = [p for i in ids for p in shop.office.why(i).facts["date"]["passed_over"]]
    assert {p["because"] for p in found} >= {"away"}
    bound = [p for p in found if p["limit"] is not None]
    assert bound
    assert {p["ramp"] for p in bound} <= {50, 75, None}
    assert any(p["reserve"] == 40 for p in bound)


def test_why_of_news(small):
    ids = fill(small, 17)
    view = small.office.why(ids[-1])
    date = view.facts["date"]
    assert (date["kind"], date["news_because"]) == ("news", "beyond five open days")
    assert "beyond 5 open days" in view.sentences[-1]


def test_why_while_no_return_is_known(shop):
    request = shop.write()
    shop.office.away()
    shop.sleep(shop.clock.now() + timedelta(minutes=1))
    shop.office.tick()
    view = shop.office.why(request)
    assert view.facts["date"]["news_because"] == "away without a known end"
    assert "no return is known" in view.sentences[-1]


def test_why_of_an_ended_request_says_what_was_kept(shop):
    request = shop.write()
    shop.go(at("23 17:01"))
    shop.office.answer(request, "Oui.")
    shop.office.tick()
    view = shop.office.why(request)
    assert view.facts["date"]["state"] == "kept"
    assert "promised, and kept" in view.sentences[-1]


def test_the_view_is_plain_data(shop):
    assert json.loads(json.dumps(asdict(shop.office.can_i("ourlet", 5)), default=str))["answer"]
