"""`policy new` and `policy edit`: a file of one's own; nothing that was written is lost."""

import io
import json
import os
import pty
import stat
import subprocess
import sys

import pytest

from rules import policies
from rules.parse import load

MINE = '[rule.mine]\nsay = "Ten."\nthen.answers_at_most = 10\n'
TESTED = MINE + "[test.mine]\ngiven.energy = 5\nexpect.answers_at_most = 11\n"
WRONG = '[rule.mine]\nsay = "Ten."\nthen.answer_at_most = 10\n'
OTHER = '[rule.other]\nsay = "Eight."\nthen.answers_at_most = 8\n'


@pytest.fixture
def policy(home):
    path = home / "policy.toml"
    path.write_text(MINE, "utf-8")
    return path


def files(home):
    """The policy files of a home, by name."""
    return {path.name: path.read_text("utf-8") for path in home.glob("*policy*")}


def test_the_shipped_policies_are_listed(run, home):
    code, out, err = run("policy", "new")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(policies.names())
    assert all(len(line.split()) > 4 for line in out.splitlines())
    assert err == "Begin with one of them: entracte policy new NAME\n"
    listed = json.loads(run("policy", "new", "--json")[1])
    assert [each["name"] for each in listed] == list(policies.names())
    assert files(home) == {}


@pytest.mark.parametrize("name", policies.names())
def test_a_shipped_policy_becomes_the_owners_file(run, home, name):
    code, out, err = run("policy", "new", name)
    assert (code, out) == (0, "")
    path = home / "policy.toml"
    assert err.startswith(f"Written: {path}\n")
    assert path.read_text("utf-8") == policies.text(name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("policy", "check")[0] == 0
    assert run("policy", "test")[0] == 0


def test_a_name_that_is_not_there(run, home):
    code, out, err = run("policy", "new", "makers")
    assert (code, out) == (2, "")
    assert err.startswith("There is no policy “makers”. Possible here: makers-shop")
    assert files(home) == {}


def test_what_the_owner_wrote_is_never_written_over(run, home, policy):
    code, _out, err = run("policy", "new", "makers-shop")
    assert code == 1
    assert err == (
        f"{policy}: You have rules already. With --force they are kept beside the new ones.\n"
    )
    assert files(home) == {"policy.toml": MINE}

    assert run("policy", "new", "makers-shop", "--force")[0] == 0
    shipped = policies.text("makers-shop")
    assert files(home) == {"policy.toml": shipped, "policy.old-1.toml": MINE}

    policy.write_text(OTHER, "utf-8")
    told = json.loads(run("policy", "new", "makers-shop", "--force", "--json")[1])
    assert told == {"file": str(policy), "kept": str(home / "policy.old-2.toml")}
    assert files(home) == {
        "policy.toml": shipped,
        "policy.old-1.toml": MINE,
        "policy.old-2.toml": OTHER,
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.glob("policy.old*")} == {0o600}


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """An editor that writes the given texts, one each time; it keeps what it saw."""
    script, folder = tmp_path / "an editor.py", tmp_path / "texts"
    folder.mkdir()
    script.write_text(
        "import sys, pathlib\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        "file = pathlib.Path(sys.argv[-1])\n"
        "(folder / 'seen').write_text(file.read_text('utf-8'), 'utf-8')\n"
        "texts = sorted(folder.glob('*.toml'))\n"
        "if not texts: sys.exit(3)\n"
        "file.write_text(texts[0].read_text('utf-8'), 'utf-8')\n"
        "texts[0].unlink()\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f'{sys.executable} "{script}"')
    monkeypatch.setattr("planner.cli.policy.editing.on_terminal", lambda: True)

    def writes(*texts, answers=""):
        for number, text in enumerate(texts):
            (folder / f"{number}.toml").write_text(text, "utf-8")
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
        return folder / "seen"

    return writes


def test_rules_without_errors_are_taken(run, home, policy, editor):
    seen = editor(OTHER)
    code, out, err = run("policy", "edit")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "Your rules are saved; they hold within a minute.",
        f"The old ones are kept: {home / 'policy.old-1.toml'}",
    ]
    assert seen.read_text("utf-8") == MINE
    assert files(home) == {"policy.toml": OTHER, "policy.old-1.toml": MINE}
    assert stat.S_IMODE(policy.stat().st_mode) == 0o600


def test_the_first_file_begins_with_the_shipped_rules(run, home, editor):
    seen = editor(MINE)
    assert run("policy", "edit")[0] == 0
    assert (
        load(seen.read_text("utf-8"), "seen").rules == load(policies.default_text(), "seen").rules
    )
    assert files(home) == {"policy.toml": MINE}


def test_nothing_has_changed(run, home, policy, editor):
    editor(MINE)
    assert run("policy", "edit") == (0, "", "Nothing has changed.\n")
    assert files(home) == {"policy.toml": MINE}


def test_an_error_is_shown_and_editing_goes_on(run, home, policy, editor):
    seen = editor(WRONG, OTHER, answers="y\n")
    code, _out, err = run("policy", "edit")
    assert code == 0
    assert err.startswith("policy.draft.toml:3:6: unknown effect 'answer_at_most'")
    assert "Go on editing?" in err
    assert seen.read_text("utf-8") == WRONG
    assert files(home) == {"policy.toml": OTHER, "policy.old-1.toml": MINE}


def test_errors_never_hold_and_the_draft_stays(run, home, policy, editor):
    editor(WRONG, answers="n\n")
    code, _out, err = run("policy", "edit")
    assert code == 1
    assert err.endswith(
        f"{home / 'policy.draft.toml'}: Your rules stay as they were; the draft is kept.\n"
    )
    assert files(home) == {"policy.toml": MINE, "policy.draft.toml": WRONG}

    seen = editor(OTHER, answers="y\n")
    code, _out, err = run("policy", "edit")
    assert code == 0
    assert "There is a draft from before. Go on with it?" in err
    assert seen.read_text("utf-8") == WRONG
    assert files(home) == {"policy.toml": OTHER, "policy.old-1.toml": MINE}


def test_a_draft_is_left_on_purpose(run, home, policy, editor):
    (home / "policy.draft.toml").write_text(WRONG, "utf-8")
    seen = editor(OTHER, answers="n\n")
    assert run("policy", "edit")[0] == 0
    assert seen.read_text("utf-8") == MINE


def test_a_test_that_fails_is_shown_like_an_error(run, home, policy, editor):
    editor(TESTED, answers="n\n")
    code, _out, err = run("policy", "edit")
    assert code == 1
    assert "test 'mine': answers_at_most should be 11, is 10 because of mine" in err
    assert files(home) == {"policy.toml": MINE, "policy.draft.toml": TESTED}


def test_an_editor_that_fails_changes_nothing(run, home, policy, editor):
    editor()
    code, _out, err = run("policy", "edit")
    assert code == 1
    assert "The editor ended with a failure; the draft is kept." in err
    assert files(home)["policy.toml"] == MINE


def test_rules_that_changed_elsewhere_meanwhile_stay(run, home, policy, editor, monkeypatch):
    editor(OTHER)
    real = subprocess.run

    def meanwhile(*args, **kwargs):
        policy.write_text("# changed elsewhere\n" + MINE, "utf-8")
        return real(*args, **kwargs)

    monkeypatch.setattr("planner.cli.policy.editing.subprocess.run", meanwhile)
    code, _out, err = run("policy", "edit")
    assert code == 1
    assert "Your rules were changed elsewhere meanwhile; the draft is kept." in err
    assert files(home) == {
        "policy.toml": "# changed elsewhere\n" + MINE,
        "policy.draft.toml": OTHER,
    }


@pytest.mark.parametrize(
    ("visual", "told"),
    [
        ("", "No editor is chosen: EDITOR is not set."),
        ("no-such-editor -x", "There is no such editor: no-such-editor."),
        ('nano "', "EDITOR cannot be read"),
    ],
)
def test_without_an_editor_it_says_what_to_do(run, home, policy, editor, monkeypatch, visual, told):
    monkeypatch.setenv("EDITOR", visual)
    code, out, err = run("policy", "edit")
    assert (code, out) == (1, "")
    assert told in err
    assert err.endswith("Change the file with any editor, then: entracte policy check\n")
    assert files(home) == {"policy.toml": MINE}


def test_without_a_terminal_it_says_what_to_do(run, home, policy, editor, monkeypatch):
    monkeypatch.setattr("planner.cli.policy.editing.on_terminal", lambda: False)
    code, out, err = run("policy", "edit")
    assert (code, out) == (1, "")
    assert err == (
        f"{policy}: An editor needs a terminal. "
        "Change the file with any editor, then: entracte policy check\n"
    )


def test_on_a_real_terminal(home, policy, editor):
    """A whole process with a terminal of its own, and both a wrong and a right text."""
    editor(WRONG, OTHER)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "planner", "policy", "edit"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "ENTRACTE_HOME": str(home)},
    ) as process:
        os.close(theirs)
        os.write(ours, b"y\n")
        assert process.wait(timeout=60) == 0
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "unknown effect 'answer_at_most'" in shown
    assert "Your rules are saved" in shown
    assert files(home)["policy.toml"] == OTHER
