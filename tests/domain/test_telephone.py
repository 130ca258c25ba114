"""The word from a telephone: only what her own server verified counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.message import Incoming, Mailbox
from planner.domain.telephone import (
    Doubt,
    Result,
    Telephone,
    authentication_results,
    doubt,
    folded,
    results,
)

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
WORD = Telephone("Tournesol bleu", (), "mx.example.org")
HERS = ("me@example.org",)


def mail(*results, **more):
    headers = [("From", "Me <me@example.org>")]
    headers += [("Authentication-Results", value) for value in results]
    fields = {
        "foreign_id": "1",
        "received_at": NOW,
        "sender": Mailbox("me@example.org", "Me"),
        "subject": "tournesol bleu",
        "sent_at": NOW - timedelta(minutes=1),
        "message_id": "<1@phone.example>",
        "headers": tuple(headers),
    }
    return Incoming(**{**fields, **more})


PASS = "mx.example.org; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=me@example.org"


def test_the_examples_of_the_rfc_are_read():
    """RFC 8601, appendix B."""
    assert authentication_results("example.org 1; none") == ("example.org", ())
    one = "example.com; spf=pass smtp.mailfrom=example.net"
    assert authentication_results(one) == (
        "example.com",
        (Result("spf", "pass", (("smtp.mailfrom", "example.net"),)),),
    )
    two = (
        "example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; "
        "spf=pass smtp.mailfrom=example.net"
    )
    _server, found = authentication_results(two)
    assert [(r.method, r.result) for r in found] == [("auth", "pass"), ("spf", "pass")]
    three = (
        'example.com; dkim=pass reason="good signature" header.i=@mail-router.example.net; '
        'dkim=fail reason="bad signature" header.i=@newyork.example.com'
    )
    _server, found = authentication_results(three)
    assert [(r.result, r.said("header.i")) for r in found] == [
        ("pass", "@mail-router.example.net"),
        ("fail", "@newyork.example.com"),
    ]
    odd = (
        "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it)"
        " fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't"
        " expecting it) 1362471462"
    )
    assert authentication_results(odd) == (
        "foo.example.net",
        (Result("dkim", "fail", (("policy.expired", "1362471462"),)),),
    )


@pytest.mark.parametrize(
    "found",
    [
        PASS,
        "MX.example.org 1; dmarc=pass (p=none) header.from=example.org",
        "mx.example.org; dkim=fail header.d=news.example; dkim=pass header.i=@example.org",
    ],
)
def test_what_her_server_verified_is_heard(found):
    assert doubt(mail(found), WORD, HERS) is Doubt.NONE


@pytest.mark.parametrize(
    "found",
    [
        "mx.example.org; spf=pass smtp.mailfrom=me@example.org",
        "mx.example.org; dkim=pass header.d=evil.example",
        "mx.example.org; dkim=pass header.d=notexample.org",
        "mx.example.org; dkim=pass header.d=org",
        "mx.example.org; dkim=pass",
        "mx.example.org; dkim=none; dmarc=fail header.from=example.org",
        "mx.example.org; dmarc=pass header.from=evil.example",
        "mx.example.org; dkim=fail (dkim=pass header.d=example.org)",
        'mx.example.org; dkim=fail reason="; dkim=pass header.d=example.org"',
        "mx.example.org; none",
    ],
)
def test_what_it_did_not_verify_is_not(found):
    assert doubt(mail(found), WORD, HERS) is Doubt.UNVERIFIED


def test_a_forged_result_below_her_servers_own_counts_for_nothing():
    forged = mail("mx.example.org; dkim=fail header.d=example.org", PASS)
    assert doubt(forged, WORD, HERS) is Doubt.UNVERIFIED
    assert doubt(mail("evil.example; dkim=pass header.d=example.org"), WORD, HERS) is (
        Doubt.NO_RESULT
    )
    assert doubt(mail('mx.example.org; dkim=pass (header.d="example.org'), WORD, HERS) is (
        Doubt.NO_RESULT
    )
    assert doubt(mail(), WORD, HERS) is Doubt.NO_RESULT


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"subject": "Re: tournesol bleu"}, Doubt.NO_WORD),
        ({"subject": "tournesol bleu demain"}, Doubt.NO_WORD),
        ({"in_reply_to": "<2@x.example>"}, Doubt.REPLY),
        ({"message_id": ""}, Doubt.NO_ID),
        ({"sent_at": NOW - timedelta(hours=13)}, Doubt.DATE),
        ({"sent_at": NOW + timedelta(hours=13)}, Doubt.DATE),
        ({"sent_at": None}, Doubt.DATE),
    ],
)
def test_what_is_no_word_of_hers(more, why):
    assert doubt(mail(PASS, **more), WORD, HERS) is why


def test_who_wrote_it():
    def of(value, *further):
        fields = [("From", value), *further, ("Authentication-Results", PASS)]
        return doubt(mail(PASS, headers=tuple(fields)), WORD, HERS)

    assert of("Me <me@other.example>") is Doubt.STRANGER
    assert of("me@example.org, evil@example.org") is Doubt.SEVERAL
    assert of("me@example.org", ("From", "evil@evil.example")) is Doubt.SEVERAL
    assert of("ME@Example.ORG") is Doubt.NONE
    assert of("me@example.org", ("Auto-Submitted", "auto-replied")) is Doubt.MACHINE
    named = replace(WORD, senders=("phone@example.org",))
    assert doubt(mail(PASS), named, HERS) is Doubt.STRANGER


def test_case_accents_and_space_around_do_not_count():
    assert folded("  TOURNESÔL   Bleu ") == "tournesol bleu"
    assert doubt(mail(PASS, subject=" TOURNESOL bleu "), WORD, HERS) is Doubt.NONE


def test_without_a_word_nothing_is_heard():
    assert doubt(mail(PASS), Telephone(), HERS) is Doubt.NO_WORD
    assert doubt(mail(PASS, subject=""), Telephone("", (), "mx.example.org"), HERS) is Doubt.NO_WORD


PIECES = st.lists(
    st.sampled_from(
        [
            *("mx.example.org", "evil", ";", " ", "dkim=pass", "dmarc=pass", "none", "1", "é"),
            *("(", ")", '"', "\\", "=", "header.d=example.org", "header.from=example.org", "\n"),
        ]
    ),
    max_size=12,
).map("".join)


@given(st.lists(PIECES | st.text(max_size=60), max_size=4))
def test_any_field_is_read_and_none_is_believed_without_the_trusted_name(fields):
    found = results(fields, "mx.example.org")
    heard = doubt(mail(*fields), WORD, HERS) is Doubt.NONE
    if not any("mx.example.org" in field.lower() for field in fields):
        assert found is None
        assert not heard
    if heard:
        first = next(f for f in fields if (r := authentication_results(f)) and r[0] == WORD.trust)
        assert "=pass" in first.replace(" ", "")
