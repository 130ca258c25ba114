"""A server that speaks lines as it is told: for what real servers here cannot be made to do."""

import re
import ssl

from tests.servers.listener import Listener


class Script(Listener):
    """`greeting` is sent first, then `answer(line)` for each line: None hangs up, "" says nothing.

    `said` holds every line of the client. `files`: a certificate and its key, to speak TLS.
    """

    def __init__(self, greeting, answer, files=None):
        self.said = []
        self._context = None
        if files:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(*files)
        self._greeting, self._answer = greeting, answer
        super().__init__()

    def meet(self, visitor):
        talk = self._context.wrap_socket(visitor, server_side=True) if self._context else visitor
        with talk, talk.makefile("rwb") as lines:
            self._talk(lines)

    def _talk(self, lines):
        lines.write(self._greeting.encode() + b"\r\n")
        lines.flush()
        for raw in lines:
            line = raw.decode().rstrip("\r\n")
            self.said.append(line)
            reply = self._answer(line)
            if reply is None:
                return
            if reply:
                lines.write(reply.encode() + b"\r\n")
                lines.flush()


def imap(capabilities, **replies):
    """Answers of an IMAP server: `replies` by command, in which {tag} stands for the tag."""
    known = {
        "CAPABILITY": f"* CAPABILITY IMAP4rev1 {capabilities}\r\n{{tag}} OK done",
        "LOGOUT": "* BYE\r\n{tag} OK bye",
        **replies,
    }

    def answer(line):
        tag, _, rest = line.partition(" ")
        command = re.match(r"[A-Z]*", rest.upper()).group()
        reply = known.get(command, "{tag} OK done") if rest else known.get("", "{tag} OK done")
        return None if reply is None else reply.replace("{tag}", tag)

    return answer
