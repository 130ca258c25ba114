"""The door of the first run without anything behind it: remembers what it was asked."""

from dataclasses import replace
from datetime import time
from threading import Event

from planner.errors import EntracteError, WrongUse
from planner.settings_first import host_of
from planner.views_setup import Answers, Begun, LineTried, MailTried, SampleText, ZoneFound

ZONES = {"brussels": "Europe/Brussels", "europe/brussels": "Europe/Brussels"}


class FakeSetup:
    """`problem`: what the mail says; `told`: what is left to say at the end."""

    def __init__(self, **kept):
        self.kept = replace(Answers(language="en", zone="Europe/Brussels"), **kept)
        self.saved, self.tried, self.ended = [], [], []
        self.problem, self.told, self.broken = "", "", ""
        self.slow = Event()
        self.slow.set()

    def begun(self):
        return self.kept

    def keep(self, answers):
        self.saved.append(answers)

    def zone(self, name):
        if name.lower() not in ZONES:
            raise WrongUse(
                "There is no time zone of this name.", do="Did you mean Europe/Brussels?"
            )
        return ZoneFound(ZONES[name.lower()], time(14, 32))

    def host(self, address):
        return host_of(address)

    def try_mail(self, answers, password):
        self.slow.wait(10)
        self.tried.append((answers, password))
        if self.problem:
            return MailTried((LineTried(False, self.problem), LineTried(True, "Mail can be sent.")))
        return MailTried((LineTried(True, "The mail can be read."),))

    def samples(self, answers):
        hello = f"Hello, your message has arrived. {answers.first_name}"
        return (SampleText("Your message has arrived", hello), SampleText("A date moves", "Later."))

    def finish(self, answers, password):
        if self.broken:
            raise EntracteError(self.broken)
        self.ended.append((answers, password))
        return Begun("settings.toml", self.told)
