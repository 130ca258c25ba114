"""Who a mail is from: its sender, or the person behind a form."""

import pytest

from planner.channels.mime import read
from planner.domain.author import author, behind
from planner.domain.message import Mailbox
from tests.channels.corpus import MAILS, ME, NOW

LISE = Mailbox("lise@example.org", "Lise Dupont")


def the(*fields: str, body: str = "Bonjour"):
    head = {"From": "x@example.net", "To": "shop@example.test", "Message-ID": "<1@example.net>"}
    head |= dict(field.split(": ", 1) for field in fields)
    raw = "".join(f"{name}: {value}\n" for name, value in head.items())
    return read(f"{raw}\n{body}\n".encode(), foreign_id="1", received_at=NOW)


REPLY = "Reply-To: Lise Dupont <lise@example.org>"
FORMS = {
    "no reply": ("From: Atelier <noreply@forms.example>",),
    "generated": ("From: no-reply@forms.example", "Auto-Submitted: auto-generated"),
    "a service": (
        "From: form-submission@forms.example",
        "List-Unsubscribe: <https://forms.example/off>",
        "Feedback-ID: 1:forms",
    ),
    "our own server": ("From: shop@example.test", "Return-Path: <www-data@host.example>"),
    "our own site": ("From: WordPress <wordpress@example.test>",),
    "two answers": (
        "From: noreply@forms.example",
        "Reply-To: shop@example.test, no-reply@forms.example, Lise Dupont <lise@example.org>",
    ),
    "a market place": (
        "From: Lise Dupont via Market <noreply@market.example>",
        "Reply-To: lise@example.org",
        "Auto-Submitted: auto-generated",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_person_in_reply_to_wrote_a_form(name):
    message = the(REPLY, *FORMS[name])
    assert behind(message, ME) == author(message, ME) == LISE


def test_a_relay_of_the_market_s_own_house_is_the_person_when_the_name_says_so():
    fields = ("Reply-To: relay.81@mail.market.example", "Auto-Submitted: auto-generated")
    via = the('From: "Lise (via Market)" <noreply@market.example>', *fields)
    assert behind(via, ME) == Mailbox("relay.81@mail.market.example", "Lise")
    assert behind(the("From: Market <noreply@market.example>", *fields), ME) is None


NO_FORMS = {
    "a person": ("From: paul@example.net", REPLY),
    "no other address": ("From: noreply@forms.example",),
    "itself": ("From: noreply@forms.example", "Reply-To: noreply@forms.example"),
    "ours only": ("From: noreply@forms.example", "Reply-To: shop@example.test"),
    "an absence note": ("From: noreply@x.example", REPLY, "Auto-Submitted: auto-replied"),
    "a list": ("From: noreply@x.example", REPLY, "List-Id: <news.x.example>"),
    "bulk mail": ("From: noreply@x.example", REPLY, "Precedence: bulk"),
    "a bounce": ("From: bounces+1@x.example", REPLY),
    "failed": ("From: noreply@x.example", REPLY, "X-Failed-Recipients: a@b.example"),
    "machinery": ("From: mailer-daemon@x.example", REPLY),
    "spam of ours": ("From: shop@example.test", REPLY, "X-Spam-Flag: YES"),
    "our own copy": ("From: shop@example.test", REPLY, "X-Entracte: 1"),
    "ours to another": ("From: shop@example.test", REPLY, "To: anne@example.org"),
    "a company's news": (
        "From: noreply@brand.example",
        "Reply-To: hello@brand.example",
        "List-Unsubscribe: <https://brand.example/off>",
    ),
}


@pytest.mark.parametrize("name", NO_FORMS)
def test_other_mail_is_from_its_sender(name):
    message = the(*NO_FORMS[name])
    assert behind(message, ME) is None
    assert author(message, ME) == message.sender


LINES = "Nom : Lise Dupont\nE-mail : <lise@example.org>\nMessage :\nUne robe en 42 ?"


@pytest.mark.parametrize(
    "body",
    [
        LINES,
        "Vous avez un nouveau message.\n\nName: Lise Dupont\nEmail address:\nlise@example.org\n"
        "Your message: a dress?",
        "*Nom* : Lise Dupont\nAdresse e-mail : lise@example.org\nTéléphone : 1\nQuestion : 42 ?",
    ],
)
def test_without_a_reply_to_the_lines_of_a_form_tell(body):
    for sender in ("noreply@forms.example", "shop@example.test", "wordpress@example.test"):
        assert behind(the(f"From: {sender}", body=body), ME) == LISE


def test_lines_of_a_form_are_believed_in_nothing_else():
    assert behind(the("From: paul@example.net", body=LINES), ME) is None
    marked = the("From: noreply@x.example", "Auto-Submitted: auto-generated", body=LINES)
    assert behind(marked, ME) is None
    for body in (
        "E-mail : lise@example.org",
        LINES.replace("<lise@example.org>", "shop@example.test"),
        LINES + "\nEmail: other@example.org",
        LINES.replace("E-mail", "Contact"),
    ):
        assert behind(the("From: noreply@x.example", body=body), ME) is None


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_no_mail_that_may_be_answered_has_a_stranger_behind_it(path):
    message = read(path.read_bytes(), foreign_id="1", received_at=NOW)
    if path.stem.startswith("none"):
        assert behind(message, ME) is None
