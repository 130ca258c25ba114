"""A shop whose customers, servers and faults all carry the same word: the log does not know it."""

import logging
from datetime import timedelta

import pytest

from planner import log
from planner.domain.message import Attachment
from planner.errors import ChannelError
from planner.ports import Handover, Outcome
from tests.shop import Post, Shop

MARK = "zorglub"


class Faulty(Post):
    """Reads and sends, and now and then quotes whatever it holds."""

    fault: Exception | None = None

    def receive(self, cursor):
        if self.fault:
            raise self.fault
        logging.getLogger("imapclient.imaplib").info(f"< FETCH {MARK}")
        yield from super().receive(cursor)

    def send(self, message):
        if self.fault:
            raise self.fault
        return super().send(message)


def faults():
    """What a server or a library may raise."""
    yield ChannelError(f"The server said: {MARK}", do=MARK)
    yield ConnectionResetError(104, MARK)
    yield RuntimeError(MARK, {"from": f"{MARK}@secret.example"})
    yield UnicodeDecodeError("utf-8", MARK.encode(), 0, 1, MARK)
    error = LookupError(MARK)
    error.__cause__ = KeyError(MARK)
    error.add_note(MARK)
    yield error


@pytest.mark.parametrize("debug", [False, True])
def test_no_word_is_in_the_log_whatever_fails(tmp_path, debug, capsys):
    shop = Shop(tmp_path / "shop")
    faulty = Faulty("mail")
    shop.post = shop.ctx.receivers["mail"] = shop.ctx.senders["mail"] = faulty
    log.start(tmp_path / "logs" / "entracte.log", debug=debug)
    try:
        file = Attachment(f"{MARK}.pdf", "application/pdf", 10)
        for fault in (None, *faults(), None):
            faulty.fault = None
            faulty.answers = lambda _m: Outcome(Handover.LATER, f"451 {MARK}")
            shop.arrive(MARK, f"Bonjour {MARK}", f"Jupe {MARK}", attachments=(file,))
            faulty.fault = fault
            for _ in range(3):
                shop.office.tick()
                shop.clock.step(timedelta(hours=5))
        faulty.answers = lambda _m: Outcome(Handover.REFUSED, f"550 <{MARK}@secret.example>")
        shop.office.tick()
        assert shop.open()
    finally:
        log.stop()
    files = list((tmp_path / "logs").iterdir())
    text = "".join(path.read_text("utf-8") for path in files)
    assert MARK not in text
    assert "@" not in text
    assert text.count("A channel failed") >= 4
    assert "because of KeyError" in text
    assert any(path.name.startswith("crash-report-") for path in files)
    assert (MARK in capsys.readouterr().err) == debug
