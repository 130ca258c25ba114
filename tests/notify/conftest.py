import pytest

from tests.notify.desktops import first_on_the_paths, without_the_extra
from tests.servers.process import need


@pytest.fixture(scope="session")
def _bus():
    from tests.servers.notifications import Bus

    bus = Bus()
    yield bus
    bus.close()


@pytest.fixture
def bus(_bus, tmp_path, monkeypatch):
    """A session bus without a desktop on it; the extra is installed."""
    first_on_the_paths(monkeypatch, tmp_path / "bin", tmp_path / "modules")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", _bus.address)
    return _bus


@pytest.fixture
def desktop(bus):
    """A desktop that shows notifications and remembers them."""
    from tests.servers.notifications import Desktop

    desktop = Desktop(bus.address).start()
    yield desktop
    desktop.stop()


@pytest.fixture
def plain(tmp_path):
    """Without the extra: plyer hands everything to the real notify-send."""
    need("notify-send", package="libnotify-bin")
    without_the_extra(tmp_path / "modules")
