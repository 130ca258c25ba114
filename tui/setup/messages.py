"""What a thread tells the page that asked."""

from __future__ import annotations

from dataclasses import dataclass

from planner.views_setup import Answers, Begun, HostView, MailTried, SampleText, ZoneFound
from tui.messages import Brought


class Noted(Brought):
    """The answers are in their file."""


@dataclass
class ZoneHeard(Brought):
    """A zone by its right name."""

    found: ZoneFound
    typed: str


@dataclass
class HostHeard(Brought):
    """The servers behind an address, None while it is none."""

    view: HostView | None
    address: str


@dataclass
class MailHeard(Brought):
    """Whether the mail can be used, for these answers and this password."""

    tried: MailTried
    answers: Answers
    password: str


@dataclass
class SamplesRead(Brought):
    """The texts as a customer will read them."""

    samples: tuple[SampleText, ...]


@dataclass
class Finished(Brought):
    """The shop is there."""

    begun: Begun
