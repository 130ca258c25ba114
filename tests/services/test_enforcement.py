"""Every limit of the rules binds where the work is done, and nowhere else is one decided."""

from datetime import date, timedelta

import pytest

from planner.domain.capacity import DayRule
from planner.locale import language
from planner.paths import Paths
from planner.services.policy import of_text
from planner.store.quick import Quick
from tests.shop import Shop, at

LONG_DAY = {"answers_at_most": 100, "minutes_at_most": 600, "fill_percent_at_most": 100}


@pytest.fixture
def opened(tmp_path):
    shops = []

    def open_(now: str = "23 08:00", settings=None, **rules) -> Shop:
        """A shop under these rules: name = (when, then) or (kind, when, then)."""
        policy = {"rule": {}}
        for name, rule in rules.items():
            kind, when, then = rule if len(rule) == 3 else ("normal", *rule)
            block = {"say": f"{name}.", "kind": kind, "then": then}
            policy["rule"][name.replace("_", "-")] = block | ({"when": when} if when else {})
        folder = tmp_path / f"{len(shops)}"
        shops.append(Shop(folder, at(now), policy=policy, settings=settings))
        return shops[-1]

    yield open_
    for shop in shops:
        assert shop.violations() == ()
        shop.office.close()


def dealt(shop) -> list[str]:
    return [card.person for card in shop.office.desk().portion]


def write(shop, *people, **more):
    return [shop.write(who, f"Bonjour, une question de {who} ?", **more) for who in people]


def test_answers_a_day_bind_the_plan_the_desk_and_the_answer(opened):
    shop = opened(small=({}, {"answers_at_most": 2, "fill_percent_at_most": 100}))
    first, second, third = write(shop, "anne", "bob", "cleo")
    assert [shop.promise(r).window[:10] for r in (first, second, third)] == [
        "2026-11-23",
        "2026-11-23",
        "2026-11-24",
    ]
    shop.go(at("23 11:05"))
    assert dealt(shop) == ["Anne", "Bob"]
    for request in (first, second):
        shop.office.answer(request, "Oui.")
    shop.office.tick()
    assert dealt(shop) == []
    assert shop.office.today().day_full
    assert len(shop.events("limit.reached")) == 1


def test_at_the_limit_the_rest_is_given_new_dates_and_the_desk_says_how_many(opened):
    shop = opened(
        small=({}, {"answers_at_most": 3, "fill_percent_at_most": 100}),
        tired=({"energy": "<= 2"}, {"answers_at_most": 2}),
    )
    first, second, third = write(shop, "anne", "bob", "cleo")
    shop.go(at("23 11:05"))
    for request in (first, second):
        shop.office.answer(request, "Oui.")
    shop.office.check_in(2)
    shop.go(at("23 11:10"))
    assert shop.promise(third).due > at("24 04:00")  # it was today
    (told,) = [letter for letter in shop.letters(third) if letter.purpose == "notice"]
    assert told.sent_at
    said = {"en": "One person has been given a new date.", "fr": "Une personne a reçu une"}
    assert said[language()] in shop.office.desk().sentence


def test_minutes_a_day_bind_too(opened):
    shop = opened(short=({}, LONG_DAY | {"minutes_at_most": 6}))
    write(shop, "anne", "bob", "cleo")
    shop.go(at("23 11:05"))
    assert len(dealt(shop)) == 2


def test_portion_and_window_are_limits_of_the_rules(opened):
    shop = opened(tiny=({}, LONG_DAY | {"portion_at_most": 2, "window_answers_at_most": 3}))
    write(shop, "anne", "bob", "cleo", "dan", "eve")
    shop.go(at("23 11:05"))
    assert len(dealt(shop)) == 2
    places = sorted(promise.window for promise in shop.promises().values())
    assert places.count("2026-11-23T11:00") == 3


def test_the_latest_hour_cuts_the_window_and_its_room(opened):
    shop = opened(evening=("protect", {"time": "17:20..08:30"}, {"closed": True}))
    windows = {view.id: view for view in shop.office.windows(1)}
    assert windows["2026-11-23T17:00"].end == at("23 17:20")
    assert windows["2026-11-23T17:00"].minutes == 20
    shop.go(at("23 17:25"))
    assert not shop.office.desk().open


def test_a_rest_day_comes_after_so_many_worked_days(opened):
    rest = ("protect", {"worked_days_in_a_row": ">= 2"}, {"closed": True})
    shop = opened(rest=rest)
    days = [view.day for view in shop.office.windows(8)]
    assert sorted(set(days)) == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
    ]
    shop.go(at("25 11:10"))  # nobody was answered: no day was worked
    assert shop.office.desk().open
    request = write(shop, "anne")[0]
    shop.office.answer(request, "Oui.")
    shop.go(at("26 11:10"))
    request = write(shop, "bob")[0]
    shop.office.answer(request, "Oui.")
    shop.go(at("27 11:10"))
    assert not shop.office.desk().open
    assert "2026-11-27" not in {view.day for view in shop.office.windows(8)}


def test_the_check_in_makes_the_day_smaller_and_its_answers_bind(opened):
    shop = opened(tired=({"energy": "<= 2"}, {"answers_at_most": 1, "fill_percent_at_most": 100}))
    write(shop, "anne", "bob")
    shop.go(at("23 11:05"))
    assert len(dealt(shop)) == 2
    shop.office.check_in(2)
    shop.office.tick()
    assert len(dealt(shop)) == 1


def test_a_season_raises_the_limits_until_its_end_and_not_a_day_longer(tmp_path):
    policy = {
        "season": {
            "market": {"say": "Market.", "from": date(2026, 11, 23), "until": date(2026, 11, 24)}
        },
        "rule": {
            "usual": {"say": "Five.", "then": {"answers_at_most": 5}},
            "market": {
                "say": "Twenty.",
                "kind": "exception",
                "when": {"season": "market"},
                "then": {"answers_at_most": 20},
            },
            "after": {
                "say": "Then a lighter week.",
                "when": {"days_since_season": "1..7"},
                "then": {"answers_at_most": 3},
            },
        },
    }
    shop = Shop(tmp_path, at("23 08:00"), policy=policy)
    answers = [shop.ctx.policy.day(date(2026, 11, day)).answers for day in (22, 23, 24, 25)]
    assert answers == [5, 20, 20, 3]
    assert shop.ctx.policy.day(date(2026, 12, 1)).answers == 3
    assert shop.ctx.policy.day(date(2026, 12, 2)).answers == 5
    shop.office.close()


def test_the_ramp_is_a_table_that_the_owner_may_change(opened):
    shop = opened(slow=({"ramp_day": "1..2"}, {"day_percent_at_most": 10, "reserve_percent": 0}))
    shop.office.away("sick", until=at("26 04:00"))
    shop.go(at("26 08:00"))
    rule = shop.ctx.policy.day(date(2026, 11, 26))
    assert (rule.percent, rule.reserve) == (10, 0)
    for n in range(6):
        shop.arrive(f"client{n}")
    shop.go(at("26 08:05"))
    assert sum(p.window.startswith("2026-11-26") for p in shop.promises().values()) <= 3


def test_the_hostile_dose_is_what_the_rules_say(opened):
    rude = "Vous êtes nulle, incapable, c'est une honte, voleuse !!!"
    allowed = opened(two=({}, LONG_DAY | {"portion_hostile_at_most": 2}))
    one = opened(one=({}, LONG_DAY))
    for shop in (allowed, one):
        for who in ("anne", "bob"):
            shop.arrive(who, rude)
        shop.write("cleo")
        shop.go(at("23 11:05"))
    assert len(dealt(allowed)) == 3
    assert len(dealt(one)) == 2


def test_no_message_is_folded_where_the_rules_do_not_want_it(opened):
    rude = "Vous êtes nulle, incapable, c'est une honte, voleuse !!!"
    plain = opened(open_words=({"tone": "hostile"}, {"shield": False}))
    usual = opened(anything=({}, {"answers_at_most": 30}))
    for shop, folded in ((plain, False), (usual, True)):
        request = shop.write("anne", rude)
        assert bool(shop.office.request(request).messages[0].folded) is folded
        assert bool(shop.events("request.shielded")) is folded


def test_the_ceiling_of_notifications(opened):
    shop = opened(silent=({}, {"notifications_at_most": 0}))
    shop.go(at("23 11:05"))
    assert shop.events("notification.sent") == []
    (held,) = shop.events("notification.held")
    assert held.data["reason"] == "silent"


def test_acknowledgements_wait_where_the_rules_say_so(opened):
    day_only = ({"time": "20:30..08:30"}, {"hold_acknowledgement": True})
    shop = opened("23 22:00", day_only=day_only)
    shop.write("anne")
    shop.go(at("24 08:29"))
    assert shop.sent == []
    shop.go(at("24 08:31"))
    assert len(shop.sent) == 1


def test_a_request_waits_for_the_only_window_that_may_hold_it(opened):
    rows = [
        {"days": "monday..saturday", "from": "11:00", "to": "11:45", "name": "Matin"},
        {"days": "monday..saturday", "from": "17:00", "to": "17:45", "name": "Soir"},
    ]
    shop = opened(
        settings={"window": rows},
        phone=({"says": "rappelez moi"}, {"only_in_window": "soir"}),
    )
    usual = shop.write("anne")
    late = shop.write("bob", "Rappelez-moi, s'il vous plaît.")
    assert shop.promise(usual).window == "2026-11-23T11:00"
    assert shop.promise(late).window == "2026-11-23T17:00"
    shop.go(at("23 11:05"))
    assert dealt(shop) == ["Anne"]
    shop.go(at("23 17:05"))
    assert "Bob" in dealt(shop)


def test_a_window_that_does_not_exist_gives_no_date(opened):
    shop = opened(nowhere=({"says": "jamais"}, {"only_in_window": "minuit"}))
    request = shop.write("anne", "Jamais vu une si belle robe, elle est à combien ?")
    promise = shop.promise(request)
    assert promise is None or promise.kind == "news"


def test_an_extra_answer_for_who_has_waited(opened):
    shop = opened(
        small=({}, {"answers_at_most": 1, "fill_percent_at_most": 100}),
        regular=({"urgent": True, "waiting": "> 1h"}, {"extra_answers": 1}),
    )
    first, second, third = write(shop, "anne", "bob", "cleo")
    for request in (second, third):
        shop.office.mark_urgent(request, True)
    shop.go(at("23 11:05"))
    shop.office.answer(first, "Oui.")
    shop.office.tick()
    assert len(dealt(shop)) == 2  # either of them, and only one
    shop.office.answer(second, "Oui.")
    shop.office.tick()
    assert dealt(shop) == []


def test_more_minutes_end_by_themselves(opened):
    shop = opened(small=({}, {"answers_at_most": 30}))
    write(shop, "anne")
    shop.go(at("23 14:00"))
    shop.office.more()
    assert shop.office.desk().open
    assert shop.office.desk().window_end == at("23 14:15")
    shop.go(at("23 14:00") + timedelta(minutes=15))
    assert not shop.office.desk().open
    assert shop.office.today().face != "open"


def test_the_days_of_a_return_bind_at_the_desk_and_cut_windows_too(opened):
    shop = opened(
        gently=({"ramp_day": 1}, LONG_DAY | {"portion_at_most": 1}),
        afternoon=("protect", {"ramp_day": 1, "time": "14:00..24:00"}, {"closed": True}),
    )
    shop.office.away("sick", until=at("26 04:00"))
    write(shop, "anne", "bob")
    shop.go(at("26 11:05"))
    assert len(dealt(shop)) == 1
    ahead = {view.id for view in shop.office.windows(2)}
    assert "2026-11-26T17:00" not in ahead
    assert "2026-11-27T17:00" in ahead  # the second day is as usual
    shop.go(at("26 17:05"))
    assert not shop.office.desk().open
    assert not any(p.window == "2026-11-26T17:00" for p in shop.promises().values())


def test_what_is_quick_to_read_knows_the_days_of_a_return(opened):
    shop = opened(afternoon=("protect", {"ramp_day": 1, "time": "14:00..24:00"}, {"closed": True}))
    shop.office.away("sick", until=at("26 04:00"))
    write(shop, "anne", "bob")
    shop.go(at("26 11:05"))
    paths, in_force = Paths(shop.folder), shop.ctx.in_force
    settings = shop.ctx.settings
    fresh = of_text(in_force.text, in_force.name, settings.schedule)
    quick = Quick(paths, settings, fresh, shop.clock)
    assert quick.windows(2) == shop.office.windows(2)


def test_more_minutes_are_no_minutes_of_before(opened):
    shop = opened(small=({}, {"answers_at_most": 30}))
    shop.go(at("23 14:00"))
    shop.office.more()
    shop.office.tick()
    assert shop.ctx.policy.holds("beyond_limits", at("23 14:05"))
    assert not shop.ctx.policy.holds("beyond_limits", at("23 13:00"))


def test_the_usual_numbers_are_those_of_the_rules_of_the_house(opened):
    """What the domain takes where no rule is asked is what the house's rules say."""
    shop = opened(other=({"weekday": "sunday"}, {"closed": True}))
    assert shop.ctx.policy.day(date(2026, 11, 23)) == DayRule()
