"""The review of the last seven days: answers, the windows they were given in, and rest."""

from datetime import timedelta

from tests.shop import at


def test_answers_windows_and_the_longest_rest(shop):
    first, second, third = (shop.write(who) for who in ("anne", "bilal", "cleo"))
    shop.go(at("23 17:10"))
    shop.office.answer(first, "Oui.")
    shop.go(at("23 17:20"))
    shop.office.answer(second, "Oui.")
    shop.go(at("26 11:05"))
    shop.office.answer(third, "Oui.")
    shop.go(at("26 12:00"))
    view = shop.office.review()
    days = {day.day.isoformat(): day for day in view.days}
    assert len(days) == 7
    assert [days[f"2026-11-{n}"].answers for n in (23, 24, 25, 26)] == [2, 0, 0, 1]
    assert days["2026-11-23"].windows == (at("23 17:00"),)
    assert days["2026-11-26"].windows == (at("26 11:00"),)
    assert not days["2026-11-22"].open  # a Sunday
    # From Monday 17:20 to Thursday 11:05, longer than the days before the first answer are short.
    assert view.longest_rest >= timedelta(days=2, hours=17)
    assert any("longest rest" in sentence for sentence in view.sentences)


def test_without_work_no_rest_is_measured(shop):
    view = shop.office.review()
    assert view.longest_rest is None
    assert sum(day.answers for day in view.days) == 0
