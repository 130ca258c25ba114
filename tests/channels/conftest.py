import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.process import certificate, running
from tests.servers.sink import Sink


@pytest.fixture(scope="module")
def dovecot():
    with running(Dovecot()) as server:
        yield server


@pytest.fixture(scope="module")
def answers():
    """Where goes what a mail server says by itself."""
    server = Sink().start()
    yield server
    server.stop()


@pytest.fixture
def sink():
    server = Sink().start()
    yield server
    server.stop()


@pytest.fixture
def make_sink(tmp_path):
    """Sinks with TLS or a password; `cert` is the file that vouches for them."""
    made = []

    def make(*, cert=False, auth=False, tls=False):
        files = certificate(tmp_path) if cert or tls else None
        made.append(Sink(files, auth=auth, tls=tls).start())
        return made[-1]

    make.cert = str(tmp_path / "cert.pem")
    yield make
    for server in made:
        server.stop()
