"""Why notifications do not appear, and what to do about it, in the owner's words."""

from __future__ import annotations

from planner.domain.notification import Showing, State, Why
from planner.locale import gettext as _
from planner.views_notify import NotificationTrial

_LONGEST = 120  # letters of what a desktop said


def because(why: str) -> str:
    """The reason as a sentence."""
    sentences = {
        Why.NO_SESSION: _("there is no desktop here to show them on."),
        Why.NO_SERVICE: _("nothing on this desktop shows notifications."),
        Why.NO_PROGRAM: _("nothing is installed that could show them."),
        Why.NO_ANSWER: _("the desktop did not answer."),
    }
    return sentences.get(Why(why), _("the desktop refused them."))


def what_to_do(why: str) -> str:
    """What helps."""
    sentences = {
        Why.NO_SESSION: _(
            "Start Entracte in your desktop session; over SSH or in a container none can appear."
        ),
        Why.NO_SERVICE: _("Start your desktop's notification service, or install one (dunst)."),
        Why.NO_PROGRAM: _("Install notify-send (libnotify-bin), or entracte[notifier]."),
        Why.NO_ANSWER: _("Log out and in again if it stays so; Entracte goes on without it."),
    }
    return sentences.get(Why(why), _("`entracte notifications test` says more."))


def unseen(why: str) -> str:
    """What Today says once, calmly."""
    return _("Notifications do not appear: {reason}").format(reason=because(why))


def trial(showing: Showing) -> NotificationTrial:
    """What became of a notification that was tried."""
    if showing.state is State.SHOWN:
        said = _("The desktop says that it shows one. If you see none, it keeps them silent.")
        return NotificationTrial(str(showing.state), said)
    if showing.state is State.HANDED:
        said = _("One was handed to the desktop, which does not say whether it shows it: look.")
        return NotificationTrial(str(showing.state), said)
    why = showing.why or Why.REFUSED
    said = _("Nothing appeared: {reason}").format(reason=because(why))
    if why is Why.REFUSED:
        do = _("What was heard: {words}").format(words=showing.detail[:_LONGEST] or "-")
    else:
        do = what_to_do(why)
    return NotificationTrial(str(showing.state), said, do, str(why))
