"""The week, and the ledger a page at a time."""

from datetime import date, timedelta

from planner.services import rows
from tests.shop import at


def slots(view, day):
    (found,) = [one for one in view.days if one.day == day]
    return {slot.row: slot for slot in found.slots}


def test_a_week_from_its_monday_with_load_and_what_falls_due(shop):
    request = shop.write("anne", "Un 42 ?", subject="Jupe")
    view = shop.office.week()
    assert [one.day for one in view.days] == [
        date(2026, 11, 23) + timedelta(days=n) for n in range(7)
    ]
    assert [one.today for one in view.days] == [True, *[False] * 6]
    assert view.rows == ("11:00", "17:00")
    due = shop.promise(request).due
    loaded = [slot.start for one in view.days for slot in one.slots if slot.load]
    assert len(loaded) == 1
    assert loaded[0] <= due
    assert [(p.subject, p.due) for one in view.days for p in one.due] == [("Jupe", due)]
    assert view.days[6].slots == ()
    assert "shut" in view.days[6].notes
    shop.go(at("23 18:00"))
    assert {slot.state for slot in slots(shop.office.week(), date(2026, 11, 23)).values()} == {
        "over"
    }


def test_another_week_is_asked_for_by_any_of_its_days(shop):
    view = shop.office.week(date(2026, 12, 3))
    assert view.days[0].day == date(2026, 11, 30)
    assert not any(one.today for one in view.days)


def test_an_absence_and_the_days_of_return(shop):
    for n in range(20):
        shop.arrive(f"client{n}", "Un 42 ?")
    shop.office.tick()
    shop.office.away("sick", until=at("26 04:00"))
    shop.go(at("24 09:00"))
    view = shop.office.week()
    for day in (24, 25):
        assert {s.state for s in slots(view, date(2026, 11, day)).values()} == {"away"}
    assert any("Unavailable" in sentence for sentence in view.sentences)
    first = next(one for one in view.days if one.day == date(2026, 11, 26))
    assert any("%" in note for note in first.notes)
    assert "left out" in {slot.state for slot in first.slots}
    assert any("gentle return" in sentence for sentence in view.sentences)


def test_the_ledger_a_page_at_a_time(shop, monkeypatch):
    monkeypatch.setattr(rows, "PAGE", 7)
    for n in range(20):
        shop.arrive(f"client{n}", "Un 42 ?")
    shop.office.tick()
    found, after = [], None
    while True:
        page = shop.office.promise_page(after=after)
        assert len(page.rows) <= 7
        found += page.rows
        if page.next is None:
            break
        after = page.next
    assert len(found) == 20
    assert len({one.id for one in found}) == 20
    assert [one.due for one in found] == sorted(one.due for one in found)
    shop.go(at("23 17:05"))
    shop.office.answer(found[0].request, "Oui.")
    shop.office.tick()
    ended = shop.office.promise_page(ended=True)
    assert [(one.request, one.state) for one in ended.rows] == [(found[0].request, "kept")]
