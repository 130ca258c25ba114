"""The server says that a mail came (IDLE), and nobody waits for the next pass."""

import time

import pytest

from tests.servers.home import letter
from tests.servers.process import wait_for

pytestmark = pytest.mark.server
PASS = 20  # seconds between two passes


def test_a_mail_is_acknowledged_long_before_the_next_pass(home, dovecot, sink):
    home.imap(dovecot, smtp="envoi", copy_sent=False).smtp(sink.port)
    assert home.run("live").returncode == 0
    with home.service() as service:
        service.ready()
        began = time.monotonic()
        # The first pass may still be going on: whatever comes now is heard by IDLE or by nobody
        # before the next one.
        dovecot.deliver(letter(number=60))
        wait_for(lambda: sink.kept, "the acknowledgement", PASS)
        assert time.monotonic() - began < PASS - 5
        assert service.end() == 0
