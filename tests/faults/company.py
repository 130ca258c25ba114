"""Several processes at once, each of which measures how long it waits for the others.

Every one works until its `seconds` are over and leaves its figures in a file.
"""

import asyncio
import itertools
import json
import random
import sqlite3
import sys
import time
from collections import defaultdict
from contextlib import closing, contextmanager
from pathlib import Path

from planner.bootstrap import open_shop
from planner.cli.app import main as command_line
from planner.paths import Paths
from planner.store.engine import Store
from tests.faults.lives import do_serve

#: What is looked at between two deeds.
LOOKS = ("status --json", "promises --json", "search ourlet --json", "week --json", "absences")


class Figures:
    """Seconds by what was waited for: `wait` for the lock, `hold`ing it, `call` of a door."""

    def __init__(self):
        self.seconds = defaultdict(list)

    @contextmanager
    def time(self, what, name):
        """How long something takes."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[f"{what} {name}"].append(time.monotonic() - began)

    def watch_the_lock(self):
        """From the wish to write until the lock is there, and from then until it is given back."""
        plain = Store.write

        @contextmanager
        def write(store):
            name, began = sys._getframe(2).f_code.co_name, time.monotonic()
            with plain(store) as unit:
                granted = time.monotonic()
                self.seconds[f"wait {name}"].append(granted - began)
                yield unit
            self.seconds[f"hold {name}"].append(time.monotonic() - granted)

        Store.write = write

    def leave(self, path):
        """Write them down."""
        Path(path).write_text(json.dumps(self.seconds))


class Measured:
    """A desk whose doors are timed."""

    def __init__(self, desk, figures):
        self._desk, self._figures = desk, figures

    def __getattr__(self, name):
        door = getattr(self._desk, name)
        if not callable(door):
            return door

        def timed(*args, **more):
            with self._figures.time("call", name):
                return door(*args, **more)

        return timed


@contextmanager
def measured(asked):
    """The figures of this life; its end is in `seconds`."""
    figures = Figures()
    figures.watch_the_lock()
    try:
        yield figures, time.monotonic() + asked["seconds"]
    finally:
        figures.leave(asked["figures"])


def do_service_measured(asked, road):
    with measured(asked):
        return do_serve(asked, road)


def do_commands(asked, road):
    """The command line, one call after the other; says which of them stand, by what they did.

    `writes` is what this one does beside looking: two that go away and undo it meet each other.
    """
    chance, well = random.Random(asked["name"]), defaultdict(list)
    with measured(asked) as (figures, end):
        for number in itertools.count():
            if time.monotonic() > end:
                break
            deed = chance.choice((*LOOKS, *asked["writes"]))
            mark = f"{asked['name']} numéro {number}."
            for words in typed(deed, mark, asked["home"]):
                with figures.time("call", words[0]):
                    code = command_line([*words, "--home", asked["home"]])
                assert code == 0, words
                well[words[0]].append(mark)
    Path(asked["well"]).write_text(json.dumps(well))


def typed(deed, mark, home):
    """The commands of a deed."""
    if deed == "add":
        return [["add", f"Ourlet {mark}", "--from", mark]]
    if deed == "away":
        return [["away"], ["undo"]]
    if deed == "answer":
        return [["answer", str(who), f"Oui {mark}", "--now"] for who in waiting(home)[:1]]
    return [deed.split()]


def waiting(home):
    """Who wrote today and has no answer."""
    with closing(sqlite3.connect(Paths(home).database)) as connection:
        mail = "state = 'open' AND channel = 'courrier' AND address LIKE 'client%'"
        return [x for (x,) in connection.execute(f"SELECT id FROM requests WHERE {mail}")]


def do_desk(asked, road):
    """A dashboard's desk: passes, looks, and the owner's keys on requests of its own."""
    chance, stands = random.Random(asked["name"]), {}
    with measured(asked) as (figures, end):
        shop = open_shop(Paths(asked["home"]))
        desk = Measured(shop.office, figures)
        desk.add(f"Un ourlet pour {asked['name']}.", asked["name"])
        mine = desk.search(asked["name"]).hits[0].request
        for number in itertools.count():
            if time.monotonic() > end:
                break
            desk.tick()
            desk.today()
            desk.desk()
            desk.promise_page()
            ready = chance.random() < 0.5
            desk.mark_ready(mine, ready)
            desk.share_errand([mine], f"course {number}")
            stands = {"ready": ready, "errand": f"course {number}", "id": mine}
        shop.close()
    Path(asked["well"]).write_text(json.dumps(stands))


def do_screen(asked, road):
    """The dashboard itself, without a terminal, and keys."""
    asyncio.run(_sit_before(asked))


async def _sit_before(asked):
    import tui.app

    tui.app.TICK_SECONDS = 1.0
    shops = []
    with measured(asked) as (figures, end):

        def open_desk():
            shops.append(open_shop(Paths(asked["home"])))
            return Measured(shops[-1].office, figures)

        app = tui.app.EntracteApp(open_desk=open_desk, language="en")
        async with app.run_test(size=(80, 24)) as pilot:
            for key in itertools.cycle(asked["keys"]):
                await pilot.press(key)
                await pilot.pause(0.05)
                if time.monotonic() > end:
                    break
        for shop in shops:
            shop.close()


def do_copies(asked, road):
    """`entracte backup`, again and again."""
    with measured(asked) as (figures, end):
        while time.monotonic() < end:
            with figures.time("call", "backup"):
                assert command_line(["backup", "--home", asked["home"]]) == 0
            time.sleep(0.2)


def do_imports(asked, road):
    """One archive after the other; says how many mails were new."""
    with measured(asked) as (figures, end):
        shop, new = open_shop(Paths(asked["home"])), 0
        for path in asked["paths"]:
            if time.monotonic() > end:
                break
            with figures.time("import", Path(path).name):
                view = shop.office.import_mail(
                    Path(path), lambda _: None, lambda: time.monotonic() < end
                )
            new += view.new
        shop.close()
    Path(asked["well"]).write_text(json.dumps(new))
