"""Writing: a copy among the sent mail, and answered mail marked or filed, where she asked for it"""

from __future__ import annotations

from typing import Any

from planner.channels.compose import write
from planner.channels.imap.connection import Connection, able
from planner.channels.imap.folders import sent_folder
from planner.channels.imap.receiver import located
from planner.domain.message import Outgoing


class ImapKeeper:
    """Works on the same connection as the receiver; the two never work at once.

    `copies`: whether sent mail is kept (some hosts do it themselves). `answered`: "" leaves the
    mailbox alone, "mark" sets the flag \\Answered, "file" moves to `answered_folder`.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        inbox: str = "INBOX",
        copies: bool = True,
        sent: str = "",
        answered: str = "",
        answered_folder: str = "",
    ) -> None:
        self._line, self._inbox = connection, inbox
        self._copies, self._sent = copies, "" if sent == "none" else sent
        self._answered, self._answered_folder = answered, answered_folder

    def keep_copy(self, message: Outgoing) -> None:
        """A copy, read, among the sent mail; the Message-ID tells whether it is there already.

        So whoever is killed between writing and noting it does not leave two. Raises ChannelError.
        """
        if not self._copies:
            return
        raw = write(message)

        def step(client: Any) -> bool:
            folder = self._sent or sent_folder(client)
            if not folder or not client.folder_exists(folder):
                return False
            client.select_folder(folder, readonly=True)
            if not client.search(["HEADER", "Message-ID", message.message_id]):
                client.append(folder, raw, [b"\\Seen"], message.at)
            return True

        if not self._line.run(step):
            raise self._line.account.problem("no_sent")

    def mark_answered(self, foreign_id: str) -> None:
        """Mark or file one mail. One that is gone, or was moved by somebody, is no error.

        Raises ChannelError.
        """
        if not self._answered:
            return
        folder, validity, uid = located(foreign_id, self._inbox)

        def step(client: Any) -> None:
            if not uid or not client.folder_exists(folder):
                return
            if int(client.select_folder(folder)[b"UIDVALIDITY"]) != validity:
                return
            if client.search(["UID", str(uid)]):
                self._mark(client, uid)

        self._line.run(step)

    def _mark(self, client: Any, uid: int) -> None:
        if self._answered == "mark":
            client.add_flags([uid], [b"\\Answered"])
            return
        if not client.folder_exists(self._answered_folder):
            client.create_folder(self._answered_folder)
        if able(client, "MOVE"):
            client.move([uid], self._answered_folder)
        elif able(client, "UIDPLUS"):  # expunges this one only (RFC 4315)
            client.copy([uid], self._answered_folder)
            client.add_flags([uid], [b"\\Deleted"])
            client.uid_expunge([uid])
        else:  # a plain EXPUNGE would also remove what she marked herself
            client.add_flags([uid], [b"\\Answered"])
