"""Mail hosts by name: where their servers are and what they ask for.

Looked up on 2026-11-26 in public copies of the autoconfiguration data that Thunderbird uses
(autoconfig.thunderbird.net) and in other programs' lists, since the network ends at loopback here;
none was tried with a real account. Gmail and Microsoft put what they send among the sent mail
themselves. Outlook.com asks for XOAUTH2 as Microsoft 365 does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Preset:
    """One host. `keeps_copies`: mail sent through it appears in the sent folder by itself."""

    name: str
    imap: str
    smtp: str
    smtp_security: str = "tls"
    auth: str = "password"
    keeps_copies: bool = False
    domains: tuple[str, ...] = ()

    def channels(self, user: str, name: str, way: str) -> tuple[Mapping[str, object], ...]:
        """The tables of its two channels: what sends first, then the mailbox that uses it."""
        login = {"user": user} | ({"auth": self.auth} if self.auth != "password" else {})
        sends = {"name": way, "kind": "smtp", "host": self.smtp, **login}
        if self.smtp_security != "tls":
            sends["security"] = self.smtp_security
        reads = {"name": name, "kind": "imap", "host": self.imap, **login, "smtp": way}
        copies = {"copy_sent": False} if self.keeps_copies else {}
        return sends, {**reads, **copies}

    def asks(self) -> str:
        """What this host wants of her, in a sentence."""
        return {
            "gmail": _("Gmail wants an app password: two-step login on, then “App passwords”."),
            "microsoft": _("Microsoft takes no password: a token_command, or `channel login`."),
            "orange": _("Orange takes the password of the mailbox."),
            "ovh": _("OVH takes the password of the mailbox; the user is the whole address."),
            "infomaniak": _("Infomaniak wants a device password, made in its manager."),
            "proximus": _("Proximus takes the password of the mailbox."),
        }[self.name]


_ALL = (
    Preset(
        "gmail",
        "imap.gmail.com",
        "smtp.gmail.com",
        keeps_copies=True,
        domains=("gmail.com", "googlemail.com"),
    ),
    Preset(
        "microsoft",
        "outlook.office365.com",
        "smtp.office365.com",
        smtp_security="starttls",
        auth="xoauth2",
        keeps_copies=True,
        domains=(
            *("outlook.com", "outlook.fr", "outlook.be", "hotmail.com", "hotmail.fr", "hotmail.be"),
            *("live.com", "live.fr", "live.be", "msn.com"),
        ),
    ),
    Preset("orange", "imap.orange.fr", "smtp.orange.fr", domains=("orange.fr", "wanadoo.fr")),
    Preset("ovh", "ssl0.ovh.net", "ssl0.ovh.net"),
    Preset(
        "infomaniak",
        "mail.infomaniak.com",
        "mail.infomaniak.com",
        domains=("ik.me", "etik.com", "ikmail.com"),
    ),
    Preset(
        "proximus",
        "imap.proximus.be",
        "relay.proximus.be",
        smtp_security="starttls",
        domains=("proximus.be", "skynet.be", "belgacom.net"),
    ),
)
PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in _ALL})


def preset_of(address: str) -> Preset | None:
    """The host behind an address, where its domain tells; a domain of her own tells nothing."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((preset for preset in _ALL if domain in preset.domains), None)
