"""What the owner reads: help in her language, cards that fit 80 columns, absences in whole days."""

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import ANY

import pytest

from planner import locale
from planner.locale.dates import day_and_month
from planner.views import CardView, DeskView, DraftView, PlanView


@pytest.fixture
def french(home):
    path = home / "settings.toml"
    path.write_text(path.read_text().replace('language = "en"', 'language = "fr"'))
    yield
    locale.use("en")


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("words", "headings"),
    [
        ((), ["Utilisation", "Options", "Commandes", "Exemple"]),
        (("can-i",), ["Utilisation", "Options", "Exemple"]),
        (("holidays", "close"), ["Utilisation", "Options", "Exemple"]),
    ],
)
def test_help_is_french_from_its_first_to_its_last_word(run, words, headings):
    _code, out, _err = run(*words, "--help")
    heads = [line for line in out.splitlines() if line[:1].strip()]
    assert [line.partition("\u00a0:")[0] for line in heads] == headings
    assert "Afficher cette aide" in out


def test_help_is_english_in_an_english_shop(run, home):
    out = run("can-i", "--help")[1]
    assert out.startswith("Usage: entracte can-i [OPTIONS] SUBJECT")
    assert "\nOptions:\n" in out
    assert "Show this message and exit." in out


def test_a_card_says_why_under_its_own_line_and_fits_80_columns(run, office):
    card = CardView(
        1, "Lise Martin", "Robe fleurie", "mail", None, because="due today, ready to buy", same=(2,)
    )
    plain = CardView(12, "Paul", "Hem", "mail", None)
    office.desk = lambda: DeskView(True, "", (card, plain), 10, ANY)
    code, out, err = run("desk")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "1     Lise Martin  Robe fleurie",
        "    due today, ready to buy, same question: 2",
        "12    Paul         Hem",
    ]


def test_each_line_of_what_was_asked_stands_apart_from_the_letter(run, office):
    office.drafts = lambda *_args, **_how: (DraftView(2, "Lise", "Hello,\nstill there?", "Yes."),)
    out = run("answer", "2", "Yes.", "--group", "--dry-run")[1]
    assert out.splitlines() == ["2  Lise", "  > Hello,", "  > still there?", "  Yes."]


def test_a_day_for_news_is_not_taken_for_a_date_of_an_answer(run, office):
    row = replace(office.promises()[0], kind="news")
    office.promises = lambda: (row, replace(row, state="kept"), replace(row, state="broken"))
    ends = [line.rsplit("  ", 1)[1] for line in run("promises")[1].splitlines()]
    assert ends == ["news promised", "news given", "broken"]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("length", [0, 3])
def test_whole_days_are_said_as_days(run, length):
    first = date.today() + timedelta(days=20)  # noqa: DTZ011 - any day to come
    last = first + timedelta(days=length)
    assert run("away", "leave", "--from", str(first), "--until", str(last))[0] == 0
    said = run("absences")[1]
    assert day_and_month(first, "en") in said
    assert day_and_month(last, "en") in said
    assert ("from" in said) == bool(length)
    assert ":" not in said  # no hour of the day


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("placed", "première fenêtre libre"),
        ("kept", "reste comme promis"),
        ("moved: slot closed", "déplacée"),
        ("kept; late by 30", "reste comme promis, après sa date"),
        ("no slot has room", "aucune fenêtre n'a de place"),
    ],
)
@pytest.mark.usefixtures("french")
def test_the_plan_gives_its_reasons_in_french(run, office, reason, said):
    row = replace(office.plan().rows[0], reason=reason)
    office.plan = lambda: PlanView((row,), "within 30")
    code, out, err = run("plan")
    assert code == 0
    assert out.rstrip().endswith(f"  {said}")
    assert "Le plan est bon" in err
