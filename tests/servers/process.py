"""Starting and ending servers: a missing one skips the test by name, unless all are demanded."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HOST = "127.0.0.1"
USER, PASSWORD = "shop@example.test", "se cret'é"
#: The owner of another shop, with a mailbox on the same server.
PEER = "atelier@studio.test"


def missing(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("ENTRACTE_ALL_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def need(*programs: str, package: str) -> None:
    for program in programs:
        if not shutil.which(program):
            missing(f"{program} is not installed (Debian: {package})")


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def unprivileged() -> list[str]:
    """A prefix for servers that refuse root: `nobody` in a user namespace."""
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        missing("run as root while user namespaces are off: run the tests as an ordinary user")
    return prefix


def wait_for(check: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Try a condition until it holds; an OSError means not yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if check():
                return
        except OSError:
            pass
        time.sleep(0.02)
    pytest.fail(f"{what} did not happen within {seconds} s")


def listens(port: int) -> bool:
    with socket.create_connection((HOST, port), 1):
        return True


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    need("openssl", package="openssl")
    cert, key = folder / "cert.pem", folder / "key.pem"
    if not cert.exists():
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        files = ["-keyout", str(key), "-out", str(cert)]
        argv = ["openssl", *words.split(), *names, *files]
        subprocess.run(argv, check=True, capture_output=True)
    return cert, key


def doubtful_certificate(folder: Path, name: str, until: str) -> tuple[Path, Path]:
    """One for another `name`, or one that ended `until` (20200102); it vouches for itself."""
    need("openssl", package="openssl")
    cert, key = folder / f"{name}{until}.pem", folder / f"{name}{until}.key"
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text(f"{time.time_ns() % 10**8:08d}")
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca = d\n[d]\ndatabase = index.txt\nserial = serial\nnew_certs_dir = .\n"
        "default_md = sha256\npolicy = p\nx509_extensions = e\n[p]\ncommonName = supplied\n"
        f"[e]\nsubjectAltName = DNS:{name}\n"
    )
    asked = f"req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN={name} -out csr"
    signed = (
        f"ca -batch -selfsign -config ca.conf -in csr -startdate 20200101000000Z -enddate {until}"
    )
    for argv in (
        [*asked.split(), "-keyout", key],
        [*signed.split(), "-keyfile", key, "-out", cert],
    ):
        subprocess.run(["openssl", *argv], check=True, capture_output=True, cwd=folder)
    return cert, key


class Process:
    """A child in a session of its own, ended by its own handle."""

    def __init__(self, argv: Sequence[str], log: Path) -> None:
        with log.open("ab") as out:
            self._child = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def stop(self) -> None:
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait(5)
        # A child of Dovecot's lives on as long as its client does: end the rest of our own group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)


@contextlib.contextmanager
def running(server):
    """A server from its start to its end, whatever happens."""
    try:
        server.start()
        yield server
    finally:
        server.remove()
