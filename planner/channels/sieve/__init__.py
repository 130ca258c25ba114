"""Sieve: what a mail server does with mail as it comes, set over ManageSieve (RFC 5804)."""

from planner.channels.sieve.server import SieveServer

__all__ = ["SieveServer"]
