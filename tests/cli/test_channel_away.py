"""`channel away`: what is written, what is said, and what goes alone."""

import json

import pytest

from tests.servers.process import HOST, free_port


@pytest.fixture
def mailbox(home):
    path = home / "settings.toml"
    own = {"name": "courrier", "kind": "imap", "host": HOST, "user": "u@h.example"}
    lines = [f'{key} = "{value}"' for key, value in own.items()]
    table = "\n".join(["", "[[channel]]  # hers", *lines, ""])
    path.write_text(path.read_text() + table)
    return path


def covered(run):
    code, out, _err = run("channel", "away", "courrier", "--json")
    assert code == 0
    return json.loads(out)["state"]


def test_the_way_is_written_and_taken_out_again(run, mailbox, monkeypatch):
    monkeypatch.setenv("ENTRACTE_PASSWORD_COURRIER", "x")
    before = mailbox.read_text()
    assert covered(run) == "none"
    port = str(free_port())
    words = ("sieve", "--port", port, "--security", "none", "--hours")
    code, _out, err = run("channel", "away", "courrier", *words)
    assert code == 1  # nobody is there: it is said, and tried when it is needed
    assert f"{HOST}:{port}" in err
    assert 'away = "sieve"' in mailbox.read_text()
    assert "away_hours = true" in mailbox.read_text()
    assert covered(run) == "nothing"
    assert "sieve" in run("channel", "list")[1]
    assert run("channel", "away", "courrier", "off")[0] == 0
    assert covered(run) == "none"
    assert "# hers" in mailbox.read_text()
    assert before.splitlines() == [
        line for line in mailbox.read_text().splitlines() if not line.startswith("away")
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nobody", "sieve"), 1),
        (("courrier", "--take"), 1),  # it has no server of its own yet
        (("courrier", "sieve", "--take"), 2),
        (("courrier", "fax"), 2),
    ],
)
def test_what_cannot_be_is_said(run, mailbox, words, code):
    before = mailbox.read_text()
    assert run("channel", "away", *words)[0] == code
    assert mailbox.read_text() == before
