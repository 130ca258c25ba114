import pytest

from planner import locale, log
from planner.cli.app import main
from tests.faults.parent import Nursery
from tests.servers.dovecot import Dovecot
from tests.servers.home import Home
from tests.servers.sink import Sink


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def ask(home, capsys, monkeypatch):
    """One command through the program's border; (exit code, data, words)."""
    for name in ("ENTRACTE_PASSWORD_COURRIER", "ENTRACTE_PASSWORD_ENVOI", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, home.environ[name])

    def typed(*words):
        code = main([*words, "--home", str(home.folder)])
        seen = capsys.readouterr()
        assert "Traceback" not in seen.err
        return code, seen.out, seen.err

    yield typed
    log.stop()
    locale.use("en")


@pytest.fixture(scope="module")
def _dovecot():
    server = Dovecot()
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture
def dovecot(_dovecot):
    if not _dovecot.running:
        _dovecot.start()
    return _dovecot


@pytest.fixture
def sink():
    server = Sink().start()
    yield server
    server.stop()


@pytest.fixture
def nursery(home):
    """Begins the process that forks lives, when the settings are complete."""
    kept = []

    def begin():
        kept.append(Nursery(home.environ))
        return kept[0]

    yield begin
    for one in kept:
        one.end()
