"""The service, two dashboards, the command line, copies and an import at once, under load.

Nobody waits long for the others, nothing that anybody did is lost, and nothing is sent twice.
"""

import json
import random
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.judge import whole
from tests.faults.post import Post, into_maildir
from tests.servers.home import letter
from tests.thorough import THOROUGH

SECONDS = 25 if THOROUGH else 2
#: Mails of an archive, and every how many one is of last week: those are planned one by one.
ARCHIVE, RECENT = 2000, 10
LOADS = ("planner.cli.run", "planner.daemon", "planner.cli.desk", "planner.cli.searching")
LOADS += ("planner.cli.reading", "planner.cli.week", "planner.cli.days", "tui.app")
LOADS += ("tui.screens.late", "planner.services.importing")
KEYS = ["d", "escape", "p", "escape", "w", "escape", "k", "escape"]
LONGEST = 2.0  # seconds that anybody may wait


def archive(path, number):
    """An mbox of old mail, some of it of last week."""
    now = datetime.now(UTC)
    with path.open("wb") as file:
        for count in range(ARCHIVE):
            days = 3 + count % 7 if count % RECENT == 0 else 30 + count
            who = f"ancienne{number}.{count // 3}@example.org"
            raw = letter(
                f"Ancienne {count}",
                f"Demande {count}",
                "Bonjour, est-ce que la robe est encore là ? Merci beaucoup !\n" * 10,
                From=f"<{who}>",
                Return_Path=f"<{who}>",
                Message_ID=f"<a{number}.{count}@example.org>",
                Date=(now - timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S +0000"),
            )
            file.write(b"From x Thu Jan  1 00:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")


class Company:
    """Everybody's figures and what each of them did."""

    def __init__(self, home, folder):
        self.home, self.folder, self.names = home, folder, []

    def life(self, do, name, **more):
        """One of them."""
        self.names.append(name)
        return {
            "do": do,
            "name": name,
            "home": str(self.home.folder),
            "said": str(self.folder / "said.txt"),
            "figures": str(self.folder / f"{name}.json"),
            "well": str(self.folder / f"{name}.well"),
            "seconds": SECONDS,
            **more,
        }

    def well(self, name):
        """What one of them did."""
        return json.loads((self.folder / f"{name}.well").read_text())

    def seconds(self):
        """All waits and calls, by what they were."""
        found = defaultdict(list)
        for name in self.names:
            for what, seconds in json.loads((self.folder / f"{name}.json").read_text()).items():
                kind, _, of = what.partition(" ")
                found[kind] += [(each, f"{name}: {of}") for each in seconds]
        return {kind: sorted(each) for kind, each in found.items()}


@pytest.mark.timeout(240)
def test_nobody_waits_long_and_nothing_is_lost(home, sink, nursery, tmp_path, record_property):
    post = Post(into_maildir(home), random.Random(8))
    home.smtp(sink.port)
    archives = [tmp_path / f"archive{number}.mbox" for number in range(SECONDS // 2)]
    for number, path in enumerate(archives):
        archive(path, number)
    nursery = nursery()
    nursery.live(do="grow up", home=str(home.folder), loads=LOADS)
    post.bring()
    nursery.live(do="grow up", home=str(home.folder))
    company = Company(home, tmp_path)
    lives = [
        company.life("service_measured", "service", after=SECONDS, gently=True, glance=0.1),
        company.life("screen", "dashboard", keys=KEYS),
        company.life("desk", "bureau"),
        company.life("commands", "comptoir", writes=["add", "away"]),
        company.life("commands", "atelier", writes=["add", "answer"]),
        company.life("copies", "copy"),
        company.life("imports", "import", paths=[str(path) for path in archives]),
    ]

    def meanwhile():
        end = time.monotonic() + SECONDS - 1
        while time.monotonic() < end:
            post.bring()
            time.sleep(0.2)

    nursery.live_together(lives, meanwhile)
    said = (tmp_path / "said.txt").read_text()
    assert "Traceback" not in said
    assert "A pass failed" not in said
    later = datetime.now(UTC) + timedelta(seconds=30)
    nursery.live(do="tick", ticks=20, home=str(home.folder), now=later.isoformat())

    figures = whole(home, post, sink)
    counter, workshop = company.well("comptoir"), company.well("atelier")
    noted = home.rows("SELECT text FROM messages WHERE channel = 'shop' ORDER BY id")
    for name, well in (("comptoir", counter), ("atelier", workshop)):
        added = [text for (text,) in noted if f"{name} numéro" in text]
        assert added == [f"Ourlet {mark}" for mark in well.get("add", ())]
    answers = "SELECT body FROM outbox WHERE NOT automatic AND state = 'sent' ORDER BY id"
    answered = [body.split("\n")[0] for (body,) in home.rows(answers)]
    assert answered == [f"Oui {mark}" for mark in workshop.get("answer", ())]
    absences = "SELECT count(*), count(cancelled_at) FROM absences"
    assert home.rows(absences) == [(len(counter.get("undo", ())),) * 2]
    mine = company.well("bureau")
    stands = "SELECT ready_to_buy, errand FROM requests WHERE id = ?"
    assert home.rows(stands, mine["id"]) == [(mine["ready"], mine["errand"])]
    imported = "SELECT count(*) FROM messages WHERE message_id LIKE '<a%@example.org>'"
    assert home.rows(imported) == [(company.well("import"),)]

    seconds = company.seconds()
    record_property(
        "figures",
        f"Together: {'; '.join(map(told, seconds.items()))};"
        f" {company.well('import')} mails imported; {figures}",
    )
    if THOROUGH:  # a machine that stands still is nobody's fault: then it is a few turns of others
        longest = seconds["hold"][-1][0]
        assert seconds["wait"][-1][0] <= max(LONGEST, 3 * longest)


def told(figures):
    """All waits or turns or calls in words."""
    kind, seconds = figures
    worst, who = seconds[-1]
    most = seconds[int(len(seconds) * 0.99) - 1][0]
    return f"{kind} {len(seconds)}, 99 % within {most:.3f} s, worst {worst:.2f} s ({who})"
