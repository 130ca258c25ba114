from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

from hypothesis import given
from hypothesis import strategies as st

from planner.channels.mime import read, write
from planner.domain.autoreply import Me, speaking
from planner.domain.message import Mailbox, Outgoing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MESSAGE = Outgoing(
    to=Mailbox("lise@example.org", "Lise Dupont"),
    sender=Mailbox("shop@example.test", "Atelier Éclair"),
    subject="Votre demande : robe fleurie",
    body="Bonjour Lise,\n\nVous aurez une réponse mardi.\n.\nFrom nous\n",
    message_id="<7@entracte.example.test>",
    at=NOW,
    automatic=True,
    in_reply_to="<m1@example.org>",
    references=("<m0@example.org>", "<m1@example.org>"),
    language="fr",
)
FIELDS = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Entracte", "Content-Language", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
]  # fmt: skip


def fields(raw: bytes) -> dict[str, str]:
    return dict(BytesParser(policy=policy.compat32).parsebytes(raw).items())


def test_an_automatic_mail_carries_what_the_table_asks_for():
    found = fields(write(MESSAGE))
    assert list(found) == FIELDS
    assert found["Auto-Submitted"] == "auto-replied"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["X-Entracte"] == "entracte.example.test"
    assert found["In-Reply-To"] == "<m1@example.org>"
    assert found["References"].split() == ["<m0@example.org>", "<m1@example.org>"]
    assert found["Date"] == "Sun, 22 Nov 2026 09:00:00 +0000"


def test_the_owner_s_own_answer_is_not_marked_as_automatic():
    found = fields(write(replace(MESSAGE, automatic=False)))
    assert "Auto-Submitted" not in found
    assert "X-Auto-Response-Suppress" not in found


def test_what_was_written_is_read_back_and_never_answered():
    message = read(write(MESSAGE), foreign_id="1", received_at=NOW)
    assert message.sender == MESSAGE.sender
    assert message.to == (MESSAGE.to,)
    assert (message.subject, message.text) == (MESSAGE.subject, MESSAGE.body.strip())
    me = Me(frozenset({"lise@example.org"}), "entracte.example.test")
    assert speaking(message, me) == ("E4", "H1", "H5")


def test_long_ids_are_never_broken():
    long = f"<{'a' * 400}@example.org>"
    raw = write(replace(MESSAGE, in_reply_to=long, references=(long, long)))
    assert raw.count(long.encode()) == 3
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_an_address_that_is_a_list_of_addresses_reaches_nobody_else():
    raw = write(replace(MESSAGE, to=Mailbox("a@b.example>, <c@d.example", "x")))
    assert len(read(raw, foreign_id="1", received_at=NOW).to) <= 1


def test_an_international_domain_travels_in_ascii():
    assert b"<a@xn--caf-dma.example>" in write(replace(MESSAGE, to=Mailbox("a@café.example")))


_TEXT = st.text(max_size=200) | st.sampled_from(
    ["x\r\nBcc: v@example.org", "x\n\nBody", "=?utf-8?Q?=0ABcc:_v@example.org?=", '"\\', "a" * 2000]
)


@given(_TEXT, _TEXT, _TEXT, _TEXT, _TEXT)
def test_nothing_from_outside_adds_a_field_or_a_recipient(name, subject, ident, body, language):
    message = replace(
        MESSAGE,
        to=Mailbox("lise@example.org", name),
        sender=Mailbox("shop@example.test", name),
        subject=subject,
        body=body,
        in_reply_to=ident,
        references=(ident, "<ok@example.org>"),
        language=language,
    )
    raw = write(message)
    raw.decode("ascii")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    parsed = BytesParser(policy=policy.compat32).parsebytes(raw)
    assert set(parsed.keys()) <= set(FIELDS)
    assert len(parsed.keys()) == len(set(parsed.keys()))
    found = read(raw, foreign_id="1", received_at=NOW)
    assert [box.address for box in found.to] == ["lise@example.org"]


_READABLE = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=200
)


@given(_READABLE, _READABLE)
def test_names_and_subjects_arrive_as_they_were(name, subject):
    message = replace(MESSAGE, to=Mailbox("lise@example.org", name), subject=subject)
    found = read(write(message), foreign_id="1", received_at=NOW)
    assert found.to[0].name == " ".join(name.split())
    assert found.subject == " ".join(subject.split())


_IDS = st.lists(
    st.from_regex(r"\A<[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,300}@[a-z0-9.-]{1,40}>\Z"), max_size=5
)


@given(_READABLE, _READABLE, _IDS)
def test_another_parser_reads_exactly_what_was_meant(name, subject, ids):
    """That of the standard library, which keeps the spaces between encoded words of a name."""
    message = replace(
        MESSAGE,
        to=Mailbox("lise@example.org", name),
        sender=Mailbox("shop@example.test", name),
        subject=subject,
        references=tuple(ids),
        in_reply_to=ids[-1] if ids else "",
    )
    found = BytesParser(policy=policy.default).parsebytes(write(message))
    assert found["Subject"] == " ".join(subject.split())
    assert (found["References"] or "").split() == ids
    assert (found["In-Reply-To"] or "") == message.in_reply_to
    for field, address in (("To", "lise@example.org"), ("From", "shop@example.test")):
        (box,) = found[field].addresses
        assert box.addr_spec == address
        assert "".join(box.display_name.split()) == "".join(name.split())


def test_a_long_paragraph_is_one_line_again_for_who_reads_it():
    """Quoted-printable breaks softly: no client shows a ragged text, and none needs flowed."""
    paragraph = "Bonjour Éléonore, la robe est là ; " * 60
    raw = write(replace(MESSAGE, body=paragraph))
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    found = BytesParser(policy=policy.default).parsebytes(raw)
    assert found.get_content().rstrip() == paragraph.rstrip()
