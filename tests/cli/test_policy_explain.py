"""`policy explain` and `policy status`: what holds, why, and which rules are in force."""

import json
from datetime import UTC, datetime

import pytest

from planner.clock import SystemClock

TUESDAY = datetime(2026, 11, 24, 10, 10, tzinfo=UTC)  # 11:10 in Brussels

RULES = """
[rule.my-day]
say = "At most 20 answers a day."
then.answers_at_most = 20

[rule.friday]
say.en = "Friday is short."
say.fr = "Le vendredi est court."
when.weekday = "friday"
then.answers_at_most = 10

[rule.tired]
say = "Little when I am tired."
when.energy = "<= 2"
when.weekday = "monday..thursday"
then.answers_at_most = 5

[rule.evening]
say = "No answering in the evening."
kind = "protect"
when.time = "20:30..08:30"
then.closed = true

[rule.christmas]
say = "Christmas is mine."
kind = "protect"
when.date = "2026-12-24..2026-12-26"
then.closed = true
"""


@pytest.fixture(autouse=True)
def _on_a_tuesday(monkeypatch):
    monkeypatch.setattr(SystemClock, "now", lambda _self: TUESDAY)


@pytest.fixture
def rules(home):
    path = home / "policy.toml"
    path.write_text(RULES, "utf-8")
    return path


def effects(run, *words):
    code, out, _err = run("policy", "explain", "--json", *words)
    assert code == 0
    return json.loads(out)["effects"]


def test_now_with_winner_loser_and_near_miss(run, rules):
    code, out, err = run("policy", "explain", "--about", "answers_at_most")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("answers_at_most = 20 because my-day")
    assert out.splitlines()[0].endswith(": At most 20 answers a day.")
    assert out.splitlines()[1:] == [
        "friday does not apply: it wants weekday friday, and weekday is tuesday",
        "tired does not apply: it wants energy <= 2, and energy is not known",
    ]


def test_under_given_facts(run, rules):
    code, out, _err = run("policy", "explain", "--about", "answers_at_most", "energy=1")
    assert code == 0
    assert out.startswith("answers_at_most = 5 because tired (stricter than my-day")


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ((), None),
        (("--at", "20:30"), True),
        (("--at", "2026-11-24T20:29"), None),
        (("--at", "2026-12-24"), True),
        (("date=2026-12-25",), True),
        (("date=2026-12-25", "time=11:10"), True),
        (("date=2026-12-27",), None),
        (("heure=8h29",), True),
        (("time=08:30",), None),
    ],
)
def test_at_another_moment(run, words, closed):
    assert effects(run, *words).get("closed") == closed


def test_a_weekday_is_the_next_one_and_a_night_belongs_to_its_evening(run, rules):
    written = rules.read_text("utf-8").replace("2026-12-24..2026-12-26", "2026-11-27")
    rules.write_text(written, "utf-8")
    friday = effects(run, "jour=vendredi")
    assert (friday["answers_at_most"], friday["closed"]) == (10, True)
    code, out, _err = run("policy", "explain", "weekday=friday", "time=01:00", "--json")
    assert code == 0
    assert json.loads(out)["facts"]["date"] == "2026-11-27"


@pytest.mark.usefixtures("rules")
def test_as_json(run):
    code, out, err = run("policy", "explain", "energy=2", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert set(found) == {"effects", "facts", "sentences", "reasons"}
    assert found["facts"]["energy"] == 2
    assert found["facts"]["weekday"] == "tuesday"
    assert found["facts"]["time"] == "11:10"
    reason = found["reasons"]["answers_at_most"]
    assert (reason["winner"], reason["kind"], reason["value"]) == ("tired", "normal", 5)
    assert "my-day" in reason["overruled"]
    assert any(line.startswith("answers_at_most = 5") for line in found["sentences"])
    one = json.loads(run("policy", "explain", "--json", "--about", "ferme")[1])
    assert one["effects"] == {"closed": None}
    assert one["reasons"] == {}


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("enrgy=2",), "There is no fact “enrgy”. Did you mean “energy”?\n"),
        (("énergie",), "“énergie” has no value. Write énergie=….\n"),
        (("energy=",), "“energy=” has no value. Write energy=….\n"),
        (("xyzzy=1",), "There is no fact “xyzzy”. Possible here: "),
        (("energy=9",), "energy=9: '9' is outside energy, which goes from 1 to 5.\n"),
        (("waiting=4",), "waiting=4: the unit is missing after '4';"),
        (("urgent=maybe",), "urgent=maybe: urgent needs true or false"),
        (("tone=hostil",), "tone=hostil: tone cannot be 'hostil'; there are"),
        (("--about", "answers"), "There is no effect “answers”. Did you mean “answers_at_most”?\n"),
        (("--at", "someday"), "“someday” is not a moment."),
    ],
)
def test_wrong_words(run, words, told):
    code, out, err = run("policy", "explain", *words)
    assert (code, out) == (2, "")
    assert err.startswith(told)


@pytest.mark.usefixtures("rules")
def test_values_are_read_as_in_the_rules(run):
    typed = ("attente=4h", "urgent=oui", "demande=price,size", "ton=calm", "repos-de-nuit=11h30")
    assert run("policy", "explain", *typed)[0] == 0


def test_without_any_settings_nothing_is_created(run, tmp_path):
    home = tmp_path / "new"
    code, out, _err = run("--home", str(home), "policy", "explain", "weekday=sunday")
    assert code == 0
    assert "closed = true because sunday: Sunday is mine." in out
    assert run("--home", str(home), "policy", "status")[1].startswith(
        "In force: the rules that come with Entracte (makers-shop.toml"
    )
    assert not home.exists()


def test_what_the_shop_knows_of_today_is_used(run, rules):
    assert effects(run)["answers_at_most"] == 20
    assert run("checkin", "2")[0] == 0
    assert effects(run)["answers_at_most"] == 5
    assert effects(run, "energy=4")["answers_at_most"] == 20
    assert effects(run, "--at", "tomorrow")["answers_at_most"] == 20


def test_in_french(run, home, rules):
    settings = home / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('"en"', '"fr"', 1), "utf-8")
    code, out, _err = run("policy", "explain", "jour=vendredi", "--about", "answers_at_most")
    assert code == 0
    assert out.startswith("answers_at_most = 10 à cause de friday")
    assert "Le vendredi est court." in out
    assert "Vouliez-vous dire" in run("policy", "explain", "energi=2")[2]


def test_status_says_which_rules_hold(run, rules):
    code, out, err = run("policy", "status")
    assert (code, err) == (0, "")
    assert out == "In force: policy.toml (rules: 5).\n"
    found = json.loads(run("policy", "status", "--json")[1])
    assert found["name"] == "policy.toml"
    assert (found["shipped"], found["rules"], found["tests"]) == (False, 5, 0)
    assert (found["file"], found["problems"]) == (str(rules), [])


def test_a_file_with_errors_is_told_and_does_not_hold(run, rules):
    rules.write_text(RULES.replace("then.closed", "then.closd", 1), "utf-8")
    code, out, err = run("policy", "status")
    assert code == 0
    assert out.splitlines()[0].startswith("In force: the rules that come with Entracte")
    assert out.splitlines()[1].startswith("policy.toml:")
    assert "unknown effect 'closd'" in out
    assert err == "Until the file is right, these rules stay in force.\n"
    code, out, err = run("policy", "explain", "--about", "answers_at_most")
    assert code == 0
    assert out.startswith("answers_at_most = 30")
    assert err.endswith("The rules of before hold until the file can be read.\n")
