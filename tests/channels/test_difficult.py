"""A corpus of difficult mails. Each is read as expected.toml says, which tells only what differs.

Usually Lise Dupont asks about "Robe fleurie" with the one word "Bonjour", and a machine
may answer.
"""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from planner.channels.mime import read
from planner.domain.author import author
from planner.domain.autoreply import bounce, speaking
from tests.channels.corpus import DIFFICULT, MAILS, ME, NOW
from tests.channels.made import MADE

FOLDER = Path(__file__).parent / "difficult"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text())
#: What each key of expected.toml is compared with, and what it is when it is not told.
USUAL = {
    "subject": "Robe fleurie",
    "from": "lise@example.org",
    "name": "Lise Dupont",
    "rows": [],
    "reply": "Bonjour",
    "attachments": [],
    "id": "<m1@example.org>",
    "date": "2026-11-21T21:00:00",
}
OTHERS = {"author", "last_reference", "in_reply_to"}


def found(message):
    sender, writer = message.sender, author(message, ME)
    return {
        "subject": message.subject,
        "from": sender.address if sender else "",
        "name": sender.name if sender else "",
        "rows": list(speaking(message, ME)),
        "reply": message.reply_text.replace("\u00a0", " "),
        "attachments": [f"{x.name}|{x.type}" for x in message.attachments],
        "id": message.message_id,
        "date": message.sent_at.replace(tzinfo=None).isoformat() if message.sent_at else "",
        "author": writer.address if writer else "",
        "last_reference": message.references[-1] if message.references else "",
        "in_reply_to": message.in_reply_to,
    }


@pytest.mark.parametrize("path", DIFFICULT, ids=lambda path: path.stem)
def test_a_difficult_mail_is_read_as_expected(path):
    told = EXPECTED.get(path.stem, {})
    message = read(path.read_bytes(), foreign_id="1", received_at=NOW)
    got = found(message)
    wanted = {key: value for key, value in told.items() if key in USUAL.keys() | OTHERS}
    assert {key: got[key] for key in wanted} == wanted
    assert message.readable == told.get("readable", True)
    assert message.reply_text.startswith(told.get("begins", ""))
    if message.readable and not told.get("loose"):
        usual = {key: value for key, value in USUAL.items() if key not in told}
        if "begins" in told:
            usual.pop("reply", None)
        assert {key: got[key] for key in usual} == usual
    assert not bounce(message)


def test_the_corpus_is_large_and_every_expectation_has_its_mail():
    assert len(DIFFICULT) + len(MAILS) + len(MADE) >= 200
    assert EXPECTED.keys() <= {path.stem for path in DIFFICULT}
    for told in EXPECTED.values():
        known = USUAL.keys() | OTHERS | {"begins", "readable", "loose"}
        assert told.keys() <= known
        assert datetime.fromisoformat(told.get("date") or "2026-01-01")
