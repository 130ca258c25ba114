import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.home import Home
from tests.servers.postfix import Postfix
from tests.servers.process import PEER, USER, running
from tests.servers.sink import Sink


@pytest.fixture(scope="session")
def _dovecot():
    with running(Dovecot()) as server:
        yield server


@pytest.fixture
def dovecot(_dovecot):
    """A running server with an empty mailbox."""
    import shutil

    if not _dovecot.running:
        _dovecot.start()
    for user in (USER, PEER):
        shutil.rmtree(_dovecot.maildir(user), ignore_errors=True)
    return _dovecot


@pytest.fixture(scope="session")
def _queue(_dovecot):
    hop = Sink().start()
    server = Postfix(lmtp=_dovecot.lmtp, smtp=hop.port)
    try:
        yield server.start(), hop
    finally:
        server.remove()
        hop.stop()


@pytest.fixture
def postfix(_queue):
    """A running mail queue."""
    return _queue[0]


@pytest.fixture
def hop(_queue):
    """The server of the world behind the queue, as if nothing had come yet."""
    hop = _queue[1]
    hop.script, hop.kept = [], []
    return hop


@pytest.fixture
def sink():
    server = Sink().start()
    yield server
    server.stop()


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")
