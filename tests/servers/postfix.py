"""Postfix: a real queue with retries and bounces. Needs root, as its master changes users."""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

from tests.servers.process import (
    HOST,
    PEER,
    USER,
    Process,
    free_port,
    listens,
    missing,
    need,
    wait_for,
)

#: Mail for these domains goes into the mailboxes; all other mail to the next hop.
DOMAINS = tuple(user.partition("@")[2] for user in (USER, PEER))
#: What a careless gateway takes out of every mail, and writes anew.
_STRIPPED = """
/^(Auto-Submitted|X-Auto-Response-Suppress|X-Entracte|In-Reply-To|References):/ IGNORE
/^Subject: Auto: (.*)/ REPLACE Subject: $1
"""

_MAIN = """
compatibility_level = 3.6
queue_directory = {d}/queue
data_directory = {d}/data
maillog_file = {d}/postfix.log
maillog_file_prefixes = {d}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example.test
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = {domains}
relayhost = [{host}]:{smtp}
transport_maps = inline:{{ {maps} }}
alias_maps =
alias_database =
local_recipient_maps =
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_host_lookup = native
smtp_tls_security_level = none
smtpd_peername_lookup = no
# a message that could not be handed on is tried again each second or two
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtp_destination_concurrency_failed_cohort_limit = 0
smtp_connect_timeout = 3s
"""
_MASTER = """
{host}:{port} inet n - n - - smtpd
{host}:{gateway} inet n - n - - smtpd
  -o cleanup_service_name=stripping
  -o {{ smtpd_sender_restrictions = check_sender_access inline:{{ {{ <> = REJECT }} }} }}
stripping unix n - n - 0 cleanup
  -o header_checks=regexp:{d}/conf/stripped
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A queue between a shop and the world: `lmtp` is Dovecot's port, `smtp` the next hop's.

    What comes in at `gateway` loses every mark of an automatic message; it refuses the null path.
    """

    def __init__(self, *, lmtp: int, smtp: int) -> None:
        need("postfix", package="postfix")
        if os.geteuid():
            missing("Postfix's master process must be started as root")
        # Every user of Postfix's has to enter it, and names of Unix sockets are short.
        self.folder = Path(tempfile.mkdtemp(prefix="pf"))
        self.folder.chmod(0o755)
        self.port, self.gateway = free_port(), free_port()
        conf = self.folder / "conf"
        conf.mkdir()
        (self.folder / "queue").mkdir()
        maps = " ".join(f"{{ {domain} = lmtp:inet:{HOST}:{lmtp} }}" for domain in DOMAINS)
        named = {"d": self.folder, "host": HOST, "port": self.port, "gateway": self.gateway}
        settings = _MAIN.format(**named, domains=" ".join(DOMAINS), maps=maps, smtp=smtp)
        (conf / "main.cf").write_text(settings)
        (conf / "master.cf").write_text(_MASTER.format(**named))
        (conf / "stripped").write_text(_STRIPPED.lstrip())
        self._process: Process | None = None

    def start(self) -> "Postfix":
        words = ["postfix", "-c", str(self.folder / "conf"), "start-fg"]
        self._process = Process(words, self.folder / "out.log")
        wait_for(lambda: listens(self.port), "Postfix")
        return self

    def remove(self) -> None:
        if self._process:
            # What was started is a shell that waits for the master.
            with contextlib.suppress(OSError, ValueError):
                master = int((self.folder / "queue/pid/master.pid").read_text())
                os.kill(master, signal.SIGTERM)
            self._process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What it has written down so far."""
        path = self.folder / "postfix.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def taken(self) -> int:
        """How many mails it has taken in, its own bounces included."""
        return self.log().count(": message-id=")
