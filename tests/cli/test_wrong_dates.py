"""Dates, numbers and copies that cannot be: clear words, and nothing left behind."""

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from planner.cli.copies import copy_folder

FAR = ["9999-12-31", "9999-12-31T23:59", "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00"]
WRONG = [*FAR, "2027-02-31", "", "-5", "25:00", "\x1b[2J"]


@pytest.mark.parametrize("day", WRONG)
@pytest.mark.parametrize(
    "words",
    [
        ("can-i", "x", "--minutes", "5", "--by"),
        ("away", "--from"),
        ("away", "--until"),
        ("away", "--half", "am", "--from"),
        ("add", "x", "--from", "A", "--promise"),
        ("answer", "1", "x", "--promise"),
        ("snooze", "1", "--until"),
        ("holidays", "close"),
        ("simulate", "--on-my-shop", "--day-off"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_date_that_cannot_be_is_wrong_use(run, office, words, day):
    code, out, err = run(*words, day)
    assert (code, out) == (2, "")
    assert "unexpected" not in err
    assert "\x1b" not in err
    assert office.calls == []


@pytest.mark.parametrize("words", [("why",), ("release",), ("ready",)])
def test_a_number_larger_than_any_is_no_request(run, home, words):
    code, _out, err = run(*words, str(10**30))
    assert code == 1
    assert f"There is no request {10**30}" in err


def test_a_subject_is_one_clean_line(run, home):
    code, out, _err = run("can-i", "a\x1b[2J\u202e\r\nBcc: b", "--minutes", "5")
    assert code == 0
    assert "Bcc: b” has room" in out
    assert not any(sign in out for sign in "\x1b\u202e\r")


def test_what_a_killed_what_if_left_behind_goes_with_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script = (
        "import os, signal\nfrom planner.cli.copies import copy_folder\n"
        "with copy_folder() as folder:\n"
        "    (folder / 'letters').write_text('x')\n"
        "    os.kill(os.getpid(), signal.Signals[__import__('sys').argv[1]])\n"
    )

    def ended_by(name):
        env = {**os.environ, "TMPDIR": str(tmp_path)}
        ended = subprocess.run(
            [sys.executable, "-c", script, name], env=env, capture_output=True, check=False
        )
        assert ended.returncode != 0
        return list(tmp_path.iterdir())

    assert ended_by("SIGTERM") == []
    assert len(ended_by("SIGKILL")) == 1
    before = signal.getsignal(signal.SIGTERM)
    with copy_folder() as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before
