"""Sending by SMTP (RFC 5321): every end of a try is told apart, above all "perhaps delivered"."""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from planner.channels.compose import wire_address, write
from planner.channels.problems import kind_of, problem, sentence
from planner.domain.message import Outgoing
from planner.ports import Handover, Outcome

_FAILURES = (OSError, smtplib.SMTPException, ValueError)  # ValueError: STARTTLS out of place
_LONGEST_DETAIL = 300
_DOT = re.compile(rb"^\.", re.MULTILINE)
_LOG_IN_FIRST = frozenset({530, 534, 535, 538})
_OUR_NAME = "[127.0.0.1]"  # an address literal gives away no name of the owner's machine


class SmtpSender:
    """One connection a message.

    Automatic mail leaves with the null envelope sender when `null_sender` is set (RFC 5230 section
    5.1) and with the owner's address where the server refuses that; where it refuses an alias, the
    envelope names `own`, the account's address. An empty `user` means that the server asks for no
    password; with `auth` "xoauth2" the password is a token. `timeout` in seconds, for each answer.
    """

    def __init__(
        self,
        name: str,
        host: str,
        port: int,
        user: str,
        password: Callable[[], str],
        security: str,
        timeout: float = 60.0,
        ca_file: str | None = None,
        null_sender: bool = True,
        own: str = "",
        auth: str = "password",
        language: str = "en",
    ) -> None:
        self.name = name
        self._host, self._port, self._user, self._password = host, port, user, password
        self._security, self._timeout, self._ca_file = security, timeout, ca_file
        self._null_sender, self._own, self._language = null_sender, wire_address(own), language
        self._auth = auth

    def send(self, message: Outgoing) -> Outcome:
        """Try once; the outcome says how it ended, with the server's words in `detail`."""
        sender, to = wire_address(message.sender.address), wire_address(message.to.address)
        if not (sender and to):
            return Outcome(Handover.REFUSED, "the address cannot be used")
        try:
            raw = write(message)
            server = self._connect()
        except _FAILURES as trouble:
            return Outcome(Handover.LATER, _words_of(trouble, self._language))
        try:
            null = [""] if message.automatic and self._null_sender else []
            own = [self._own] if self._own not in ("", sender) else []
            outcome = _envelope(server, [*null, sender, *own], to) or _content(
                server, raw, self._language
            )
        except _FAILURES as trouble:
            outcome = Outcome(Handover.LATER, _words_of(trouble, self._language))
        finally:
            server.close()
        return outcome

    def check(self) -> str:
        """Connect, secure, log in and leave. Raises ChannelError."""
        try:
            server = self._connect()
        except _FAILURES as trouble:
            where = f"{self.name} ({self._host}:{self._port})"
            kind = kind_of(trouble)
            if kind == "password" and self._auth == "xoauth2":
                kind = "token"
            raise problem(kind, where=where, language=self._language) from None
        _leave(server)
        return sentence("smtp_ok", self._language)

    def _connect(self) -> smtplib.SMTP:
        secure = self._security != "none"  # reading the certificates takes longer than sending
        context = ssl.create_default_context(cafile=self._ca_file) if secure else None
        where = (self._host, self._port, _OUR_NAME)
        server: smtplib.SMTP
        if self._security == "tls":
            server = smtplib.SMTP_SSL(*where, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(*where, timeout=self._timeout)
        with ExitStack() as failing:
            failing.callback(server.close)
            if self._security == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if self._user:
                login = _login_by_token if self._auth == "xoauth2" else _login
                login(server, self._user, self._password())
            failing.pop_all()  # it went well: the connection stays
        return server


def _login(server: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; smtplib knows ASCII passwords only, others are written out here (RFC 4616)."""
    if (user + password).isascii():
        server.login(user, password)
        return
    if "PLAIN" in server.esmtp_features.get("auth", "").upper().split():
        code, words = server.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
    else:
        server.docmd("AUTH", "LOGIN")
        server.docmd(_base64(user))
        code, words = server.docmd(_base64(password))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _login_by_token(server: smtplib.SMTP, user: str, token: str) -> None:
    """XOAUTH2, as Google and Microsoft describe it: one line; a refusal wants an empty answer."""
    code, words = server.docmd(
        "AUTH", "XOAUTH2 " + _base64(f"user={user}\1auth=Bearer {token}\1\1")
    )
    if code == 334:  # the reasons, in base64
        code, words = server.docmd("")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-8")).decode("ascii")


def _envelope(server: smtplib.SMTP, paths: Sequence[str], to: str) -> Outcome | None:
    """MAIL and RCPT with the first reverse-path that is taken; None when DATA may follow."""
    for number, path in enumerate(paths, start=1):
        outcome = _mail_and_rcpt(server, path, to)
        if outcome is None:
            return None
        # Some servers take the null path and then refuse it at RCPT.
        other = outcome.handover is Handover.REFUSED and (outcome.about_us or not path)
        if not other or number == len(paths):
            break
        server.rset()
    _leave(server)
    return outcome


def _mail_and_rcpt(server: smtplib.SMTP, path: str, to: str) -> Outcome | None:
    code, words = server.mail(path)
    if not 200 <= code < 300:
        refused = _refused(code, words)
        return replace(refused, about_us=refused.handover is Handover.REFUSED)
    # No report about an automatic word: there is nobody to read it (RFC 3461).
    never = ["NOTIFY=NEVER"] if not path and server.has_extn("dsn") else []
    code, words = server.rcpt(to, never)
    return None if 200 <= code < 300 else _refused(code, words)


def _content(server: smtplib.SMTP, raw: bytes, language: str) -> Outcome:
    """DATA, the message and the final dot; only from the dot on may it have been delivered."""
    code, words = server.docmd("DATA")
    if code != 354:
        return _refused(code, words)
    server.send(_DOT.sub(b"..", raw))
    try:
        server.send(b".\r\n")
        code, words = server.getreply()
    except _FAILURES as trouble:
        return Outcome(Handover.PERHAPS, _words_of(trouble, language))
    if 200 <= code < 300:
        _leave(server)
        return Outcome(Handover.SENT, _text(code, words))
    if 400 <= code < 600:
        return _refused(code, words)
    return Outcome(Handover.PERHAPS, _text(code, words))


def _refused(code: int, words: bytes) -> Outcome:
    """5yz will never be taken as it is (RFC 5321 section 4.2.1); anything else is tried again."""
    # "Log in first" is about our settings: it must not end a customer's message (RFC 4954).
    final = 500 <= code < 600 and code not in _LOG_IN_FIRST
    handover = Handover.REFUSED if final else Handover.LATER
    return Outcome(handover, _text(code, words))


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; what was decided stays decided whatever the server says."""
    try:
        server.quit()
    except _FAILURES:
        server.close()


def _text(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"[:_LONGEST_DETAIL]


def _words_of(trouble: Exception, language: str) -> str:
    """The server's words if it said any, else ours; never a password."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        words = trouble.smtp_error
        return _text(trouble.smtp_code, words if isinstance(words, bytes) else words.encode())
    return sentence(kind_of(trouble), language)
