"""A program on a real terminal: what is typed, what is written there, and what of it is no text."""

import os
import re
import select
import struct
import subprocess
import sys
import time
import unicodedata

#: ECMA-48: control sequences, strings to their end, and what else begins with escape.
_SEQUENCES = re.compile(
    r"\x1b\[(?P<given>[0-?]*)(?P<end>[ -/]*[@-~])|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
#: Sequences whose figures do not matter: colours, and where the cursor goes.
_ANY = frozenset("mH")


class Terminal:
    """A process of its own on a pty of `size` (columns, lines); ended whatever happens."""

    def __init__(self, *words, size=(100, 30), **environ):
        import fcntl
        import pty
        import termios

        self._main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        env.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"})
        self.child = subprocess.Popen(
            [sys.executable, *words], stdin=side, stdout=side, stderr=side,
            env={**env, **environ}, start_new_session=True,
        )  # fmt: skip
        os.close(side)
        self.written = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait(10)
        os.close(self._main)

    @property
    def text(self):
        """All that was written; what a kill has cut in two is left out."""
        return re.sub(r"\x1b[^@-~]*$|\x1b\[[^@-~]*$", "", self.written.decode(errors="replace"))

    def type(self, keys):
        """Keys as a terminal sends them; what was written before counts no more for `until`."""
        self._since = len(self.written)
        os.write(self._main, keys.encode())
        return self

    _since = 0

    def until(self, *marks, seconds=8):
        """Read on until each of these was written since the last key."""
        end = time.monotonic() + seconds
        wanted = [mark.encode() for mark in marks]
        while not all(mark in self.written[self._since :] for mark in wanted):
            assert time.monotonic() < end, f"{marks} never came: {self._shown()}"
            assert self.read() or self.child.poll() is None, f"it ended: {self._shown()}"
        return self

    def _shown(self):
        written = self.written[self._since :].decode(errors="replace")
        return ascii(" ".join(words(written).split())[-3000:])

    def ended(self):
        """The exit code, once everything was read."""
        while self.read() or self.child.poll() is None:
            pass
        return self.child.wait(10)

    def read(self):
        """What was written meanwhile, if anything."""
        if not select.select([self._main], [], [], 0.05)[0]:
            return b""
        try:
            part = os.read(self._main, 65536)
        except OSError:  # nobody writes there any more
            part = b""
        self.written += part
        return part


def words(text):
    """What is left as letters."""
    return _SEQUENCES.sub("", text)


def wild(text):
    """What a terminal could obey in letters."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Cn")
    return {c for c in words(text) if c not in "\r\n" and unicodedata.category(c) in kinds}


def orders(text):
    """What the terminal was told besides letters: each kind of sequence once."""
    found = set()
    for each in _SEQUENCES.finditer(text):
        end = each["end"]
        found.add(end if end in _ANY else each[0].removeprefix("\x1b"))
    return found


def colours(text):
    """The colours that were asked for, as they were written."""
    found = set()
    for each in re.finditer(r"\x1b\[([0-9;:]*)m", text):
        figures = iter(each[1].replace(":", ";").split(";"))
        for figure in figures:
            number = int(figure or 0)
            if (30 <= number <= 49 and number not in (39, 49)) or 90 <= number <= 107:
                found.add(each[0])
    return found
