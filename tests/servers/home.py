"""A shop in a folder of its own: its settings, its commands, and its service as a process."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.servers.process import HOST, PASSWORD, USER, wait_for

_SHOP = """
[shop]
name = "Atelier Camomille"
owner = "Camille"
zone = "{zone}"
language = "{language}"
address = ["{address}"]

[[window]]
days = "monday..sunday"
from = "10:00"
to = "14:00"
"""
_POLICY = """
[rule.my-day]
say.en = "At most 40 answers a day."
say.fr = "Au plus 40 réponses par jour."
then.answers_at_most = 40
"""


def noon_zone(now=None):
    """A zone in which it is about noon now: the daily window from 10 to 14 is open."""
    hour = (now or datetime.now(UTC)).hour
    return f"Etc/GMT{hour - 12:+d}" if hour != 12 else "Etc/GMT"


class Home:
    """`settings` without channels; each of the helpers below adds one."""

    def __init__(self, folder, language="en", address=USER):
        self.address = address
        self.folder = Path(folder)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.settings = self.folder / "settings.toml"
        self.database = self.folder / "entracte.sqlite3"
        self.environ = {
            **os.environ,
            "ENTRACTE_HOME": str(self.folder),
            "ENTRACTE_PASSWORD_COURRIER": PASSWORD,
            "ENTRACTE_PASSWORD_ENVOI": PASSWORD,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LC_ALL": "C.UTF-8",
        }
        self.settings.write_text(_SHOP.format(zone=noon_zone(), language=language, address=address))
        (self.folder / "policy.toml").write_text(_POLICY)

    def channel(self, name, kind, **values):
        """Add a channel to the settings."""
        lines = [f"\n[[channel]]\nname = {json.dumps(name)}\nkind = {json.dumps(kind)}\n"]
        lines += [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
        with self.settings.open("a") as file:
            file.writelines(lines)
        return self

    def imap(self, server, name="courrier", **values):
        given = {"host": HOST, "port": server.imap, "user": self.address, "security": "none"}
        return self.channel(name, "imap", **(given | values))

    def smtp(self, port, name="envoi", **values):
        given = {"host": HOST, "port": port, "security": "none", "address": self.address}
        return self.channel(name, "smtp", **(given | values))

    def maildir(self, path, name="courrier"):
        for part in ("new", "cur", "tmp"):
            (Path(path) / part).mkdir(parents=True, exist_ok=True)
        return self.channel(name, "maildir", path=str(path))

    def run(self, *words, **how):
        """One command as typed."""
        return subprocess.run(
            [sys.executable, "-m", "planner", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
            **how,
        )

    def json(self, *words):
        """What a command prints as data."""
        done = self.run(*words, "--json")
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        return json.loads(done.stdout)

    def rows(self, query, *given):
        """Straight from the file, beside whoever uses it."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, given).fetchall()

    def service(self):
        return Service(self)


class Service:
    """`entracte run` in a process of its own; ended whatever happens."""

    def __init__(self, home):
        self.home = home
        self.err = home.folder / "service.err"
        with self.err.open("ab") as err:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "planner", "run"],
                env=home.environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=err,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait(10)

    def ready(self):
        """Wait until it has read its channels once."""
        wait_for(lambda: "is running" in self.said() or self.child.poll() is not None, "the start")
        query = "SELECT 1 FROM channel_cursors"
        if 'kind = "imap"' in self.home.settings.read_text():  # what comes later is new mail
            query += " WHERE cursor <> '' OR problem <> ''"
        wait_for(lambda: self.home.rows(query), "the first look at a channel")
        return self

    def wake(self):
        """Any change of the data is a tick at once: its twenty seconds need not be waited for.

        Returns when one has begun, which renews a lease that is made shorter here; one made while
        another ran asks for none: it is repeated.
        """
        lease = "SELECT until FROM leases WHERE name = 'tick'"
        change = "UPDATE leases SET until = strftime('%Y-%m-%d %H:%M:%f000', until, '-31 seconds')"
        for _ in range(10):
            with closing(sqlite3.connect(self.home.database, timeout=10)) as connection, connection:
                connection.execute(change)
                before = connection.execute(lease).fetchall()
            end = time.monotonic() + 1
            while time.monotonic() < end:
                if self.home.rows(lease) != before:
                    return
                time.sleep(0.02)
            change = "UPDATE alembic_version SET version_num = version_num"

    def end(self, number=signal.SIGTERM):
        self.child.send_signal(number)
        return self.child.wait(30)

    def said(self):
        return self.err.read_text() if self.err.exists() else ""


def letter(
    name="Lise", subject="Robe fleurie", text="Est-elle encore là ?", *, number=1, **headers
):
    """A customer's mail as bytes; a field given as None is left out."""
    fields = {
        "Return-Path": "<lise@example.org>",
        "From": f"{name} <lise@example.org>",
        "To": "Atelier <shop@example.test>",
        "Subject": subject,
        "Message-ID": f"<m{number}@example.org>",
        "Date": (datetime.now(UTC) - timedelta(seconds=1)).strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in fields.items() if value is not None)
    return f"{head}\r\n{text}\r\n".encode()


def put(maildir, raw, number=1):
    """Deliver into a Maildir as a delivery agent does: written in tmp, then renamed."""
    name = f"{number}.M{number}.host"
    (Path(maildir) / "tmp" / name).write_bytes(raw)
    (Path(maildir) / "tmp" / name).rename(Path(maildir) / "new" / name)
