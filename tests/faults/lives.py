"""What a life does before it ends: the product's own ways in, each in a process of its own."""

import asyncio
import itertools
from datetime import datetime, timedelta
from pathlib import Path

from planner.bootstrap import open_shop
from planner.cli.app import main as command_line
from planner.clock import StoryClock
from planner.daemon import service
from planner.paths import Paths
from planner.services import importing
from planner.services.office import Office
from planner.store import engine
from tests.faults.road import Road


def office_of(asked) -> Office:
    """The shop at the instant that is asked for."""
    clock = StoryClock(datetime.fromisoformat(asked["now"]))
    return open_shop(Paths(asked["home"]), clock=clock).office


def do_tick(asked, road: Road) -> None:
    """One pass, or several until nothing waits any more."""
    office = office_of(asked)
    for _ in range(asked.get("ticks", 1)):
        office.tick()
        office.ctx.clock.step(timedelta(minutes=asked.get("minutes", 1)))


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
    """`entracte backup` while others use the file."""
    with road.during("copy"):
        return command_line(["backup", "--home", asked["home"]])


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
