"""The log knows no customer, and every file of ours is for the owner alone."""

import os
import stat

import pytest

from planner import log
from planner.bootstrap import open_shop
from planner.channels import bodies
from planner.paths import Paths
from tests.channels.corpus import MAILS
from tests.servers.home import letter, put

SECRETS = ("Zorglub", "zorglub@secret.example", "mot-de-la-cliente", "objet-secret", "piece-jointe")


def _secret(number):
    text = f"{SECRETS[2]}\r\n" + "x" * 50
    return letter(
        SECRETS[0],
        SECRETS[3],
        text,
        number=number,
        From=f"{SECRETS[0]} <{SECRETS[1]}>",
        Return_Path=f"<{SECRETS[1]}>",
        Message_ID=f"<{SECRETS[4]}{number}@secret.example>",
        Content_Type=f'text/plain; charset=utf-8; name="{SECRETS[4]}.txt"',
    )


class Quoting:
    """A sender whose every fault quotes the message."""

    name = "envoi"

    def send(self, message):
        raise RuntimeError(f"{message.to.address} {message.to.name}\n{message.body} {SECRETS[2]}")


@pytest.fixture
def busy(home, tmp_path, monkeypatch):
    """A shop where much goes wrong, with everything logged; its folder and its log."""
    old = os.umask(0)
    folder = tmp_path / "Maildir"
    home.maildir(folder).smtp(1)
    for number in range(6):
        put(folder, _secret(number), number)
    for number, path in enumerate(MAILS[::5], 100):
        put(folder, path.read_bytes().replace(b"Lise", SECRETS[0].encode()), number)
    plain, calls = bodies.body, []

    def sometimes(message):
        calls.append(message)
        if len(calls) % 3 == 0:
            raise ValueError(f"cannot read {SECRETS[2]} of {SECRETS[1]} ({SECRETS[3]})")
        return plain(message)

    monkeypatch.setattr(bodies, "body", sometimes)
    paths = Paths(home.folder)
    log.start(paths.prepare().log, debug=True)
    shop = open_shop(paths)
    for name in shop.office.ctx.senders:
        shop.office.ctx.senders[name] = Quoting()
    try:
        shop.office.go_live(True)
        put(folder, _secret(50), 50)
        for _ in range(3):
            shop.office.tick()
        shop.office.export_person(SECRETS[1])
        yield home.folder, paths.log
    finally:
        shop.close()
        log.stop()
        os.umask(old)


def test_no_word_of_a_customer_is_in_the_log_and_every_file_is_hers_alone(busy, capsys):
    folder, written = busy
    text = written.read_text("utf-8")
    assert "unreadable mail" in text
    assert "RuntimeError" in text
    for word in SECRETS:
        assert word.lower() not in text.lower(), word
    assert "@" not in text
    for path in (folder, *folder.rglob("*")):
        if path.name in ("settings.toml", "policy.toml"):  # these were written by the test
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    names = {path.name for path in folder.rglob("*")}
    assert {"entracte.sqlite3", "entracte.sqlite3-wal", "entracte.sqlite3-shm"} <= names
