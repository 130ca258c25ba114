"""The door of the first run: what its screens may ask before there is a shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.views_setup import Answers, Begun, HostView, MailTried, SampleText, ZoneFound


class SetupDesk(Protocol):
    """What the first run needs. Each may read a file; `try_mail` and `samples` take seconds."""

    def begun(self) -> Answers:
        """What was answered before, else good defaults. Never raises."""

    def keep(self, answers: Answers) -> None:
        """Keep the answers for the next time, for the owner alone; raises EntracteError."""

    def zone(self, name: str) -> ZoneFound:
        """A time zone by its name or its city; raises WrongUse with the nearest ones."""

    def host(self, address: str) -> HostView:
        """The servers behind a mail address; raises WrongUse for what is none."""

    def try_mail(self, answers: Answers, password: str) -> MailTried:
        """Connect as the answers say; nothing is read, written or kept. Raises WrongUse."""

    def samples(self, answers: Answers) -> tuple[SampleText, ...]:
        """Three texts as her customers will read them; raises EntracteError."""

    def finish(self, answers: Answers, password: str) -> Begun:
        """Write the settings, once and whole, and keep the password in the system keyring.

        Raises NotPossible where there are settings already, SettingsError, EntracteError.
        """
