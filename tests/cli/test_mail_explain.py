"""`mail explain`: every field, every row in words, any file and folder."""

import json
import os
from pathlib import Path

import pytest

from tests.channels.corpus import MAILS, rows

FIELDS = {
    *("path", "readable", "subject", "from_name", "from_address", "to", "date", "message_id"),
    *("in_reply_to", "references", "body", "reply_text", "language", "attachments", "bounce"),
    *("answerable", "rows", "thread"),
}
ME = ("--me", "shop@example.test", "--me", "contact@atelier.example")
MAIL = """From: Lise <lise@example.org>
To: shop@example.test
Subject: {subject}
Message-ID: <{id}@example.org>
{more}
Bonjour, la robe est-elle disponible ?
"""


@pytest.fixture
def explain(run):
    def told(*words):
        code, out, _err = run("mail", "explain", *map(str, words), "--json")
        assert code == 0
        return [json.loads(line) for line in out.splitlines()]

    return told


def test_every_mail_of_the_corpus_in_one_call(explain):
    found = explain(*MAILS, *ME)
    assert len(found) == len(MAILS)
    for record, path in zip(found, MAILS, strict=True):
        assert set(record) >= FIELDS
        assert record["path"] == str(path)
        assert record["rows"] == list(rows(path))
        assert record["answerable"] is (record["rows"] == [])


def test_a_row_is_said_in_words_in_the_shop_s_language(run, tmp_path):
    (tmp_path / "a.eml").write_text(MAIL.format(subject="Robe", id=1, more="List-Id: <x.y>"))
    _code, out, _err = run("mail", "explain", str(tmp_path), *ME)
    assert "H2: It comes from a mailing list." in out


def test_an_empty_reverse_path_is_said_with_two_quotes(explain, tmp_path):
    (tmp_path / "a.eml").write_text(MAIL.format(subject="Robe", id=1, more=""))
    assert explain(tmp_path, *ME)[0]["rows"] == []
    assert explain(tmp_path, *ME, "--envelope-from", "")[0]["rows"] == ["E1"]
    assert explain(tmp_path, *ME, "--envelope-from", "noreply@x.org")[0]["rows"] == ["E6"]


def test_folders_within_folders_broken_files_and_pipes(explain, run, tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "mail.eml").write_text(MAIL.format(subject="Robe", id=1, more=""))
    (tmp_path / "broken").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = explain(tmp_path, *ME)
    assert [Path(record["path"]).name for record in found] == ["mail.eml", "broken", "empty"]
    assert [record["readable"] for record in found[1:]] == [False, False]
    code, out, err = run("mail", "explain", str(tmp_path / "pipe"), "--json")
    assert code == 0
    assert "is no file" in err
    assert json.loads(out)["answerable"] is False


def test_an_answer_without_references_is_found_by_person_and_subject(explain, tmp_path):
    mails = [
        ("1", "Robe", ""),
        ("2", "RE: Robe", "In-Reply-To: <1@example.org>"),
        ("3", "Re: robe", ""),
        ("4", "Jupe", ""),
    ]
    for number, subject, more in mails:
        (tmp_path / number).write_text(MAIL.format(subject=subject, id=number, more=more))
    other = MAIL.format(subject="Re: Robe", id=5, more="").replace("lise@", "rose@")
    (tmp_path / "5").write_text(other)
    mine = MAIL.format(subject="Re: Robe", id=6, more="")
    mine = mine.replace("To: shop@example.test", "To: Lise <Lise@example.org>")
    (tmp_path / "6").write_text(mine.replace("From: Lise <lise@example.org>", f"From: {ME[1]}"))
    keys = [record["thread"] for record in explain(tmp_path, *ME)]
    assert keys[0] == keys[1] == keys[2] == keys[5]
    assert len(set(keys)) == 3
