"""All checks side by side, each with a border and a deadline of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from planner.clock import SystemClock
from planner.doctor import channels, data, files, log, machine, notifications, place, service
from planner.doctor.case import Case, Check, wrong
from planner.doctor.words import title
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.paths import Paths, read_text
from planner.ports import Clock
from planner.settings import Settings, load
from planner.views_doctor import Finding

#: Seconds for a check; a mail server is given longer.
PATIENCE, CHANNEL_PATIENCE = 15.0, 30.0

CHECKS: Sequence[tuple[str, Check]] = (
    ("settings", files.settings),
    ("policy", files.policy),
    ("texts", files.texts),
    ("database", data.database),
    ("books", data.books),
    ("copies", data.copies),
    ("channels", channels.channels),
    ("secrets", channels.secrets),
    ("clock", machine.clock),
    ("zone", machine.zone),
    ("notifications", notifications.notifications),
    ("service", service.service),
    ("permissions", place.permissions),
    ("space", place.space),
    ("log", log.log),
    ("versions", machine.versions),
    ("place", place.place),
)


@dataclass(slots=True)
class _Running:
    subject: str
    until: float
    thread: threading.Thread
    found: list[Finding] = field(default_factory=list)


def examine(
    paths: Paths,
    *,
    offline: bool = False,
    clock: Clock | None = None,
    checks: Sequence[tuple[str, Check]] = CHECKS,
    patience: float = PATIENCE,
) -> tuple[Finding, ...]:
    """Everything there is to find, in the order of the checks. Never raises, writes nothing.

    `patience` in seconds for each check. The network is asked for by the configured channels alone,
    and not at all with `offline`.
    """
    case = Case(paths, (clock or SystemClock()).now(), _settings(paths), offline)
    tries = () if offline else channels.tries(case)
    running = [_started(subject, check, case, patience) for subject, check in checks]
    running += [
        _started(name, check, case, max(patience, CHANNEL_PATIENCE)) for name, check in tries
    ]
    order = {subject: number for number, (subject, _check) in enumerate(checks)}
    channels_at = order.get("channels", len(order))
    running.sort(key=lambda one: order.get(one.subject, channels_at))
    return tuple(
        replace(found, title=title(found.subject)) for one in running for found in _ended(one)
    )


def _settings(paths: Paths) -> Settings | None:
    """For the other checks; what is wrong with them is said by the first one."""
    try:
        text = read_text(paths.settings)
        return load(text, str(paths.settings)) if text else None
    except Exception:  # noqa: BLE001 - the border of the doctor: all may be broken
        return None


def _started(subject: str, check: Check, case: Case, patience: float) -> _Running:
    """A thread that may hang: it keeps nobody waiting, and ends with the process."""
    found: list[Finding] = []
    thread = threading.Thread(
        target=_checked, args=(subject, check, case, found), name=f"doctor {subject}", daemon=True
    )
    thread.start()
    return _Running(subject, monotonic() + patience, thread, found)


def _checked(subject: str, check: Check, case: Case, found: list[Finding]) -> None:
    try:
        found.extend(check(case))
    except EntracteError as error:
        found.append(wrong(subject, _placed(error), error.do))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = _("The system refuses: {reason}.").format(reason=error.strerror or error)
        do = _("Check the folder's owner and the free space.")
        found.append(wrong(subject, where + reason, do))
    except Exception as error:  # noqa: BLE001 - the border of a check: the others go on
        found.append(
            wrong(
                subject,
                _("This could not be looked at ({kind}).").format(kind=type(error).__name__),
            )
        )


def _placed(error: EntracteError) -> str:
    return f"{error.where}: {error.what}" if error.where else error.what


def _ended(one: _Running) -> list[Finding]:
    one.thread.join(max(0.0, one.until - monotonic()))
    if not one.thread.is_alive():
        return one.found
    hangs = wrong(one.subject, _("There was no answer in time."), _("Try again in a moment."))
    return [*one.found, hangs]
