"""A shop of a story with many open requests, for the measurements."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from planner.bootstrap_stories import open_story
from planner.channels.mime import read
from planner.domain.message import Incoming
from planner.services.simulating import Player, start

STORY = """
[shop]
zone = "Europe/Brussels"
language = "fr"
name = "Banc"

[[event]]
at = 2026-11-24T09:00:00+01:00
"""
#: Fewer letters than an hour takes before a pause (row S7); nor do they all go to one domain.
AN_HOUR = 400
WORDS = (
    "Bonjour, est-ce que la robe fleurie en taille 38 est encore disponible ? Je peux passer"
    " la chercher samedi, ou vous pouvez l'envoyer par la poste, comme cela vous arrange.\n"
)


def raw_mail(number: int) -> bytes:
    """One customer's mail, as bytes from a server."""
    mail = EmailMessage()
    mail["From"] = f"Client {number} <client{number}@host{number % 5}.example>"
    mail["To"] = "shop@story.example"
    mail["Subject"] = f"Question {number}"
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    mail["Message-ID"] = f"<{number}@mail.example.org>"
    mail.set_content(WORDS * 4)
    mail.add_alternative(f"<html><body><p>{WORDS * 4}</p></body></html>", subtype="html")
    return mail.as_bytes()


def incoming(number: int, player: Player) -> Incoming:
    """That mail as a channel hands it over."""
    return understood(raw_mail(number), number, player)


def understood(raw: bytes, number: int, player: Player) -> Incoming:
    """Bytes from a server as a channel hands them over."""
    return read(raw, foreign_id=str(number), received_at=player.clock.now())


def shop_of(folder: Path, requests: int) -> Player:
    """A live shop in which that many people have written and have been acknowledged."""
    player = start(STORY, "bench.toml", folder=folder, opened=open_story, owner="absent")
    player.play_to(player.clock.now() + timedelta(minutes=1))
    waiting = player.posts["mail"].waiting
    for first in range(0, requests, AN_HOUR):
        last = min(first + AN_HOUR, requests)
        player.clock.move_to(player.clock.now() + timedelta(minutes=61))
        waiting.extend(incoming(number, player) for number in range(first, last))
        acknowledge(player, last)
    return player


def acknowledge(player: Player, wanted: int) -> None:
    """Tick until that many messages have left: a tick sends fifty at most."""
    gone = player.posts["mail"].sent
    before = -1
    while len(gone) < wanted and len(gone) > before:
        before = len(gone)
        player.office.tick()
    assert len(gone) >= wanted, f"only {len(gone)} of {wanted} messages left"
