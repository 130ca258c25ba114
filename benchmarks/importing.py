"""Import of a large Maildir: messages a second, and whether memory stays flat."""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.shop import STORY, WORDS
from planner.bootstrap_stories import open_story
from planner.services.simulating import start
from planner.views_archive import ImportView

MESSAGES = 100_000
A_SECOND = 1_500
FLAT = 1.1  # memory at the end against that at a tenth
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


PLAIN = """\
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit
MIME-Version: 1.0

{text}
"""
BOTH = """\
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="==={number}=="

--==={number}==
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

{text}
--==={number}==
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

<html><body><p>{text}</p></body></html>
--==={number}==--
"""


def maildir(folder: Path, messages: int) -> Path:
    """A Maildir of six years: four in ten answer the one before, every second one has HTML too."""
    chance = random.Random(1)  # the same mail in every run
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number in range(messages):
        person = chance.randrange(messages // 4)
        head = [
            f"From: Client {person} <client{person}@example.org>",
            "To: shop@story.example",
            f"Subject: Question {chance.randrange(messages)}",
            f"Date: {format_datetime(FIRST + timedelta(minutes=30 * number))}",
            f"Message-ID: <{number}@mail.example.org>",
        ]
        if number and chance.random() < 0.4:
            head.append(f"In-Reply-To: <{number - 1}@mail.example.org>")
        body = (BOTH if number % 2 else PLAIN).format(text=f"{WORDS * 3}{number}", number=number)
        mail = "\n".join((*head, body))
        (folder / "cur" / f"{number:08}.bench:2,S").write_text(mail, encoding="utf-8")
    return folder


def main() -> None:
    """Print rate and memory; `python -m benchmarks.importing [MESSAGES]`."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    marks: dict[int, float] = {}

    def watch(view: ImportView) -> None:
        for share in (10, 50, 100):
            if view.done * 100 >= view.total * share and share not in marks:
                marks[share] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    with tempfile.TemporaryDirectory() as folder:
        path = maildir(Path(folder) / "mail", messages)
        (Path(folder) / "shop").mkdir()
        player = start(
            STORY, "bench.toml", folder=Path(folder) / "shop", opened=open_story, owner="absent"
        )
        began, worked = perf_counter(), process_time()
        view = player.office.import_mail(path, watch)
        took, worked = perf_counter() - began, process_time() - worked
        beside = resource.getrusage(resource.RUSAGE_CHILDREN)
        player.office.close()
    assert (view.new, view.finished) == (messages, True), view
    rate = messages / took
    held = "held" if rate >= A_SECOND else "MISSED"
    print(
        f"import of {messages:,} messages: {rate:,.0f} a second  (budget {A_SECOND:,}, {held};"
        f" {took:.0f} s; keeping worked {worked:.0f} s of them, reading"
        f" {beside.ru_utime + beside.ru_stime:.0f} s in another process)"
    )
    flat = "held" if marks[100] <= marks[10] * FLAT else "MISSED"
    shown = " / ".join(f"{marks[share]:.0f}" for share in (10, 50, 100))
    print(f"the same, largest memory at 10 / 50 / 100 %: {shown} MiB  (flat, {flat})", flush=True)


if __name__ == "__main__":
    main()
