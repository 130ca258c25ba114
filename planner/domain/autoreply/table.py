"""The whole table: every row is asked, and all that speak are named."""

from __future__ import annotations

from collections.abc import Collection

from planner.domain.autoreply.mail import MAIL_ROWS, Me
from planner.domain.autoreply.memory import STATE_ROWS, Memory
from planner.domain.message import Incoming

#: Every row that can speak against an automatic answer, in the order of the table.
ROWS = (*MAIL_ROWS, *STATE_ROWS)


def speaking(message: Incoming, me: Me, memory: Memory | None = None) -> tuple[str, ...]:
    """The ids of every row that speaks against an automatic answer, in the order of the table.

    `memory` is what is known at the moment; None asks what the mail says by itself.
    """
    return (*of_mail(message, me), *(of_memory(memory) if memory else ()))


def of_mail(message: Incoming, me: Me) -> tuple[str, ...]:
    """The rows that the mail itself decides: they hold for good."""
    return tuple(row for row, says in MAIL_ROWS.items() if says(message, me))


def of_memory(memory: Memory) -> tuple[str, ...]:
    """The rows that depend on the moment: asked when a letter is written and when it leaves."""
    return tuple(row for row, says in STATE_ROWS.items() if says(memory))


def answerable(rows: Collection[str], *, known_customer: bool = False) -> bool:
    """Whether a machine may answer: no row speaks; H10 alone does not bind for a known customer."""
    return not (set(rows) - {"H10"} if known_customer else rows)
