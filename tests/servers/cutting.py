"""A wire to a server that is cut behind the n-th line of the client."""

import contextlib
import socket
import threading

from tests.servers.listener import Listener
from tests.servers.process import HOST


class Cutting(Listener):
    """`after` lines go to the server, the next one too if `late`; then both ends are closed.

    Late, the server has done what was asked and nobody hears of it.
    """

    def __init__(self, port, *, after, late=False):
        self._port, self._after, self._late = port, after, late
        self.lines = 0
        super().__init__()

    def meet(self, near):
        with socket.create_connection((HOST, self._port)) as far:
            back = threading.Thread(target=self._back, args=(far, near), daemon=True)
            back.start()
            self._forth(near, far)
            back.join(5)

    def _forth(self, near, far):
        with near.makefile("rb") as lines:
            for line in lines:
                # A literal is part of the command that announced it.
                size = line.rstrip(b"\r\n").rpartition(b"{")[2].rstrip(b"+}")
                whole = line
                if line.rstrip().endswith(b"}") and size.isdigit():
                    whole += lines.read(int(size)) + lines.readline()
                self.lines += 1
                cut = self.lines > self._after
                if not cut or self._late:
                    far.sendall(whole)
                if cut:
                    if self._late:  # let the server do it, and its answer be lost
                        near.shutdown(socket.SHUT_WR)
                        far.shutdown(socket.SHUT_WR)
                        with contextlib.suppress(OSError):
                            while far.recv(4096):
                                pass
                    for end in (far, near):
                        with contextlib.suppress(OSError):
                            end.shutdown(socket.SHUT_RDWR)
                    return
            with contextlib.suppress(OSError):
                far.shutdown(socket.SHUT_RDWR)

    def _back(self, far, near):
        with contextlib.suppress(OSError):
            while data := far.recv(4096):
                if self._late and self.lines > self._after:
                    continue
                near.sendall(data)
