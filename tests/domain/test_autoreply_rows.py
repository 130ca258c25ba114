"""Every row of the table: what it speaks about, and what only looks like it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.channels.compose import write
from planner.channels.mime import read
from planner.domain.autoreply import ROWS, Me, Memory, Said, answerable, of_memory, speaking
from planner.domain.autoreply.mail import MAIL_ROWS
from planner.domain.autoreply.memory import (
    ECHO,
    LIVE,
    MOST_FIRST,
    OVER_ALL,
    STATE_ROWS,
    TO_ADDRESS,
    TO_DOMAIN,
    Counts,
)
from planner.domain.message import Mailbox, Outgoing
from tests.channels.corpus import MAILS, ME, NOW, mail

PAGE = Path(__file__).parents[2] / "docs" / "automatic-replies.md"
QUESTION = mail("question-fr")

#: Fields that make a mail unanswerable, and near misses that do not: row, those, these.
HEADERS = [
    ("H1", ["Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (vacation)",
            "Auto-Submitted: auto-notified; owner-email=\"x@y.z\"", "Auto-Submitted: yes",
            "Auto-Submitted:", "Auto-Submitted : auto-replied"],
     ["Auto-Submitted: no", "Auto-Submitted: NO (a person)", "X-Auto-Submitted: auto-replied",
      "Auto-Submitted: no; a=b"]),
    ("H2", ["List-Id: <a.b>", "List-Help: <mailto:a@b>", "List-Subscribe: x", "List-Unsubscribe:",
            "List-Post: NO", "List-Owner: x", "List-Archive: x"],
     ["Listid: x", "X-List-Id: x", "Mailist: x"]),
    ("H3", ["List-Unsubscribe-Post: List-Unsubscribe=One-Click", "List-Software: x",
            "X-Mailing-List: x", "Mailing-List: list x"], ["X-Mailer: x", "Mailing: x"]),
    ("H4", ["Precedence: bulk", "Precedence: LIST", "Precedence: junk (x)",
            "Precedence: auto_reply"],
     ["Precedence: first-class", "Precedence: special-delivery", "Precedence: normal",
      "X-Precedence: bulk", "Precedence:"]),
    ("H5", ["X-Auto-Response-Suppress: All", "X-Auto-Response-Suppress: DR, OOF, RN",
            "X-Auto-Response-Suppress: autoreply", "X-Auto-Response-Suppress: DR; AutoReply",
            "X-Auto-Response-Suppress: (why, not) All"],
     ["X-Auto-Response-Suppress: None", "X-Auto-Response-Suppress: DR, NDR, RN, NRN",
      "X-Auto-Response-Suppress:", "X-Auto-Response-Suppress: Allow"]),
    ("H6", ["X-Autoreply: yes", "X-Autorespond: x", "X-Auto-Reply-From: a@b"],
     ["X-Auto: yes", "X-Reply: x"]),
    ("H7", ["X-Loop: yes", "X-Loop: a@b", "X-No-Loop: 1"], ["X-Loopback: 1", "Loop: 1"]),
    ("H9", ["X-Failed-Recipients: a@b"], ["X-Recipients: a@b"]),
    ("H10", ["Feedback-ID: a:b:c", "X-Campaign: 4", "X-Mailgun-Sid: x", "X-SES-Outgoing: x"],
     ["X-Feedback: x", "X-Mailgun: x", "X-Session: x"]),
    ("H12", ["X-Spam-Flag: YES", "X-Spam-Status: Yes, score=9"],
     ["X-Spam-Flag: NO", "X-Spam-Status: No, score=1 (yes)", "X-Spam-Score: 9"]),
]  # fmt: skip
#: The same for the envelope: what stands in the place of a field of the question.
PLACES = [
    ("E1", "Return-Path", ["<>", "< >", "<> (bounce)"], ["<lise@example.org>"]),
    ("E2", "From", ["", "Lise", "undisclosed-recipients:;"], ["lise@example.org"]),
    ("E2", "Return-Path", ["<lise>", "<lise@>"], ["<lise+a@example.org>"]),
    ("E3", "From", ["Moi <SHOP@Example.Test>", "<shop+x@example.test>"],
     ["shop@example.test.example.org", '"shop@example.test" <lise@example.org>']),
    ("E4", "Message-ID", ["<x@entracte.example.test>", "<x@ENTRACTE.example.TEST>"],
     ["<x@example.test>", "<x@entracte.example.org>", "<entracte.example.test@example.org>"]),
    ("E5", "Return-Path", ["<MAILER-DAEMON@example.org>", "<owner-couture@example.org>",
                           "<couture-request@example.org>", "<majordomo@example.org>"],
     ["<owner@example.org>", "<request@example.org>", "<lise.majordomo@example.org>"]),
    ("E6", "From", ["noreply@example.org", "Boutique <boutique-no-reply@example.org>",
                    "do.not.reply@example.org", "bounces+1=a@example.org", "NDR@example.org",
                    "postmaster@example.org", "no-reply+abc@example.org"],
     ["norbert.eply@example.org", "reply@example.org", "bouncer@example.org",
      "andre@example.org"]),
    ("E7", "To", ["lise@example.org", '"shop@example.test" <x@example.org>', ""],
     ["Amis: SHOP@example.test;", "x@y.z, <shop+tag@example.test>", "contact@atelier.example"]),
    ("C1", "Subject", ["Automatic reply: Robe", "Réponse automatique : Robe", "Auto: Robe"],
     ["Re: Automatic reply: Robe", "Automatique"]),
]  # fmt: skip
#: Who answers one of ours, so that only the subject decides about C1.
OURS = b"In-Reply-To: <x@entracte.example.test>\n"


def speak(raw):
    return speaking(read(raw, foreign_id="1", received_at=NOW), ME)


def placed(field, value, raw=QUESTION):
    pattern = rf"(?mi)^{field}:.*(?:\n[ \t].*)*\n".encode()
    assert re.search(pattern, raw), field
    return re.sub(pattern, lambda _: f"{field}: {value}\n".encode(), raw, count=1)


CASES = [(row, f"{field}\n".encode() + QUESTION, True) for row, yes, _ in HEADERS for field in yes]
CASES += [(row, f"{field}\n".encode() + QUESTION, False) for row, _, no in HEADERS for field in no]
CASES += [(row, OURS + placed(f, v), True) for row, f, yes, _ in PLACES for v in yes]
CASES += [(row, OURS + placed(f, v), False) for row, f, _, no in PLACES for v in no]
CASES += [
    ("E8", b"Received: from a by b; Sat, 21 Nov 2026 22:00:00 +0100\n" * 99 + QUESTION, True),
    ("E8", b"Received: from a by b; Sat, 21 Nov 2026 22:00:00 +0100\n" * 98 + QUESTION, False),
    ("H8", placed("Content-Type", "multipart/Report; report-type=x; boundary=b"), True),
    ("H8", placed("Content-Type", "multipart/mixed; boundary=report"), False),
    ("C1", placed("Subject", "Automatic reply: Robe"), False),  # an answer to nothing of ours
    ("C2", placed("Subject", "Undelivered Mail") + b"\n550 5.1.1 user unknown\n", True),
    ("C2", placed("Subject", "Fwd: Undelivered Mail") + b"\n550 5.1.1 user unknown\n", False),
    ("C2", placed("Subject", "Undelivered parcel?") + b"\nWhere is it?\n", False),
    ("U1", b"", True),
    ("U1", QUESTION, False),
]


@pytest.mark.parametrize(("row", "raw", "says"), CASES)
def test_a_row_speaks_about_its_mails_and_not_about_near_misses(row, raw, says):
    assert (row in speak(raw)) is says


def test_every_row_of_mails_has_both_kinds_of_examples():
    for says in (True, False):
        assert {row for row, _, said in CASES if said is says} == set(MAIL_ROWS)


SAID = Said(NOW - timedelta(days=2), frozenset({1}), frozenset({"1 answer x"}), first=True)
WORD = Memory(NOW, requests=frozenset({2}), handles=frozenset({"2 answer x"}), first=True)
JUST = NOW - timedelta(minutes=1)
#: Row by row: what speaks, and what is as near without speaking.
STATES = [
    ("S1", replace(WORD, said=(SAID,) * MOST_FIRST),
     [replace(WORD, said=(SAID,) * (MOST_FIRST - 1)),
      replace(WORD, said=(SAID,) * MOST_FIRST, own_at=NOW),
      replace(WORD, said=(SAID,) * MOST_FIRST, first=False)]),
    ("S1", replace(WORD, said=(replace(SAID, at=JUST, requests=frozenset({2})),)),
     [replace(WORD, said=(replace(SAID, at=JUST),)),
      replace(WORD, said=(replace(SAID, requests=frozenset({2})),))]),
    ("S1", replace(WORD, said=(replace(SAID, at=JUST),), opened=((2, NOW), (3, NOW))),
     [replace(WORD, said=(replace(SAID, at=JUST),), opened=((2, NOW),)),
      replace(WORD, said=(replace(SAID, at=NOW - 2 * ECHO),), opened=((2, NOW), (3, NOW)))]),
    ("S1", replace(WORD, said=(replace(SAID, at=JUST),), note=True),
     [replace(WORD, said=(SAID,), note=True), replace(WORD, note=True)]),
    ("S1", replace(WORD, said=(replace(SAID, news=NOW),), news=NOW, away=True,
                   absent_since=SAID.at),
     [replace(WORD, said=(replace(SAID, news=NOW),), news=NOW, away=True, absent_since=JUST),
      replace(WORD, said=(replace(SAID, news=JUST),), news=NOW, away=True, absent_since=SAID.at)]),
    ("S2", replace(WORD, said=(SAID,), requests=frozenset({1}), handles=SAID.handles),
     [replace(WORD, said=(SAID,), requests=frozenset({1}), handles=frozenset({"1 answer y"})),
      replace(WORD, said=(SAID, replace(SAID, at=JUST, handles=frozenset({"1 answer y"}))),
              requests=frozenset({1}), handles=SAID.handles)]),
    ("S4", Memory(NOW, whole=False), [Memory(NOW)]),
    ("S5", Memory(NOW, known=True), [Memory(NOW)]),
    ("S6", Memory(NOW, came=JUST, since=NOW),
     [Memory(NOW, came=NOW, since=NOW), Memory(NOW, came=JUST), Memory(NOW, since=NOW)]),
    ("S7", Memory(NOW, counts=Counts(TO_ADDRESS)),
     [Memory(NOW, counts=Counts(TO_ADDRESS - 1, OVER_ALL - 1, TO_DOMAIN - 1))]),
    ("S7", Memory(NOW, counts=Counts(0, OVER_ALL)), []),
    ("S7", Memory(NOW, counts=Counts(0, 0, TO_DOMAIN)), []),
    ("S7", Memory(NOW, paused=True), []),
    ("S8", Memory(NOW, away=True), [Memory(NOW, away=True, absent_since=JUST), Memory(NOW)]),
    ("U2", Memory(NOW, blocked=True), [Memory(NOW)]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "speaks", "silent"), STATES)
def test_a_row_of_state_speaks_and_its_near_misses_do_not(row, speaks, silent):
    assert row in of_memory(speaks)
    assert all(row not in of_memory(memory) for memory in silent)


def test_every_row_of_state_has_an_example():
    assert {row for row, _, _ in STATES} == set(STATE_ROWS)
    assert timedelta(minutes=5) == LIVE


def test_the_page_names_every_row_and_no_other():
    told = re.findall(r"(?m)^\| ([EHCSU]\d+) \|", PAGE.read_text("utf-8"))
    assert sorted(told) == sorted({*ROWS, *NEVER})
    assert len(told) == len(set(told))


#: Rows of the table that never speak against an answer: the page says why.
NEVER = {"C3", "H11", "S3", "S9"}


# Properties

FIELDS = sorted({field for _, yes, _ in HEADERS for field in yes if not field.endswith(":")})
MARKED = st.builds(
    lambda field, way: way(*field.split(":", 1)),
    st.sampled_from([x for x in FIELDS if "One-Click" not in x and " :" not in x]),
    st.sampled_from(
        [
            lambda name, value: f"{name}:{value}",
            lambda name, value: f"{name.upper()}:{value.upper()}",
            lambda name, value: f"{name.lower()}:\n {value.strip()}",
            lambda name, value: f"{name}: (a comment){value} (another; one)",
            lambda name, value: f"{name}:{value}\n{name}:{value}",
            lambda name, value: f"{name}: no\n{name}:{value}",
        ]
    ),
)


def split(raw):
    """The fields of a mail, each with its further lines, and the rest."""
    head, _, body = raw.partition(b"\n\n")
    return re.split(rb"\n(?![ \t])", head), body


@settings(deadline=None)
@given(st.sampled_from(MAILS), MARKED, st.integers(0, 30))
def test_a_field_that_suppresses_brings_silence_wherever_it_stands(path, field, place):
    fields, body = split(path.read_bytes().replace(b"\r\n", b"\n"))
    before = speak(path.read_bytes())
    fields.insert(min(place, len(fields)), field.encode())
    after = speak(b"\n".join(fields) + b"\n\n" + body)
    assert not answerable(after)
    assert {row for row in before if row not in ("C2", "U1")} <= set(after)  # C2 is a last resort


@settings(deadline=None)
@given(st.sampled_from(MAILS), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_decides_nothing(path, chance):
    fields, body = split(path.read_bytes().replace(b"\r\n", b"\n"))
    shuffled = chance.sample(fields, len(fields))
    assert speak(b"\n".join(shuffled) + b"\n\n" + body) == speak(path.read_bytes())


@settings(deadline=None)
@given(st.binary(max_size=400), st.booleans(), st.integers(0, 20))
def test_any_bytes_give_a_decision(junk, after_a_header, paused):
    raw = QUESTION[:paused] + junk + QUESTION if after_a_header else junk
    message = read(raw, foreign_id="1", received_at=NOW)
    rows = speaking(message, ME, Memory(NOW, paused=paused > 10))
    assert set(rows) <= set(ROWS)
    assert isinstance(answerable(rows), bool)
    assert rows[: len(speaking(message, ME))] == speaking(message, ME)


TEXT = st.text(max_size=60)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, st.lists(TEXT, max_size=3), st.booleans())
def test_what_we_wrote_is_never_answered_when_it_comes_back(name, subject, body, ids, automatic):
    ours = Outgoing(
        to=Mailbox("lise@example.org", name),
        sender=Mailbox("shop@example.test", name),
        subject=subject,
        body=body,
        message_id="<0123@entracte.example.test>",
        at=NOW,
        automatic=automatic,
        in_reply_to=ids[0] if ids else "",
        references=tuple(ids),
    )
    # To us by a rule of the customer's server, which may have put its own Message-ID.
    raw = write(ours)
    renamed = raw.replace(b"<0123@entracte.example.test>", b"<9@relay.example>")
    lent = Me(frozenset({"lise@example.org"}), ME.host)
    for back in (raw, renamed):
        assert "E4" in speaking(read(back, foreign_id="1", received_at=NOW), lent)
    peer = speaking(
        read(raw, foreign_id="1", received_at=NOW),
        Me(frozenset({"lise@example.org"}), "entracte.example.org"),
    )
    assert answerable(peer) is not automatic  # another shop's owner is a customer like any other
