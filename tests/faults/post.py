"""A stream of mail into a shop that is being killed."""

import random
import shutil
from dataclasses import dataclass, field
from email import message_from_bytes

from tests.servers.home import letter, put


@dataclass
class Post:
    """A stream of mail: new customers, the same ones again, and machines."""

    deliver: object
    chance: random.Random
    people: int = 0
    sent: list[str] = field(default_factory=list)
    machines: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)

    def bring(self, kind=""):
        """One mail more; of any kind unless one is asked for."""
        number = len(self.sent) + 1
        kind = kind or self.chance.choices(("new", "again", "machine"), (7, 2, 1))[0]
        more = {}
        if kind == "again" and self.people:
            who = self.chance.randint(1, self.people)
            more["References"] = f"<first{who}@example.org>"
        else:
            self.people += 1
            who = self.people
            more["Message_ID"] = f"<first{who}@example.org>"
        sender = f"client{who}@example.org"
        if kind == "machine":
            more["Auto_Submitted"] = "auto-generated"
        (self.machines if kind == "machine" else self.customers).add(sender)
        raw = letter(
            f"Client {who}",
            f"Demande {who}",
            number=number,
            From=f"Client {who} <{sender}>",
            Return_Path=f"<{sender}>",
            **more,
        )
        self.deliver(raw, number)
        self.sent.append(message_from_bytes(raw)["Message-ID"])


def into_maildir(home):
    """A shop that reads a folder; how a mail comes into it."""
    folder = home.folder.parent / "Maildir"
    home.maildir(folder)
    return lambda raw, number: put(folder, raw, number)


def into_dovecot(home, dovecot, **settings):
    """A shop that reads from an IMAP server; how a mail comes into its mailbox."""
    home.imap(dovecot, **settings)
    folder = dovecot.maildir()
    dovecot.deliver(letter("Avant", number=0))  # makes the mailbox
    first = len(list(folder.rglob("*.host*")))  # Dovecot knows a file by its name, for good
    return lambda raw, number: put(folder, raw, first + number)


def sent_folder(dovecot):
    """An empty folder of sent mail on that server, called Sent; where its mails are as files."""
    folder = dovecot.maildir() / ".Sent"
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    return folder / "cur"
