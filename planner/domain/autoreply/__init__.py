"""May a machine answer? The table of docs/automatic-replies.md as one pure function.

`mail.py` has the rows that a mail itself decides (E, H, C), `memory.py` those that depend on what
is known at the moment (S); `table.py` asks them all. Nothing here drops a message: whatever speaks,
the request is kept and its owner sees it.
"""

from planner.domain.autoreply.mail import MARKER, Me, bounce, looks_away, no_reply, target
from planner.domain.autoreply.memory import LIVE, Counts, Memory, Past, Said, handles
from planner.domain.autoreply.sentences import SENTENCES
from planner.domain.autoreply.table import ROWS, answerable, of_mail, of_memory, speaking

__all__ = [
    "LIVE",
    "MARKER",
    "ROWS",
    "SENTENCES",
    "Counts",
    "Me",
    "Memory",
    "Past",
    "Said",
    "answerable",
    "bounce",
    "handles",
    "looks_away",
    "no_reply",
    "of_mail",
    "of_memory",
    "speaking",
    "target",
]
