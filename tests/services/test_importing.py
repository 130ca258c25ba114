"""Importing: an mbox, a Maildir, a folder of .eml; the same twice; never answered."""

import mailbox
from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from planner.domain.request import State
from planner.errors import ChannelError
from tests.shop import at


def mail(number, subject=None, text="Avez-vous un 42 ?", day=None, **headers):
    message = EmailMessage()
    message["From"] = f"Client {number} <client{number}@example.net>"
    message["To"] = "shop@story.example"
    message["Subject"] = subject or f"Jupe {number}"
    message["Message-ID"] = f"<old-{number}-{abs(hash(text)) % 999}@example.net>"
    message["Date"] = format_datetime(at(f"{day or 10 + number} 10:00").astimezone(UTC))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def as_mbox(folder, mails):
    box = mailbox.mbox(folder / "old.mbox")
    for message in mails:
        box.add(message)
    box.close()
    return folder / "old.mbox"


def as_maildir(folder, mails):
    box = mailbox.Maildir(folder / "Old")
    for message in mails:
        box.add(message)
    return folder / "Old"


def as_eml(folder, mails):
    (folder / "eml").mkdir()
    for number, message in enumerate(mails):
        (folder / "eml" / f"{number}.eml").write_bytes(message.as_bytes())
    return folder / "eml"


@pytest.mark.parametrize("archive", [as_mbox, as_maildir, as_eml])
def test_an_archive_is_kept_once_and_never_answered(shop, tmp_path, archive):
    path = archive(tmp_path, [mail(1), mail(2), mail(3), mail(4, List_Id="<a.example.net>")])
    seen = []
    view = shop.office.import_mail(path, seen.append)
    assert [(v.read, v.new) for v in seen] == [(4, 4)]
    assert (view.read, view.new, view.finished) == (4, 4, True)
    view = shop.office.import_mail(path, seen.append)
    assert (view.read, view.new, view.finished) == (4, 0, True)
    assert {r.person for r in shop.open()} == {"Client 1", "Client 2", "Client 3"}
    assert shop.open()[0].opened_at == at("11 10:00")
    shop.go(at("30 12:00"))
    assert shop.sent == []
    assert shop.promises() == {}
    assert shop.violations() == ()


def test_imported_requests_have_a_place_on_the_desk(shop, tmp_path):
    shop.office.import_mail(as_eml(tmp_path, [mail(1)]), lambda *_: None)
    shop.go(at("23 17:01"))
    (card,) = shop.office.desk().portion
    shop.office.answer(card.id, "Oui.")
    shop.office.tick()
    assert [m.automatic for m in shop.sent] == [False]


def test_what_is_older_than_two_weeks_is_history(shop, tmp_path):
    shop.office.import_mail(as_eml(tmp_path, [mail(1, day="02")]), lambda *_: None)
    assert shop.open() == ()
    (end,) = shop.events("request.ended")
    assert end.data["reason"] == "history"
    assert shop.violations() == ()


def test_an_old_message_wakes_no_request_that_has_ended(shop, tmp_path):
    request = shop.write("client7", subject="Robe")
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    sent = len(shop.sent)
    shop.office.import_mail(
        as_eml(tmp_path, [mail(7, "Robe", "Est-elle encore là ?")]), lambda *_: None
    )
    assert shop.request(request).state is State.ANSWERED
    shop.go(at("27 12:00"))
    assert len(shop.sent) == sent
    assert len(shop.office.request(request).messages) == 4


def test_an_old_message_changes_no_open_request(shop, tmp_path):
    request = shop.write("client7", subject="Robe")
    before = shop.request(request)
    shop.office.import_mail(
        as_eml(tmp_path, [mail(7, "Robe", "Est-elle encore là ?")]), lambda *_: None
    )
    after = shop.request(request)
    assert (after.opened_at, after.last_in_at) == (before.opened_at, before.last_in_at)


def test_what_is_no_archive_is_said(shop, tmp_path):
    with pytest.raises(ChannelError):
        shop.office.import_mail(tmp_path / "nothing", lambda *_: None)
    (tmp_path / "letter.mbox").write_text("Dear all")
    with pytest.raises(ChannelError):
        shop.office.import_mail(tmp_path / "letter.mbox", lambda *_: None)


def test_an_archive_decides_nothing(shop, tmp_path):
    path = as_mbox(tmp_path, [mail(n) for n in range(3)])
    shop.office.import_mail(path, lambda _: None)
    shop.office.tick()
    with shop.books() as unit:
        records = unit.decisions.since(at("01 00:00"))
    assert not [record for record in records if record.about.startswith("request")]
