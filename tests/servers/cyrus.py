"""Cyrus: ManageSieve to set scripts, LMTP to deliver; what scripts answer goes to an SMTP server.

With `jmap` also JMAP over HTTP. Its VacationResponse is advertised in the version that Debian has,
and ends the process that is asked for it: a server that dies in the middle of a request.

Debian's cyrus-common is enough and installs beside Dovecot; Cyrus's own IMAP does not.
"""

import shutil
import smtplib
import subprocess
import tempfile
from pathlib import Path

from tests.servers.process import (
    HOST,
    PASSWORD,
    USER,
    Process,
    free_port,
    listens,
    need,
    unprivileged,
    wait_for,
)

_BIN = Path("/usr/lib/cyrus/bin")

_CONF = """
configdirectory: {d}/var
defaultpartition: default
partition-default: {d}/mail
sievedir: {d}/sieve
cyrus_user: {user}
cyrus_group: {group}
servername: mail.example.test
virtdomains: userid
defaultdomain: internal.test
unixhierarchysep: yes
altnamespace: yes
admins: cyrus
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {d}/sasldb2
sasl_mech_list: PLAIN LOGIN
autocreate_quota: 0
autocreate_post: yes
smtp_backend: host
smtp_host: {host}:{smtp}
lmtp_downcase_rcpt: yes
duplicatesuppression: no
syslog_prefix: cyrus
{extensions}
{jmap}
"""

_JMAP = """httpmodules: jmap
conversations: yes
conversations_db: twoskip
httpallowcors: *
"""

_MASTER = """
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {d}/imapd.conf -r"
}}
SERVICES {{
  lmtp cmd="lmtpd -C {d}/imapd.conf -a" listen="{host}:{lmtp}" prefork=0
  sieve cmd="timsieved -C {d}/imapd.conf" listen="{host}:{sieve}" prefork=0
{http}}}
EVENTS {{
}}
"""


class Cyrus:
    """One mailbox, for the same user and password as Dovecot's."""

    user, password, host = USER, PASSWORD, HOST

    def __init__(self, *, smtp: int = 9, extensions: str = "", jmap: bool = False) -> None:
        package = "cyrus-common sasl2-bin libsasl2-modules"
        if jmap:
            need(str(_BIN / "httpd"), package="cyrus-caldav")
        need(str(_BIN / "timsieved"), "saslpasswd2", package=package)
        self._prefix = unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="cy"))
        self.lmtp, self.sieve = free_port(), free_port()
        self.http = free_port() if jmap else 0
        asked = ["sh", "-c", "id -un; id -gn"]
        found = subprocess.run([*self._prefix, *asked], capture_output=True, text=True, check=True)
        user, group = found.stdout.split()
        for name in ("mail", "sieve", "var/db", "var/socket", "var/proc", "var/lock", "var/log"):
            (self.folder / name).mkdir(parents=True)
        named = f"sieve_extensions: {extensions}" if extensions else ""
        given = {"d": self.folder, "host": HOST, "lmtp": self.lmtp, "sieve": self.sieve}
        (self.folder / "imapd.conf").write_text(
            _CONF.format(
                **given,
                user=user,
                group=group,
                smtp=smtp,
                extensions=named,
                jmap=_JMAP if jmap else "",
            )
        )
        line = f'  http cmd="httpd -C {self.folder}/imapd.conf" listen="{HOST}:{self.http}"'
        http = f"{line} prefork=1\n" if jmap else ""
        (self.folder / "cyrus.conf").write_text(_MASTER.format(**given, bin=_BIN, http=http))
        name, _, domain = USER.partition("@")
        put = ["saslpasswd2", "-p", "-c", "-f", str(self.folder / "sasldb2"), "-u", domain, name]
        subprocess.run(put, input=PASSWORD, text=True, check=True)
        self._process: Process | None = None

    def start(self) -> None:
        conf, lock = self.folder / "imapd.conf", self.folder / "var" / "master.lock"
        argv = [str(_BIN / "master"), "-D", "-C", str(conf), "-M", str(self.folder / "cyrus.conf")]
        self._process = Process([*self._prefix, *argv, "-p", str(lock)], self.folder / "out.log")
        for port in filter(None, (self.lmtp, self.sieve, self.http)):
            wait_for(lambda port=port: listens(port), f"Cyrus on port {port}")
        # A mailbox appears with the first mail, and nobody without one may log in.
        self.deliver(b"From: <x@example.org>\r\nTo: <x@example.org>\r\n\r\n.\r\n")

    def remove(self) -> None:
        if self._process:
            self._process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def deliver(self, raw: bytes, sender: str = "lise@example.org") -> None:
        """Hand a mail in by LMTP."""
        with smtplib.LMTP(HOST, self.lmtp) as server:
            server.sendmail(sender, [USER], raw)
