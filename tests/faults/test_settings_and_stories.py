"""Settings, rules and stories that are wrong: one sentence each, with its place."""

import json
import re

import pytest

from tests.faults.words import one_sentence

COMMANDS = [("status",), ("promises", "--json"), ("away",), ("run",)]


def _settings(home, old, new):
    text = home.settings.read_text()
    assert old in text
    home.settings.write_text(text.replace(old, new))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("old", "new", "where", "says", "do"),
    [
        ('owner = "', 'ovner = "', ":4:1", "“ovner” is not known", "Did you mean “owner”"),
        ('to = "14:00"', 'to = "09:00"', ":12:", "ends before it begins", "overnight = true"),
        ('zone = "Etc', 'zone = "Mars', ":5:", "zone", "Europe/Brussels|Did you mean|such as"),
        ('zone = "', "zone = ", ":5:", "not valid TOML", "Correct this line"),
    ],
    ids=["unknown key", "window backwards", "zone", "toml"],
)
def test_settings(ask, home, words, old, new, where, says, do):
    _settings(home, old, new)
    code, out, err = ask(*words)
    assert (code, out) == (1, "")
    one_sentence(err, where=f"settings.toml{where}", says=says, do=do)
    assert not home.database.exists()


def test_settings_that_are_a_folder(ask, home):
    home.settings.unlink()
    home.settings.mkdir()
    for words in COMMANDS:
        code, out, err = ask(*words)
        assert (code, out) == (1, "")
        one_sentence(err, where="settings.toml", says="refuses", do="Check")


@pytest.mark.parametrize("folder", [False, True], ids=["an error", "a folder"])
def test_a_policy_with_errors_leaves_the_shipped_rules_in_force(ask, home, folder):
    policy = home.folder / "policy.toml"
    policy.unlink()
    if folder:
        policy.mkdir()
    else:
        policy.write_text('[rule.mine]\nsay.en = "x"\nsay.fr = "x"\nthen.answers_at_mots = 3\n')
    code, out, _ = ask("status")
    assert code == 0
    assert "Your rules have an error" in out
    assert "policy.toml" in out
    if not folder:
        assert "answers_at_most" in out  # the nearest name
        assert ask("policy", "check")[0] == 1
    assert json.loads(ask("plan", "--json")[1])["certificate"] == "optimal"


STORY = """
[shop]
zone = "Europe/Brussels"
language = "en"
{shop}

[[event]]
at = 2026-11-24T10:00:00+01:00
message = {{ via = "mail", from = "lise@example.org", subject = "Robe", text = "Là ?" }}

[[event]]
at = {second}
{what}
"""


@pytest.mark.parametrize(
    ("shop", "second", "what", "says"),
    [
        ("", "2026-11-23T10:00:00+01:00", "", "before|earlier|order"),
        ("", "2026-11-25T10:00:00", "", "zone|offset"),
        ("", "2026-11-25T10:00:00+01:00", 'owner = "aways"', "away"),
        ("", "2026-11-25T10:00:00+01:00", 'message = { form = "x" }', "form.*from"),
        ('policy = "none.toml"', "2026-11-25T10:00:00+01:00", "", "none.toml"),
        ('settings = "none.toml"', "2026-11-25T10:00:00+01:00", "", "none.toml"),
        ('settings = "."', "2026-11-25T10:00:00+01:00", "", "refuses"),
        ('zome = "x"', "2026-11-25T10:00:00+01:00", "", "zone"),
    ],
    ids=["order", "naive", "owner", "message", "no policy", "no settings", "a folder", "key"],
)
def test_a_story_that_is_wrong(ask, tmp_path, shop, second, what, says):
    story = tmp_path / "story.toml"
    story.write_text(STORY.format(shop=shop, second=second, what=what))
    code, _, err = ask("simulate", str(story))
    assert code in (1, 2)
    assert "unexpected" not in err
    assert len(err.strip().splitlines()) == 1, err
    assert re.search(says, err), err


def test_a_story_that_is_not_there(ask, tmp_path):
    code, out, err = ask("simulate", str(tmp_path / "none.toml"))
    assert code in (1, 2)
    assert out == ""
    assert "none.toml" in err
