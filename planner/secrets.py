"""Passwords: the system keyring, or an environment variable; never a file of ours."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress

from planner.errors import EntracteError
from planner.locale import gettext as _

SERVICE = "entracte"
_held: dict[str, str] = {}  # of this process only
_PIECE = 1000  # characters; Windows keeps at most 1,280 in one entry


def variable(channel: str) -> str:
    """The environment variable for a channel: "été" -> ENTRACTE_PASSWORD_ETE."""
    plain = unicodedata.normalize("NFKD", channel).encode("ascii", "ignore").decode()
    return "ENTRACTE_PASSWORD_" + re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")


def password(channel: str, environ: Mapping[str, str] = os.environ) -> str:
    """A channel's password: the variable first, then one held by this process, else the keyring.

    Raises EntracteError saying how to give one; the password itself is in no message.
    """
    if given := environ.get(variable(channel)):
        return given
    found = _held.get(channel) or fetch(channel)
    if found is None:
        raise EntracteError(
            _("There is no password for the channel “{name}”.").format(name=channel),
            do=_("Give it with `entracte channel password {name}`, or set {variable}.").format(
                name=channel, variable=variable(channel)
            ),
        )
    return found


def hold(channel: str, secret: str) -> None:
    """Use a password until this process ends, without keeping it anywhere; "" lets go of it."""
    _held[channel] = secret


def fetch(name: str) -> str | None:
    """What the keyring keeps under a name. Raises EntracteError when there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, OSError) as error:
        raise _no_keyring(name, error) from None


def forget(name: str) -> None:
    """Take a password out of the keyring; none there, or no keyring, is no error."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, OSError):
        keyring.delete_password(SERVICE, name)


def store(channel: str, secret: str) -> None:
    """Keep a password in the keyring. Raises EntracteError when there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, channel, secret)
    except (KeyringError, OSError) as error:
        raise _no_keyring(channel, error) from None


def fetch_long(name: str) -> str:
    """What `store_long` kept, "" when there is nothing. Raises EntracteError."""
    pieces: list[str] = []
    while piece := fetch(_piece(name, len(pieces))):
        pieces.append(piece)
    return "".join(pieces)


def store_long(name: str, secret: str) -> None:
    """Keep a secret of any length, in several entries. Raises EntracteError."""
    pieces = [secret[at : at + _PIECE] for at in range(0, len(secret), _PIECE)]
    for number, piece in enumerate(pieces):
        store(_piece(name, number), piece)
    forget(_piece(name, len(pieces)))  # of a longer one before


def forget_long(name: str) -> None:
    """Take all of it out of the keyring; none there, or no keyring, is no error."""
    with suppress(EntracteError):
        number = 0
        while fetch(_piece(name, number)):
            forget(_piece(name, number))
            number += 1


def _piece(name: str, number: int) -> str:
    return f"{name} {number + 1}" if number else name


def _no_keyring(channel: str, error: Exception) -> EntracteError:
    return EntracteError(
        _("The system keyring cannot be used ({kind}).").format(kind=type(error).__name__),
        do=_("Set the environment variable {variable} instead.").format(variable=variable(channel)),
    )
