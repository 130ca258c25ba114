import os
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from planner.channels.maildir import MaildirReceiver
from planner.clock import StoryClock
from planner.errors import ChannelError
from tests.channels.corpus import NOW, mail
from tests.servers.process import wait_for

_number = count(1)


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def clock():
    return StoryClock(NOW)


def put(maildir, folder="new", name="", flags=""):
    base = name or f"1763.M{next(_number):05}.host"
    path = maildir / folder / f"{base}{flags}"
    path.write_bytes(mail("question-fr"))
    return path


def drain(receiver, cursor):
    got = list(receiver.receive(cursor))
    return [x.message.foreign_id for x in got], got[-1].cursor if got else cursor


def tree(maildir):
    found = sorted(maildir.rglob("*"))
    return [(str(x), x.stat().st_ctime_ns, x.stat().st_mtime_ns) for x in found]


def test_everything_is_handed_over_once_and_nothing_is_touched(maildir, clock):
    names = {put(maildir).name for _ in range(5)} | {put(maildir, "cur", "a", ":2,S").stem[:1]}
    before = tree(maildir)
    receiver = MaildirReceiver("mail", maildir, clock)
    got, cursor = drain(receiver, "")
    assert set(got) == names
    assert drain(receiver, cursor) == ([], cursor)
    assert drain(MaildirReceiver("mail", maildir, clock), cursor) == ([], cursor)
    assert tree(maildir) == before


def test_received_at_is_the_file_s_own_time(maildir, clock):
    path = put(maildir)
    at = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    os.utime(path, (at.timestamp(), at.timestamp()))
    (arrival,) = MaildirReceiver("mail", maildir, clock).receive("")
    assert arrival.message.received_at == at
    assert arrival.message.subject == "Robe fleurie"


def test_a_message_that_was_moved_or_flagged_is_not_new(maildir, clock):
    path = put(maildir)
    receiver = MaildirReceiver("mail", maildir, clock)
    _, cursor = drain(receiver, "")
    path = path.rename(maildir / "cur" / f"{path.name}:2,")
    assert drain(receiver, cursor)[0] == []
    path.rename(f"{path}S")
    assert drain(receiver, cursor)[0] == []


def test_what_a_synchroniser_adds_with_an_old_date_is_found(maildir, clock):
    put(maildir)
    receiver = MaildirReceiver("mail", maildir, clock)
    _, cursor = drain(receiver, "")
    old = put(maildir, "cur", flags=":2,S")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    got, cursor = drain(receiver, cursor)
    assert got == [old.name.partition(":")[0]]
    assert drain(MaildirReceiver("mail", maildir, clock), cursor)[0] == []


def test_a_restart_in_the_middle_goes_on_where_it_stopped(maildir, clock):
    names = {put(maildir).name for _ in range(20)}
    cursor, seen = "", []
    while True:
        arrival = next(iter(MaildirReceiver("mail", maildir, clock).receive(cursor)), None)
        if arrival is None:
            break
        seen.append(arrival.message.foreign_id)
        cursor = arrival.cursor
    assert len(seen) == 20
    assert set(seen) == names


def test_what_could_not_be_stored_is_handed_over_again(maildir, clock):
    put(maildir)
    receiver = MaildirReceiver("mail", maildir, clock)
    _, cursor = drain(receiver, "")
    path = put(maildir)
    passing = receiver.receive(cursor)
    next(iter(passing))
    passing.close()  # the transaction failed
    assert drain(receiver, cursor)[0] == [path.name]


def test_an_unchanged_folder_is_not_listed_again_but_a_change_is_seen(maildir, clock, monkeypatch):
    put(maildir)
    receiver = MaildirReceiver("mail", maildir, clock)
    _, cursor = drain(receiver, "")
    for _ in range(2):
        clock.step(timedelta(seconds=20))
        drain(receiver, cursor)
    before = (maildir / "new").stat().st_mtime_ns
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", lambda path: pytest.fail("listed again"))
        assert drain(receiver, cursor)[0] == []
    path = put(maildir)
    wait_for(lambda: path.parent.stat().st_mtime_ns != before or path.touch(), "a new mtime")
    assert drain(receiver, cursor)[0] == [path.name]


def test_a_mail_that_cannot_be_parsed_does_not_stop_the_others(maildir, clock):
    put(maildir).write_bytes(b"")
    put(maildir)
    got = list(MaildirReceiver("mail", maildir, clock).receive(""))
    assert sorted(x.message.readable for x in got) == [False, True]


@pytest.mark.parametrize(("language", "word"), [("en", "Maildir"), ("fr", "n'est pas")])
def test_problems_are_told_in_the_owner_s_language(tmp_path, clock, language, word):
    receiver = MaildirReceiver("mail", tmp_path, clock, language=language)
    with pytest.raises(ChannelError) as told:
        list(receiver.receive(""))
    assert word in str(told.value)
    with pytest.raises(ChannelError):
        MaildirReceiver("mail", tmp_path / "none", clock).check()


def test_a_damaged_cursor_is_told(maildir, clock):
    with pytest.raises(ChannelError, match="damaged"):
        list(MaildirReceiver("mail", maildir, clock).receive("nonsense"))


def test_check_counts(maildir, clock):
    put(maildir)
    assert MaildirReceiver("mail", maildir, clock).check() == "Found: 1 messages."
