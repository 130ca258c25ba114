"""Which request a message belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.merge import Known, belongs_to, plain_subject
from planner.domain.message import Incoming, Mailbox
from planner.domain.request import State

SATURDAY = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
DRESS = Known(1, State.OPEN, "Robe fleurie", "mail", frozenset({"<a@x>"}), "t1", SATURDAY)


def mail(subject="", text="", **more):
    return Incoming("f", SUNDAY, Mailbox("lise@example.org"), subject, text, text, **more)


@pytest.mark.parametrize(
    "subject",
    [
        *("Robe fleurie", "Re: Robe fleurie", "RE: re: ROBE FLEURIE", "Tr : robe fleurie"),
        *("Rép: Robe fleurie !", "Fwd: Robe Fleurie", "Re[2]: Robe fleurie", "Robe", "Re", "re:"),
        *("", "???", "Bonjour", "Toujours pas de réponse", "Encore pour la robe fleurie"),
    ],
)
def test_insisting_on_sunday_is_the_same_request(subject):
    assert belongs_to(mail(subject, "Est-elle disponible ?"), [DRESS], SUNDAY, "mail") == 1


@pytest.mark.parametrize("subject", ["Sac en toile", "Facture 1182", "Fwd: Chaussures"])
def test_another_subject_is_another_request(subject):
    assert belongs_to(mail(subject, "Avez-vous ceci ?"), [DRESS], SUNDAY, "mail") is None


def test_a_nudge_under_any_subject_is_about_what_is_open():
    assert belongs_to(mail("Votre boutique", "???"), [DRESS], SUNDAY, "mail") == 1


def test_three_messages_in_five_minutes_are_one_request():
    chat = replace(DRESS, subject="", channel="chat", thread="", message_ids=frozenset())
    for text in ("is it still there?", "???"):
        assert belongs_to(mail("", text), [chat], SATURDAY + timedelta(minutes=5), "chat") == 1


def test_a_reply_wins_over_its_subject():
    bag = Known(2, State.ANSWERED, "Sac", "mail", frozenset({"<b@x>"}), "t2", SATURDAY)
    known = [DRESS, bag]
    assert belongs_to(mail("Robe fleurie", in_reply_to="<b@x>"), known, SUNDAY) == 2
    both = mail("Other", references=("<b@x>", "<a@x>"))
    assert belongs_to(both, known, SUNDAY) == 1  # the nearest ancestor
    assert belongs_to(mail("Robe fleurie", thread="t2"), known, SUNDAY, "mail") == 2
    assert belongs_to(mail("Sac bleu", thread="t2"), known, SUNDAY, "chat") is None


def test_an_empty_subject_needs_an_open_request_on_the_channel_within_three_days():
    assert belongs_to(mail("", "Et en 12 ?"), [DRESS], SATURDAY + timedelta(hours=72)) == 1
    assert belongs_to(mail("", "Et en 12 ?"), [DRESS], SATURDAY + timedelta(hours=73)) is None
    assert belongs_to(mail("", "Et en 12 ?"), [DRESS], SUNDAY, "chat") is None
    answered = replace(DRESS, state=State.ANSWERED)
    assert belongs_to(mail("", "Et en 12 ?"), [answered], SUNDAY) is None


def test_a_thank_you_goes_to_what_was_answered():
    assert belongs_to(mail("", "ok merci"), [replace(DRESS, state=State.ANSWERED)], SUNDAY) == 1


def test_an_old_answered_request_of_the_same_subject_is_another_matter():
    answered = replace(DRESS, state=State.ANSWERED)
    assert belongs_to(mail("Robe fleurie", "x"), [answered], SUNDAY) == 1
    assert belongs_to(mail("Robe fleurie", "x"), [answered], SUNDAY + timedelta(days=60)) is None
    assert belongs_to(mail("Robe fleurie", "x"), [DRESS], SUNDAY + timedelta(days=60)) == 1


def test_a_merged_request_is_never_chosen():
    merged = replace(DRESS, state=State.MERGED)
    assert belongs_to(mail("Robe fleurie", in_reply_to="<a@x>"), [merged], SUNDAY) is None


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("RE : Fwd: Rép : Été à  la mer !", "ete a la mer"),
        ("Réf. 12", "ref 12"),
        ("Rendez-vous", "rendez vous"),
        ("Re", "re"),
        ("", ""),
    ],
)
def test_plain_subjects(subject, plain):
    assert plain_subject(subject) == plain


known_requests = st.builds(
    Known,
    id=st.integers(1, 30),
    state=st.sampled_from(State),
    subject=st.sampled_from(["Robe", "Re: robe", "Sac", "", "???"]),
    channel=st.sampled_from(["mail", "chat"]),
    message_ids=st.frozensets(st.sampled_from(["<a>", "<b>", "<c>"])),
    thread=st.sampled_from(["", "t1", "t2"]),
    last_at=st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 22)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC)
    ),
)


@given(
    known=st.lists(known_requests, max_size=6, unique_by=lambda k: k.id),
    subject=st.sampled_from(["Robe", "Sac", "", "Re", "Autre chose"]),
    reply=st.sampled_from(["", "<a>", "<z>"]),
    thread=st.sampled_from(["", "t1"]),
    data=st.data(),
)
def test_the_choice_does_not_depend_on_the_order_of_what_is_known(
    known, subject, reply, thread, data
):
    message = mail(subject, "text", in_reply_to=reply, thread=thread)
    chosen = belongs_to(message, known, SUNDAY, "mail")
    shuffled = data.draw(st.permutations(known))
    assert belongs_to(message, shuffled, SUNDAY, "mail") == chosen
    assert chosen is None or any(k.id == chosen and k.state is not State.MERGED for k in known)


@given(st.text(max_size=200))
def test_a_prefix_never_changes_a_plain_subject(subject):
    assert plain_subject(f"Re: {subject}") == plain_subject(subject)
    assert plain_subject(f"TR : Fwd: {subject}") == plain_subject(subject)
