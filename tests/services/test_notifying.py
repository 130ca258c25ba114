"""Notifying: what rings, in which words, and when nothing does."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest

from planner.domain.notification import AWAY, LATER, Notification, Showing, State, Why
from planner.domain.quiet import quiet_until
from planner.domain.window import absent
from planner.errors import ChannelError, NotPossible
from planner.services.notifying import AGAIN_AFTER
from planner.services.occasions import ENDS_SOON, STALE
from planner.services.policy.known import CUSTOMER, last_end
from tests.shop import Notes, Shop, at
from tests.thorough import THOROUGH

SHIPPING = "Bonjour, quels sont les frais de port ?"


class Rung(Notes):
    """What rang, and when."""

    def __init__(self, shop):
        super().__init__()
        self.clock, self.rung = shop.clock, []
        object.__setattr__(shop.ctx, "notifier", self)

    def show(self, one: Notification) -> None:
        super().show(one)
        self.rung.append((self.clock.now(), one))

    def kinds(self):
        return [one.kind for _at, one in self.rung]


@pytest.fixture
def rung(shop):
    return Rung(shop)


def bodies(rung, kind):
    return [one.body for _at, one in rung.rung if one.kind == kind]


# What awaits


def test_an_empty_window_says_that_the_time_is_hers(shop, rung):
    shop.go(at("23 17:10"))
    assert bodies(rung, "window") == ["Nothing is ready: the time is yours."]


def test_a_window_says_what_it_is_mostly_about_and_what_is_for_today(shop, rung):
    shop.go(at("24 08:00"))
    for who in ("anne", "lise"):
        shop.arrive(who, SHIPPING)
    shop.arrive("paul", "Bonjour, je voudrais changer la couleur du tissu.")
    shop.go(at("24 11:05"))
    assert (
        bodies(rung, "window")[-1]
        == "Mostly questions about shipping. Some promises are for today."
    )


def test_a_mixed_portion_is_a_small_portion(shop, rung):
    shop.arrive("anne", SHIPPING)
    shop.arrive("paul", "Quel est le prix ?")
    shop.go(at("23 17:05"))
    assert bodies(rung, "window") == ["A small portion is ready."]


def test_one_question_is_not_mostly_anything(shop, rung):
    shop.go(at("24 08:00"))
    shop.arrive("anne", SHIPPING)
    shop.go(at("24 11:05"))
    assert bodies(rung, "window")[-1] == "A small portion is ready. One promise is for today."


# Five minutes


def test_who_works_in_a_window_hears_that_it_ends(shop, rung):
    for who in ("anne", "lise", "paul"):
        shop.arrive(who)
    shop.go(at("23 17:10"))
    shop.office.answer(shop.open()[0].id, "Oui.")
    shop.go(at("23 18:00"))
    ((moment, one),) = [(m, one) for m, one in rung.rung if one.kind == "ends"]
    assert moment == at("23 17:40")
    assert (one.title, one.buttons) == ("Your window closes in five minutes.", ())
    assert one.body == "Finish what you are at; the rest keeps its place."


def test_a_promise_that_ends_with_the_window_is_said(shop, rung):
    shop.go(at("24 08:00"))
    for who in ("anne", "lise", "paul"):
        shop.arrive(who)
    for moment in ("24 11:10", "24 17:10"):
        shop.go(at(moment))
        shop.office.answer(shop.open()[0].id, "Oui.")
    shop.go(at("24 17:41"))
    assert bodies(rung, "ends")[-1] == "A promise ends with it."


def test_nobody_is_reproached_with_a_window_that_was_not_used(shop, rung):
    shop.arrive("anne")
    shop.go(at("23 18:00"))
    assert "ends" not in rung.kinds()


def test_who_has_finished_hears_nothing_more(shop, rung):
    shop.write("anne")
    shop.go(at("23 17:10"))
    shop.office.answer(shop.open()[0].id, "Oui.")
    shop.go(at("23 18:00"))
    assert "ends" not in rung.kinds()


# A promise at risk


def test_a_spoken_date_without_a_window_rings_once_in_the_day(shop, rung):
    shop.office.add("Ourlet", person="Madame Roy", via="phone")
    shop.go(at("23 15:00"))
    shop.office.close_days([at("23 17:00").date(), at("24 12:00").date()])
    shop.go(at("23 20:00"))
    assert bodies(rung, "risk") == [
        "A date you gave aloud has no window left before it: tell the person."
    ]


# A channel


def broken(shop, *names):
    class Down:
        def start_cursor(self, cursor):
            return cursor

        def receive(self, cursor):
            raise ChannelError("The server does not answer.")

    down = {name: Down() for name in names}
    object.__setattr__(shop.ctx, "receivers", {**shop.ctx.receivers, **down})


def test_a_channel_is_spoken_of_after_ten_minutes_once_a_day(shop, rung):
    broken(shop, "mail")
    for _ in range(20):
        shop.office.tick()
        shop.clock.step(timedelta(seconds=30))
    assert "channel" not in rung.kinds()
    for _ in range(8):
        shop.office.tick()
        shop.clock.step(timedelta(minutes=5))
    assert bodies(rung, "channel") == [
        "mail has not answered for a while. Settings can try it.",
    ]
    shop.go(at("24 10:00"))
    shop.clock.step(timedelta(hours=2))
    shop.office.tick()
    assert rung.kinds().count("channel") == 2


def test_several_channels_of_a_moment_are_one_notification(shop, rung):
    broken(shop, "mail", "other")
    for _ in range(12):
        shop.office.tick()
        shop.clock.step(timedelta(minutes=10))
    several = "Several have not answered for a while. Settings can try them."
    assert bodies(rung, "channel") == [several]


# Its buttons


def test_later_comes_again_after_a_quarter_of_an_hour(shop, rung):
    shop.arrive("anne")
    shop.go(at("23 17:02"))
    ((_moment, one),) = rung.rung
    assert [key for key, _words in one.buttons] == [LATER, AWAY]
    shop.office.notification_pressed(one, LATER)
    shop.go(at("23 17:16"))
    assert len(rung.rung) == 1
    shop.go(at("23 17:44"))
    assert [moment for moment, _one in rung.rung] == [at("23 17:00"), at("23 17:17")]


def test_later_is_forgotten_when_it_is_no_longer_true(shop, rung):
    shop.arrive("anne")
    shop.go(at("23 17:01"))
    shop.go(at("23 17:40"))
    shop.office.notification_pressed(rung.rung[0][1], LATER)
    shop.go(at("24 10:00"))  # the window closed before
    assert len(rung.rung) == 1


def test_the_other_button_is_the_unavailable_key(shop, rung):
    shop.go(at("23 17:02"))
    shop.office.notification_pressed(rung.rung[0][1], AWAY)
    absence = shop.office.today().absence
    assert absence.until is None
    assert absence.undo_until == shop.clock.now() + timedelta(seconds=10)
    shop.office.undo()
    assert shop.office.today().absence is None


def test_an_absence_with_an_end_does_not_lose_it(shop, rung):
    shop.go(at("23 17:02"))
    shop.office.away("sick", until=at("25 08:00"))
    shop.clock.step(timedelta(minutes=1))
    shop.office.notification_pressed(rung.rung[0][1], AWAY)
    assert shop.office.today().absence.until == at("25 08:00")


def test_there_is_no_other_button(shop, rung):
    shop.go(at("23 17:02"))
    with pytest.raises(NotPossible):
        shop.office.notification_pressed(rung.rung[0][1], "delete everything")


# Whether they appear


ONE = Notification("window", "1", "Entracte", "")


def test_what_does_not_appear_is_said_for_a_day_until_one_does(shop):
    office = shop.office
    office.notification_shown(ONE, Showing(State.NOT, Why.NO_SERVICE))
    said = "Notifications do not appear: nothing on this desktop shows notifications."
    assert office.today().unseen == said
    assert office.notifications().unseen == said
    assert "dunst" in office.notifications().do
    office.notification_shown(ONE, Showing(State.NOT, Why.NO_ANSWER))
    assert office.today().unseen.endswith("the desktop did not answer.")
    shop.go(at("24 10:00"))
    assert office.today().unseen == ""  # said once
    assert office.notifications().since == at("23 14:00")  # and kept for who asks
    office.notification_shown(ONE, Showing(State.HANDED))
    assert office.notifications().unseen == ""


def test_the_day_is_told_with_what_was_held_and_why(shop, rung):
    shop.go(at("23 16:50"))
    shop.office.with_customer()
    shop.go(at("23 17:05"))
    (held,) = shop.office.notifications().today
    assert (held.kind, held.rule) == ("window", "with a customer")
    assert held.held == "You were with a customer."
    shop.go(at("23 17:30"))
    told = shop.office.notifications().today[-1]
    assert (told.at, told.title) == (at("23 17:20"), "Your answering window is open.")


def test_what_a_rule_held_is_told_in_the_words_of_the_rule(shop, rung):
    shop.go(at("23 20:00"))
    for _ in range(7):  # until it fails long enough, in the quiet hours
        broken(shop, "mail")
        shop.clock.step(timedelta(hours=1))
        shop.office.tick()
    (held,) = (one for one in shop.office.notifications().today if one.held)
    assert (held.kind, held.rule) == ("channel", "house:quiet-hours")
    assert held.held == "Quiet from 20:30 to 08:30, as in the settings."


def test_a_trial_is_not_counted(shop, rung):
    assert shop.office.try_notification().state == "shown"
    assert shop.office.notifications().today == ()


# Random days

MOVES = (
    *(("go", minutes) for minutes in (7, 45, 120, 240)),
    *(("sleep", minutes) for minutes in (40, 200, 900)),
    *(("write", number) for number in (1, 3)),
    *((word,) for word in ("away", "back", "back", "undo", "customer")),
    *((word,) for word in ("answer", "answer", "later")),
    *((word,) for word in ("down", "up", "die")),
)


@dataclass
class Life:
    """A shop through whatever comes; every notification is judged as it rings."""

    shop: Shop
    rung: Rung
    again: set

    def do(self, what, much=0):
        office, shop = self.shop.office, self.shop
        try:
            match what:
                case "go":
                    shop.go(shop.clock.now() + timedelta(minutes=much))
                case "sleep":
                    shop.sleep(shop.clock.now() + timedelta(minutes=much))
                case "write":
                    for number in range(much):
                        shop.arrive(f"p{number}")
                case "away":
                    office.away()
                case "back" | "undo":
                    getattr(office, what)()
                case "customer":
                    office.with_customer()
                case "answer" if shop.open():
                    office.answer(shop.open()[0].id, "Oui.")
                case "later" if self.rung.rung:
                    one = self.rung.rung[-1][1]
                    if one.buttons:
                        office.notification_pressed(one, LATER)
                        self.again.add(one.id)
                case "down":
                    broken(shop, "mail")
                case "up":
                    object.__setattr__(shop.ctx, "receivers", {"mail": shop.post})
                case "die":
                    shop.restart()
                    object.__setattr__(shop.ctx, "notifier", self.rung)
        except NotPossible:
            pass
        shop.office.tick()

    def judge(self, moment, one):
        """Nothing rings that may not: it is looked at with the books as they are."""
        ctx = self.shop.ctx
        with self.shop.books() as unit:
            absences = ctx.absences(unit, moment)
            busy = last_end(unit.journal.keys(CUSTOMER, moment - timedelta(hours=1)), moment)
        assert quiet_until(ctx.schedule, moment) is None
        assert absent(absences, moment) is None
        assert busy is None
        day = ctx.day(moment)
        assert sum(ctx.day(m) == day for m, _one in self.rung.rung) < 5
        times = [m for m, other in self.rung.rung if other.id == one.id]
        assert not times or (one.id in self.again and moment - times[-1] >= AGAIN_AFTER)
        if one.kind in ("window", "ends"):
            window = {w.id: w for w in self.shop.office.windows(days=3)}.get(one.key)
            assert window is not None  # it has not ended
            assert moment - window.start < STALE
            assert one.kind == "window" or window.end - moment <= ENDS_SOON


@pytest.mark.parametrize("seed", range(40 if THOROUGH else 1))
def test_whatever_a_day_brings_nothing_rings_that_may_not(tmp_path, seed):
    chance = Random(seed)
    shop = Shop(tmp_path, at("23 10:00"))
    rung = Rung(shop)
    life, show = Life(shop, rung, set()), rung.show

    def judged(one):
        life.judge(shop.clock.now(), one)
        show(one)

    rung.show = judged
    for move in chance.choices(MOVES, k=60):
        life.do(*move)
    told = [one.title + one.body for _moment, one in rung.rung]
    assert not any(sign.isdigit() or sign == "@" for words in told for sign in words)
    shop.office.close()
