"""History: many messages at a time give what one at a time gives, and the rules of all mail."""

import gzip
import os
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.merge import Known, belongs_to
from planner.domain.message import Incoming, Mailbox
from planner.domain.request import State
from planner.errors import ChannelError
from planner.ports import Arrival
from planner.services import importing
from planner.services.intake import NEVER, keep_all
from tests.services.test_importing import as_eml, as_maildir, as_mbox, mail
from tests.shop import OWN, Killed, Shop, at

TABLES = ("people", "addresses", "requests", "messages")
START = at("01 10:00") - timedelta(days=900)


def rows(shop, table):
    with closing(sqlite3.connect(shop.ctx.store.where)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def everything(shop):
    return {table: rows(shop, table) for table in TABLES}


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """Fresh shops, one folder each."""
    made = []

    def fresh():
        made.append(Shop(tmp_path_factory.mktemp("history")))
        return made[-1]

    yield fresh
    for shop in made:
        shop.office.close()


LETTER = st.tuples(
    st.sampled_from(["anne", "bob", "shop"]),
    st.sampled_from(["Robe", "Re: robe", "Robe verte", "Jupe", "", "Bonjour", "Re: jupe"]),
    st.sampled_from(["Avez-vous un 42 ?", "Merci !", "???"]),
    st.integers(0, 70),  # days after the one before
    st.none() | st.integers(1, 6),  # answers the one so many before
    st.sampled_from([None, "<a.example.net>"]),
)


def letters(drawn):
    """Mails in the order of time, as an archive holds them."""
    found, when = [], START
    for number, (who, subject, text, days, answers, list_id) in enumerate(drawn):
        when += timedelta(days=days, minutes=1)
        own = who == "shop"
        before = f"<h{number - answers}@x>" if answers and answers <= number else ""
        found.append(
            Incoming(
                foreign_id=f"h{number}",
                received_at=min(when, at("01 10:00")),
                sender=OWN if own else Mailbox(f"{who}@example.net", who.title()),
                subject=subject,
                text=text,
                reply_text=text,
                to=(Mailbox("anne@example.net"),) if own else (OWN,),
                message_id=f"<h{number}@x>",
                in_reply_to=before,
                headers=(("List-Id", list_id),) if list_id else (),
                part_types=("text/plain",),
            )
        )
    return found


def take(shop, mails, size):
    arrivals = [
        Arrival(m, "", sent=m.sender == OWN) for m in sorted(mails, key=lambda m: m.received_at)
    ]
    for begin in range(0, len(arrivals), size):
        with shop.ctx.store.write() as unit:
            keep_all(unit, shop.ctx, "mail", arrivals[begin : begin + size], NEVER)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LETTER, min_size=1, max_size=14), st.sampled_from([3, 50]))
def test_many_at_a_time_are_as_one_at_a_time(shops, drawn, size):
    mails = letters(drawn)
    one, many = shops(), shops()
    take(one, mails, 1)
    take(many, mails, size)
    assert everything(many) == everything(one)
    take(many, mails, 50)
    assert everything(many) == everything(one)
    _grouped_by_the_rules(many, mails)


def _grouped_by_the_rules(shop, mails):
    """The plain way: every customer's message is asked against every request there is."""
    cases = defaultdict(list)
    wanted = {}
    hers = {message.message_id for message in mails if message.sender == OWN}
    if any(message.in_reply_to in hers for message in mails):
        return  # what answers a mail of hers follows it, wherever that one belongs
    for message in mails:
        if message.sender == OWN or message.headers:
            continue
        mine = cases[message.sender.address]
        known = [Known(n, State.CLOSED, c[0], "mail", c[1], "", c[2]) for n, c in enumerate(mine)]
        found = belongs_to(message, known, message.received_at, channel="mail")
        if found is None:
            found = len(mine)
            mine.append((message.subject, frozenset(), message.received_at))
        subject, ids, last = mine[found]
        mine[found] = subject, ids | {message.message_id}, max(last, message.received_at)
        wanted[message.foreign_id] = (message.sender.address, found)
    with closing(sqlite3.connect(shop.ctx.store.where)) as connection:
        sql = "SELECT foreign_id, request_id FROM messages WHERE NOT mine"
        got = dict(connection.execute(sql).fetchall())
    pairs = {(wanted[one], got[one]) for one in wanted}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def test_recent_mail_is_as_if_it_had_come_by_itself(tmp_path, shops):
    """Both ways write the same, but for what says that an import is never answered."""
    mails = [mail(n, text=f"Avez-vous un {n} ?") for n in range(1, 5)]
    path = as_mbox(tmp_path, mails)
    by_import, by_hand = shops(), shops()
    by_import.office.import_mail(path, lambda _: None)
    archive = by_hand.ctx.archive(path)
    for piece in archive.read():
        arrival = importing._arrivals(by_hand.ctx, [piece])
        with by_hand.ctx.store.write() as unit:
            keep_all(unit, by_hand.ctx, "mail", arrival, NEVER)
    assert everything(by_import) == everything(by_hand)
    assert [r.language for r in by_import.open()] == ["fr"] * 4


# Conversations that go on


def days_ago(shop, days):
    return shop.clock.now() - timedelta(days=days)


def arrive(shop, number, days, who="anne", **more):
    fields = {
        "foreign_id": f"i{number}",
        "received_at": days_ago(shop, days),
        "sender": Mailbox(f"{who}@example.net", who.title()),
        "subject": "Robe",
        "text": "Est-elle encore là ?",
        "reply_text": "Est-elle encore là ?",
        "to": (OWN,),
        "message_id": f"<i{number}@x>",
        "part_types": ("text/plain",),
    }
    message = Incoming(**(fields | more))
    with shop.ctx.store.write() as unit:
        own = message.sender == OWN
        keep_all(unit, shop.ctx, "mail", [Arrival(message, "", sent=own)], NEVER)


def test_a_recent_question_on_history_is_on_the_desk(shop):
    arrive(shop, 1, 20)
    assert shop.open() == ()
    arrive(shop, 2, 3)
    (request,) = shop.open()
    assert request.opened_at == days_ago(shop, 3)
    assert (request.language, request.answerable) == ("fr", False)
    shop.go(at("27 12:00"))
    assert shop.sent == []
    assert shop.violations() == ()


def test_thanks_wake_nothing(shop):
    arrive(shop, 1, 20)
    arrive(shop, 2, 3, text="Merci beaucoup !", reply_text="Merci beaucoup !")
    assert shop.open() == ()


def test_history_changes_no_open_request(shop):
    request = shop.write("anne", subject="Robe", text="Est-elle là ?")
    before = shop.request(request)
    arrive(shop, 1, 20, text="Trouvée ailleurs, merci", reply_text="Trouvée ailleurs, merci")
    assert shop.request(request) == before
    assert len(shop.office.request(request).messages) == 3


def test_what_she_answered_lately_is_answered(shop):
    arrive(shop, 1, 5)
    arrive(shop, 2, 4, sender=OWN, to=(Mailbox("anne@example.net"),), in_reply_to="<i1@x>")
    assert shop.open() == ()
    with shop.books() as unit:
        (request,) = unit.requests.ended()
    assert request.state is State.ANSWERED
    assert shop.violations() == ()


def test_her_old_answers_stand_in_the_conversation(shop):
    arrive(shop, 1, 40)
    arrive(shop, 2, 39, sender=OWN, to=(Mailbox("anne@example.net"),), in_reply_to="<i1@x>")
    arrive(shop, 3, 38, in_reply_to="<i2@x>", subject="Tout autre chose")
    arrive(shop, 4, 37, sender=OWN, to=(Mailbox("zoe@example.net"),), in_reply_to="<i1@x>")
    with shop.books() as unit:
        (request,) = unit.requests.ended()
    assert [m.mine for m in shop.office.request(request.id).messages] == [False, True, False]


# Archives


def sub_folders(folder):
    root = as_maildir(folder, [mail(1), mail(2)])
    sent = mail(1, text="Oui, un 42.")
    sent.replace_header("From", "shop@story.example")
    sent.replace_header("To", "client1@example.net")
    sent["In-Reply-To"] = mail(1)["Message-ID"]
    sub = root / ".Sent" / "cur"
    sub.mkdir(parents=True)
    (root / ".Sent" / "new").mkdir()
    (sub / "1.a:2,S").write_bytes(sent.as_bytes())
    (root / "tmp" / "2.b").write_bytes(mail(3).as_bytes())
    return root


def test_a_maildir_is_read_with_its_sub_folders(shop, tmp_path):
    view = shop.office.import_mail(sub_folders(tmp_path), lambda _: None)
    assert (view.read, view.new, view.done, view.total) == (3, 3, 3, 3)
    assert {r.person for r in shop.open()} == {"Client 2"}
    (hit,) = [h for h in shop.office.search("oui").hits if h.mine]
    assert hit.person == "Client 1"


def test_the_same_mail_in_two_archives_is_kept_once(shop, tmp_path):
    mails = [mail(1), mail(2), mail(3)]
    del mails[2]["Message-ID"]
    for archive in (as_mbox, as_maildir, as_eml):
        shop.office.import_mail(archive(tmp_path, mails), lambda _: None)
    assert len(rows(shop, "messages")) == 3


@pytest.mark.parametrize("archive", [as_mbox, as_maildir, as_eml])
def test_a_killed_import_goes_on_where_it_was(shop, tmp_path, archive, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = archive(tmp_path, [mail(n) for n in range(1, 8)])

    def killed(view):
        if view.done:
            raise Killed

    seen = []
    for _ in range(2):
        with pytest.raises(Killed):
            shop.office.import_mail(path, killed)
        shop.restart()
    assert len(rows(shop, "messages")) == 4
    view = shop.office.import_mail(path, seen.append)
    assert (view.read, view.new, view.finished) == (3, 3, True)
    assert len(rows(shop, "messages")) == 7
    assert not [r for r in rows(shop, "channel_cursors") if r[0].startswith("import:")]


def test_a_stopped_import_says_so_and_goes_on(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = as_maildir(tmp_path, [mail(n) for n in range(1, 6)])
    view = shop.office.import_mail(path, lambda _: None, lambda: False)
    assert (view.read, view.done, view.total, view.finished) == (2, 2, 5, False)
    view = shop.office.import_mail(path, lambda _: None)
    assert (view.read, view.new, view.done, view.finished) == (3, 3, 5, True)


def test_a_file_that_cannot_be_read_is_told_and_passed_over(shop, tmp_path, monkeypatch):
    path = as_eml(tmp_path, [mail(n) for n in range(1, 4)])
    whole = importing.Path.open

    def open_(self, *args, **more):
        if self.name == "1.eml":
            raise PermissionError(13, "no")
        return whole(self, *args, **more)

    monkeypatch.setattr(importing.Path, "open", open_)
    view = shop.office.import_mail(path, lambda _: None)
    assert (view.read, view.finished) == (2, True)
    assert view.passed_over == (str(path / "1.eml"),)


def test_packed_archives_are_to_be_unpacked(shop, tmp_path):
    (tmp_path / "old.mbox.gz").write_bytes(gzip.compress(b"From x"))
    with pytest.raises(ChannelError, match="packed"):
        shop.office.import_mail(tmp_path / "old.mbox.gz", lambda _: None)


def test_an_empty_mbox_is_no_mistake(shop, tmp_path):
    (tmp_path / "empty.mbox").touch()
    assert shop.office.import_mail(tmp_path / "empty.mbox", lambda _: None).finished


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 10:00:00 +0000", "Thu, 1 Jan 1970 10:00:00 +0000"]
)
def test_a_date_that_cannot_be_is_not_believed(shop, tmp_path, date):
    message = mail(1)
    message.replace_header("Date", date)
    path = as_eml(tmp_path, [message])
    os.utime(path / "0.eml", (at("20 10:00").timestamp(),) * 2)
    shop.office.import_mail(path, lambda _: None)
    assert [r.opened_at for r in shop.open()] == [at("20 10:00")]


def test_a_second_process_reads_the_same(shop, tmp_path, monkeypatch):
    from planner.channels import archive, reading

    mails = [mail(n % 20 + 1, text=f"Un {n} ?", subject=f"Jupe {n}") for n in range(120)]
    path = as_mbox(tmp_path, mails)
    plain = list(archive.open_archive(path).read())
    monkeypatch.setattr(archive, "_MANY", 0)
    monkeypatch.setattr(reading.os, "cpu_count", lambda: 2)
    assert list(archive.open_archive(path).read()) == plain
    assert len(plain) == 120
