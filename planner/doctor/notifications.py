"""The desktop that shows notifications, as far as it is known."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from planner.doctor.case import Case, note, well
from planner.domain.notification import UNSEEN, Why
from planner.errors import StoreError
from planner.locale import gettext as _
from planner.notify.surroundings import BUS, environment
from planner.services.notify_words import unseen, what_to_do
from planner.store.examining import notes_of
from planner.views_doctor import Finding


def notifications(case: Case) -> Iterator[Finding]:
    """Whether they appear, as far as it is known; nothing is shown for it."""
    why = _unseen(case)
    if not why and sys.platform.startswith("linux") and BUS not in environment():
        why = Why.NO_SESSION
    if why:
        yield note("notifications", unseen(why), what_to_do(why))
    else:
        yield well(
            "notifications",
            _("Nothing speaks against them; `entracte notifications test` shows one."),
        )


def _unseen(case: Case) -> str:
    """Why the last one did not appear."""
    if not case.paths.database.exists():
        return ""
    try:
        return next(iter(notes_of(case.paths.database).noted.get(UNSEEN, ())), "")
    except StoreError:
        return ""  # said by the check of the database
