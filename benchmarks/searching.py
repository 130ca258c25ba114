"""Search over a million messages: the commonest words, rare ones, none, an unfinished one."""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from benchmarks.measure import absolute, median
from benchmarks.shop import STORY
from planner.bootstrap_stories import open_story
from planner.services.simulating import start

MESSAGES = 1_000_000
BUDGET = 0.05  # seconds
SYLLABLES = [a + b for a in "bdflmnprst" for b in "aei"]
FIRST = datetime(2010, 1, 1, tzinfo=UTC)


def vocabulary(chance: random.Random) -> list[str]:
    """Thirty thousand words; the first is the commonest, as words of a language are."""
    words = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 6))) for _ in range(40_000)}
    return chance.sample(sorted(words), 30_000)


def fill(path: str, words: list[str], messages: int, chance: random.Random) -> None:
    """Messages of 40 words by Zipf's law, in requests of one person each."""
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    said = chance.choices(words, cum_weights=weights, k=3_000_000)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO people (id, name, created_at) VALUES (1, 'Client', '2010-01-01 00:00:00')"
        )
        connection.execute(
            "INSERT INTO requests (id, person_id, channel, address, subject, thread, state,"
            " opened_at, answers, minutes, language, tone, written, answerable, last_in_at, asks,"
            " ready_to_buy, errand) VALUES (1, 1, 'mail', 'client@example.org', '', '', 'closed',"
            " '2010-01-01 00:00:00.000000', 1, 3, 'fr', 'calm', 1, 0,"
            " '2010-01-01 00:00:00.000000', '', 0, '')"
        )

        def row(number: int) -> tuple[str, str, str, str, str]:
            at = chance.randrange(len(said) - 50)
            when = FIRST + timedelta(minutes=8 * number)
            return (
                f"b{number}",
                f"{when:%Y-%m-%d %H:%M:%S}.000000",
                f"client{number % 50_000}@example.org",
                "question " + " ".join(said[at : at + 3]),
                "bonjour " + " ".join(said[at + 3 : at + 43]),
            )

        connection.executemany(
            "INSERT INTO messages (request_id, channel, foreign_id, mine, automatic, at,"
            " sender_name, sender_address, subject, text, reply_text, message_id, in_reply_to,"
            " refs, target, rows, readable, attachments) VALUES (1, 'mail', ?, 0, 0, ?,"
            " 'Client', ?, ?, ?, '', '', '', '[]', '', '', 1, '[]')",
            map(row, range(messages)),
        )
        connection.execute("COMMIT")


def main() -> None:
    """Print a median a kind of question; `python -m benchmarks.searching [MESSAGES]`."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    chance = random.Random(1)  # the same messages in every run
    words = vocabulary(chance)
    with tempfile.TemporaryDirectory() as folder:
        player = start(STORY, "bench.toml", folder=Path(folder), opened=open_story, owner="absent")
        office = player.office
        fill(office.ctx.store.where, words, messages, chance)
        for what, typed in {
            "the commonest word": "bonjour ",
            "two common words": f"{words[0]} {words[1]} ",
            "a rare word": f"{words[20_000]} ",
            "a rare and the commonest word": f"{words[2_000]} bonjour ",
            "a word that is not there": "zzzz ",
            "words side by side": f'"{words[0]} {words[1]}"',
            "an address": "client77@example.org ",
            "an unfinished common word": "bonjo",
            "an unfinished word of three letters": words[0][:3],
            "the beginning of every address": "client",
        }.items():
            took = median(lambda typed=typed: office.search(typed), 7)
            found = len(office.search(typed).hits)
            absolute(f"search of {messages:,} messages, {what} ({found})", took, BUDGET)
        office.close()


if __name__ == "__main__":
    main()
