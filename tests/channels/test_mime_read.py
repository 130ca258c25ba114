from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.channels import mime
from planner.channels.mime import read
from planner.domain.autoreply import speaking
from planner.domain.message import Attachment, Incoming, Mailbox
from tests.channels.corpus import DIFFICULT, MAILS, ME, NOW, mail


def the(raw: bytes | str) -> Incoming:
    raw = raw.encode() if isinstance(raw, str) else raw
    return read(raw, foreign_id="1", received_at=NOW)


def sound(message: Incoming) -> None:
    """What holds for any mail: storable text, a decision, bytes kept when unreadable."""
    texts = [message.subject, message.text, message.reply_text, message.message_id]
    texts += [part for pair in message.headers for part in pair]
    for text in texts:
        assert "\0" not in text
        text.encode("utf-8")
    assert message.sent_at is None or message.sent_at.tzinfo is UTC
    assert message.readable or "U1" in speaking(message, ME)
    speaking(message, ME)


def test_a_plain_question():
    message = the(mail("question-fr"))
    assert message.readable
    assert message.raw == b""
    assert message.sender == Mailbox("lise@example.org", "Lise Dupont")
    assert message.to == (Mailbox("shop@example.test", "Atelier"),)
    assert message.subject == "Robe fleurie"
    assert message.message_id == "<m1@example.org>"
    assert message.envelope_from == "lise@example.org"
    assert message.sent_at == datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
    assert message.text.startswith("Bonjour,\n\nLa robe fleurie")
    assert message.part_types == ("text/plain",)


def test_html_becomes_text_and_its_quotation_is_marked():
    message = the(mail("html-reply"))
    assert message.reply_text.replace("\u00a0", " ") == "Parfait, je la prends !\n\nLise"
    assert "> Bonjour Lise" in message.text
    assert message.in_reply_to == "<1@entracte.example.test>"
    assert message.references == ("<0@example.org>", "<1@entracte.example.test>")


def test_the_plain_alternative_is_read_and_the_photo_is_listed():
    message = the(mail("photo"))
    assert message.text == "Voilà la photo."
    assert message.attachments == (Attachment("détail.png", "image/png", 8),)
    assert message.part_types == (
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "image/png",
    )


def test_an_empty_plain_alternative_does_not_hide_the_html():
    message = the(
        "From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n"
        "--x\n\n \n--x\nContent-Type: text/html\n\n<p>Voici</p>\n--x--\n"
    )
    assert message.text == "Voici"


def test_a_mail_in_a_mail_is_one_part():
    message = the(mail("forwarded-bounce"))
    assert message.part_types == ("multipart/mixed", "text/plain", "message/rfc822")
    assert message.text == "Bonjour, que veut dire ce message ? 5.1.1"


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("=?utf-8?B?w4k=?= =?utf-8?B?dMOp?=", "Été"),
        ("=?utf-8?Q?caf=C3?=\n =?utf-8?Q?=A9_noir?=", "café noir"),
        ("=?iso-8859-1?Q?=E9t=E9?= 2026", "été 2026"),
        ("=?x-unknown?Q?=C3=A9?=", "é"),
        ("=?rot13?Q?abc?=", "abc"),
        ("=?punycode?Q?abc?=", "abc"),
        ("=?utf-8?B?w4l?= x", None),
        ("=?utf-8?B?!!!?=", None),
        ("Robe\n fleurie", "Robe fleurie"),
        ("été en clair", "été en clair"),
    ],
)
def test_subjects(field, subject):
    message = the(f"From: a@b.example\nSubject: {field}\n\nx")
    assert message.readable
    assert subject is None or message.subject == subject


def test_bytes_that_are_no_utf8_are_read_as_the_western_charset():
    message = the(b"From: a@b.example\nSubject: \xe9t\xe9\n\nvoil\xe0 10 \x80")
    assert (message.subject, message.text) == ("été", "voilà 10 €")


@pytest.mark.parametrize(
    "charset", ["x-nowhere", "utf-8; x", "hex", "idna", "", "\udce9", "a" * 99]
)
def test_an_unknown_charset_still_gives_text(charset):
    head = f'From: a@b.example\nContent-Type: text/plain; charset="{charset}"\n\n'
    message = the(head.encode("utf-8", "surrogateescape") + "voilà".encode())
    assert message.readable
    assert message.text == "voilà"


@pytest.mark.parametrize(
    "date",
    ["", "hier", "Sat, 99 Nov 2026 22:00:00 +0100", "Fri, 31 Dec 9999 23:00:00 -1200",
     "Sat, 21 Nov 2026 22:00:00 +9999", "Sat, 21 Nov 99999999 22:00:00 +0100"],
)  # fmt: skip
def test_a_broken_date_is_no_date(date):
    message = the(f"From: a@b.example\nDate: {date}\n\nx")
    assert message.readable
    assert message.sent_at is None


def test_line_breaks_in_an_address_are_harmless():
    message = the("From: =?utf-8?Q?Lise=0D=0ABcc:_x@y.z?= <lise@example.org>\n\nx")
    assert message.sender == Mailbox("lise@example.org", "Lise Bcc: x@y.z")


def test_every_occurrence_of_a_field_is_kept():
    message = the("From: a@b.example\nX-A: 1\nx-a: 2\nX-A: =?utf-8?Q?=C3=A9?=\n\nx")
    assert message.header("X-a") == ("1", "2", "é")


def test_addresses_of_a_kept_field_can_be_read_again():
    message = the("From: a@b.example\nCc: =?utf-8?Q?Dupont=2C_x@y.z?= <l@example.org>\n\nx")
    assert message.header("Cc") == ('"Dupont, x@y.z" <l@example.org>',)


def test_an_id_that_was_broken_over_two_lines_is_whole_again():
    message = the("From: a@b.example\nReferences: <abc\n def@x.example> <g@x.example>\n\nx")
    assert message.references == ("<abcdef@x.example>", "<g@x.example>")


def test_flowed_lines_are_joined():
    head = "From: a@b.example\nContent-Type: text/plain; format=flowed\n\n"
    message = the(head + "Une phrase \ntrop longue.\n> cité \n> encore\n")
    assert message.text == "Une phrase trop longue.\n> cité encore"


@pytest.mark.parametrize("raw", [b"", b"\n", b"\n\nx", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff" * 999])
def test_bytes_that_are_no_mail_are_kept(raw):
    message = the(raw)
    assert not message.readable
    assert message.raw == raw
    sound(message)


def test_parts_nested_too_deep_leave_the_header_readable():
    deep = "".join(
        f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(3000)
    )
    raw = (
        f"From: a@b.example\nSubject: profond\nContent-Type: multipart/mixed; boundary=0\n\n{deep}x"
    )
    message = the(raw)
    assert message.subject == "profond"
    sound(message)


def test_html_nested_too_deep_is_still_text():
    raw = "From: a@b.example\nContent-Type: text/html\n\n" + "<div><b>" * 5000 + "Bonjour"
    message = the(raw)
    assert message.readable
    assert "Bonjour" in message.text


def test_a_huge_mail_is_read_up_to_the_cap(monkeypatch):
    monkeypatch.setattr(mime, "LARGEST", 2_000)
    message = the(mail("question-fr") + b"x" * 10_000)
    assert message.readable
    assert message.sender == Mailbox("lise@example.org", "Lise Dupont")
    assert len(message.text) < 2_000


@given(st.binary(max_size=600))
@example(b"From: \x00@\n\n")
def test_any_bytes_give_a_message(raw):
    sound(the(raw))


_PIECES = st.lists(
    st.sampled_from(
        [b"From: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/html; charset=",
         b"\n",
         b"\r\n\r\n", b"--b", b"--", b"=?utf-8?B?", b"?=", b"<", b">", b"@", b"(", b'"', b"utf-7",
         b"Content-Transfer-Encoding: ", b"base64", b"x-uuencode", b"begin 644 x\n",
         b"quoted-printable",
         b"filename*0*=utf-8''%", b"message/rfc822", b"<blockquote>", b"</p>",
         b"<?xml encoding='x'?>",
         b"a", b"\xe9", b"\xf0\x9f\x8c\xb8", b" ", b";", b":", b"Date: ",
         b"Mon, ", b"9" * 30]
    ),
    max_size=60,
)  # fmt: skip


@given(_PIECES)
def test_any_pieces_of_mail_give_a_message(pieces):
    sound(the(b"".join(pieces)))


@given(st.sampled_from([*MAILS, *DIFFICULT]), st.data())
@settings(max_examples=200)
def test_broken_copies_of_real_mail_give_a_message(path, data):
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        if raw:
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    sound(the(bytes(raw[: data.draw(st.integers(0, len(raw)))])))


@given(st.lists(st.sampled_from(DIFFICULT), min_size=2, max_size=3), st.data())
@settings(max_examples=150)
def test_mails_made_of_pieces_of_difficult_ones_give_a_message(paths, data):
    lines = [path.read_bytes().splitlines(keepends=True) for path in paths]
    made = []
    for one in lines:
        start = data.draw(st.integers(0, len(one)))
        end = data.draw(st.integers(start, len(one)))
        made += one[start:end] * data.draw(st.sampled_from((1, 1, 2, 40)))
    sound(the(b"".join(lines[0][:3] + made)))


def test_every_truncation_of_a_bounce_gives_a_message():
    raw = mail("bounce")
    for end in range(len(raw)):
        sound(the(raw[:end]))
