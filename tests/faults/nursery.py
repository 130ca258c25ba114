"""Lives that end by SIGKILL: the product is imported once, and a process is forked for each life.

A line of JSON on standard input asks for lives, one on standard output says how they ended. `kill`
is a point of `POINTS`, passed for the `nth` time; `after` (seconds) is an end from outside, counted
from the birth or, `at_work`, from the first point that is passed.
"""

import functools
import gc
import json
import math
import mmap
import os
import select
import signal
import ssl
import sys
import time
import traceback
from importlib import import_module

import alembic.command
import alembic.config
import alembic.script  # noqa: F401 - what an upgrade loads late is there for every life
from sqlalchemy import Executable

from planner.bootstrap import open_shop
from planner.paths import Paths
from planner.store.prepared import prepared
from tests.faults import company, lives
from tests.faults.road import Road, watch

#: What a life can do, by the word behind "do_".
DEEDS = vars(lives) | vars(company)


def live(asked, seen: mmap.mmap) -> int:
    """One life, in a process of its own; the exit code."""
    road = Road(asked.get("kill", ""), asked.get("nth", 1), seen)
    try:
        hush(asked.get("said", ""))
        watch(road)
        return DEEDS[f"do_{asked['do']}"](asked, road) or 0
    except BaseException:  # noqa: BLE001 - the parent is told, whatever it is
        traceback.print_exc()
        return 3


def hush(said: str) -> None:
    """The parent's own output is for its answers; what a life says goes into a file."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if said:
        os.dup2(os.open(said, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), 2)


class Life:
    """A process that was forked, and when it ends from outside."""

    def __init__(self, asked) -> None:
        self.seen = mmap.mmap(-1, 80)
        self.seen[:] = b" " * len(self.seen)
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(live(asked, self.seen))
        self.handle = os.pidfd_open(self.pid)
        self.after = asked.get("after", 3600)
        self.idle = asked.get("at_work", False)
        self.ends = math.inf if self.idle else time.monotonic() + self.after
        self.how = signal.SIGTERM if asked.get("gently") else signal.SIGKILL

    def fileno(self) -> int:
        """What can be waited for."""
        return self.handle

    def look(self) -> None:
        """Its time may begin with the first point that it passes."""
        if self.idle and self.seen[0] != ord(" "):
            self.idle, self.ends = False, time.monotonic() + self.after

    def end(self) -> None:
        """Once: a gentle end is waited for."""
        os.kill(self.pid, self.how)
        self.ends = math.inf

    def ended(self) -> dict:
        """How it ended."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        code = os.waitstatus_to_exitcode(status)
        point = bytes(self.seen).decode().strip()
        return {"killed": code == -signal.SIGKILL, "code": code, "at": point}


def bear(asked) -> list[dict]:
    """Fork lives, each `begin` seconds from now, and wait for the end of all."""
    began = time.monotonic()
    waiting = sorted(range(len(asked)), key=lambda n: asked[n].get("begin", 0))
    running: dict[int, Life] = {}
    ends: dict[int, dict] = {}
    while len(ends) < len(asked):
        while waiting and began + asked[waiting[0]].get("begin", 0) <= time.monotonic():
            number = waiting.pop(0)
            running[number] = Life(asked[number])
        turns = [life.ends for life in running.values()]
        turns += [began + asked[number].get("begin", 0) for number in waiting[:1]]
        longest = 0.002 if any(life.idle for life in running.values()) else 3600
        pause = max(0, min(min(turns) - time.monotonic(), longest))
        over = select.select(list(running.values()), [], [], pause)[0]
        for number, life in list(running.items()):
            life.look()
            if life in over:
                ends[number] = running.pop(number).ended()
            elif life.ends <= time.monotonic():
                life.end()
    return [ends[number] for number in range(len(asked))]


def keep_what_is_slow() -> None:
    """What every start reads anew is read once here."""
    ssl.create_default_context = functools.cache(ssl.create_default_context)


def grow_up(asked) -> dict:
    """A quiet life in this very process: what it loads and compiles is there for all others."""
    for module in asked.get("loads", ()):
        import_module(module)
    office = open_shop(Paths(asked["home"])).office
    office.go_live(True)
    office.tick()
    for one in office.ctx.receivers.values():
        getattr(one, "close", lambda: None)()
    office.close()
    for statement in _statements():
        prepared(statement)
    gc.freeze()  # a collection in a child would copy every page
    return {"killed": False, "code": 0, "at": ""}


def _statements() -> list[Executable]:
    """What `planner.store` asks, whatever a quiet life asks of it."""
    rooms = [room for name, room in sys.modules.items() if name.startswith("planner.store.")]
    return [one for room in rooms for one in vars(room).values() if isinstance(one, Executable)]


def main() -> None:
    keep_what_is_slow()
    for line in sys.stdin:
        asked = json.loads(line)
        done = [grow_up(x) for x in asked] if asked[0]["do"] == "grow up" else bear(asked)
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
