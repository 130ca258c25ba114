"""Access tokens for hosts that take no password (XOAUTH2): from a command, or from Microsoft."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

from planner.errors import ChannelError, EntracteError
from planner.locale import gettext as _
from planner.secrets import fetch_long, forget_long, store_long
from planner.settings import ChannelSettings

#: Seconds a command may take: some ask a web service.
_PATIENCE = 30.0
_AUTHORITY = "https://login.microsoftonline.com/"
#: What reading and sending need, by Microsoft's page on OAuth for IMAP and SMTP.
_SCOPES = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
)


def token(channel: ChannelSettings) -> str:
    """A token that holds now. Raises ChannelError; no token is ever in a message."""
    if channel.token_command:
        return _from_command(channel)
    return Microsoft(channel).token()


def _from_command(channel: ChannelSettings) -> str:
    """The first line that the owner's command prints. No shell is involved."""
    try:
        done = subprocess.run(
            channel.token_command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise _no_token(channel, _("there is no such command")) from None
    except (OSError, ValueError) as error:
        raise _no_token(channel, type(error).__name__) from None
    except subprocess.TimeoutExpired:
        raise _no_token(channel, _("it took too long")) from None
    line = next(iter(done.stdout.split("\n")), "").strip()
    if done.returncode or not line:
        raise _no_token(channel, _("it ended with code {code}").format(code=done.returncode))
    return line


def _no_token(channel: ChannelSettings, why: str) -> ChannelError:
    what = _("The token_command of “{name}” gave no token: {why}.").format(
        name=channel.name, why=why
    )
    return ChannelError(what, do=_("Run it by hand to see what it says."))


class Microsoft:
    """Logging in with a code on another screen (RFC 8628), by `msal`, an extra.

    What msal remembers is kept in the keyring under the account's name: the mailbox and its sending
    share it.
    """

    def __init__(self, channel: ChannelSettings) -> None:
        self._channel = channel
        self._key = f"microsoft:{channel.user}"

    def token(self) -> str:
        """A token, renewed silently. Raises ChannelError when the owner has to log in again."""
        app, cache = self._app()
        accounts = app.get_accounts(username=self._channel.user)
        found = app.acquire_token_silent(list(_SCOPES), accounts[0]) if accounts else None
        self._keep(cache)
        if not found or "access_token" not in found:
            raise ChannelError(
                _("“{name}” is not logged in.").format(name=self._channel.name),
                do=_("Use `entracte channel login {name}`.").format(name=self._channel.name),
            )
        return str(found["access_token"])

    def login(self, show: Callable[[str], None]) -> None:
        """Show where to enter which code, and wait until she has. Raises ChannelError."""
        try:
            self._log_in(show)
        except (OSError, ValueError) as error:  # msal lets those of its web library through
            raise ChannelError(
                _("Microsoft could not be asked ({kind}).").format(kind=type(error).__name__),
                do=_("Check your connection, client_id and tenant."),
            ) from None

    def forget(self) -> None:
        """Take what msal remembers out of the keyring."""
        forget_long(self._key)

    def _log_in(self, show: Callable[[str], None]) -> None:
        app, cache = self._app()
        flow = app.initiate_device_flow(scopes=list(_SCOPES))
        if "user_code" not in flow:
            raise self._refused(flow)
        show(
            _("Open {address} on any screen and enter the code {code}.").format(
                address=flow["verification_uri"], code=flow["user_code"]
            )
        )
        found = app.acquire_token_by_device_flow(flow)
        if "access_token" not in found:
            raise self._refused(found)
        self._keep(cache)

    def _app(self) -> tuple[Any, Any]:
        if not self._channel.client_id:
            raise ChannelError(
                _("“{name}” has no way to get a token.").format(name=self._channel.name),
                do=_("Add token_command, or the client_id of your registration at Microsoft."),
            )
        try:
            import msal  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise ChannelError(
                _("Logging in at Microsoft needs one more package."),
                do=_('Install it with `pip install "entracte[microsoft]"`.'),
            ) from None
        cache = msal.SerializableTokenCache()
        try:
            cache.deserialize(fetch_long(self._key) or "{}")
        except EntracteError as error:
            raise ChannelError(error.what, do=error.do) from None
        except ValueError:  # damaged: she logs in again
            cache.deserialize("{}")
        authority = _AUTHORITY + self._channel.tenant
        app = msal.PublicClientApplication(
            self._channel.client_id, authority=authority, token_cache=cache
        )
        return app, cache

    def _keep(self, cache: Any) -> None:
        if cache.has_state_changed:
            try:
                store_long(self._key, cache.serialize())
            except EntracteError as error:
                raise ChannelError(error.what, do=error.do) from None

    def _refused(self, answer: Any) -> ChannelError:
        """Microsoft's short word for it ("expired_token"), never its long text or a token."""
        word = str(answer.get("error", "?"))[:60]
        what = _("Microsoft did not give a token ({word}).").format(word=word)
        return ChannelError(what, do=_("Try again, or check client_id and tenant."))
