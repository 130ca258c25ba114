"""What a tick and the home screen cost does not grow with what is stored.

SQLite counts its own steps, so that this is no question of time: with many more ended
requests behind it, every one of these does exactly as much as with few.
"""

from collections import Counter
from datetime import timedelta

from sqlalchemy import event

from benchmarks.stored import fill
from tests.shop import Shop, at

FEW, MANY = 600, 1500  # both more than a page of the ledger
#: Mail is kept in a search index, whose pages are merged now and then.
FILED = 1.3


class Meter:
    """Counts the steps of each statement of a store's connections."""

    def __init__(self, store):
        self.steps, self.writes = Counter(), []
        self._said = ""
        store._engine.dispose()  # connections that are opened from now on are counted
        event.listen(store._engine.pool, "connect", self._connected)

    def _connected(self, connection, _record):
        connection.set_trace_callback(self._begins)
        connection.set_progress_handler(self._step, 1)

    def _begins(self, said):
        self._said = said
        if said.startswith(("INSERT", "UPDATE", "DELETE")):
            self.writes.append(said)

    def _step(self):
        self.steps[self._said] += 1

    def of(self, do):
        """What a call costs, and which statement costs most."""
        self.steps.clear()
        self.writes.clear()
        do()
        return sum(self.steps.values()), max(self.steps, key=self.steps.get)


def _moments(shop):
    """What happens in a few days of a shop, and what is asked meanwhile."""
    office = shop.office
    quiet = {
        "tick": office.tick,
        "today": office.today,
        "desk": office.desk,
        "promises": office.promises,
        "week": office.week,
    }

    def pause(minutes=1):
        shop.go(shop.clock.now() + timedelta(minutes=minutes))
        office.tick()

    def all_of(when):
        pause()
        for name, do in quiet.items():
            yield f"{name}, {when}", do

    yield from all_of("between windows")
    yield "page of the ledger, newest first", lambda: office.promise_page(ended=True)
    shop.arrive("zoe")
    yield "tick with a mail", office.tick
    shop.arrive("client7", subject="Re: Jupe")  # of somebody known
    yield "tick with a mail of somebody known", office.tick
    shop.go(at("23 17:05"))
    yield from all_of("in a window")
    yield "answer", lambda: office.answer(shop.open()[0].id, "Oui.")
    pause()
    yield "unavailable", lambda: office.away("sick")
    pause()
    yield from all_of("away")
    shop.go(at("25 08:00"))
    yield "back", office.back
    yield from all_of("back after a day")
    office.away("leave", at("26 08:00"), at("29 20:00"))
    shop.go(at("30 09:00"))
    yield from all_of("back after a leave")
    office.go_live(False)
    yield from all_of("in rehearsal")


def _costs(folder, stored):
    shop = Shop(folder)
    for number in range(12):
        shop.arrive(f"anne{number}")
    shop.office.tick()
    fill(folder / "entracte.sqlite3", stored)
    meter = Meter(shop.ctx.store)
    found = {name: meter.of(do) for name, do in _moments(shop)}
    shop.office.close()
    return found


def test_the_cost_is_flat(tmp_path, record_property):
    few, many = _costs(tmp_path / "few", FEW), _costs(tmp_path / "many", MANY)
    grown = {
        name: f"{few[name][0]} steps, then {steps}: {statement}"
        for name, (steps, statement) in many.items()
        if steps > few[name][0] * (FILED if "," not in name else 1)
    }
    assert grown == {}
    said = ", ".join(f"{name} {steps:,}" for name, (steps, _) in many.items() if "between" in name)
    record_property("figures", f"steps of SQLite, {FEW} and {MANY} stored alike: {said}")


def test_a_quiet_tick_writes_nothing_but_now_and_then_the_lease(tmp_path):
    shop = Shop(tmp_path)
    shop.write()
    shop.go(shop.clock.now() + timedelta(minutes=5))
    meter, written = Meter(shop.ctx.store), []
    for _ in range(6):
        shop.clock.step(timedelta(seconds=20))
        meter.of(shop.office.tick)
        written.append([said.split()[1] for said in meter.writes])
    assert written == [[], ["leases"]] * 3 or written == [["leases"], []] * 3
    meter.of(shop.office.today)
    assert meter.writes == []
