"""A mailbox over IMAP (RFC 3501, 9051): read, watched, and written to where the owner asked."""

from planner.channels.account import Account
from planner.channels.imap.connection import Connection
from planner.channels.imap.idle import ImapWatcher
from planner.channels.imap.keeper import ImapKeeper
from planner.channels.imap.receiver import ImapReceiver

__all__ = ["Account", "Connection", "ImapKeeper", "ImapReceiver", "ImapWatcher"]
