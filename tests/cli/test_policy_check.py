"""`policy check` and `policy test`: what is wrong with a file, and what its tests say."""

import json
from types import SimpleNamespace

import pytest

FRIDAY = """
[rule.friday]
say.en = "Friday is short."
say.fr = "Le vendredi est court."
when.weekday = "friday"
then.answers_at_most = 10

[test.friday]
given.weekday = "friday"
given.time = "11:10"
expect.answers_at_most = 10

[test.tuesday]
given.weekday = "tuesday"
expect.answers_at_most = 30
expect.closed = false
"""


@pytest.fixture
def policy(home):
    """The owner's rules, and how to change them."""
    path = home / "policy.toml"
    path.write_text(FRIDAY, "utf-8")

    def changed(before, after):
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")

    return SimpleNamespace(path=path, changed=changed)


@pytest.fixture
def french(home):
    settings = home / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('"en"', '"fr"', 1), "utf-8")


def test_rules_without_errors(run, policy):
    code, out, err = run("policy", "check")
    assert (code, out) == (0, "")
    assert err == f"{policy.path}: all is well (rules: 1, tests: 2).\n"
    report = json.loads(run("policy", "check", "--json")[1])
    assert report == {"file": str(policy.path), "ok": True, "problems": []}


def test_without_a_file_the_shipped_rules_are_read(run, home):
    code, out, err = run("policy", "check")
    assert (code, out) == (0, "")
    assert err.startswith("makers-shop.toml: all is well")


def test_all_errors_at_once_with_their_places(run, policy):
    policy.changed("then.answers_at_most", "then.answer_at_most")
    policy.changed('"tuesday"', '"tusday"')
    code, out, err = run("policy", "check")
    assert code == 1
    assert out.splitlines() == [
        f"{policy.path}:6:6: unknown effect 'answer_at_most'; did you mean 'answers_at_most'?",
        f"{policy.path}:14:17: 'tusday' is not a weekday; did you mean 'tuesday'?",
    ]
    assert err == (
        "These rules cannot be used yet. Until they can, those of before stay in force.\n"
    )


def test_the_errors_as_json(run, policy):
    policy.changed("then.answers_at_most", "then.answer_at_most")
    code, out, err = run("policy", "check", "--json")
    assert (code, err) == (1, "")
    report = json.loads(out)
    assert not report["ok"]
    assert report["problems"] == [
        {
            "line": 6,
            "column": 6,
            "message": "unknown effect 'answer_at_most'; did you mean 'answers_at_most'?",
        }
    ]


def test_a_test_that_fails_is_a_problem(run, policy):
    policy.changed("expect.answers_at_most = 10", "expect.answers_at_most = 12")
    code, out, err = run("policy", "check")
    assert code == 1
    assert out == (
        f"{policy.path}:11:8: test 'friday': "
        "answers_at_most should be 12, is 10 because of friday\n"
    )
    assert err == "These rules do not do what they should.\n"


@pytest.mark.usefixtures("french")
def test_problems_in_french(run, policy):
    policy.changed("then.answers_at_most", "then.answer_at_most")
    code, out, err = run("policy", "check")
    assert code == 1
    assert "effet inconnu « answer_at_most »" in out.replace("\u00a0", " ")
    assert err.startswith("Ces règles ne peuvent pas encore servir.")


def test_a_file_that_is_named(run, policy, tmp_path):
    other = tmp_path / "other.toml"
    assert run("policy", "check", str(other))[::2] == (1, f"{other}: There is no such file.\n")
    other.write_text("[rule.x]\n", "utf-8")
    code, out, err = run("policy", "check", str(other))
    assert code == 1
    assert out.startswith(f"{other}:1:")
    assert err == "These rules cannot be used yet.\n"


def test_each_test_is_printed(run, policy):
    code, out, err = run("policy", "test")
    assert (code, out, err) == (
        0,
        "ok          friday\nok          tuesday\n",
        "2 tests, all is well.\n",
    )


def test_one_test_by_its_name(run, policy):
    assert run("policy", "test", "friday")[1] == "ok          friday\n"
    assert run("policy", "test", str(policy.path), "tuesday")[1] == "ok          tuesday\n"
    code, out, err = run("policy", "test", "monday")
    assert (code, out) == (2, "")
    assert err == (f"There is no test “monday” in {policy.path}. Possible here: friday, tuesday.\n")


def test_what_came_out_instead_and_which_rule_decided(run, policy):
    policy.changed("expect.answers_at_most = 10", "expect.answers_at_most = 12")
    policy.changed("expect.closed = false", 'expect.only_in_window = "evening"')
    code, out, err = run("policy", "test")
    assert code == 1
    assert out.splitlines() == [
        "not yet     friday",
        f"            {policy.path}:11:8: answers_at_most should be 12, is 10 because of friday: "
        "Friday is short.",
        "not yet     tuesday",
        f"            {policy.path}:16:8: only_in_window should be evening, and no rule sets it.",
    ]
    assert err == "Not as expected: 2 of 2.\n"


def test_the_outcome_as_json(run, policy):
    policy.changed("expect.answers_at_most = 10", "expect.answers_at_most = 12")
    code, out, err = run("policy", "test", "--json")
    assert (code, err) == (1, "")
    friday, tuesday = json.loads(out)
    assert tuesday == {
        "name": "tuesday",
        "ok": True,
        "given": {"weekday": "tuesday"},
        "expect": {"answers_at_most": 30, "closed": False},
        "failures": [],
    }
    assert friday["given"] == {"weekday": "friday", "time": "11:10"}
    assert friday["failures"] == [
        {
            "effect": "answers_at_most",
            "expected": 12,
            "found": 10,
            "winner": "friday",
            "line": 11,
            "column": 8,
            "sentence": "answers_at_most should be 12, is 10 because of friday: Friday is short.",
        }
    ]


@pytest.mark.usefixtures("french")
def test_tests_in_french(run, policy):
    policy.changed("expect.answers_at_most = 10", "expect.answers_at_most = 12")
    code, out, err = run("policy", "test")
    assert code == 1
    assert out.splitlines()[0] == "pas encore  friday"
    assert out.splitlines()[1].endswith("à cause de friday\u00a0: Le vendredi est court.")
    assert out.splitlines()[2] == "juste       tuesday"
    assert err == "Pas comme attendu\u00a0: 1 sur 2.\n"


def test_rules_that_carry_no_tests(run, home):
    text = '[rule.a]\nsay = "Ten."\nthen.answers_at_most = 10\n'
    (home / "policy.toml").write_text(text, "utf-8")
    assert run("policy", "test") == (0, "", "These rules carry no tests yet.\n")


def test_a_file_with_errors_cannot_be_tested(run, policy):
    policy.changed("then.answers_at_most", "then.answer_at_most")
    code, out, err = run("policy", "test")
    assert (code, out) == (1, "")
    assert err.startswith(f"{policy.path}:6:6: unknown effect")


def test_a_window_that_the_settings_do_not_name(run, policy):
    policy.changed("then.answers_at_most = 10", 'then.only_in_window = "mornin"')
    policy.changed("expect.answers_at_most = 10", 'expect.only_in_window = "mornin"')
    code, out, _err = run("policy", "check")
    assert code == 1
    assert out == (
        f"{policy.path}:6:23: no window in the settings is called 'mornin'; "
        "did you mean 'morning'?\n"
    )
    policy.changed("mornin", "Morning")
    assert run("policy", "check")[0] == 0
    policy.changed("Morning", "night")
    assert "is called 'night'; give one name = \"night\" there" in run("policy", "check")[1]
