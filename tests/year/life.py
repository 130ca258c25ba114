"""What happens in the year: mail, an owner, sleeps, jumps of the clocks, the end of processes."""

import heapq
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from random import Random

from planner.domain.message import Incoming, Mailbox
from planner.domain.story import Story, StoryShop
from planner.errors import EntracteError
from planner.ports import Handover
from tests.story_maker import TEXTS
from tests.year import calendar
from tests.year.machines import Clock, Copies, Desktop, Machine, minutes, outcome_of

OWN = Mailbox("shop@story.example", "Atelier")
POLICY = {"rule": {"day": {
    "say": "So much a day.",
    "then": {"answers_at_most": 24, "minutes_at_most": 150, "fill_percent_at_most": 80},
}}}  # fmt: skip
LONGEST = timedelta(hours=9)  # without a pass of a machine that is awake
DAY = timedelta(days=1)


class World:
    """The true time, and everything that happens by it."""

    def __init__(self, folder, begins: datetime, days: int, seed: int, apart: timedelta):
        self.folder, self.now, self.dice = folder, begins, Random(seed)
        self.ends, self._apart = begins + days * DAY, apart
        shop = StoryShop(
            zone="Europe/Brussels", name="Atelier", settings=calendar.SETTINGS, policy=POLICY
        )
        self.story = Story("year.toml", shop, ())
        self.mailbox, self.sent, self.tried = [], [], []
        self.desktop, self.copies = Desktop(), Copies()
        self.figures = Counter(days=days)
        self.nodding = 0.0
        self._coming, self._numbers, self._ids, self._last = [], count(), count(1), {}
        self.expected = Expected(folder / "entracte.sqlite3")
        self.machines = [
            Machine(self, "counter", Clock(self, timedelta(seconds=3))),
            Machine(self, "attic", Clock(self, -timedelta(seconds=47))),
        ]
        for machine in self.machines:
            machine.open()
        self.machines[0].office.go_live(True)
        self.machines[0].pass_()
        self.nodding = 0.01
        for what in (
            self.mail,
            self.burst,
            self.owner,
            self.sleep,
            self.jump,
            self.kill,
            self.absence,
        ):
            self.later(self.dice.randint(10, 600), what)

    def later(self, after, what):
        """Something happens so many minutes from now."""
        heapq.heappush(self._coming, (self.now + minutes(after), next(self._numbers), what))

    def live(self):
        """The whole time."""
        while self.now < self.ends:
            at, _, what = heapq.heappop(self._coming)
            self._run_to(at)
            what()
        self._settle_down()

    def _run_to(self, at):
        """Every pass on the way, of whichever machine is awake."""
        while self.now < at:
            stops = [at] + [self._due(m) for m in self.machines if m.awake]
            stops += [
                m.asleep_until
                for m in self.machines
                if m.asleep_until and m.asleep_until > self.now
            ]
            self.now = min(max(min(stops), self.now + timedelta(seconds=1)), at)
            for machine in self.dice.sample(self.machines, 2):
                if machine.awake and (self._due(machine) <= self.now or self.dice.random() < 0.2):
                    self._pass(machine)

    def _due(self, machine):
        """When a machine's next pass comes, in true time."""
        wanted = machine.next_at - machine.clock.offset if machine.next_at else self.now + LONGEST
        return max(
            min(wanted, self._last.get(machine.host, self.now) + LONGEST), self._soonest(machine)
        )

    def _soonest(self, machine):
        return self._last.get(machine.host, self.now - DAY) + self._apart

    def _pass(self, machine):
        self._last[machine.host] = self.now
        self.figures["passes"] += machine.pass_() is not None

    def passed(self, looked_at):
        """A pass has looked and written: what has to be noted by then, worked out by hand."""
        self.figures["ran"] += 1
        self.expected.at(looked_at)

    def _both(self):
        """Something came: every machine that is awake sees it at its next pass."""
        self.now += timedelta(seconds=self.dice.randint(1, 20))
        for machine in self.dice.sample(self.machines, 2):
            if machine.awake:
                self._pass(machine)

    def others_go_on(self, sleeper):
        """One machine stands still in the middle of a pass; the others make theirs."""
        nodding, self.nodding = self.nodding, 0.0
        self.figures["asleep in a pass"] += 1
        for _ in range(3):
            self.now += minutes(self.dice.choice((1, 10, 200)))
            for machine in self.machines:
                if machine is not sleeper and machine.awake:
                    self._pass(machine)
        self.nodding = nodding

    # What happens

    def mail(self):
        """Somebody writes."""
        self.write(f"client{self.dice.randint(1, 70)}")
        self._both()
        self.later(self.dice.randint(20, 1000), self.mail)

    def burst(self):
        """Many write within minutes."""
        for _ in range(self.dice.randint(6, 14)):
            self.write(f"client{self.dice.randint(1, 400)}")
        self._both()
        self.later(self.dice.randint(20, 45) * 1440, self.burst)

    def write(self, who):
        number = next(self._ids)
        text = self.dice.choice(TEXTS)
        self.figures["mails"] += 1
        machine = self.dice.random() < 0.05
        self.mailbox.append(Incoming(
            foreign_id=f"m{number}",
            received_at=self.now,
            sender=Mailbox(f"{who}@host{sum(map(ord, who)) % 7}.example", who.title()),
            subject=self.dice.choice(("Jupe", f"Colis de {who}", "Re: Jupe", f"Sac {number}")),
            text=text, reply_text=text, to=(OWN,),
            message_id=f"<m{number}@example.net>",
            envelope_from="" if machine else f"{who}@host{sum(map(ord, who)) % 7}.example",
            part_types=("text/plain",),
        ))  # fmt: skip

    def post(self, machine, message):
        """The server takes a letter, or says why not."""
        self.tried.append(message.message_id)
        outcome = outcome_of(self.dice)
        if outcome.handover in (Handover.SENT, Handover.PERHAPS):
            self.sent.append((message.message_id, machine.clock.now()))
        return outcome

    def owner(self):
        """She looks in at most windows, at whichever machine; it wakes up when she does."""
        ahead = min(
            start
            for _, start, _ in calendar.windows(self.now, self.now + 9 * DAY)
            if start > self.now
        )
        wait = (ahead - self.now) / minutes(1)
        if self.dice.random() < 0.85:
            self.later(wait + self.dice.randint(1, 25), self.visit)
        self.later(wait + 1, self.owner)

    def visit(self):
        """She sits down, sees what there is, and answers some of it."""
        machine = self.dice.choice(self.machines)
        machine.asleep_until = None
        if machine.awake:
            self._pass(machine)
            for _portion in range(self.dice.randint(1, 3)):
                self._answers(machine)
                self._both()

    def _answers(self, machine):
        desk = machine.do(lambda office: office.desk())
        for card in (desk.portion if desk is not None and desk.open else ())[
            : self.dice.randint(3, 9)
        ]:
            word = self.dice.choices(
                ("answer", "later", "release", "decline", "snooze", "undo"), (70, 8, 4, 4, 6, 8)
            )[0]
            self.figures[f"owner: {word}"] += 1
            self._says(machine, word, card.id)
            self.now += minutes(self.dice.randint(1, 4))

    def _says(self, machine, word, request):
        def say(office):
            with suppress(EntracteError):
                if word == "answer":
                    office.answer(request, "Oui, elle est là.")
                elif word == "later":
                    day = (
                        calendar.working_day(office.ctx.clock.now()) + self.dice.randint(2, 8) * DAY
                    )
                    office.answer(request, "Je vérifie.", by=day)
                elif word == "snooze":
                    office.snooze(
                        request,
                        office.ctx.clock.now() + self.dice.randint(1, 50) * timedelta(hours=1),
                    )
                elif word == "undo":
                    office.answer(request, "Oui.", grace=True)
                    office.undo()
                else:
                    getattr(office, word)(request)

        machine.do(say)

    def absence(self):
        """She is ill, or takes a few days; sometimes she takes it back at once."""
        self.later(self.dice.randint(12, 30) * 1440, self.absence)
        machine = self.dice.choice(self.machines)
        kind = self.dice.choice(("sick", "sick", "child", "leave"))
        until = self.dice.choice((None, None, self.now + self.dice.randint(1, 9) * DAY))
        undone = self.dice.random() < 0.2
        self.figures["undone absences" if undone else "absences"] += 1

        def leave(office):
            with suppress(EntracteError):
                office.away(kind, None, until)
                if undone:
                    office.undo()

        machine.do(leave)
        self._both()
        self.later(self.dice.randint(600, 6 * 1440), self.back)

    def back(self):
        """She returns, also from an absence that was to last longer."""
        machine = self.dice.choice(self.machines)
        machine.do(lambda office: office.back())
        self._both()

    def sleep(self):
        """A machine sleeps for hours or days, now and then both."""
        self.later(self.dice.randint(300, 3000), self.sleep)
        long = self.dice.random() < 0.04
        for machine in (
            self.machines if self.dice.random() < 0.25 else [self.dice.choice(self.machines)]
        ):
            last = self.dice.randint(1440, 14 * 1440) if long else self.dice.randint(60, 900)
            machine.asleep_until = self.now + minutes(last)
            self.figures["sleeps"] += 1

    def jump(self):
        """A clock is set wrong, and put right again hours later."""
        self.later(self.dice.randint(3, 12) * 1440, self.jump)
        machine, usual = (
            self.dice.choice(self.machines),
            timedelta(seconds=self.dice.randint(-180, 180)),
        )
        machine.clock.offset = minutes(self.dice.choice((-300, -61, -7, 7, 61, 300)))
        self.figures["jumps"] += 2
        self.later(self.dice.randint(5, 700), lambda: setattr(machine.clock, "offset", usual))
        self._both()

    def kill(self):
        """A process ends at a step of its next passes."""
        self.later(self.dice.randint(1000, 6000), self.kill)
        machine = self.dice.choice(self.machines)
        machine.fate.left = self.dice.randint(1, 16)

    def _settle_down(self):
        """Both are awake, with right clocks, and nobody writes any more."""
        self.nodding = 0.0
        for machine in self.machines:
            machine.asleep_until, machine.fate.left = None, None
            machine.clock.offset = timedelta()
            if machine.office is None:
                machine.open()
        for _ in range(8):
            self.now += minutes(11)
            for machine in self.machines:
                self._pass(machine)

    def ended(self):
        """The absences that have ended: by themselves, or by the owner."""
        return {
            key
            for key, _since, until in calendar.absences(self.expected.file, self.now)
            if until is not None
            and until <= self.now
            and (".." not in key or key in self.expected.yearly)
        }


class Expected:
    """What the ticks must have noted by now."""

    def __init__(self, file):
        self.file = file
        self.opened, self.closed, self.perhaps = set(), set(), set()
        self.days, self.yearly = set(), set()

    def at(self, now):
        """A pass ran at this moment, by the clock of its machine."""
        day = calendar.working_day(now)
        known = [d for d in self.days if d < day]
        since = calendar.begins(day if day in self.days or not known else max(known))
        self.days.add(day)
        away = calendar.absences(self.file, now)
        opened, closed, perhaps = calendar.taken_place(since, now, away)
        self.perhaps |= perhaps
        self.opened |= opened
        self.closed |= closed
        self.yearly |= {key for key, a, b in away if ".." in key and a <= now < b}
