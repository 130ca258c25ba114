"""Bounces: what a mail server reports of one of our letters (RFC 3464; issue L-03)."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain import mailboxes
from planner.domain.message import Incoming, Report
from planner.domain.outbox import SAID, Letter
from planner.services.context import Context
from planner.services.undelivered import block, fail
from planner.store.unit import Unit

#: Servers give a message up after four or five days (RFC 5321 section 4.5.4.1).
LATEST = timedelta(days=6)
_FAILED = "failed"
_LONGEST = 300


def heed(unit: Unit, ctx: Context, channel: str, message: Incoming) -> bool:
    """Take a report to heart; False when it is none, or not about a letter of ours.

    Anybody can write a report, so it is believed only about a letter that left, to the recipient it
    names. Only a failure changes anything; a delay or a delivery is noted.
    """
    report = message.report
    if report is None:
        return False
    letter = _letter(unit, report, message.received_at)
    if letter is None or _medium(ctx, letter.channel) != _medium(ctx, channel):
        return False
    at = message.received_at
    words = " ".join(f"{report.status} {report.detail}".split())[:_LONGEST]
    if report.action == _FAILED:
        if letter.state in SAID:  # told twice, it has failed once
            block(unit, ctx, letter, at)
            fail(unit, letter, words or _FAILED, at)
        return True
    unit.journal.say(at, "message.reported", letter.request_id, action=report.action, reason=words)
    return True


def _medium(ctx: Context, channel: str) -> str:
    return ctx.media.get(channel, "mail")


def _letter(unit: Unit, report: Report, at: datetime) -> Letter | None:
    """The letter a report is about: by its Message-ID, else the last one to its only recipient."""
    named = {mailboxes.canonical(address) for address in report.recipients}
    if report.message_id:
        letter = unit.outbox.by_message_id(report.message_id)
        known = letter is not None and mailboxes.canonical(letter.to_address) in named
        return letter if known else None
    if len(named) != 1:
        return None
    gone = unit.outbox.gone_since(at - LATEST)
    to_them = [x for x in gone if mailboxes.canonical(x.to_address) in named]
    return to_them[-1] if to_them else None
