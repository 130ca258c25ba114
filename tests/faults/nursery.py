"""Lives that end by SIGKILL: the product is imported once, and a process is forked for each life.

A line of JSON on standard input asks for lives, one on standard output says how they ended. `kill`
is a point of `POINTS`, passed for the `nth` time; `after` (seconds) is an end from outside.
"""

import asyncio
import functools
import gc
import itertools
import json
import math
import mmap
import os
import select
import signal
import ssl
import sys
import tempfile
import time
import traceback
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import alembic.command
import alembic.config
import alembic.script  # noqa: F401 - what an upgrade loads late is there for every life

from planner.bootstrap import open_shop
from planner.cli.app import main as command_line
from planner.clock import StoryClock
from planner.daemon import service
from planner.paths import Paths
from planner.services import importing
from planner.services.office import Office
from planner.store import engine
from planner.store.copying import copy_database
from tests.faults.road import Road, watch


def office_of(asked) -> Office:
    """The shop at the instant that is asked for."""
    clock = StoryClock(datetime.fromisoformat(asked["now"]))
    return open_shop(Paths(asked["home"]), clock=clock).office


def do_tick(asked, road: Road) -> None:
    """One pass, or several until nothing waits any more."""
    office = office_of(asked)
    for _ in range(asked.get("ticks", 1)):
        office.tick()
        office.ctx.clock.step(timedelta(minutes=1))


def do_import(asked, road: Road) -> None:
    importing.BATCH = asked["batch"]
    office = office_of(asked)
    with road.during("import"):
        office.import_mail(Path(asked["path"]), lambda *_: None)


def do_erase(asked, road: Road) -> None:
    office = office_of(asked)
    with road.during("erase"):
        office.erase_person(asked["who"])


def do_key(asked, road: Road) -> None:
    """One of the owner's keys: away, extend, back or undo."""
    office = office_of(asked)
    with road.during("key"):
        getattr(office, asked["key"])()


def do_open(asked, road: Road) -> None:
    with road.during("upgrade"):
        engine.open_store(Path(asked["home"]) / "entracte.sqlite3").close()


def do_serve(asked, road: Road) -> int:
    """`entracte run` as it is, but that it looks more often whether something came."""
    service._GLANCE = asked.get("glance", service._GLANCE)
    return command_line(["run", "--home", asked["home"]])


def do_command(asked, road: Road) -> int:
    """A command as typed."""
    with road.during("command"):
        return command_line([*asked["words"], "--home", asked["home"]])


def do_copy(asked, road: Road) -> None:
    """A copy of the database while others use it."""
    with road.during("copy"), tempfile.TemporaryDirectory() as folder:
        copy_database(Paths(asked["home"]).database, Path(folder) / "copy.sqlite3")


def do_dashboard(asked, road: Road) -> None:
    """The dashboard on a screen without a terminal, and keys, one after the other, without end."""
    asyncio.run(sit_before(asked))


async def sit_before(asked) -> None:
    import tui.app

    tui.app.TICK_SECONDS = asked.get("tick", tui.app.TICK_SECONDS)
    paths, shops = Paths(asked["home"]), []

    def open_desk():
        shops.append(open_shop(paths))
        return shops[-1].office

    app = tui.app.EntracteApp(open_desk=open_desk, language="en", drafts=paths.drafts)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in itertools.cycle(asked["keys"]):
            await pilot.press(key)
            await pilot.pause(0.02)


def live(asked, seen: mmap.mmap) -> int:
    """One life, in a process of its own; the exit code."""
    road = Road(asked.get("kill", ""), asked.get("nth", 1), seen)
    try:
        hush(asked.get("said", ""))
        watch(road)
        return globals()[f"do_{asked['do']}"](asked, road) or 0
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
        self.ends = time.monotonic() + asked.get("after", 3600)
        self.how = signal.SIGTERM if asked.get("gently") else signal.SIGKILL

    def fileno(self) -> int:
        """What can be waited for."""
        return self.handle

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


def bear(lives) -> list[dict]:
    """Fork lives, each `begin` seconds from now, and wait for the end of all."""
    began = time.monotonic()
    waiting = sorted(range(len(lives)), key=lambda n: lives[n].get("begin", 0))
    running: dict[int, Life] = {}
    ends: dict[int, dict] = {}
    while len(ends) < len(lives):
        while waiting and began + lives[waiting[0]].get("begin", 0) <= time.monotonic():
            number = waiting.pop(0)
            running[number] = Life(lives[number])
        turns = [life.ends for life in running.values()]
        turns += [began + lives[number].get("begin", 0) for number in waiting[:1]]
        pause = max(0, min(min(turns) - time.monotonic(), 3600))
        over = select.select(list(running.values()), [], [], pause)[0]
        for number, life in list(running.items()):
            if life in over:
                ends[number] = running.pop(number).ended()
            elif life.ends <= time.monotonic():
                life.end()
    return [ends[number] for number in range(len(lives))]


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
    gc.freeze()  # a collection in a child would copy every page
    return {"killed": False, "code": 0, "at": ""}


def main() -> None:
    keep_what_is_slow()
    for line in sys.stdin:
        lives = json.loads(line)
        done = [grow_up(x) for x in lives] if lives[0]["do"] == "grow up" else bear(lives)
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
