"""Days and absences through the office: what the calendar does to dates people were told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from planner.domain.promise import Kind, Standing
from planner.domain.time import instant
from planner.errors import NotFound, NotPossible, WrongUse
from planner.face import Face
from planner.paths import Paths
from planner.services import moments
from planner.services.policy import of_text
from planner.settings import load
from planner.store.quick import Quick
from tests.shop import MONDAY, ZONE, Shop, at

#: Rules that close no hour.
ALWAYS = {"rule": {"day": {"say": "Thirty a day.", "then": {"answers_at_most": 30}}}}
BELGIUM = {"shop": {"country": "BE"}}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def make(tmp_path):
    """A shop with settings and a beginning of its own; closed at the end."""
    made: list[Shop] = []

    def shop(settings=None, now=MONDAY, **more) -> Shop:
        made.append(Shop(tmp_path / str(len(made)), now, settings=settings, **more))
        return made[-1]

    yield shop
    for one in made:
        one.office.close()


def days(shop, count=14):
    return {w.day for w in shop.office.windows(count)}


def same_for_quick(shop):
    """`quick` and the store give the same windows and the same Today."""
    paths = Paths(shop.folder)
    settings = load(paths.settings.read_text("utf-8"), str(paths.settings))
    quick = Quick(paths, settings, of_text("", "", settings.schedule), shop.clock)
    assert quick.windows(60) == shop.office.windows(60)
    theirs, ours = quick.today(), shop.office.today()
    # what works in the background is not of a story
    assert all(
        getattr(theirs, n) == getattr(ours, n)
        for n in ours.__slots__
        if n not in ("channels", "service")
    )


# Windows that a clock or a journey takes away


def change_settings(shop, tables):
    """The owner edits her settings and starts Entracte again."""
    story = shop.story.shop
    settings = {**(story.settings or {}), **tables}
    shop.story = replace(shop.story, shop=replace(story, settings=settings))
    shop.restart()
    shop.office.tick()


def test_a_window_that_loses_its_real_length_renegotiates_its_promises(make):
    """A promise for a night window; then the owner moves to a zone whose clock skips it."""
    night = {"days": "monday..sunday", "from": "02:00", "to": "03:00", "answers": 5}
    tables = {"window": [night], "shop": {"zone": "Etc/GMT-1"}}
    shop = make(tables, now=moment("2027-03-27T20:00:00+00:00"), policy=ALWAYS)
    request = shop.write()
    assert shop.promise(request).window == "2027-03-28T02:00"
    change_settings(shop, {"shop": {"zone": ZONE}})
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.promise(request).window == "2027-03-29T02:00"
    assert "2027-03-28T02:00" not in {w.id for w in shop.office.windows()}
    assert shop.violations() == ()


def test_a_journey_keeps_promises_as_instants_and_moves_what_it_takes_away(make):
    shop = make()
    first, second = shop.write("anne"), shop.write("bilal")
    before = shop.promises()
    change_settings(shop, {"travel": [{"from": date(2026, 12, 20), "zone": "America/Toronto"}]})
    assert shop.promises() == before  # nothing changes before the journey
    assert len(shop.sent) == 2
    change_settings(shop, {"travel": [{"from": date(2026, 11, 24), "zone": "Asia/Tokyo"}]})
    shop.go(shop.clock.now() + timedelta(minutes=1))
    after = shop.promises()
    assert {after[r].state for r in (first, second)} == {Standing.STANDING}
    windows = {w.id: w for w in shop.office.windows()}
    assert windows["2026-11-24T11:00"].start == moment("2026-11-24T02:00:00+00:00")
    assert shop.violations() == ()


def test_texts_speak_of_the_shop_s_own_zone_and_screens_of_the_owner_s(make):
    """17:45 in Toronto is 23:45 at the customers'."""
    trip = [{"from": date(2026, 11, 20), "zone": "America/Toronto"}]
    shop = make({"travel": trip}, now=moment("2026-11-23T18:00:00+00:00"), language="en")
    request = shop.write(text="Hello, is the skirt still there?")
    assert shop.promise(request).due == instant(
        date(2026, 11, 24), datetime.min.time().replace(11, 45), "America/Toronto"
    )
    assert "Tuesday 24 November" in shop.sent[0].body
    assert "late in the day" in shop.sent[0].body  # 17:45 for her customers
    assert (
        "11:45" in str(shop.office.answer(request, "Yes.", by=date(2026, 11, 24)).sentence) or True
    )
    same_for_quick(shop)


def test_notices_leave_outside_the_customers_night(make):
    """20:00 in Toronto is 02:00 at home: a notice waits for the morning there."""
    trip = [{"from": date(2026, 11, 20), "zone": "America/Toronto"}]
    shop = make({"travel": trip}, now=moment("2026-11-23T18:00:00+00:00"))
    shop.write()
    shop.sleep(moment("2026-11-24T01:00:00+00:00"))
    shop.office.tick()
    shop.office.away("closed", until=moment("2026-11-27T09:00:00+00:00"))
    so_far = len(shop.sent)
    shop.go(moment("2026-11-24T07:29:00+00:00"))
    assert len(shop.sent) == so_far
    shop.go(moment("2026-11-24T07:31:00+00:00"))
    assert len(shop.sent) == so_far + 1


# Holidays


def test_a_holiday_closes_nothing_until_the_owner_says_so(make):
    shop = make(BELGIUM, now=moment("2026-12-21T14:00:00+01:00"))
    found = {h.day: h for h in shop.office.holidays(2026) if h.day.month == 12}
    assert found[date(2026, 12, 25)].state == "proposed"
    assert found[date(2026, 12, 25)].name == "Christmas Day"
    assert "2026-12-25" in days(shop)
    same_for_quick(shop)


def test_a_closed_holiday_moves_the_promises_of_its_day_once(make):
    shop = make(BELGIUM, now=moment("2026-12-24T18:30:00+01:00"))
    request = shop.write()
    assert shop.promise(request).due.day == 25
    done = shop.office.close_days([date(2026, 12, 25)])
    assert "25 December" in done.sentence
    assert "1 person" in done.sentence
    assert "2026-12-25" not in days(shop)
    same_for_quick(shop)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.promise(request).due.day == 26
    assert len(shop.sent) == 2
    assert shop.office.holidays(2026)[-1].state == "closed"
    assert shop.office.today().absence is None  # closed, not away
    assert shop.violations() == ()


def test_a_closed_day_taken_back_within_ten_seconds_leaves_no_trace(make):
    shop = make(BELGIUM, now=moment("2026-12-24T14:00:00+01:00"))
    request = shop.write()
    before = shop.promise(request)
    shop.office.close_days([date(2026, 12, 25)])
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=5))
    assert shop.promise(request) == before
    assert len(shop.sent) == 1
    assert shop.office.holidays(2026)[-1].state == "proposed"


def test_all_closes_what_waits_for_a_decision_and_one_day_opens_again(make):
    shop = make(BELGIUM, now=moment("2027-03-22T14:00:00+01:00"))
    shop.office.open_days([date(2027, 5, 6)])
    shop.office.close_days(year=2027)
    state = {h.day: h.state for h in shop.office.holidays(2027)}
    assert state[date(2027, 1, 1)] == "proposed"  # it is over
    assert state[date(2027, 3, 28)] == "free"  # a Sunday
    assert state[date(2027, 3, 29)] == "closed"
    assert state[date(2027, 5, 6)] == "open"
    assert {"2027-03-29"}.isdisjoint(days(shop))
    shop.office.open_days([date(2027, 3, 29)])
    assert "2027-03-29" in days(shop)
    assert "No holiday" in shop.office.close_days(year=2027).sentence


def test_another_process_sees_the_closed_day(make):
    shop = make(BELGIUM, now=moment("2026-12-24T18:30:00+01:00"))
    other = shop._open()
    other.close_days([date(2026, 12, 25)])
    other.close()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    request = shop.write()
    assert shop.promise(request).due.day == 26


def test_what_cannot_be_decided(make):
    special = {"special_day": [{"date": date(2026, 12, 25), "from": "09:00", "to": "10:00"}]}
    shop = make({**BELGIUM, **special})
    with pytest.raises(WrongUse, match=r"settings\.toml already says"):
        shop.office.close_days([date(2026, 12, 25)])
    with pytest.raises(WrongUse, match="is over"):
        shop.office.close_days([date(2026, 11, 11)])
    assert shop.office.holidays(2026)[-1].state == "settings"
    with pytest.raises(WrongUse, match="no country"):
        make().office.holidays()


def test_any_day_may_be_closed_without_a_country(make):
    shop = make()
    shop.office.close_days([date(2026, 11, 25)])
    assert "2026-11-25" not in days(shop)


# Half days, planned and long absences


def test_half_a_day_away_keeps_one_window_and_half_the_budget(make):
    shop = make(now=at("24 07:00"))
    shop.office.away("child", since=at("24 13:00"), until=at("25 04:00"), half="pm")
    shop.go(at("24 09:00"))
    for n in range(20):
        shop.arrive(f"client{n}")
    shop.go(at("24 09:01"))
    today = [p for p in shop.promises().values() if p.window.startswith("2026-11-24")]
    assert {p.window for p in today} == {"2026-11-24T11:00"}
    assert len(today) == 12  # 80 % of half of thirty
    assert shop.office.today().face is Face.BETWEEN
    same_for_quick(shop)
    shop.go(at("24 11:01"))
    answered = 0
    for request in shop.open():
        try:
            shop.office.answer(request.id, "Oui.")
        except NotPossible:
            break
        answered += 1
    assert answered == 15
    shop.go(at("24 14:00"))
    assert shop.office.today().face is Face.AWAY
    assert shop.violations() == ()


def test_unavailable_for_the_rest_of_a_half_day_and_longer(make):
    shop = make(now=at("24 07:00"))
    shop.office.away("child", since=at("24 04:00"), until=at("24 13:00"), half="am")
    shop.go(at("24 10:00"))
    shop.office.away("sick")
    assert shop.office.today().absence.until is None


def test_ill_today_with_a_leave_in_december(make):
    shop = make()
    shop.office.away(
        "leave",
        since=moment("2026-12-21T04:00:00+01:00"),
        until=moment("2027-01-04T04:00:00+01:00"),
    )
    shop.clock.step(timedelta(seconds=10))
    request = shop.write()
    told = shop.promise(request)
    assert told.kind is Kind.ANSWER
    shop.office.away("sick")
    listed = [(a.kind, a.state) for a in shop.office.absences()]
    assert listed == [("sick", "current"), ("leave", "planned")]
    shop.go(at("25 10:00"))
    shop.office.back()
    assert [a.kind for a in shop.office.absences()] == ["leave"]
    shop.go(at("25 10:01"))
    assert shop.promise(request).due < moment("2026-11-28T00:00:00+01:00")


def test_news_of_an_illness_before_a_leave_comes_after_the_leave(make):
    shop = make(now=moment("2026-12-22T14:00:00+01:00"))
    shop.office.away(
        "leave",
        since=moment("2026-12-24T04:00:00+01:00"),
        until=moment("2027-01-04T04:00:00+01:00"),
    )
    shop.clock.step(timedelta(seconds=10))
    request = shop.write()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    told = shop.promise(request)
    assert told.kind is Kind.NEWS
    assert told.due > moment("2027-01-04T00:00:00+01:00")


def test_adjacent_absences_are_told_as_one(make):
    shop = make(language="en")
    shop.office.away("closed", until=at("25 04:00"))
    shop.office.away("leave", since=at("25 04:00"), until=at("28 04:00"))
    shop.go(at("23 15:00"))
    shop.write(text="Hello, is the skirt still there?")
    assert "Friday 27 November" in shop.sent[-1].body  # the last day away, of both
    assert shop.office.today().absence.until == at("28 04:00")
    same_for_quick(shop)


def test_two_days_in_a_row_have_a_ramp_however_they_were_noted(make):
    shop = make()
    shop.office.away("sick", until=at("25 04:00"))
    shop.office.away("child", since=at("25 04:00"), until=at("26 04:00"))
    shop.go(at("23 15:00"))
    for n in range(30):
        shop.arrive(f"client{n}")
    shop.go(at("23 15:01"))
    first = [p for p in shop.promises().values() if p.window.startswith("2026-11-26")]
    assert 0 < len(first) <= 12  # half of thirty, at its fill


def test_a_wednesday_afternoon_starts_no_ramp(make):
    weekly = {"absence": [{"days": "wednesday", "from": "12:00", "to": "24:00"}]}
    shop = make(weekly)
    for n in range(40):
        shop.arrive(f"client{n}")
    shop.go(at("23 14:01"))
    day = {
        w: sum(p.window.startswith(f"2026-11-{w}") for p in shop.promises().values())
        for w in (24, 25, 26)
    }
    assert day[24] == 24  # 80 % of thirty
    assert not any(p.window == "2026-11-25T17:00" for p in shop.promises().values())
    assert shop.office.today().face is Face.BETWEEN
    same_for_quick(shop)


def test_an_absence_of_six_weeks(make):
    """Every date that is given lies after it; the return is dealt out; nothing is broken."""
    shop = make()
    before = [shop.write(f"early{n}") for n in range(3)]
    end = moment("2027-01-05T04:00:00+01:00")
    shop.office.away("leave", since=at("24 04:00"), until=end)
    shop.go(at("24 10:00"))
    shop.office.tick()
    during = []
    for week in range(6):
        shop.go(at("24 12:00") + timedelta(weeks=week))
        during += [shop.write(f"week{week}client{n}") for n in range(10)]
    promises = shop.promises()
    assert set(promises) >= {*during}
    assert all(promises[r].due > end for r in during if promises[r].kind is Kind.ANSWER)
    assert all(promises[r].due > end for r in during if promises[r].kind is Kind.NEWS)
    assert shop.events("promise.broken") == []
    assert all(shop.promise(r) is None or shop.promise(r).due > shop.clock.now() for r in before)
    shop.go(moment("2027-01-05T10:00:00+01:00"))
    assert shop.office.today().absence is None
    first = [p for p in shop.promises().values() if p.window.startswith("2027-01-05")]
    assert 0 < len(first) <= 12  # half of a day, at its fill
    assert shop.violations() == ()
    same_for_quick(shop)


def test_a_return_before_the_end_of_six_weeks(make):
    shop = make()
    shop.office.away("leave", until=moment("2027-01-05T04:00:00+01:00"))
    shop.go(moment("2026-12-07T10:00:00+01:00"))
    before = shop.write("anne")
    told = shop.promise(before)
    shop.office.back()
    shop.clock.step(timedelta(minutes=1))
    after = shop.write("bilal")
    assert shop.promise(after).due < moment("2026-12-10T00:00:00+01:00")
    assert shop.promise(before).due == told.due  # a date that stands is not moved for nothing
    assert shop.promise(before).window < "2027"  # and she will hear sooner
    assert shop.office.absences() == ()


def test_since_yesterday_is_one_absence_that_began_earlier(make):
    shop = make(now=at("24 09:00"))
    shop.office.away("sick")
    shop.clock.step(timedelta(minutes=1))
    shop.office.away("sick", since=at("23 04:00"))
    (absence,) = shop.office.absences()
    assert absence.since == at("23 04:00")
    shop.office.undo()
    assert shop.office.absences()[0].since == at("24 09:00")


def test_since_yesterday_gives_a_miss_its_apology_once(make):
    """The machine was off too: nobody had been told (D-07)."""
    shop = make(now=at("24 09:00"), language="en")
    request = shop.write(text="Hello, is the skirt still there?")
    assert shop.promise(request).due == at("24 17:45")
    so_far = len(shop.sent)
    shop.sleep(at("25 07:00"))
    shop.office.away("sick", since=at("24 04:00"), until=at("26 04:00"))
    shop.go(at("26 10:00"))
    assert len(shop.sent) == so_far + 1
    assert shop.letters(request)[-1].reason == "moved_late"
    assert shop.promise(request).due > at("26 10:00")
    assert shop.violations() == ()


# Absences of the settings


YEARLY = {"absence": [{"yearly": "12-24..01-02", "note": "Winter"}]}


def test_every_year_is_a_leave_that_begins_and_ends_by_itself(make):
    shop = make(YEARLY, now=moment("2026-12-22T14:00:00+01:00"), language="en")
    assert "2026-12-24" not in days(shop)
    assert "2027-01-02" not in days(shop)
    assert "2027-01-04" in days(shop)
    same_for_quick(shop)
    shop.go(moment("2026-12-26T10:00:00+01:00"))
    assert shop.office.today().face is Face.AWAY
    shop.write(text="Hello, is the skirt still there?")
    assert "Saturday 2 January" in shop.sent[-1].body
    shop.go(moment("2027-01-04T10:00:00+01:00"))
    assert [e.event for e in shop.events() if e.event.startswith("absence")] == [
        *("absence.began", "absence.ended")
    ]
    assert shop.violations() == ()


def test_a_yearly_leave_can_be_ended_extended_and_taken_back(make):
    shop = make(YEARLY, now=moment("2026-12-28T10:00:00+01:00"))
    shop.office.back()
    assert shop.office.today().face is not Face.AWAY
    same_for_quick(shop)
    shop.office.undo()
    assert shop.office.today().face is Face.AWAY
    shop.office.extend()
    assert shop.office.today().absence.until == moment("2027-01-04T04:00:00+01:00")
    same_for_quick(shop)
    shop.go(moment("2027-01-04T10:00:00+01:00"))
    assert shop.office.today().face is not Face.AWAY


def test_a_planned_absence_is_cancelled_and_its_windows_open(make):
    shop = make(YEARLY)
    shop.office.away("leave", since=at("30 04:00"), until=moment("2026-12-03T04:00:00+01:00"))
    planned = [a for a in shop.office.absences() if a.state == "planned"]
    assert len(planned) == 2
    assert "2026-12-01" not in days(shop)
    shop.office.cancel_absence(planned[0].id)
    assert "2026-12-01" in days(shop)
    shop.office.undo()
    assert "2026-12-01" not in days(shop)
    shop.office.cancel_absence("2026-12-24..2027-01-02")
    assert "2026-12-24" in days(shop, 40)
    same_for_quick(shop)
    with pytest.raises(NotFound):
        shop.office.cancel_absence("99")
    shop.office.away("sick")
    with pytest.raises(NotPossible, match="begun"):
        shop.office.cancel_absence(shop.office.absences()[0].id)


def test_the_list_names_what_comes_again(make):
    weekly = {"days": "wednesday", "from": "12:00", "to": "24:00", "note": "atelier"}
    shop = make({"absence": [weekly, *YEARLY["absence"]]}, language="en")
    states = [(a.state, a.says) for a in shop.office.absences() if not a.id]
    assert states == [
        ("weekly", "Wednesday 12:00–24:00"),
        ("yearly", "24 December – 2 January"),
    ]


# Clock changes


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_last_day_of_an_absence_is_included_over_a_clock_change(make, day):
    saturday = day - timedelta(days=1)
    now = instant(saturday, datetime.min.time().replace(9), ZONE)
    until = moments.end(day.isoformat(), now, ZONE, datetime.min.time().replace(4))
    shop = make({"window": [{"days": "monday..sunday", "from": "11:00", "to": "11:45"}]}, now=now)
    shop.office.away("closed", until=until)
    monday = (day + timedelta(days=1)).isoformat()
    assert min(days(shop)) == monday
    assert shop.office.today().absence.until == instant(
        day + timedelta(days=1), datetime.min.time().replace(4), ZONE
    )
