import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.home import Home
from tests.servers.sink import Sink


@pytest.fixture(scope="session")
def _dovecot():
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def dovecot(_dovecot):
    """A running server with an empty mailbox."""
    import shutil

    if not _dovecot.running:
        _dovecot.start()
    shutil.rmtree(_dovecot.maildir(), ignore_errors=True)
    return _dovecot


@pytest.fixture
def sink():
    server = Sink().start()
    yield server
    server.stop()


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")
