"""Why nothing appeared, read out of what a library or a program said about it."""

from __future__ import annotations

from planner.domain.notification import Why

# The names of D-Bus errors, of Python's and the sentences of notify-send; first match wins.
_SIGNS = (
    (Why.NO_ANSWER, ("noreply", "timed out", "timeout")),
    (Why.NO_SERVICE, ("serviceunknown", "was not provided", "spawn.", "namehasnoowner")),
    (Why.NO_SESSION, ("autolaunch", "invalidaddress", "cannot connect", "could not connect")),
    (Why.NO_SESSION, ("filenotfound", "no such file", "connectionrefused", "noserver")),
    (Why.NO_SESSION, ("connection refused", "autherror")),
    (Why.NO_PROGRAM, ("notimplemented", "no usable implementation")),
)


def reason(said: str) -> Why:
    """The reason behind an error's name and words."""
    text = said.casefold()
    return next((why for why, signs in _SIGNS if any(s in text for s in signs)), Why.REFUSED)


def told(error: BaseException) -> str:
    """An error as one technical line: its class, its D-Bus name if it has one, its words."""
    name = getattr(error, "get_dbus_name", lambda: getattr(error, "type", ""))()
    return " ".join(filter(None, (type(error).__name__, str(name or ""), str(error)))).strip()
