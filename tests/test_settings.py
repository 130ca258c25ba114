"""settings.toml: what is read, and what is said when it cannot be."""

import re
import stat
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import locale
from planner.errors import EntracteError, SettingsError
from planner.paths import Paths, read_text, write_private
from planner.settings import add_channel, default_text, load
from planner.settings_dashboard import language_of

GOOD = default_text("Atelier Camomille", "Camille", "Europe/Brussels", "fr")


@pytest.fixture(autouse=True)
def _english():
    locale.use("en")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_default_is_the_default_policy(language):
    settings = load(default_text("Shop", "Ann", "Europe/Paris", language), "settings.toml")
    assert settings.shop.language == language
    assert settings.shop.day_starts == time(4)
    rows = settings.schedule.weekly
    assert [(row.start, row.end) for row in rows] == [
        (time(11), time(11, 45)),
        (time(17), time(17, 45)),
    ]
    assert all(row.days == frozenset(range(6)) and row.answers == 15 for row in rows)
    assert settings.schedule.quiet == (time(20, 30), time(8, 30))
    assert settings.problems == ()


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_any_name_survives_being_written(shop, owner):
    found = load(default_text(shop, owner, "Europe/Brussels", "en"), "s").shop
    assert (found.name, found.owner) == (shop, owner)


@given(st.text(max_size=200) | st.text("[]=\"'{}\n,.#ab1 ", max_size=80).map(lambda t: GOOD + t))
def test_any_text_is_settings_or_an_error_with_a_place(text):
    try:
        load(text, "settings.toml")
    except SettingsError as error:
        place = error.where
    else:
        place = "settings.toml:1:1"
    name, line, column = place.split(":")
    assert name == "settings.toml"
    assert min(int(line), int(column)) >= 1


SHOP = '[shop]\nname = "A"\nowner = "B"\nzone = "Europe/Brussels"\n'
WINDOW = '[[window]]\ndays = "monday"\nfrom = "11:00"\nto = "12:00"\n'


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ('[shop]\nnam = "A"', "2:1", "“nam” is not known here. Did you mean “name”?"),
        ('[shop]\nname = "A"', "1:1", "“zone” is missing."),
        (SHOP.replace("Brussels", "Bruxelles"), "4:1", "Europe/Brussels"),
        (SHOP + 'language = "francais"', "5:1", "Possible here: fr, en."),
        (SHOP + "[windows]\n", "5:1", "Did you mean “window”?"),
        (SHOP + "[window]\n", "5:1", "[[window]]"),
        (SHOP + WINDOW.replace("12:00", "11:00"), "8:1", "ends when it begins"),
        (SHOP + WINDOW.replace("12:00", "10:00"), "8:1", "overnight = true"),
        (SHOP + WINDOW + "overnight = true", "9:1", "does not cross midnight"),
        (SHOP + WINDOW.replace('"monday"', '"mondya"'), "6:1", "Did you mean “monday”?"),
        (SHOP + WINDOW.replace('"11:00"', '"11h"'), "7:1", 'a time such as "11:00"'),
        (SHOP + WINDOW + "answers = 0", "9:1", "It goes from 1 to 500."),
        (SHOP + WINDOW + 'answers = "15"', "9:1", "a whole number"),
        (SHOP + WINDOW + "  answrs = 1", "9:3", "Did you mean “answers”?"),
        (SHOP + WINDOW + WINDOW.replace("11:00", "11:30"), "11:1", "overlaps the one of 11:00"),
        (SHOP + '[quiet]\nfrom = "20:00"\nto = "20:00"', "7:1", "end when they begin"),
        (SHOP + "[[special_day]]\ndate = 2026-12-24", "6:1", "closed = true"),
        (SHOP + '[[special_day]]\ndate = "24/12"\nclosed = true', "6:1", "2026-12-24"),
        (SHOP + '[[channel]]\nname = "a"\nkind = "imp"', "7:1", "Did you mean “imap”?"),
        (SHOP + '[[channel]]\nname = "a"\nkind = "imap"', "5:1", "“host” is missing."),
        (SHOP + '[[channel]]\nname="a"\nkind="paper"\nhost="x"', "8:1", "“host” is not known"),
        (SHOP + "x = [\n", "6:1", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, where, words):
    with pytest.raises(SettingsError) as caught:
        load(text, "settings.toml")
    assert caught.value.where == f"settings.toml:{where}"
    assert words in str(caught.value)


def test_places_are_found_behind_long_values():
    text = SHOP + 'address = [\n  "a = 1", # [x]\n  """b\nname = 1\n""",\n]\nnope = 1\n'
    with pytest.raises(SettingsError, match=r"^s:11:1: “nope”"):
        load(text, "s")


def test_overnight_windows_special_days_and_days():
    text = SHOP + (
        '[[window]]\ndays = ["samedi..lundi", "thursday"]\nfrom = "22:00"\nto = "02:00"\n'
        "overnight = true\nminutes = 90\n"
        "[[special_day]]\ndate = 2026-12-24\nclosed = true\nnote = 'Réveillon'\n"
        "[[special_day]]\ndate = 2026-12-23\nfrom = 09:00:00\nto = 10:00:00\n"
        '[[special_day]]\ndate = 2026-12-23\nfrom = "15:00"\nto = "16:00"\nanswers = 5\n'
    )
    schedule = load(text, "s").schedule
    assert schedule.weekly[0].days == {5, 6, 0, 3}
    assert (schedule.weekly[0].start, schedule.weekly[0].end) == (time(22), time(2))
    assert schedule.weekly[0].minutes == 90
    busy, closed = schedule.special
    assert (busy.day, [row.answers for row in busy.windows]) == (date(2026, 12, 23), [15, 5])
    assert (closed.closed, closed.note) == (True, "Réveillon")


def test_an_overnight_window_reaches_into_the_next_day():
    late = '[[window]]\ndays = "sunday"\nfrom = "22:00"\nto = "02:00"\novernight = true\n'
    early = '[[window]]\ndays = "monday"\nfrom = "01:00"\nto = "03:00"\n'
    with pytest.raises(SettingsError, match="overlaps"):
        load(SHOP + late + early, "s")
    assert len(load(SHOP + late + early.replace("01:00", "02:00"), "s").schedule.weekly) == 2


def test_windows_of_different_seasons_may_share_their_hours():
    summer = WINDOW + "valid_from = 2026-06-01\nvalid_until = 2026-08-31\n"
    winter = WINDOW + "valid_from = 2026-09-01\n"
    assert len(load(SHOP + summer + winter, "s").schedule.weekly) == 2


def test_a_short_night_is_a_warning():
    settings = load(SHOP + '[quiet]\nfrom = "23:00"\nto = "07:00"\n', "s")
    assert settings.problems == ("s:6:1: 8 quiet hours; 11 or more let you rest.",)


def test_channels_are_added_and_comments_stay():
    text = add_channel(GOOD, {"name": "envoi", "kind": "smtp", "host": "h"})
    text = add_channel(text, {"name": "boîte", "kind": "imap", "host": "h", "user": "u"})
    for line in GOOD.splitlines():
        assert line in text
    smtp, imap = load(text, "s").channels
    assert (smtp.port, smtp.send, imap.port, imap.send) == (465, True, 993, False)
    linked = text + 'smtp = "envoi"\n'
    assert load(linked, "s").channels[1].send
    with pytest.raises(SettingsError, match="Did you mean “envoi”"):
        load(linked.replace('smtp = "envoi"', 'smtp = "envoie"'), "s")


def test_two_channels_need_two_names():
    one = '[[channel]]\nname = "a"\nkind = "paper"\n'
    with pytest.raises(SettingsError, match="Two channels are called “a”"):
        load(SHOP + one + one, "s")


def test_the_language_is_known_even_of_wrong_settings():
    assert language_of(SHOP + "nope = 1") == "fr"
    assert language_of("x = [") == ""


def test_files_are_for_the_owner_alone(tmp_path):
    paths = Paths(tmp_path / "home").prepare()
    write_private(paths.settings, "one")
    write_private(paths.settings, "two")
    assert read_text(paths.settings) == "two"
    assert stat.S_IMODE(paths.settings.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.home.stat().st_mode) == 0o700
    assert [file.name for file in paths.home.iterdir()] == ["settings.toml"]


def test_home_and_its_variable(tmp_path):
    named = Paths(environ={"ENTRACTE_HOME": str(tmp_path)})
    assert named.database.parent == tmp_path
    assert Paths(tmp_path / "other", {"ENTRACTE_HOME": str(tmp_path)}).home == tmp_path / "other"
    assert Paths(environ={}).home is None


def test_a_file_that_is_not_text(tmp_path):
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EntracteError, match="not UTF-8"):
        read_text(tmp_path / "x")
    assert read_text(tmp_path / "none") is None


FACTS = """
[facts]
hours = "Ouvert du mardi au samedi."

[facts.shipping]
en = "We ship."

[facts.lessons]
words = ["cours", "lesson*"]
fr = "Les cours ont lieu le jeudi."
"""


def test_facts_keep_their_order_their_words_and_their_languages():
    hours, shipping, lessons = load(GOOD + FACTS, "settings.toml").facts
    assert (hours.name, dict(hours.lines)) == ("hours", {"fr": "Ouvert du mardi au samedi."})
    assert "horaire*" in hours.words
    assert dict(shipping.lines) == {"en": "We ship."}
    assert lessons.words == ("cours", "lesson*")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[facts.lessons]\nfr = 'Le jeudi.'", "Nothing says when “lessons” is told. Add words"),
        ("[facts.shipping]\nwords = ['envoi']", "“shipping” says nothing"),
        ("[facts.shipping]\nnl = 'Ja.'", "“nl” is not known here"),
        ("[facts]\nshipping = ''", "one line of 1 to 90 characters"),
        (f"[facts]\nshipping = '{'x' * 91}'", "one line of 1 to 90 characters"),
        ("[facts]\nshipping = 3", "cannot be read"),
        ("facts = 3", "cannot be read"),
    ],
)
def test_a_fact_that_cannot_be_told_is_refused_with_its_place(text, words):
    whole = f"{text}\n{GOOD}" if text.startswith("facts") else f"{GOOD}\n{text}"
    with pytest.raises(SettingsError, match=re.escape(words)) as told:
        load(whole, "settings.toml")
    assert str(told.value).startswith("settings.toml:")
