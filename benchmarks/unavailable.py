"""The key `u` with 1,000 standing promises: to everything committed, to the server's own reply.

The server is a Dovecot of its own, so this needs one; without it the second half is left out.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import absolute, ratio, seconds
from benchmarks.shop import raw_mail, shop_of
from planner.channels.account import Account
from planner.channels.sieve import SieveServer
from planner.channels.sieve.client import connected
from planner.services.covering import cover
from planner.services.simulating import Player
from planner.settings import ChannelSettings

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

PROMISES = 1_000
#: What can be taken back for ten seconds is on no server before.
AFTER_UNDO = timedelta(seconds=11)


def main() -> None:
    """Print a line for each stretch of the way."""
    with tempfile.TemporaryDirectory() as folder:
        player = shop_of(Path(folder), PROMISES)
        player.office.tick()
        standing = len(player.office.promises())
        absolute(f"`u` to committed, {standing:,} promises", seconds(player.office.away), 0.2)
        player.clock.move_to(player.clock.now() + AFTER_UNDO)
        if server := _dovecot():
            try:
                _covered(player, server)
            finally:
                server.remove()
        else:
            print("`u` to the server's reply: no Dovecot here")
        player.office.close()


def _covered(player: Player, server: Dovecot) -> None:
    """The server's reply alone, beside putting and activating a script; then the whole tick."""
    account = Account(
        "mail", server.host, server.sieve, server.user, lambda: server.password, "none"
    )
    _wire(player, account)
    cover(player.office.ctx)  # the mailbox and the first connection
    player.office.back()
    player.clock.move_to(player.clock.now() + AFTER_UNDO)
    cover(player.office.ctx)
    player.office.away()
    player.clock.move_to(player.clock.now() + AFTER_UNDO)
    took = seconds(lambda: cover(player.office.ctx))
    (said,) = player.office.covered()
    assert said.state == "says", said
    ratio("its words on the server, active, noted / a bare script", took, _bare(account), 6)
    player.office.back()
    player.clock.move_to(player.clock.now() + AFTER_UNDO)
    cover(player.office.ctx)
    player.office.away()
    player.clock.move_to(player.clock.now() + AFTER_UNDO)
    absolute(
        "the tick after the undo time, letters and server's reply", seconds(player.office.tick)
    )
    assert player.office.covered()[0].state == "says"


def _wire(player: Player, account: Account) -> None:
    ctx = player.office.ctx
    channel = ChannelSettings("mail", "maildir", away="sieve")
    object.__setattr__(ctx, "settings", replace(ctx.settings, channels=(channel,)))
    object.__setattr__(ctx, "away_servers", {"mail": SieveServer(account)})


def _bare(account: Account) -> float:
    """One connection that puts the smallest script there and activates it."""

    def put() -> None:
        with connected(account) as session:
            session.write("bare", "keep;\n")
            session.activate("bare")

    def clean() -> None:
        with connected(account) as session:
            session.activate("entracte")
            session.remove("bare")

    times = []
    for _ in range(3):
        times.append(seconds(put))
        clean()
    return sorted(times)[1]


def _dovecot() -> Dovecot | None:
    """A running server with a mailbox, where one is installed."""
    if not all(map(shutil.which, ("dovecot", "sievec", "openssl"))):
        return None
    from tests.servers.dovecot import Dovecot

    server = Dovecot(sieve=True)
    server.start()
    server.deliver(raw_mail(0))  # makes the mailbox
    return server


if __name__ == "__main__":
    main()
