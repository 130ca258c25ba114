"""Mail to stored, planned and acknowledged, against parsing the same mail with the library."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from benchmarks.measure import median, ratio, seconds
from benchmarks.shop import acknowledge, raw_mail, shop_of, understood
from planner.domain.message import Incoming

MAILS = 300


def parse(mails: list[bytes]) -> None:
    """What the standard library does for the same: header fields and the text."""
    for raw in mails:
        message = message_from_bytes(raw, policy=policy.default)
        str(message["from"]), str(message["to"]), str(message["subject"]), str(message["date"])
        body = message.get_body(("plain", "html"))
        assert body is not None
        body.get_content()


def main() -> None:
    """Print two ratios: reading alone, and the whole way."""
    mails = [raw_mail(number) for number in range(MAILS)]
    reference = median(lambda: parse(mails), 5)
    with tempfile.TemporaryDirectory() as folder:
        player = shop_of(Path(folder), 0)
        player.clock.move_to(player.clock.now() + timedelta(minutes=1))

        def understand() -> list[Incoming]:
            return [understood(raw, number, player) for number, raw in enumerate(mails)]

        reading = median(understand, 3)
        ratio(f"reading {MAILS} mails / standard library", reading, reference, 3)

        def whole() -> None:
            player.posts["mail"].waiting.extend(understand())
            acknowledge(player, MAILS)

        took = seconds(whole)
        ratio(f"{MAILS} mails to acknowledged / standard library", took, reference, 3)
        player.office.close()


if __name__ == "__main__":
    main()
