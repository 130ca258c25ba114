"""The log, and what it may have met."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from planner.crash_report import reports
from planner.doctor.case import Case, note, well
from planner.locale import gettext as _
from planner.views_doctor import Finding


def log(case: Case) -> Iterator[Finding]:
    """Whether there is one, and what it may have met."""
    path = case.paths.log
    if found := reports(path.parent):
        at = datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
        yield note(
            "log",
            _("Something unexpected happened {when}: {report} says where.").format(
                when=case.when(at), report=found[-1]
            ),
            _("Nothing was sent. Read it; delete it when you are done with it."),
        )
    elif path.parent.is_dir() and not os.access(path if path.exists() else path.parent, os.W_OK):
        yield note("log", _("{path} cannot be written; all else goes on.").format(path=path))
    else:
        yield well("log", str(path))
