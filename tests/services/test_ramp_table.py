"""The return of needs.md, played by `simulate` with a diligent owner: who is answered on which day.

The table there: so many who waited and so many who write each day from the return on. Its days are
work done; the days that were announced are planned to 80 % and end a little later.
"""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from planner.bootstrap_stories import open_story
from planner.domain.time import to_local
from planner.locale.dates import full_day
from planner.services.simulating import replay
from tests.thorough import THOROUGH

ZONE = "Europe/Brussels"
AWAY = datetime.fromisoformat("2026-11-23T07:05:00+01:00")
BACK = datetime.fromisoformat("2026-11-27T08:00:00+01:00")
OPEN = [date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1)]
OPEN += [date(2026, 12, 2), date(2026, 12, 3)]
#: Those who waited and those who wrote since, by open day; then the last day announced.
TABLE = {
    (55, 8): ([(9, 6), (14, 8), (20, 10), (12, 8)], 5),
    (78, 12): ([(9, 6), (14, 8), (18, 12), (18, 12), (18, 12), (1, 22)], 6),
}
MORE = {
    (55, 12): ([(9, 6), (14, 8), (18, 12), (14, 16)], 5),
    (78, 8): ([(9, 6), (14, 8), (20, 10), (22, 8), (13, 8)], 6),
}


def story(waited, fresh, days):
    events = [(AWAY, 'owner = "away sick"'), (BACK, 'owner = "back"')]
    pause = timedelta(hours=90) / waited
    coming = [AWAY + timedelta(hours=1) + pause * n for n in range(waited)]
    mornings = [BACK + timedelta(days=(day - OPEN[0]).days) for day in OPEN[:days]]
    coming += [at + timedelta(minutes=10 * (n + 1)) for at in mornings for n in range(fresh)]
    for number, at in enumerate(coming):
        who = f'from = "p{number}@host{number % 7}.example", name = "P{number}"'
        words = f'subject = "Objet {number}", text = "Une question sur le modèle {number}."'
        events.append((at, f'message = {{ via = "mail", {who}, {words} }}'))
    events.append((mornings[-1] + timedelta(hours=12), ""))
    head = f'[shop]\nzone = "{ZONE}"\nlanguage = "en"\nname = "Atelier"\nowner = "diligent"\n'
    told = (f"\n[[event]]\nat = {at.isoformat()}\n{what}\n" for at, what in sorted(events))
    return head + "".join(told)


@pytest.mark.parametrize(("waited", "fresh"), [*TABLE, *MORE] if THOROUGH else [*TABLE][:1])
def test_the_ramp_table_to_the_day(waited, fresh, tmp_path):
    rows, announced = (TABLE | MORE)[waited, fresh]
    text = story(waited, fresh, len(rows))
    events = list(replay(text, "ramp.toml", folder=tmp_path, opened=open_story))
    answered = Counter()
    for event in events:
        if event["event"] == "message.sent" and not event["automatic"]:
            since = int(event["to"].partition("@")[0][1:]) >= waited
            answered[day_of(event["at"]), since] += 1
    assert [(answered[day, False], answered[day, True]) for day in OPEN[: len(rows)]] == rows
    assert sum(count for (_day, since), count in answered.items() if not since) == waited
    assert events[-1]["violations"] == []

    # Nobody who had a date was told another one, and the last date announced is where it should be.
    assert not [event for event in events if event["event"] == "promise.moved"]
    planned = {
        event["window"][:10]
        for event in events
        if event["event"] == "promise.made" and event["window"] and event["request"] <= waited
    }
    assert max(planned) == OPEN[announced - 1].isoformat()
    (welcome,) = [e["text"] for e in events if e.get("command") == "back"]
    last = full_day(BACK + timedelta(days=(OPEN[announced - 1] - OPEN[0]).days), BACK, ZONE, "en")
    assert welcome == (
        f"Welcome back. Today: one window, two small portions. All caught up by {last}."
    )


def day_of(at):
    return to_local(datetime.fromisoformat(at), ZONE).date
