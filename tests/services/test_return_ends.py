"""The day that a return names is true: whoever waited has an answer by its end, while the owner
answers what is dealt and no more people write each day than room is kept for (needs.md E-01)."""

import random
from datetime import date, datetime, time, timedelta

import pytest

from planner.bootstrap_stories import open_story
from planner.domain.time import day_bounds
from planner.services.catching_up import last_day
from planner.services.planning import look
from planner.services.reviewing import violations
from planner.services.simulating import start
from tests.services.test_ramp_table import ZONE
from tests.thorough import THOROUGH

DAY_STARTS = time(4)
END = datetime.fromisoformat("2026-12-05T03:00:00+01:00")
AWAY = datetime.fromisoformat("2026-11-23T07:05:00+01:00")
#: How many may write on each open day from the return on: what is kept for them (40 %).
KEPT = {date(2026, 11, 27): 6, date(2026, 11, 28): 8, date(2026, 11, 30): 12, date(2026, 12, 1): 12}
#: One takes three answers, the other one.
ASKS = ("La couture a lâché, il faudrait une retouche.", "Le modèle bleu existe-t-il encore ?")


def story(chance):
    """A return at a random hour, after a random number of requests, with random days after it."""
    hour = chance.choice(("08:00", "10:59", "12:30"))
    back = datetime.fromisoformat(f"2026-11-27T{hour}:00+01:00")
    heavy = chance.choice((0.0, 0.2))
    coming = [
        AWAY + timedelta(minutes=chance.randrange(1, 5000)) for _ in range(chance.randrange(2, 40))
    ]
    for day, kept in KEPT.items():
        begins = day_bounds(day, ZONE, DAY_STARTS)[0]
        coming += [
            begins + timedelta(minutes=chance.randrange(240, 900))
            for _ in range(chance.randint(0, kept))
        ]
    events = [(AWAY, 'owner = "away sick"'), (back, 'owner = "back"'), (END, "")]
    for number, at in enumerate(sorted(coming)):
        who = f'from = "p{number}@host{number % 7}.example", name = "P{number}"'
        words = ASKS[0 if at < back and chance.random() < heavy else 1]
        subject = f'subject = "Objet {number}", text = "{words}"'
        events.append((at, f'message = {{ via = "mail", {who}, {subject} }}'))
    head = f'[shop]\nzone = "{ZONE}"\nlanguage = "fr"\nname = "Atelier"\nowner = "diligent"\n'
    told = (f"\n[[event]]\nat = {at.isoformat()}\n{what}\n" for at, what in sorted(events))
    return back, head + "".join(told)


@pytest.mark.parametrize("seed", range(20 if THOROUGH else 1))
def test_the_day_that_is_named_is_true(seed, tmp_path):
    back, text = story(random.Random(seed))
    player = start(text, "return.toml", folder=tmp_path, opened=open_story)
    ctx = player.office.ctx
    try:
        player.play_to(back)
        with ctx.store.read() as unit:
            last = last_day(look(unit, ctx, back))
            waited = {r.id for r in unit.requests.open()}
        assert last is not None
        ends = day_bounds(last, ZONE, DAY_STARTS)[1]
        player.play_to(back + (ends - back) / 2)
        with ctx.store.read() as unit:  # and it is no later once people write
            assert (last_day(look(unit, ctx, ctx.clock.now())) or last) <= last
        player.play_to(ends)
        with ctx.store.read() as unit:
            assert not waited & {r.id for r in unit.requests.open()}
            assert violations(unit, ctx, ends) == ()
    finally:
        player.office.close()
