"""What the owner sees of her notifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotificationTrial:
    """A notification that was tried. `state`: shown (the desktop said so), handed over (to a
    program that says nothing back) or not shown; a sentence, and what to do where there is
    something. `why` is a short name of the reason.
    """

    state: str
    sentence: str
    do: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ToldView:
    """A notification of the day: when, its kind and words; `held` says what held it back.

    `rule` is the name of the rule that did, or of another reason.
    """

    at: datetime
    kind: str
    title: str = ""
    body: str = ""
    held: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NotificationsView:
    """Those of today; why they do not appear, "" while they do, what to do, since when."""

    today: tuple[ToldView, ...]
    unseen: str = ""
    do: str = ""
    since: datetime | None = None
