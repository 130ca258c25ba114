"""`absences edit` and `away --try-word` on a real shop."""

import json
from datetime import UTC, datetime, timedelta

import pytest


def listed(run):
    return json.loads(run("absences", "--json")[1])


def test_an_absence_is_edited_extended_and_made_endless(run, home):
    first = datetime.now(UTC).date() + timedelta(days=20)
    run("away", "leave", "--from", str(first), "--until", str(first))
    (one,) = listed(run)
    later = first + timedelta(days=2)
    assert run("absences", "edit", one["id"], "--until", str(later), "--kind", "closed")[0] == 0
    changed = listed(run)[0]
    assert (changed["id"], changed["kind"], changed["since"]) == (one["id"], "closed", one["since"])
    assert changed["until"] > one["until"]
    assert run("absences", "edit", one["id"], "--extend")[0] == 0
    assert listed(run)[0]["until"] > changed["until"]
    assert run("absences", "edit", one["id"], "--endless")[0] == 0
    assert listed(run)[0]["until"] is None
    assert run("undo")[0] == 0
    assert listed(run)[0]["until"] > changed["until"]
    assert run("absences", "edit", one["id"], "--half", "am")[0] == 0
    assert "(morning)" in run("absences")[1]
    assert run("absences", "edit", one["id"], "--half", "no")[0] == 0
    assert "(morning)" not in run("absences")[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("3",), 2),
        (("3", "--extend", "--kind", "sick"), 2),
        (("3", "--half", "am", "--until", "tomorrow"), 2),
        (("99", "--kind", "sick"), 1),
    ],
)
def test_wrong_edits(run, home, words, code):
    assert run("absences", "edit", *words)[0] == code


MAIL = """\
Authentication-Results: mx.example.org; dkim={result} header.d=example.org
From: me@example.org
Date: {date}
Message-ID: <1@example.org>
Subject: Tournesol

"""


def test_a_mail_is_tried_without_doing_anything(run, home, tmp_path):
    file = tmp_path / "word.eml"
    file.write_text(MAIL.format(result="pass", date="Tue, 24 Nov 2026 07:00:00 +0100"))
    assert run("away", "--try-word", str(file))[0] == 2  # no word is set
    path = home / "settings.toml"
    path.write_text(
        path.read_text()
        + '\n[away]\nword = "tournesol"\ntrust = "mx.example.org"\nfrom = ["me@example.org"]\n'
    )
    assert "would mark you" in " ".join(run("away", "--try-word", str(file))[1:])
    file.write_text(file.read_text().replace("dkim=pass", "dkim=fail"))
    tried = json.loads(run("away", "--try-word", str(file), "--json")[1])
    assert (tried["heard"], tried["reason"]) == (False, "unverified")
    assert listed(run) == []
