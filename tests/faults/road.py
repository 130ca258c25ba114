"""The road of a life that may end by SIGKILL: every point it passes, by step of a tick."""

import contextlib
import mmap
import os
import signal
import smtplib
import sqlite3

import planner.channels.smtp
import planner.notify
from planner import bootstrap
from planner.channels import maildir
from planner.channels.imap import receiver
from planner.services import receiving, ticking

_SQL = ("begun", "before a write", "after a write", "before the commit", "after the commit")
_VERBS = ("mail", "rcpt", "data", "text", "dot")
_WIRE = (
    *("before the connection", "connected", "half of the text sent"),
    *(f"before {verb}" for verb in _VERBS),
    *(f"{verb} sent" for verb in _VERBS),
    *(f"{verb} answered" for verb in _VERBS if verb != "text"),
)
#: Every instant at which a life may end, by step of a tick.
POINTS = {
    "receive": ("looking", "before parsing", "parsed", "handed over", "all read"),
    "store": _SQL,
    "plan": _SQL,
    "hand over": (*_SQL, *_WIRE),
    "record": _SQL,
}


class Road:
    """The points of one life, as they are passed. The last one is left where the parent sees it."""

    def __init__(self, kill: str, nth: int, seen: mmap.mmap) -> None:
        self.kill, self.left, self.seen = kill, nth, seen
        self.step = "begin"

    def passed(self, name: str) -> None:
        point = f"{self.step}: {name}"
        self.seen[:] = point.encode().ljust(len(self.seen))
        if point == self.kill:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def committed(self) -> None:
        self.passed("after the commit")
        if self.step == "record":  # the next letter
            self.step = "hand over"

    @contextlib.contextmanager
    def during(self, step: str):
        before, self.step = self.step, step
        try:
            yield
        finally:
            self.step = before

    def watch(self, module, name: str, step: str) -> None:
        """A function of the product is a step."""
        inner = getattr(module, name)

        def outer(*args, **more):
            with self.during(step):
                return inner(*args, **more)

        setattr(module, name, outer)


def watch_the_database(road: Road) -> None:
    """Every statement that writes, whoever sends it."""

    class Cursor(sqlite3.Cursor):
        def execute(self, sql, *given):
            return _told(road, sql, lambda: super(Cursor, self).execute(sql, *given))

        def executemany(self, sql, given):
            return _told(road, sql, lambda: super(Cursor, self).executemany(sql, given))

    class Connection(sqlite3.Connection):
        def cursor(self, factory=Cursor):
            return super().cursor(factory)

        def execute(self, sql, *given):
            return self.cursor().execute(sql, *given)

        def executemany(self, sql, given):
            return self.cursor().executemany(sql, given)

        def commit(self):
            writes = self.in_transaction
            if writes:
                road.passed("before the commit")
            super().commit()
            if writes:
                road.committed()

    plain = sqlite3.connect

    def connect(*args, **more):
        return plain(*args, **{"factory": Connection, **more})

    sqlite3.connect = sqlite3.dbapi2.connect = connect


def _told(road: Road, sql: str, run):
    verb = sql.split(None, 1)[0].upper()
    writes = verb in {"INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "VACUUM"}
    if writes:
        road.passed("before a write")
    if verb == "COMMIT":
        road.passed("before the commit")
    done = run()
    if writes:
        road.passed("after a write")
    if verb == "COMMIT":
        road.committed()
    if sql == "BEGIN IMMEDIATE":
        road.passed("begun")
    return done


def watch_the_wire(road: Road) -> None:
    """What goes over an SMTP connection, by its bytes."""
    plain, state = smtplib.SMTP, {"verb": "", "text": False}

    class Watched(plain):
        def connect(self, *args, **more):
            road.passed("before the connection")
            done = super().connect(*args, **more)
            road.passed("connected")
            return done

        def send(self, s):
            raw = s if isinstance(s, bytes) else s.encode()
            verb = self._verb(raw)
            state["verb"] = verb
            if verb in _VERBS:
                road.passed(f"before {verb}")
            if verb == "text":
                half = len(raw) // 2
                super().send(raw[:half])
                road.passed("half of the text sent")
                super().send(raw[half:])
            else:
                super().send(s)
            if verb in _VERBS:
                road.passed(f"{verb} sent")

        def _verb(self, raw):
            if state["text"]:
                dot = raw.endswith(b".\r\n") and (len(raw) == 3 or raw.endswith(b"\r\n.\r\n"))
                state["text"] = not dot
                return "dot" if dot else "text"
            return raw.split(None, 1)[0].decode("ascii", "replace").lower()

        def getreply(self):
            code, words = super().getreply()
            if state["verb"] == "data":
                state["text"] = code == 354
            if state["verb"] in _VERBS:
                road.passed(f"{state['verb']} answered")
            return code, words

    smtplib.SMTP = planner.channels.smtp.smtplib.SMTP = Watched


class Reader:
    """A receiver whose steps are seen."""

    def __init__(self, inner, road: Road) -> None:
        self.inner, self.road = inner, road

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def receive(self, cursor):
        with self.road.during("receive"):
            self.road.passed("looking")
        arrivals = iter(self.inner.receive(cursor))
        while True:
            with self.road.during("receive"):
                try:
                    arrival = next(arrivals)
                except StopIteration:
                    self.road.passed("all read")
                    return
                self.road.passed("handed over")
            yield arrival


class Writer:
    """A sender after which something is to be recorded."""

    def __init__(self, inner, road: Road) -> None:
        self.inner, self.road = inner, road

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def send(self, message):
        self.road.step = "hand over"
        outcome = self.inner.send(message)
        self.road.step = "record"
        return outcome


class Silent:
    """A notifier that bothers nobody."""

    def __init__(self, *_):
        pass

    def listen(self, *_):
        pass

    def show(self, one):
        pass

    def close(self):
        pass


def watch_the_channels(road: Road) -> None:
    """Every shop that is opened from here on is given readers and writers whose steps are seen."""
    readers, writers = bootstrap.receivers, bootstrap.senders
    bootstrap.receivers = lambda *a: {k: Reader(r, road) for k, r in readers(*a).items()}
    bootstrap.senders = lambda *a: {k: Writer(s, road) for k, s in writers(*a).items()}
    planner.notify.DesktopNotifier = Silent


def watch_the_parser(road: Road) -> None:
    for module in (receiver, maildir):
        module.read = _parsing(module.read, road)


def _parsing(inner, road: Road):
    def read(*args, **more):
        road.passed("before parsing")
        message = inner(*args, **more)
        road.passed("parsed")
        return message

    return read


def watch(road: Road) -> None:
    watch_the_database(road)
    watch_the_wire(road)
    watch_the_parser(road)
    watch_the_channels(road)
    road.watch(receiving, "keep", "store")
    road.watch(ticking, "reconcile", "plan")
    road.watch(ticking, "deliver", "hand over")
