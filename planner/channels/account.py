"""An account at a mail host, as every protocol that logs in there is given it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.channels.problems import problem
from planner.errors import ChannelError


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and how to log in.

    `secret` gives the password, or the token when `auth` is "xoauth2"; it is asked for at each
    login. `timeout` in seconds, for each answer of the server.
    """

    name: str
    host: str
    port: int
    user: str
    secret: Callable[[], str]
    security: str = "tls"
    auth: str = "password"
    timeout: float = 30.0
    ca_file: str | None = None
    language: str = "en"

    def problem(
        self, kind: str, folder: str = "", *, error: type[ChannelError] = ChannelError
    ) -> ChannelError:
        """What is wrong with this account or one of its folders, for the owner."""
        where = f"{self.name} ({self.host}:{self.port}{'/' if folder else ''}{folder})"
        return problem(kind, where=where, language=self.language, error=error)
