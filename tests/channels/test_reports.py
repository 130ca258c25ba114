"""Delivery reports as servers write them: by the book, and in words."""

import pytest

from planner.channels.mime import read
from planner.domain.message import Report
from tests.channels.corpus import NOW, mail

OURS = "<20261121.1@entracte.example.test>"
COPY = (
    f"From: shop@example.test\nTo: lise@example.org\nMessage-ID: {OURS}\nSubject: Robe\n\nBonjour"
)


def of(raw: str) -> Report | None:
    return read(raw.encode(), foreign_id="1", received_at=NOW).report


def by_the_book(*recipients: str, original: str = f"message/rfc822\n\n{COPY}") -> str:
    groups = "\n\n".join(recipients)
    return (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nSorry.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n{groups}\n\n"
        f"--b\nContent-Type: {original}\n--b--\n"
    )


FAILED = (
    "Original-Recipient: rfc822;lise@example.org\nFinal-Recipient: rfc822; l.dupont@other.example\n"
    "Action: failed (no such user)\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <l.dupont@other.example>:\n  no such user"
)
DELAYED = "Final-Recipient: rfc822; anne@example.org\nAction: delayed\nStatus: 4.4.1"


def test_a_report_by_the_book_names_the_mail_the_address_and_the_reason():
    assert of(by_the_book(FAILED)) == Report(
        "failed",
        "5.1.1",
        ("lise@example.org",),
        OURS,
        "550 5.1.1 <l.dupont@other.example>: no such user",
    )


def test_the_worst_of_several_recipients_counts():
    found = of(by_the_book(DELAYED, FAILED))
    assert (found.action, found.recipients) == ("failed", ("lise@example.org",))
    assert of(by_the_book(DELAYED)) == Report("delayed", "4.4.1", ("anne@example.org",), OURS)


@pytest.mark.parametrize(
    "original",
    [
        f"text/rfc822-headers\n\n{COPY}",
        f"text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable\n\n{COPY}",
        f"message/rfc822\n\n{COPY}",
    ],
)
def test_the_returned_mail_may_be_its_header_only(original):
    assert of(by_the_book(FAILED, original=original)).message_id == OURS


def test_without_a_copy_the_report_s_own_references_tell():
    raw = by_the_book(FAILED, original="text/plain\n\nx")
    assert of(raw).message_id == ""
    assert of(f"In-Reply-To: {OURS}\n{raw}").message_id == OURS
    assert of(f"References: <a@b> {OURS}\n{raw}").message_id == OURS


IN_WORDS = {
    "qmail": (
        "From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.example.net.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        "<lise@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\n{COPY}",
        Report("failed", "5.1.1", ("lise@example.org",), OURS,
               "Sorry, no mailbox here by that name. (#5.1.1)"),
    ),
    "Exim": (
        "Return-Path: <>\nX-Failed-Recipients: lise@example.org\n"
        "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\n"
        "Subject: Mail delivery failed: returning message to sender\n"
        f"References: {OURS}\n\nA message that you sent could not be delivered.\n\n"
        "  lise@example.org\n    SMTP error: 550 5.7.1 refused\n",
        Report("failed", "5.7.1", ("lise@example.org",), OURS, "SMTP error: 550 5.7.1 refused"),
    ),
    "Exchange": (
        "Return-Path: <>\nFrom: postmaster@example.org\nSubject: Undeliverable: Robe\n"
        f"In-Reply-To: {OURS}\nAuto-Submitted: auto-replied\n\n"
        "Delivery has failed to these recipients or groups:\n\nLise\n"
        "Remote Server returned '550 5.4.1 Recipient address rejected: Access denied'\n",
        Report("failed", "5.4.1", (), OURS,
               "Remote Server returned '550 5.4.1 Recipient address rejected: Access denied'"),
    ),
    "a delay of Exim": (
        "Return-Path: <>\nFrom: Mailer-Daemon@mx.example.net\n"
        f"Subject: Warning: message 1abc delayed 24 hours\nReferences: {OURS}\n\n"
        "This message has not yet been delivered to:\n\n  lise@example.org\n\n"
        "No action is required on your part. Delivery attempts will continue.\n",
        Report("delayed", "", ("lise@example.org",), OURS, ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_WORDS)
def test_a_report_in_words(name):
    raw, expected = IN_WORDS[name]
    assert of(raw) == expected


@pytest.mark.parametrize("name", ["question-fr", "forwarded-bounce", "read-report", "auto-replied"])
def test_other_mail_is_no_report(name):
    assert read(mail(name), foreign_id="1", received_at=NOW).report is None


def test_an_absence_note_from_the_null_path_is_no_report():
    raw = (
        "Return-Path: <>\nFrom: lise@example.org\nAuto-Submitted: auto-replied\n"
        f"In-Reply-To: {OURS}\nSubject: Absente\n\nLa robe de 550 euros attendra."
    )
    assert of(raw) is None
