"""`quick` answers as the store does, in every state of the shop."""

import pytest

from planner.domain.server_reply import AwayReply, Cover, ServerWord, to_json
from planner.heartbeat import Heartbeat, write_heartbeat
from planner.paths import Paths
from planner.services.checking import AMISS
from planner.services.keeping import service_view
from planner.services.policy import of_text
from planner.settings import load
from planner.settings_own import of_file
from planner.store.quick import Quick
from tests.shop import at


def empty(_shop):
    pass


def waiting(shop):
    for n in range(12):
        shop.arrive(f"client{n}", "Un devis pour une retouche ?" if n % 3 else "Un 42 ?")
    shop.go(at("23 14:01"))


def open_window(shop):
    waiting(shop)
    shop.go(at("23 17:05"))
    shop.office.answer(1, "Oui.")
    shop.office.tick()


def away(shop):
    waiting(shop)
    shop.office.away("sick")


def away_and_told(shop):
    away(shop)
    shop.go(at("24 09:00"))


def ended_with_everything(shop):
    open_window(shop)
    shop.office.release(2)
    shop.office.away("closed", until=at("25 05:00"))
    shop.go(at("25 09:00"))
    shop.office.check_in(2)


def stuck(shop):
    from planner.ports import Handover, Outcome

    shop.post.answers = lambda _: Outcome(Handover.REFUSED, "550 no")
    waiting(shop)


def night(shop):
    waiting(shop)
    shop.go(at("23 23:30"))


def spoken(shop):
    shop.office.add("Ourlet", "Rose", by=at("24 12:00").date())
    shop.office.add("Veste", "Ida", by=at("29 12:00").date(), as_said=True)
    shop.office.away("closed", until=at("25 04:00"))
    shop.go(at("23 20:00"))


def nobody_there(shop):
    spoken(shop)
    shop.write()
    shop.go(at("28 18:00"))


def covered(shop):
    path = Paths(shop.folder).settings
    text = path.read_text("utf-8")
    own = (
        '\n[[channel]]\nname = "courrier"\nkind = "imap"\nhost = "h"\nuser = "u"\naway = "sieve"\n'
    )
    path.write_text(text + own, "utf-8")
    object.__setattr__(shop.ctx, "own", of_file(path))
    away(shop)
    word = ServerWord(at("23 14:00"), None, "", "", at("25 17:45"), "away")
    with shop.ctx.store.write() as unit:
        said = to_json(AwayReply((word,), ()))
        unit.servers.note("courrier", state=Cover.SAYS, wanted=said, looked_at=at("23 14:00"))


def a_service_that_fails(shop):
    since = shop.clock.now()
    beat = Heartbeat(1, "atelier", "1.0", since, since, "The file is locked.", since)
    write_heartbeat(Paths(shop.folder), beat)
    with shop.ctx.store.write() as unit:
        unit.journal.once(AMISS, "3 17", since)


@pytest.mark.parametrize(
    "happens",
    [
        *(empty, waiting, open_window, away, away_and_told, ended_with_everything, stuck, night),
        *(spoken, nobody_there, covered, a_service_that_fails),
    ],
)
def test_quick_and_the_store_agree(shop, happens):
    happens(shop)
    paths = Paths(shop.folder)
    object.__setattr__(shop.ctx, "service", lambda: service_view(paths, shop.clock.now()))
    settings = load(paths.settings.read_text("utf-8"), str(paths.settings))
    quick = Quick(paths, settings, of_text("", "", settings.schedule), shop.clock)
    assert quick.windows() == shop.office.windows()
    assert quick.promises() == shop.office.promises()
    assert quick.ledger() == shop.office.ledger()
    theirs, ours = quick.today(), shop.office.today()
    for name in theirs.__slots__:
        if name != "channels":  # a story's channels are not in its settings
            assert getattr(theirs, name) == getattr(ours, name), name
