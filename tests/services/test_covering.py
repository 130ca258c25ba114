"""What servers say by themselves follows from the absences; what they said is not said again."""

from datetime import timedelta

import pytest

from planner.domain.promise import Kind
from planner.domain.server_reply import Cover
from planner.errors import ChannelError, NotOffered
from planner.services.today_words import sentences
from planner.settings import load
from tests.away_server import AwayPost
from tests.shop import MONDAY, Shop, at


@pytest.fixture
def covered(tmp_path):
    """A shop whose channel `mail` has a server of its own."""

    def begin(server=None, **more):
        given = {"name": "mail", "kind": "maildir", "path": str(tmp_path), "away": "sieve"}
        server = server or AwayPost()
        shop = Shop(tmp_path / "shop", settings={"channel": [{**given, **more}]}, live=False)
        connect(shop, server)
        shop.office.go_live(True)
        shop.office.tick()
        return shop, server

    return begin


def connect(shop, server):
    object.__setattr__(shop.ctx, "away_servers", {"mail": server})


def known(shop):
    with shop.books() as unit:
        return unit.servers.known("mail")


def writes(shop, server, who="anne", **more):
    """Somebody writes while the machine sleeps: the server answers, if it does."""
    said = server.word_for(who, shop.clock.now())
    shop.arrive(who, **more)
    return said


def test_nothing_stands_there_before_the_undo_time_is_over(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.office.tick()
    assert (server.stands, known(shop).state) == ("", Cover.NOTHING)
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert (server.stands, server.steps.count("set")) == ("", 0)
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(seconds=30))
    word = server.reply.word_at(shop.clock.now())
    assert "unavailable" in word.text
    assert "sick" not in word.text
    assert known(shop).state is Cover.SAYS
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert (server.stands, known(shop).state) == ("", Cover.NOTHING)


def test_what_the_server_said_is_a_promise_and_nothing_is_said_twice(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.sleep(at("24 09:00"))
    word = writes(shop, server)
    shop.office.tick()
    (request,) = shop.open()
    promise = shop.promise(request.id)
    assert (promise.kind, promise.due) == (Kind.NEWS, word.due)
    shop.go(at("24 20:00"))
    assert shop.sent == []
    assert "server" in " ".join(shop.office.why(request.id).sentences).lower() or any(
        "serveur" in s for s in shop.office.why(request.id).sentences
    )
    assert not shop.violations()


def test_the_day_of_news_comes_and_no_stale_day_is_said(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    first = server.reply.words[0]
    now = shop.clock.now()
    for _ in range(40):
        now += timedelta(hours=17)
        word = server.reply.word_at(now)
        assert word.due > now
        assert word.due - now > timedelta(hours=5)
    assert len({word.name for word in server.reply.words}) > 5
    assert first.until <= first.due


def test_a_planned_leave_is_there_before_it_begins(covered):
    shop, server = covered()
    shop.office.away("leave", since=at("26 08:00"), until=at("28 08:00"))
    shop.go(shop.clock.now() + timedelta(minutes=1))
    (word,) = server.reply.words
    assert (word.since, word.until) == (at("26 08:00"), at("28 08:00"))
    assert not word.covers(at("25 12:00"))
    assert word.due == at("28 11:45")  # the first day back opens one window


def test_a_server_that_knows_no_times_has_a_word_while_it_holds(covered):
    shop, server = covered(AwayPost(several=False, timeless=True))
    shop.office.away("leave", since=at("24 08:00"), until=at("25 08:00"))
    shop.go(at("24 07:00"))
    assert server.stands == ""
    shop.go(at("24 08:01"))
    assert len(server.reply.words) == 1
    shop.go(at("25 08:01"))
    assert server.stands == ""


def test_a_server_with_one_word_has_the_one_that_holds_or_the_next(covered):
    shop, server = covered(AwayPost(several=False))
    shop.office.away("leave", since=at("26 08:00"), until=at("27 08:00"))
    shop.office.away("sick", until=at("24 12:00"))
    for moment, since in (("23 15:00", "23 14:00"), ("24 12:01", "26 08:00")):
        shop.go(at(moment))
        (word,) = server.reply.words
        assert word.since.replace(second=0) == at(since)
    shop.go(at("27 08:01"))
    assert server.stands == ""


def test_between_windows_the_next_one_is_named(covered):
    shop, server = covered(away_hours=True)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    word = server.reply.word_at(at("23 15:00"))
    assert "23 November 17:00–17:45" in word.text
    assert server.reply.word_at(at("23 17:10")).due == at("24 11:45")
    assert server.reply.word_at(at("28 20:00")).due == at("30 11:45")  # over the Sunday
    shop.sleep(at("23 15:00"))
    assert writes(shop, server) == word
    shop.office.tick()
    (request,) = shop.open()
    assert shop.promise(request.id).due == at("23 17:45")
    shop.go(at("23 17:10"))
    assert shop.sent == []  # no second word before the window that was named
    shop.office.answer(request.id, "Oui.", now=True)
    shop.go(at("24 20:00"))
    assert [message.automatic for message in shop.sent] == [False]
    assert not shop.violations()


def test_who_finds_no_room_in_the_window_named_hears_its_date_in_it(covered):
    shop, server = covered(away_hours=True)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.sleep(at("23 15:00"))
    for number in range(30):
        assert writes(shop, server, f"client{number}")
    shop.office.tick()
    shop.go(at("23 16:59"))
    assert shop.sent == []
    shop.go(at("23 17:46"))
    told = {message.to.address for message in shop.sent}
    assert len(told) == len(shop.sent) == 30  # nobody answered: everybody hears a date, once
    assert not shop.violations()


def test_special_days_change_what_is_said(covered):
    shop, server = covered(away_hours=True)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    before = server.stands
    shop.office.close_days([at("24 12:00").date()])
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.stands != before
    assert server.reply.word_at(at("23 19:00")).due == at("25 11:45")


def test_ordinary_time_sets_nothing_anew(covered):
    shop, server = covered(away_hours=True)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.go(at("30 20:00"))
    assert server.steps.count("set") == 1


def test_another_program_is_respected_and_the_owner_decides(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    server.stands = "Ses propres mots."
    shop.go(shop.clock.now() + timedelta(minutes=40))
    assert (known(shop).state, server.stands) == (Cover.ELSEWHERE, "Ses propres mots.")
    (view,) = shop.office.covered()
    assert view.state == "elsewhere"
    assert "--take" in view.sentence
    shop.office.take_over_away("mail")
    shop.office.tick()
    assert server.reply is not None
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.stands == "Ses propres mots."


def test_what_another_program_left_stays_after_the_return(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    server.stands = "Ses propres mots."
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(minutes=40))
    assert (known(shop).state, server.stands) == (Cover.NOTHING, "Ses propres mots.")


@pytest.mark.parametrize("error", [ChannelError("No answer."), NotOffered("Not here.")])
def test_a_server_that_refuses_or_hangs_stops_nothing_and_is_told(covered, error):
    shop, server = covered()

    def trouble(_step):
        raise error

    server.trouble = trouble
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.write("zoe")
    assert len(shop.sent) == 1  # the machine is on: it answers itself
    (view,) = shop.office.covered()
    assert view.state in ("setting", "refused", "nothing")
    assert str(error) in view.sentence
    server.trouble = None
    shop.go(shop.clock.now() + timedelta(days=1, hours=1))
    assert known(shop).state is Cover.SAYS


def test_in_rehearsal_nothing_stands_there(covered):
    shop, server = covered()
    shop.office.go_live(False)
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.stands == ""
    shop.office.go_live(True)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.reply is not None
    shop.office.go_live(False)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.stands == ""


def test_words_that_a_server_does_not_take_leave_no_stale_ones_there(covered):
    shop, server = covered()
    server.stands = "Ses mots."
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.reply is not None

    def trouble(step):
        if step == "set" and shop.office.covered()[0].state == "setting":
            raise NotOffered("Her script answers mail itself.")

    server.trouble = trouble
    shop.office.extend()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert (known(shop).state, server.stands) == (Cover.REFUSED, "Ses mots.")
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert (known(shop).state, server.stands) == (Cover.NOTHING, "Ses mots.")


def test_status_says_what_is_covered_while_the_computer_is_off(covered):
    shop, _server = covered()
    assert not [said for said in sentences(shop.office.today()) if said.startswith("mail:")]
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    (said,) = [said for said in sentences(shop.office.today()) if said.startswith("mail:")]
    assert "while the computer is off: news on Wednesday 25 November" in said


def test_taking_over_what_is_ours_already_changes_nothing(covered):
    shop, server = covered()
    server.stands = "Ses mots."
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.office.take_over_away("mail")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert known(shop).state is Cover.SAYS
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.stands == "Ses mots."


def test_a_channel_that_goes_is_not_set_again_by_a_service_that_still_runs(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    shop.office.stop_away("mail")
    assert server.stands == ""
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert server.stands == ""
    shop.office.allow_away("mail")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert server.reply is not None


def test_what_the_server_says_is_no_letter_of_ours_for_the_ceilings(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    begun = shop.clock.now()
    assert writes(shop, server)
    shop.office.tick()
    with shop.books() as unit:
        assert not unit.remembered.to_addresses(begun, shop.clock.now(), 0)
        assert unit.remembered.past([1])[1].said  # but the person was told (row S1)


def test_a_second_subject_in_one_absence_is_told_once(covered):
    shop, server = covered()
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert writes(shop, server, subject="Jupe")
    shop.office.tick()
    shop.clock.step(timedelta(hours=3))
    assert writes(shop, server, subject="Autre chose", text="Une veste ?") is None
    shop.go(shop.clock.now() + timedelta(hours=3))
    assert len(shop.open()) == 2
    assert shop.sent == []
    assert not shop.violations()


@pytest.mark.parametrize("told", [True, False])
def test_a_mark_is_proof_while_it_is_not_known_what_the_server_says(covered, told):
    shop, server = covered(AwayPost(marks=True))
    shop.office.away("sick")

    def trouble(step):
        if step == "has set":
            raise ChannelError("The connection ended.")

    server.trouble = trouble
    shop.go(shop.clock.now() + timedelta(seconds=15))
    assert known(shop).state is Cover.SETTING
    word = server.reply.word_at(shop.clock.now())
    request = shop.write("zoe", told=told)
    assert len(shop.sent) == (0 if told else 1)
    assert shop.promise(request).due == word.due


def test_settings_name_the_way(tmp_path):
    text = '[shop]\nname = "A"\nowner = "B"\nzone = "Europe/Brussels"\n\n[[channel]]\nname = "m"\n'
    text += 'kind = "imap"\nhost = "h"\nuser = "u@h"\naway = "sieve"\naway_hours = true\n'
    (channel,) = load(text, "settings.toml").channels
    assert (channel.away, channel.away_port, channel.away_hours) == ("sieve", 4190, True)
    assert MONDAY
