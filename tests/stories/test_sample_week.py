import re
from collections import Counter
from datetime import datetime

import pytest

from planner.domain.message import Mailbox
from planner.domain.story import Story, StoryEvent, parse, to_incoming
from planner.stories import sample_week_text


@pytest.fixture(scope="module")
def week() -> Story:
    return parse(sample_week_text(), "sample-week.toml")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+01:00")


def during_the_absence(week: Story) -> list[StoryEvent]:
    return [
        event
        for event in week.events
        if event.message and instant("11-24T07:05") <= event.at < instant("11-27T09:00")
    ]


def test_78_messages_of_55_people_and_three_machines_on_top(week):
    messages = [event.message for event in during_the_absence(week)]
    machines = [message for message in messages if message.headers]
    people = [message for message in messages if not message.headers]
    assert len(people) == 78
    assert len({message.sender for message in people}) == 55
    assert len({message.name for message in people}) == 55
    assert not {m.sender for m in machines} & {m.sender for m in people}
    headers = [set(message.headers) for message in machines]
    assert [
        any(name in given for given in headers)
        for name in ("List-Id", "Auto-Submitted", "Return-Path")
    ] == [True, True, True]
    assert len(machines) == 3


def test_every_message_is_its_own(week):
    messages = [event.message for event in week.events if event.message]
    assert len({message.text for message in messages}) == len(messages)
    assert len({message.id for message in messages}) == len(messages)
    for message in messages:
        assert re.fullmatch(r"[a-z.-]+@example\.(org|net|com)", message.sender)
        assert message.name
        assert message.subject
        assert message.text


def test_a_persons_repeats_carry_the_same_subject(week):
    subjects: dict[str, set[str]] = {}
    for event in during_the_absence(week):
        subject = event.message.subject.removeprefix("Re: ")
        subjects.setdefault(event.message.sender, set()).add(subject)
    assert {sender for sender, found in subjects.items() if len(found) > 1} == set()


def test_the_timeline_of_the_acceptance_story(week):
    shop = week.shop
    assert (shop.zone, shop.language, shop.owner) == ("Europe/Brussels", "fr", "diligent")
    lise = [e.at for e in week.events if e.message and e.message.sender == "lise@example.org"]
    times = ("11-21T22:00", "11-21T22:05", "11-22T09:10", "11-24T11:30")
    assert lise == [instant(text) for text in times]
    owner = {event.command: event.at for event in week.events if event.command}
    assert owner["away", "sick"] == instant("11-24T07:05")
    assert owner["away", "--extend"] == instant("11-25T07:30")
    assert owner["back",] == instant("11-27T09:00")
    promise = next(command for command in owner if "--promise" in command)
    assert promise[:4] == ("answer", "lise@example.org", "--promise", "2026-11-24")
    assert owner[promise] == instant("11-23T11:00")
    last = week.events[-1]
    assert (last.at, last.message, last.command) == (instant("12-05T18:00"), None, ())


def test_eight_new_messages_on_each_day_of_the_ramp(week):
    after = [e.at.date() for e in week.events if e.message and e.at >= instant("11-27T09:00")]
    assert {day.isoformat(): number for day, number in Counter(after).items()} == {
        "2026-11-27": 8,
        "2026-11-28": 8,
        "2026-11-30": 8,
        "2026-12-01": 8,
    }


def test_every_message_can_be_handed_over(week):
    own = Mailbox("bonjour@example.net")
    mails = [to_incoming(event, own) for event in week.events if event.message]
    assert [mail.received_at for mail in mails] == sorted(mail.received_at for mail in mails)
    assert sum(mail.envelope_from == "" for mail in mails) == 1
