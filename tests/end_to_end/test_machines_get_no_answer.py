"""What no machine may answer is delivered by a real server, kept, and answered by nothing."""

import pytest

from tests.servers.home import letter
from tests.servers.process import wait_for

pytestmark = pytest.mark.server
REPORT = "multipart/report; report-type=delivery-status; boundary=b"
BOUNCE = (
    "--b\r\nContent-Type: text/plain\r\n\r\nCould not be delivered.\r\n"
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.test\r\n--b--"
)
#: (envelope sender, the mail, a row of autoreply.md that must speak)
MACHINES = [
    ("list-bounces@lists.test", letter(number=11, List_Id="<couture.lists.test>"), "H2"),
    ("", letter("Mail System", text=BOUNCE, number=12, Content_Type=REPORT), "E1"),
    ("lise@example.org", letter(number=13, Auto_Submitted="auto-replied (vacation)"), "H1"),
    ("shop@example.test", letter(number=14, From="Moi <SHOP@example.test>"), "E3"),
    ("noreply@bank.test", letter(number=15, From="Bank <noreply@bank.test>"), "E6"),
]


def test_machines_are_kept_and_not_answered(home, dovecot, sink):
    home.imap(dovecot, smtp="envoi").smtp(sink.port)
    assert home.run("live").returncode == 0
    with home.service() as service:
        service.ready()
        for sender, raw, _ in MACHINES:
            dovecot.deliver(raw, sender)
        dovecot.deliver(letter("Rose", number=16, From="Rose <rose@example.org>"), "rose@x.test")
        service.wake()
        kept = "SELECT message_id, rows FROM messages WHERE mine = 0 ORDER BY id"
        wait_for(lambda: len(home.rows(kept)) == len(MACHINES) + 1, "all mails", 25)
        wait_for(lambda: sink.kept, "the one acknowledgement", 25)
        assert service.end() == 0  # it finishes the tick under way: nothing else is to come
    assert [mail.to for mail in sink.kept] == [["rose@x.test"]]
    for (_, rows), (_, _, wanted) in zip(home.rows(kept), MACHINES, strict=False):
        assert wanted in rows
    assert home.rows("SELECT count(*) FROM promises") == [(1,)]
