from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.channels.mime import read
from planner.domain.autoreply import (
    ROWS,
    SENTENCES,
    Me,
    answerable,
    bounce,
    speaking,
    target,
)
from planner.domain.autoreply.mail import MAIL_ROWS
from planner.domain.mailboxes import parse, quoted, usable
from planner.domain.message import Incoming, Mailbox
from tests.channels.corpus import MAILS, ME, NOW, mail, rows


def the(name: str) -> Incoming:
    return read(mail(name), foreign_id=name, received_at=NOW)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_exactly_the_rows_of_the_table_speak(path):
    message = read(path.read_bytes(), foreign_id=path.name, received_at=NOW)
    assert speaking(message, ME) == rows(path)
    assert answerable(speaking(message, ME)) == (rows(path) == ())


def test_every_row_has_a_mail_that_it_speaks_about_and_a_sentence_in_both_languages():
    covered = {row for path in MAILS for row in rows(path)} | {"U1"}
    assert covered == set(MAIL_ROWS)
    assert set(SENTENCES["fr"]) == set(SENTENCES["en"]) == set(ROWS)


def test_what_cannot_be_read_is_never_answered():
    message = read(b"", foreign_id="1", received_at=NOW)
    assert not message.readable
    assert "U1" in speaking(message, ME)


def test_a_known_envelope_wins_over_the_return_path():
    message = replace(the("question-fr"), envelope_from="")
    assert speaking(message, ME) == ("E1",)
    assert target(message) is None


def test_plus_tags_can_be_switched_off():
    strict = Me(ME.addresses, ME.host, plus_tags=False)
    assert speaking(the("plus-tag"), strict) == ("E7",)


def test_a_known_customer_may_be_answered_through_a_bulk_tool_but_not_through_a_list():
    assert answerable(("H10",), known_customer=True)
    assert not answerable(("H10",))
    assert not answerable(("H2", "H10"), known_customer=True)


def test_a_message_of_another_channel_needs_no_recipient():
    message = Incoming("1", NOW, Mailbox("lise@example.org"), text="Bonjour")
    assert speaking(message, ME) == ()


def test_the_target_is_the_reverse_path_with_the_name_that_belongs_to_it():
    assert target(the("question-fr")) == Mailbox("lise@example.org", "Lise Dupont")
    assert target(the("path-of-a-person")) == Mailbox("lise+x@example.org")
    assert target(the("from-only")) == Mailbox("lise@example.org", "Lise Dupont")
    assert target(the("null-path")) is None
    assert target(the("no-from-no-path")) is None


def test_reply_to_is_not_where_an_automatic_reply_goes():
    raw = mail("question-fr").replace(b"Subject:", b"Reply-To: <other@example.org>\nSubject:")
    message = read(raw, foreign_id="1", received_at=NOW)
    assert message.reply_to == Mailbox("other@example.org")
    assert target(message) == Mailbox("lise@example.org", "Lise Dupont")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("bounce", True), ("old-bounce", True), ("failed-recipients", True), ("read-report", False),
     ("bounce-without-header", True), ("forwarded-bounce", False), ("question-fr", False)],
)  # fmt: skip
def test_what_is_a_bounce(name, expected):
    message = the(name)
    assert bounce(message) is expected


@given(st.sampled_from(MAILS), st.sampled_from(["Precedence: bulk", "List-Id: <x>", "X-Loop: 1"]))
def test_one_more_reason_never_makes_a_mail_answerable(path, field):
    raw = path.read_bytes()
    before = speaking(read(raw, foreign_id="1", received_at=NOW), ME)
    after = speaking(read(f"{field}\n".encode() + raw, foreign_id="1", received_at=NOW), ME)
    assert set(before) < set(after) or set(before) == set(after)
    assert not answerable(after)


@given(st.text(max_size=300))
def test_any_text_as_an_address_field_is_read(value):
    assert all("@" in box.address for box in parse(value))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), max_size=40))
def test_a_name_never_becomes_an_address(name):
    box = Mailbox("lise@example.org", name)
    assert [found.address for found in parse(quoted(box))] == ["lise@example.org"]
    assert parse(quoted(box))[0].name == name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a@b.example (Lise (dite) L)", [("a@b.example", "Lise dite L")]),
        ('Lise " <a@b.example>, c@d.example', [("a@b.example", "Lise"), ("c@d.example", "")]),
        ("<@x,@y:a@b.example>", [("a@b.example", "")]),
        ("Amis: a@b.example, C <c@d.example>;", [("a@b.example", ""), ("c@d.example", "C")]),
        ('"a, b" <a@b.example>', [("a@b.example", "a, b")]),
        ("lise@example.org <lise@example.org>", [("lise@example.org", "lise@example.org")]),
        ("undisclosed-recipients:;", []),
        ("(" * 50_000, []),
    ],
)
def test_mailboxes(value, expected):
    assert [(box.address, box.name) for box in parse(value)] == expected


@pytest.mark.parametrize("address", ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\r\n", "<a@b>"])
def test_what_cannot_be_written_to(address):
    assert not usable(address)
