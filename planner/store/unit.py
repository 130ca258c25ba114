"""A unit of work: the repositories of one transaction."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from planner.store.calendar import Calendar
from planner.store.channels import Channels
from planner.store.checks import Checks
from planner.store.decisions import Decisions
from planner.store.dossier import Dossier
from planner.store.history import History
from planner.store.journal import Journal
from planner.store.messages import Messages
from planner.store.outbox import Outbox
from planner.store.people import People
from planner.store.promises import Promises
from planner.store.remembered import Remembered
from planner.store.requests import Requests
from planner.store.search import Search
from planner.store.servers import Servers


class Unit:
    """What a transaction can reach. Everything it returns is a frozen value."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def people(self) -> People:
        """Customers and their addresses."""
        return People(self._connection)

    @cached_property
    def requests(self) -> Requests:
        """Requests."""
        return Requests(self._connection)

    @cached_property
    def messages(self) -> Messages:
        """Messages, both ways."""
        return Messages(self._connection)

    @cached_property
    def promises(self) -> Promises:
        """What people have been told."""
        return Promises(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        """Letters."""
        return Outbox(self._connection)

    @cached_property
    def calendar(self) -> Calendar:
        """Absences, special days, check-ins."""
        return Calendar(self._connection)

    @cached_property
    def journal(self) -> Journal:
        """Events, occurrences and the owner's actions."""
        return Journal(self._connection)

    @cached_property
    def decisions(self) -> Decisions:
        """Decisions of the policy, and the policies that made them."""
        return Decisions(self._connection)

    @cached_property
    def checks(self) -> Checks:
        """What would contradict an invariant."""
        return Checks(self._connection)

    @cached_property
    def channels(self) -> Channels:
        """How far each channel has been read; who holds the lease."""
        return Channels(self._connection)

    @cached_property
    def search(self) -> Search:
        """Words in all messages."""
        return Search(self._connection)

    @cached_property
    def dossier(self) -> Dossier:
        """Everything about one person."""
        return Dossier(self._connection)

    @cached_property
    def remembered(self) -> Remembered:
        """What was said by itself, to whom and how often."""
        return Remembered(self._connection)

    @cached_property
    def servers(self) -> Servers:
        """What mail servers say by themselves."""
        return Servers(self._connection)

    @cached_property
    def history(self) -> History:
        """Many old messages at once."""
        return History(self._connection)
