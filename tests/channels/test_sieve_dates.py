"""The words of many windows on the real server, which lives at the dates that it is told."""

from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes

import pytest

from planner.channels.account import Account
from planner.channels.sieve import SieveServer
from planner.domain.covering import away_spans, hours_spans
from planner.domain.server_reply import AwayReply, ServerWord
from planner.domain.window import Absence, Schedule, SpecialDay, Weekly
from tests.servers.dovecot import Dovecot
from tests.servers.home import letter
from tests.servers.process import running, wait_for

SECOND = timedelta(seconds=1)
NINE = Weekly(frozenset(), time(9), time(10))
NIGHT = Weekly(frozenset({5}), time(23), time(3), name="over the change of the clock")
SHOP = Schedule(
    "Europe/Brussels",
    time(4),
    (
        Weekly(frozenset({0, 1, 2, 3, 4}), time(11), time(11, 45)),
        Weekly(frozenset({0, 1, 2, 3, 4}), time(17), time(17, 45)),
        NIGHT,
    ),
    (
        SpecialDay(date(2026, 10, 23)),
        SpecialDay(date(2026, 10, 26), closed=False, windows=(NINE,)),
    ),
)
BEGIN = datetime(2026, 10, 22, 6, tzinfo=UTC)  # a Thursday; the clock goes back on the 25th
AWAY = Absence(
    1, "leave", datetime(2026, 10, 28, 8, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)
)


def whole(window):
    return window


#: A text that looks like a script's end, a variable and a quotation.
TEXT = '.Bonjour « {hours} »\n.\n${{m1}} "à\\n" : $${{x}}, ou ${hours}{{x}} $\n{{hours}}, merci\n. '


def words():
    """What the server is to say, each word naming itself by its beginning."""
    away = away_spans(SHOP, (AWAY,), BEGIN, whole)
    spans = [*away, *hours_spans(SHOP, (AWAY,), BEGIN, whole, away)]
    return tuple(
        ServerWord(x.since, x.until, "", _text(x.since), x.due, x.name)
        for x in sorted(spans, key=lambda x: x.since)
    )


def _text(since):
    return TEXT.format(hours=f"{since:%Y-%m-%dT%H:%M:%S}")


@pytest.fixture(scope="module")
def dovecot(answers):
    with running(Dovecot(sieve=True, smtp=answers.port, clock=BEGIN)) as server:
        yield server


def test_every_window_is_told_to_the_second(dovecot, answers):
    said = words()
    reply = AwayReply(said, ("shop@example.test",))
    server = SieveServer(
        Account(
            "courrier", dovecot.host, dovecot.sieve, dovecot.user, lambda: dovecot.password, "none"
        )
    )
    found = server.read_away()
    assert server.says(server.set_away(reply, found=found.mark, before=found.mark), reply)
    # A day into the absence, in the hour that comes twice, and around every edge until then.
    edges = {w.since for w in said} | {w.until for w in said}
    moments = {
        edge + n * SECOND
        for edge in edges
        for n in (-1, 0)
        if edge < AWAY.until + timedelta(days=2)
    }
    moments |= {datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)}
    moments |= {AWAY.since + timedelta(days=1)}
    moments = sorted(moment for moment in moments if moment >= BEGIN)
    assert len(moments) > 20
    for number, moment in enumerate(moments):
        dovecot.at(moment)
        sender = f"x{number}@example.org"
        dovecot.deliver(letter(number=number, From=f"X <{sender}>"), sender)
    expected = {}
    for number, moment in enumerate(moments):
        if (word := reply.word_at(moment)) is not None:
            expected[f"x{number}@example.org"] = (moment, word.text)
    wait_for(lambda: len(answers.kept) >= len(expected), "the replies")
    got = {kept.to[0]: message_from_bytes(kept.raw) for kept in answers.kept}
    assert {to: _body(mail) for to, mail in got.items()} == {
        to: text.strip() for to, (_, text) in expected.items()
    }
    assert len(answers.kept) == len(expected)
    texts = [text for _, text in expected.values()]
    assert _text(AWAY.since) in texts
    assert not any("2026-10-23" in text for text in texts)  # closed: nothing begins there


def _body(mail):
    return mail.get_payload(decode=True).decode().replace("\r\n", "\n").strip()


def test_the_server_forgets_whom_it_told_after_the_days(dovecot, answers):
    """Rows S1 and S2, by the server's own memory: twice within its days, once after them."""
    begin = datetime(2027, 2, 1, 12, tzinfo=UTC)
    word = ServerWord(begin, None, "", "Absente.", begin + timedelta(days=9), "away 7", 7)
    server = SieveServer(
        Account(
            "courrier", dovecot.host, dovecot.sieve, dovecot.user, lambda: dovecot.password, "none"
        )
    )
    found = server.read_away()
    server.set_away(AwayReply((word,), ("shop@example.test",)), found=found.mark, before=found.mark)
    told = []
    for number, days in enumerate((0, 3, 6.9, 7.1), start=200):
        dovecot.at(begin + timedelta(days=days))
        before = len(answers.kept)
        dovecot.deliver(letter(number=number))
        told.append(len(answers.kept) - before)
    assert told == [1, 0, 0, 1]
