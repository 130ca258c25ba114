"""The server says that a mail came (IDLE), and nobody waits for the next pass."""

import threading
from contextlib import closing
from threading import Event, Thread

import pytest

from planner.bootstrap import open_shop
from planner.daemon.service import run
from planner.daemon.watching import listening
from planner.paths import Paths
from tests.servers.home import letter
from tests.servers.process import wait_for

pytestmark = pytest.mark.server


def test_idle_alone_wakes_a_service_that_would_sleep_for_an_hour(home, dovecot, sink, monkeypatch):
    for name in ("ENTRACTE_PASSWORD_COURRIER", "ENTRACTE_PASSWORD_ENVOI"):
        monkeypatch.setenv(name, home.environ[name])
    home.imap(dovecot, smtp="envoi", copy_sent=False).smtp(sink.port)
    stop, shop = Event(), open_shop(Paths(home.folder))
    shop.office.go_live(True)
    shop.office.tick()  # what comes later is new mail
    with closing(shop), listening(shop.office.watchers()) as heard:

        def tick():
            heard.clear()
            shop.office.tick()

        how = {"stop": stop, "every": 3600.0, "wake": heard.is_set}
        service = Thread(target=run, args=(tick,), kwargs=how)
        service.start()
        try:
            dovecot.deliver(letter(number=61))
            wait_for(lambda: sink.kept, "the acknowledgement")
        finally:
            stop.set()
            service.join(30)
    assert not service.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("watch")]
