"""Services with one reply, brought to what they should say: on stand-ins, through the shop."""

import copy
from datetime import timedelta

import pytest

from planner.channels.web.gmail import GmailAway
from planner.channels.web.graph import GraphAway
from planner.channels.web.http import WebAccount
from planner.channels.web.jmap import JmapAway
from tests.servers.web_away import Gmail, Graph, Jmap
from tests.shop import Shop, at

KINDS = {"jmap": (Jmap, JmapAway), "gmail": (Gmail, GmailAway), "graph": (Graph, GraphAway)}


@pytest.fixture(params=KINDS)
def both(request, tmp_path):
    """A shop and the service of its channel."""
    service, ours = KINDS[request.param]
    server = service()
    channel = {"name": "mail", "kind": "maildir", "path": str(tmp_path), "away": request.param}
    shop = Shop(tmp_path / "shop", settings={"channel": [channel]})
    account = WebAccount(
        "mail", server.url, "shop@example.test", lambda: "s3cret", timeout=2, auth="xoauth2"
    )
    connect(shop, ours(account))
    yield shop, server, ours(account)
    server.stop()


def connect(shop, server):
    object.__setattr__(shop.ctx, "away_servers", {"mail": server})


def state(shop):
    (view,) = shop.office.covered()
    return view.state


def soon(shop):
    shop.go(shop.clock.now() + timedelta(minutes=1))


def test_an_absence_from_its_announcement_to_its_end(both):
    shop, server, ours = both
    before = copy.deepcopy(server.kept)
    shop.office.away("leave", since=at("24 08:00"), until=at("25 08:00"))
    soon(shop)
    assert state(shop) == "says"  # before it begins: the service knows times
    assert "unavailable until Tuesday 24 November" in ours.read_away().text
    shop.sleep(at("24 10:00"))
    shop.arrive("anne")
    shop.go(at("24 12:00"))
    (request,) = shop.open()
    assert shop.promise(request.id).due == at("25 17:45")
    assert shop.sent == []
    shop.go(at("25 08:01"))
    assert state(shop) == "nothing"
    assert server.kept == before


def test_a_lost_answer_is_found_out_and_told(both):
    shop, server, ours = both
    before = copy.deepcopy(server.kept)
    shop.office.away("sick")
    shop.clock.step(timedelta(seconds=11))
    calls = len(server.seen)
    ours.read_away()
    looks = len(server.seen) - calls
    # Behind one look, and the one before writing: written, and the answer is lost.
    server.script[:] = [None] * (2 * looks) + [None] * (looks - 1) + ["lost"]
    shop.office.tick()
    assert state(shop) == "setting"
    soon(shop)
    assert state(shop) == "says"
    assert ours.read_away().active
    shop.office.back()
    soon(shop)
    assert state(shop) == "nothing"
    assert server.kept == before


def test_her_own_reply_is_left_alone_and_said(both):
    shop, server, _ours = both
    shop.office.away("sick")
    soon(shop)
    hers = copy.deepcopy(server.kept)
    shop.office.back()
    soon(shop)
    server.kept = hers  # as if she had written it
    shop.office.away("sick")
    soon(shop)
    assert state(shop) == "refused"
    assert server.kept == hers
    shop.office.back()
    soon(shop)
    assert server.kept == hers
