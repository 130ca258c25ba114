"""The commands against a shop that remembers: what they ask, print and return."""

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.bootstrap import open_shop
from planner.cli.app import _COMMANDS
from planner.face import Face
from planner.paths import Paths
from planner.views_today import ChannelView

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_status_between_windows_counts_nothing(run, office):
    code, out, err = run("status")
    assert (code, err) == (0, "")
    assert out.startswith("No window is open. Next window: ")
    assert "15" not in out
    shown = json.loads(run("status", "--json")[1])
    assert shown["at"] == "2026-11-24T09:00:00Z"
    assert {window["planned"] for window in [*shown["windows"], shown["next"]]} == {0}


def test_status_says_what_matters(run, office):
    bad = ChannelView("courrier", "imap", "waiting", "The server is gone.")
    office.view = replace(
        office.view, face=Face.RESTING, channels=(bad,), at_risk=("One promise.",)
    )
    lines = run("status")[1].splitlines()
    assert lines[0].startswith("Everything is received, everything has a date.")
    assert "One promise." in lines
    assert "courrier: The server is gone." in lines
    assert lines[-1].startswith("Rehearsal")


def test_status_without_any_window_ahead(run, office):
    office.view = replace(office.view, next=None)
    assert "nobody can be given a date" in run("status")[1]


@pytest.mark.parametrize("command", ["promises", "desk", "plan"])
def test_foreign_text_is_cleaned(run, office, command):
    code, out, _err = run(command)
    assert code == 0
    assert "Lise[2J31m fin" in out
    assert not set(out) & set("\x1b\x9b\u202e")
    assert run(command, "--json")[1].isascii()


def test_windows_use_words_for_load(run, office):
    assert run("windows")[1].rstrip().endswith("well filled")


def test_away_until_a_day_includes_it(run, office):
    assert run("away", "sick", "--until", "2099-11-26")[0] == 0
    (_name, (kind, since, until), _kw) = office.calls[-1]
    assert (kind, since) == ("sick", None)
    assert until == datetime(2099, 11, 27, 4, tzinfo=BRUSSELS)
    assert office.closed == 1


def test_away_plain_and_its_undo(run, office):
    code, out, err = run("away")
    assert (code, out) == (0, "")
    assert "away done." in err
    assert "entracte undo" in err
    assert office.calls == [("away", ("closed", None, None), {"half": ""})]


@pytest.mark.parametrize("words", ["tomorrow", "demain", "Demain"])
def test_away_until_tomorrow(run, office, words):
    run("away", "--until", words)
    until = office.calls[-1][1][2].astimezone(BRUSSELS)
    assert until.hour == 4
    ahead = until - datetime.now(UTC)
    assert timedelta(days=1) <= ahead <= timedelta(days=2, hours=1)


def test_away_half_a_day(run, office):
    run("away", "child", "--from", "2099-03-02", "--half", "pm")
    since, until = office.calls[-1][1][1:]
    assert since == datetime(2099, 3, 2, 13, tzinfo=BRUSSELS)
    assert until == datetime(2099, 3, 3, 4, tzinfo=BRUSSELS)


def test_away_extend(run, office):
    assert run("away", "--extend")[0] == 0
    assert office.calls == [("extend", (), {})]


@pytest.mark.parametrize(
    "words",
    [
        ("away", "--until", "someday"),
        ("away", "--until", "2001-01-01"),
        ("away", "--extend", "--until", "tomorrow"),
        ("away", "--half", "am", "--until", "tomorrow"),
        ("away", "tired"),
        ("answer", "x", "text"),
        ("answer", "1", "  "),
        ("snooze", "1"),
        ("snooze", "1", "--until", "2001-01-01"),
        ("add", "text"),
        ("nonsense",),
        ("status", "--nonsense"),
    ],
)
def test_wrong_use_is_two_and_asks_nothing_of_the_shop(run, office, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert office.calls == []


def test_the_desk_acts(run, office):
    until = "2099-11-26T14:00:00+01:00"
    for words in (
        ("answer", "3", "Oui."), ("answer", "3", "Oui.", "--now"), ("release", "3"),
        ("decline", "3"), ("snooze", "3", "--until", until), ("back",), ("live",), ("rehearsal",),
        ("add", "Ourlet", "--from", "Lise", "--via", "phone"),
    ):  # fmt: skip
        assert run(*words)[0] == 0
    assert office.calls == [
        ("answer", (3, "Oui."), {"now": False, "by": None}),
        ("answer", (3, "Oui."), {"now": True, "by": None}),
        ("release", (3, ""), {}),
        ("decline", (3, ""), {}),
        ("snooze", (3, datetime.fromisoformat(until)), {}),
        ("back", (), {}),
        ("go_live", (True,), {}),
        ("go_live", (False,), {}),
        ("add", ("Ourlet", "Lise", "phone"), {}),
    ]


def test_problems_of_the_world_are_one(run, office):
    assert run("undo") == (1, "", "There is nothing to take back.\n")
    code, _out, err = run("why", "9")
    assert (code, err) == (1, "There is no request 9. Look at `entracte promises`.\n")
    assert run("why", "1")[1] == "Because.\n"


def test_the_unexpected_is_one_sentence_and_logged(run, office, home, monkeypatch):
    monkeypatch.setattr(office, "back", lambda: 1 / 0, raising=False)
    code, out, err = run("back")
    assert (code, out) == (1, "")
    assert err.startswith("Something unexpected happened (ZeroDivisionError).")
    assert "Traceback" not in err
    assert "ZeroDivisionError" in (home / "entracte.log").read_text()
    assert "Traceback" in run("--debug", "back")[2]


def test_an_interrupt_is_quiet(run, office, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(office, "back", interrupted, raising=False)
    code, out, err = run("back")
    assert (code, out, err.strip()) == (1, "", "")


def test_wrong_settings_are_said_with_their_place(run, office, home):
    text = (home / "settings.toml").read_text()
    (home / "settings.toml").write_text(text.replace("answers", "answrs", 1))
    code, _out, err = run("status")
    assert code == 1
    assert "settings.toml:20:1: “answrs” is not known here. Did you mean “answers”?" in err


@pytest.mark.parametrize("command", [*_COMMANDS, "channel add", "mail explain", "policy check"])
def test_every_command_has_help_with_an_example(run, home, command):
    code, out, _err = run(*command.split(), "--help")
    assert code == 0
    assert f"entracte {command.split()[0]}" in out.partition("Example")[2]


def test_home_before_and_after_the_command(run, office, home, monkeypatch):
    monkeypatch.delenv("ENTRACTE_HOME")
    for words in (("--home", str(home), "status"), ("status", "--home", str(home))):
        assert run(*words)[0] == 0


def test_french(run, office, home):
    text = (home / "settings.toml").read_text()
    (home / "settings.toml").write_text(text.replace('language = "en"', 'language = "fr"'))
    assert run("status")[1].startswith("Aucune fenêtre n'est ouverte.")
    assert "Indisponible" in run("away", "--help")[1]


def test_first_channel_writes_settings(run, tmp_path):
    home = str(tmp_path / "new")
    code, out, err = run(
        "--home", home, "channel", "add", "maildir", str(tmp_path), "--owner", "Zoé",
        "--shop", "Ch'tit \"atelier\"", "--zone", "Europe/Paris", "--language", "en",
    )  # fmt: skip
    assert (code, out) == (0, "")
    assert "is added" in err
    again = run("--home", home, "channel", "add", "imap", "h.example", "--user", "u@h.example")
    assert "ENTRACTE_PASSWORD_COURRIER_2" in again[2]
    channels = json.loads(run("--home", home, "channel", "list", "--json")[1])
    assert [(each["name"], each["kind"], each["port"]) for each in channels] == [
        ("courrier", "maildir", 0),
        ("courrier 2", "imap", 993),
    ]
    before = (tmp_path / "new" / "settings.toml").read_text()
    assert run("--home", home, "channel", "add", "imap", "h", "--name", "x")[0] == 1
    assert (tmp_path / "new" / "settings.toml").read_text() == before


def test_a_mail_host_known_by_name_is_two_channels(run, tmp_path):
    home = str(tmp_path / "new")
    first = ("--owner", "Zoé", "--shop", "A", "--zone", "Europe/Paris", "--language", "en")
    code, _, err = run("--home", home, "channel", "add", "gmail", "--user", "z@gmail.com", *first)
    assert code == 0
    assert "app password" in err
    assert run("--home", home, "channel", "add", "microsoft", "--user", "z@z.example")[0] == 0
    channels = json.loads(run("--home", home, "channel", "list", "--json")[1])
    assert [(each["name"], each["host"], each["port"], each["smtp"]) for each in channels] == [
        ("envoi", "smtp.gmail.com", 465, ""),
        ("courrier", "imap.gmail.com", 993, "envoi"),
        ("envoi 2", "smtp.office365.com", 587, ""),
        ("courrier 2", "outlook.office365.com", 993, "envoi 2"),
    ]
    assert [each["auth"] for each in channels] == ["password"] * 2 + ["xoauth2"] * 2
    assert not any(each["copy_sent"] for each in channels if each["kind"] == "imap")
    assert run("--home", home, "channel", "add", "ovh")[0] == 2
    before = (tmp_path / "new" / "settings.toml").read_text()
    name = ("--name", "envoi", "--user", "z@z.example")
    assert run("--home", home, "channel", "add", "ovh", *name)[0] == 1  # one of two is taken
    assert (tmp_path / "new" / "settings.toml").read_text() == before


def test_what_is_said_of_a_mail_host_goes_to_the_channel_it_belongs_to(run, tmp_path):
    home = str(tmp_path / "new")
    said = ("--folders", "Boutique", "--since-days", "7", "--no-copy-sent", "--tenant", "t")
    add = ("channel", "add", "microsoft", "--user", "z@z.example", "--name", "boîte", *said)
    assert run("--home", home, *add)[0] == 0
    sends, reads = json.loads(run("--home", home, "channel", "list", "--json")[1])
    assert (reads["name"], reads["folders"], reads["since_days"]) == ("boîte", ["Boutique"], 7)
    assert (sends["name"], sends["folders"], sends["tenant"]) == ("envoi", [], "t")


def test_a_mail_host_asks_for_one_password_and_keeps_it_for_both(run, tmp_path, monkeypatch):
    from planner import secrets
    from planner.cli import channels

    kept, asked = {}, []
    monkeypatch.setattr(channels, "on_terminal", lambda: True)
    monkeypatch.setattr(secrets, "store", kept.__setitem__)
    monkeypatch.setattr("click.prompt", lambda *words, **_: asked.append(words) or "geheim")
    first = ("--owner", "Zoé", "--shop", "A", "--zone", "Europe/Paris", "--language", "en")
    home = ("--home", str(tmp_path / "new"))
    assert run(*home, "channel", "add", "orange", "--user", "z@orange.fr", *first)[0] == 0
    assert kept == {"envoi": "geheim", "courrier": "geheim"}
    assert len(asked) == 1
    assert "geheim" not in (tmp_path / "new" / "settings.toml").read_text()


def test_a_channel_that_is_added_again_begins_anew(run, tmp_path):
    home, known = str(tmp_path / "new"), "SELECT channel FROM channel_cursors"
    folder = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    add = ("--home", home, "channel", "add", "maildir", str(folder))
    assert run(*add, "--language", "en")[0] == 0
    with closing(open_shop(Paths(home))) as shop:
        shop.office.tick()
    with closing(sqlite3.connect(tmp_path / "new" / "entracte.sqlite3")) as database:
        assert database.execute(known).fetchall() == [("courrier",)]
        assert run("--home", home, "channel", "remove", "courrier")[0] == 0
        assert run(*add)[0] == 0
        assert database.execute(known).fetchall() == []


def test_a_channel_is_removed_and_the_rest_of_the_file_stays(run, tmp_path):
    home = str(tmp_path / "new")
    run("--home", home, "channel", "add", "maildir", str(tmp_path), "--language", "en")
    settings = tmp_path / "new" / "settings.toml"
    before = settings.read_text()
    run("--home", home, "channel", "add", "ovh", "--user", "z@z.example")
    code, _, err = run("--home", home, "channel", "remove", "envoi")
    assert code == 1  # the mailbox answers through it
    assert "envoi" in err
    assert run("--home", home, "channel", "remove", "courrier 2")[0] == 0
    assert run("--home", home, "channel", "remove", "envoi")[0] == 0
    assert settings.read_text() == before
    assert run("--home", home, "channel", "remove", "envoi")[0] == 1
    assert run("--home", home, "channel", "remove", "courrier")[0] == 0
    assert "[[channel]]" not in settings.read_text()


def test_a_day_is_a_day_of_the_shop(monkeypatch):
    from planner.services import moments

    early = datetime(2026, 11, 24, 1, tzinfo=UTC)  # 02:00 in Brussels: still Monday's day
    four = time(4)
    end = moments.end("today", early, "Europe/Brussels", four)
    assert end.astimezone(BRUSSELS).date() == date(2026, 11, 24)
    assert moments.begin("14:00", early, "Europe/Brussels", four).hour == 13


def test_a_day_is_the_day_where_the_owner_is(run, office, home, monkeypatch):
    settings = home / "settings.toml"
    journey = '\n[[travel]]\nfrom = 2026-11-20\nzone = "America/Los_Angeles"\n'
    settings.write_text(settings.read_text("utf-8") + journey, "utf-8")
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)  # midnight there: Monday's day goes on
    for module in ("state", "asking", "desk"):
        monkeypatch.setattr(f"planner.cli.{module}.now", lambda: now)
    assert run("add", "Ourlet", "--from", "Lise", "--promise", "today")[0] == 0
    assert office.calls[-1][2]["by"] == date(2026, 11, 23)
    run("can-i", "a hem", "--minutes", "20", "--by", "today")
    asked = [args for name, args, _ in office.calls if name == "can_i"]
    assert asked[-1][-1] == datetime(2026, 11, 24, 12, tzinfo=UTC)  # four in the morning there


def test_a_spoken_day_is_handed_over(run, office):
    words = ("add", "Ourlet", "--from", "Lise", "--promise", "2099-11-26")
    assert run(*words)[0] == 0
    assert run(*words, "--as-said")[0] == 0
    day = date(2099, 11, 26)
    assert office.calls == [
        ("add", ("Ourlet", "Lise", "shop"), {"by": day, "as_said": False}),
        ("add", ("Ourlet", "Lise", "shop"), {"by": day, "as_said": True}),
    ]
    code, _out, err = run("add", "Ourlet", "--from", "Lise", "--as-said")
    assert (code, "--promise" in err) == (2, True)


def test_an_answer_may_promise_tomorrow(run, office):
    assert run("answer", "3", "Je vérifie.", "--promise", "tomorrow")[0] == 0
    (_name, _args, given) = office.calls[-1]
    ahead = given["by"] - datetime.now(BRUSSELS).date()
    assert timedelta() <= ahead <= timedelta(days=1)


@pytest.mark.parametrize(("typed", "sent"), [("y\n", False), ("n\n", True)])
def test_a_claim_is_asked_about_once_on_a_terminal(run, office, monkeypatch, typed, sent):
    monkeypatch.setattr("planner.cli.desk.on_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    code, out, err = run("answer", "3", "It is surely in stock.")
    assert (code, out) == (0, "")
    assert "“surely” promises more than you know" in err
    assert [call[0] for call in office.calls] == (["answer"] if sent else [])


def test_a_claim_stops_nobody_who_is_not_there(run, office):
    assert run("answer", "3", "It is surely in stock.")[0] == 0
    assert [call[0] for call in office.calls] == ["answer"]


def test_every_promise_there_ever_was(run, office):
    code, out, err = run("promises", "--all")
    assert code == 0
    assert "kept" in out
    assert err == "kept: 3, moved in time: 1\n"
    shown = json.loads(run("promises", "--all", "--json")[1])
    assert shown["outcomes"] == {"kept": 3, "moved in time": 1, "broken": 0}
    assert shown["rows"][0]["state"] == "kept"


def test_the_words_of_the_ledger(run, office):
    rows = [
        replace(office.promises()[0], state="moved", moves=1),
        replace(office.promises()[0], state="moved", moves=2, decide=True),
    ]
    office.promises = lambda: tuple(rows)
    lines = run("promises")[1].splitlines()
    assert lines[0].endswith("moved in time")
    assert lines[1].endswith("moved twice: yours to decide")


def test_the_hours_of_a_page(run, home):
    code, out, err = run("hours")
    assert (code, err) == (0, "")
    assert "Monday to Saturday, 11:00–11:45 and 17:00–17:45" in out
    assert "du lundi au samedi" in run("hours", "--language", "fr")[1]
    shown = json.loads(run("hours", "--json")[1])
    assert shown["open"] == [
        {"days": [0, 1, 2, 3, 4, 5], "windows": [["11:00", "11:45"], ["17:00", "17:45"]]}
    ]
    assert shown["rest"] == [6]
    assert shown["about"].startswith("I answer your messages")
