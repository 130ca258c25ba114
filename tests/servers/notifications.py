"""A session bus of its own, and a desktop on it that records what it is asked to show."""

import asyncio
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from tests.servers.process import Process, need, wait_for

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
# Not the system's session.conf: nothing installed here is to be started by a call.
_CONF = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>{address}</listen><auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True)
class Rung:
    """A notification as the desktop was asked to show it."""

    id: int
    app: str
    title: str
    body: str
    buttons: dict[str, str]


@dataclass
class Desktop:
    """`rung` is what was shown, `closed` what was withdrawn. While `hangs`, no call is answered."""

    address: str
    rung: list[Rung] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    asked: int = 0
    hangs: bool = False

    def __post_init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self):
        self._thread.start()
        self._service = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(20)
        return self

    def stop(self):
        self.hangs = False
        self._loop.call_soon_threadsafe(self._bus.disconnect)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def press(self, number, key):
        """A button is pressed; the desktop then closes what it showed."""
        self._loop.call_soon_threadsafe(self._service.ActionInvoked, number, key)
        self._loop.call_soon_threadsafe(self._service.NotificationClosed, number, 2)

    def dismiss(self, number, reason=2):
        self._loop.call_soon_threadsafe(self._service.NotificationClosed, number, reason)

    async def _serve(self):
        self._bus = await MessageBus(bus_address=self.address).connect()
        service = _service(self)
        self._bus.export(PATH, service)
        await self._bus.request_name(NAME)
        return service

    async def patience(self):
        self.asked += 1
        while self.hangs:
            await asyncio.sleep(0.02)


def _service(desktop):
    class Notifications(ServiceInterface):  # its annotations are D-Bus signatures
        @dbus_method()
        async def Notify(  # noqa: N802
            self,
            app: "s",  # noqa: F821
            replaces: "u",  # noqa: F821
            icon: "s",  # noqa: F821
            title: "s",  # noqa: F821
            body: "s",  # noqa: F821
            actions: "as",  # noqa: F722
            hints: "a{sv}",  # noqa: F722
            timeout: "i",  # noqa: F821
        ) -> "u":  # noqa: F821
            await desktop.patience()
            pairs = dict(zip(actions[::2], actions[1::2], strict=True))
            pairs.pop("default", None)
            number = len(desktop.rung) + 1
            desktop.rung.append(Rung(number, app, title, body, pairs))
            return number

        @dbus_method()
        def CloseNotification(self, number: "u"):  # noqa: N802, F821
            desktop.closed.append(number)
            self.NotificationClosed(number, 3)

        @dbus_method()
        async def GetCapabilities(self) -> "as":  # noqa: N802, F722
            await desktop.patience()
            return ["actions", "body", "persistence"]

        @dbus_method()
        async def GetServerInformation(self) -> "ssss":  # noqa: N802, F821
            await desktop.patience()
            return ["recorder", "tests", "1", "1.2"]

        @dbus_signal()
        def NotificationClosed(self, number, reason) -> "uu":  # noqa: N802, F821
            return [number, reason]

        @dbus_signal()
        def ActionInvoked(self, number, key) -> "us":  # noqa: N802, F821
            return [number, key]

    return Notifications(NAME)


class Bus:
    """A session bus without anybody on it; `address` for DBUS_SESSION_BUS_ADDRESS."""

    def __init__(self):
        need("dbus-daemon", package="dbus-daemon")
        self._folder = tempfile.TemporaryDirectory(prefix="bus")  # a socket's name is short
        folder = Path(self._folder.name)
        self.address = f"unix:path={folder}/bus"
        (folder / "conf").write_text(_CONF.format(address=self.address))
        words = [f"--config-file={folder}/conf", "--nofork", "--nopidfile"]
        self._server = Process(["dbus-daemon", *words], folder / "log")
        wait_for((folder / "bus").is_socket, "the bus")

    def close(self):
        self._server.stop()
        self._folder.cleanup()
