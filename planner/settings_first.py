"""The first settings.toml out of what the owner answered: pure text, no file is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.first_windows import (
    DAY,
    Span,
    answers_in,
    clock,
    first_windows,
    spans_in,
)
from planner.domain.mailboxes import usable
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.presets import PRESETS, Preset, preset_of
from planner.settings_channels import PORTS
from planner.settings_text import FirstWindow, add_channel, default_text
from planner.views_setup import Answers, HostView

MAILBOX, WAY, PAPER = "courrier", "envoi", "papier"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SECURITY = {port: security for (_kind, security), port in PORTS.items() if security != "none"}


def first_text(answers: Answers, paper: str = "") -> str:
    """The whole text; `paper` is the folder that keeps the answers of a trial. Raises WrongUse."""
    address = answers.mail_address.strip()
    text = default_text(
        answers.shop_name,
        answers.first_name,
        answers.zone,
        answers.language,
        windows=[_window(span) for span in windows_of(answers)],
        days=answers.open_days,
        address=address if answers.source == "folder" else "",
    )
    for table in channels_of(answers, paper):
        text = add_channel(text, table)
    return text


def windows_of(answers: Answers) -> tuple[Span, ...]:
    """The windows she chose, else those that are proposed. Raises WrongUse."""
    chosen = spans_read(answers.answer_hours)
    return chosen or first_windows(spans_read(answers.busy_hours))


def spans_read(text: str) -> tuple[Span, ...]:
    """Spans as she writes them. Raises WrongUse with the piece that cannot be read."""
    try:
        return spans_in(text)
    except ValueError as error:
        raise WrongUse(
            _("“{piece}” cannot be read as hours.").format(piece=error),
            do=_("Write them as 12:00-14:00, 17:00-19:00."),
        ) from None


def channels_of(answers: Answers, paper: str = "") -> Sequence[Mapping[str, object]]:
    """The tables of her channels. Raises WrongUse for an address or a server that cannot be."""
    address = answers.mail_address.strip()
    if answers.source == "folder":
        where = {"path": paper} if paper else {}
        return (
            {"name": PAPER, "kind": "paper", **where},
            {"name": MAILBOX, "kind": "maildir", "path": answers.mail_folder},
        )
    if answers.source != "mailbox":
        return ()
    view = host_of(address)
    found = _preset(address, answers)
    if found is not None:
        return found.channels(address, MAILBOX, WAY)
    sends = _server(answers.sends_by or view.sends_by)
    reads = _server(answers.reads_at or view.reads_at)
    return (
        {"name": WAY, "kind": "smtp", **sends, "user": address},
        {"name": MAILBOX, "kind": "imap", **reads, "user": address, "smtp": WAY},
    )


def host_of(address: str) -> HostView:
    """The servers behind an address, known or guessed. Raises WrongUse for what is no address."""
    if not usable(address):
        raise WrongUse(_("This is no mail address."), do=_("Write it as me@example.org."))
    preset = preset_of(address)
    if preset is not None:
        takes = preset.auth == "password"
        return HostView(True, preset.imap, preset.smtp, preset.asks(), takes)
    domain = address.rpartition("@")[2].lower()
    return HostView(False, f"imap.{domain}", f"smtp.{domain}")


def _preset(address: str, answers: Answers) -> Preset | None:
    """The known host, by the address or by the server that she named; its servers stand as is."""
    by_domain = preset_of(address)
    if by_domain and answers.reads_at in ("", by_domain.imap):
        return by_domain if answers.sends_by in ("", by_domain.smtp) else None
    named = [p for p in PRESETS.values() if p.imap == answers.reads_at]
    return next((p for p in named if p.smtp == answers.sends_by), None)


def _server(written: str) -> dict[str, object]:
    """`host` or `host:port` as keys of a channel; how it is secured follows from the port."""
    host, colon, port = written.strip().rpartition(":")
    if not colon:
        host, port = written.strip(), ""
    numbered = port.isdecimal() and 0 < int(port) < 65536
    if not host or " " in host or (colon and not numbered):
        raise WrongUse(
            _("“{server}” cannot be a mail server.").format(server=written),
            do=_("Write it as mail.example.org, or with its port as mail.example.org:993."),
        )
    if not port:
        return {"host": host}
    # On this machine nothing crosses a network; elsewhere an unusual port has to be secured.
    usual = "none" if host in _LOOPBACK else "tls"
    return {"host": host, "port": int(port), "security": _SECURITY.get(int(port), usual)}


def _window(span: Span) -> FirstWindow:
    start, end = span[0], min(span[1], DAY - 1)
    return FirstWindow(clock(start), clock(end), answers_in(span))
