"""What is told, when, and only once: delays, broken news, reassurance."""

from datetime import timedelta

from planner.domain.promise import Kind
from planner.ports import Handover, Outcome
from tests.shop import Shop, at


def automatic(shop):
    return [message for message in shop.sent if message.automatic]


def moved(shop):
    return [(e.at, e.data["in_time"]) for e in shop.events("promise.moved")]


def test_a_delay_is_told_two_hours_before_the_date_and_once(shop):
    request = shop.write()
    assert shop.promise(request).due == at("24 11:45")
    shop.go(at("24 11:44"))
    assert moved(shop) == [(at("24 09:45"), True)]
    assert shop.promise(request).due == at("25 11:45")
    assert len(automatic(shop)) == 2


def test_a_sign_of_life_lets_the_margin_stand(shop):
    request = shop.write()
    other = shop.write("bilal")
    shop.go(at("23 17:10"))
    shop.office.answer(other, "Oui.")
    shop.go(at("24 11:20"))
    assert moved(shop) == []
    shop.office.answer(request, "Oui.")
    shop.go(at("24 18:00"))
    assert len(automatic(shop)) == 2
    assert shop.events("promise.broken") == []


def test_an_owner_who_comes_back_before_the_notice_leaves_takes_it_back(shop):
    request = shop.write()
    shop.go(at("24 09:00"))
    shop.post.answers = lambda _: Outcome(Handover.LATER, "down")
    shop.go(at("24 09:50"))
    assert [x.purpose for x in shop.letters(request) if x.state == "queued"] == ["notice"]
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    other = shop.write("bilal")
    shop.office.answer(other, "Oui.")
    shop.go(at("24 10:30"))
    assert moved(shop) == []
    assert shop.promise(request).due == at("24 11:45")


def test_a_notice_does_not_leave_in_the_night_before_an_early_date(tmp_path):
    rows = [
        {"days": "monday..saturday", "from": "09:00", "to": "09:30"},
        {"days": "monday..saturday", "from": "17:00", "to": "17:45"},
    ]
    shop = Shop(tmp_path, settings={"window": rows})
    shop.write()
    shop.go(at("24 09:29"))
    assert moved(shop) == [(at("23 20:29"), True)]
    shop.office.close()


def test_several_requests_of_one_person_are_moved_in_one_notice(shop):
    for subject in ("Robe", "Sac"):
        shop.write("anne", "Toujours possible ?", subject=subject)
    shop.go(at("24 11:00"))
    assert len(moved(shop)) == 2
    (notice,) = [m for m in automatic(shop) if "plus de temps" in m.body]
    assert "« Robe » et « Sac » : mercredi 25 novembre" in notice.body


def test_news_that_passed_in_the_sleep_of_the_machine_is_owned_up_to(shop):
    request = shop.write()
    shop.office.away("sick")
    shop.go(at("23 16:00"))
    assert shop.promise(request).kind is Kind.NEWS
    shop.sleep(at("30 10:00"))
    shop.office.tick()
    (late,) = automatic(shop)[2:]
    assert "rien dit à temps" in late.body
    assert "votre message est bien arrivé" not in late.body
    assert "nouvelles" in late.body  # she is still away: news again, and no date that is none
    assert shop.promise(request).kind is Kind.NEWS
    assert shop.violations() == ()


def test_one_reassurance_for_a_person_with_two_requests(shop):
    for subject in ("Robe", "Sac"):
        shop.write("anne", "Toujours possible ?", subject=subject)
        shop.clock.step(timedelta(minutes=1))
    shop.office.away("leave", until=at("26 04:00"))
    shop.go(at("24 10:00"))
    so_far = len(automatic(shop))
    for subject in ("Robe", "Sac"):
        shop.arrive("anne", "Alors ?", subject=subject)
    shop.office.tick()
    shop.go(shop.clock.now() + timedelta(minutes=30))
    (second,) = automatic(shop)[so_far:]
    assert "« Robe » et « Sac » : vendredi 27 novembre" in second.body
    assert shop.violations() == ()
