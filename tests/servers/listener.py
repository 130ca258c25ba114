"""What our own small servers share: a door on a free port, one visitor after the other."""

import contextlib
import socket
import threading

from tests.servers.process import HOST


class Listener:
    """`meet` is what becomes of a visitor; a connection that breaks is nobody's fault."""

    def __init__(self):
        self._door = socket.create_server((HOST, 0))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._door.close()
        # An accept that is waiting is not woken by close: knock once.
        with contextlib.suppress(OSError):
            socket.create_connection((HOST, self.port), 1).close()
        self._thread.join(5)

    def _serve(self):
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), visitor:
                self.meet(visitor)
