"""Dovecot: IMAP (plain, STARTTLS, TLS) to read, LMTP to deliver. Any user, one password.

With `sieve` also Pigeonhole and ManageSieve; what scripts answer goes to an SMTP server.
With `clock` it lives at the time that it is told, which may only go forward.
"""

import hmac
import json
import shutil
import smtplib
import subprocess
import tempfile
import time
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.process import (
    HOST,
    PASSWORD,
    PEER,
    USER,
    Process,
    certificate,
    free_port,
    listens,
    need,
    unprivileged,
    wait_for,
)

_CONF = """
protocols = imap lmtp {sieve_protocol}
listen = {host}
base_dir = {d}/run
state_dir = {d}/state
instance_name = {d}
log_path = {d}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
ssl = yes
ssl_cert = <{d}/cert.pem
ssl_key = <{d}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {d}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {d}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={d}/users/%u
}}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
}}
hostname = mail.example.test
postmaster_address = postmaster@example.test
"""


_SIEVE = """
service managesieve-login {{
  chroot =
  inet_listener sieve {{
    port = {sieve}
  }}
}}
submission_host = {host}:{smtp}
protocol lmtp {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  {extensions}
}}
"""


# Dovecot hands on to its children only what is named.
_FAKED = "TZ LD_PRELOAD FAKETIME_TIMESTAMP_FILE FAKETIME_NO_CACHE FAKETIME_DONT_FAKE_MONOTONIC"

# Tokens are checked without a server of their own: signed ones (RFC 7519) with a key on disk.
_OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={d}/keys/
username_attribute = email
"""
_KEY = b"a key for tests"


class Dovecot:
    """Started and stopped on the same ports and folder, so that a test can take it away."""

    user, password, host = USER, PASSWORD, HOST

    def __init__(
        self,
        *,
        sieve: bool = False,
        smtp: int = 9,
        extensions: str = "",
        clock: datetime | None = None,
    ) -> None:
        need("dovecot", "openssl", package="dovecot-imapd dovecot-lmtpd openssl")
        if sieve:
            need("sievec", package="dovecot-sieve dovecot-managesieved")
        self._prefix = unprivileged()
        # Names of Unix sockets are short: a folder of pytest's own would be too deep.
        self.folder = Path(tempfile.mkdtemp(prefix="dc"))
        self.cert, _ = certificate(self.folder)
        self._faked = self._with_clock(clock) if clock else []
        self.imap, self.imaps, self.lmtp = free_port(), free_port(), free_port()
        self.sieve = free_port() if sieve else 0
        ids = ["sh", "-c", "id -un; id -gn; id -u; id -g"]
        found = subprocess.run([*self._prefix, *ids], capture_output=True, text=True, check=True)
        user, group, uid, gid = found.stdout.split()
        for name in ("run", "state", "users"):
            (self.folder / name).mkdir()
        (self.folder / "passwords").write_text(
            "".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in (USER, PEER)), encoding="utf-8"
        )
        (self.folder / "dovecot.conf").write_text(
            _CONF.format(
                d=self.folder,
                host=HOST,
                user=user,
                group=group,
                uid=uid,
                gid=gid,
                imap=self.imap,
                imaps=self.imaps,
                lmtp=self.lmtp,
                sieve_protocol="sieve" if sieve else "",
            )
            + self._with_sieve(smtp, extensions)
            + (f"import_environment = {_FAKED}\n" if clock else "")
        )
        (self.folder / "oauth2.conf").write_text(_OAUTH2.format(d=self.folder))
        key = self.folder / "keys" / "default" / "HS256" / "default"
        key.parent.mkdir(parents=True)
        key.write_bytes(b64encode(_KEY))
        self._process: Process | None = None

    def _with_sieve(self, smtp: int, extensions: str) -> str:
        if not self.sieve:
            return ""
        named = f"sieve_extensions = {extensions}" if extensions else ""
        return _SIEVE.format(host=HOST, sieve=self.sieve, smtp=smtp, extensions=named)

    def _with_clock(self, clock: datetime) -> list[str]:
        need("faketime", package="faketime")
        self.at(clock)
        asked = ["faketime", "now", "printenv", "LD_PRELOAD"]
        library = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        told = {
            "TZ": "UTC",
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": self.folder / "clock",
            "FAKETIME_NO_CACHE": 1,
            "FAKETIME_DONT_FAKE_MONOTONIC": 1,
        }
        return ["env", *(f"{name}={value}" for name, value in told.items())]

    def at(self, moment: datetime) -> None:
        """What time it is there from now on, an aware instant; it stands still."""
        new = self.folder / "clock.new"
        new.write_text(moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"))
        new.replace(self.folder / "clock")

    def start(self) -> None:
        conf = str(self.folder / "dovecot.conf")
        log = self.folder / "out.log"
        self._process = Process([*self._prefix, *self._faked, "dovecot", "-F", "-c", conf], log)
        for port in filter(None, (self.imap, self.imaps, self.lmtp, self.sieve)):
            wait_for(lambda port=port: listens(port), f"Dovecot on port {port}")

    def stop(self) -> None:
        if self._process:
            self._process.stop()
            self._process = None

    @property
    def running(self) -> bool:
        return self._process is not None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def script(self, name: str, user: str = USER) -> Path:
        """Where the file of a Sieve script is."""
        return self.folder / "users" / user / "sieve" / f"{name}.sieve"

    def deliver(self, raw: bytes, sender: str = "lise@example.org") -> None:
        """Hand a mail in by LMTP; it is in the mailbox when this returns."""
        with smtplib.LMTP(HOST, self.lmtp) as server:
            server.sendmail(sender, [USER], raw)

    def token(self, user: str = USER, *, seconds: int = 600) -> str:
        """An access token that holds for so long; one that ran out for a negative number."""
        now = int(time.time())
        said = {"sub": user, "email": user, "iat": now - 700, "exp": now + seconds}
        head = {"alg": "HS256", "typ": "JWT"}
        signed = ".".join(_web64(json.dumps(part).encode()) for part in (head, said))
        return f"{signed}.{_web64(hmac.digest(_KEY, signed.encode(), 'sha256'))}"

    def maildir(self, user: str = USER) -> Path:
        return self.folder / "users" / user / "Maildir"


def _web64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
