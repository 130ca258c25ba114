"""`attachments`: listed, and fetched from the mailbox again only when the owner asks."""

import json

import pytest

from planner.bootstrap import open_shop
from planner.paths import Paths

MAIL = """\
From: Lise <lise@example.org>
To: shop@example.test
Subject: Ourlet
Message-ID: <1@example.org>
Content-Type: multipart/mixed; boundary=b

--b

Voici.
--b
Content-Type: image/png
Content-Disposition: attachment; filename="../photo.png"
Content-Transfer-Encoding: base64

iVBORw0K
--b
Content-Type: application/octet-stream; name="facture.pdf.exe"
Content-Transfer-Encoding: base64

AAAA
--b
Content-Type: message/rfc822

Subject: plus tôt

Bonjour
--b--
"""


@pytest.fixture
def mailbox(home, tmp_path):
    """A shop that has read one mail."""
    box = tmp_path / "mail"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1.host").write_bytes(MAIL.encode())
    settings = home / "settings.toml"
    channel = f'\n[[channel]]\nname = "mail"\nkind = "maildir"\npath = "{box}"\n'
    settings.write_text(settings.read_text() + channel)
    shop = open_shop(Paths(str(home)))
    shop.office.tick()
    shop.close()
    return box


def test_attachments_are_listed_and_saved_on_purpose(mailbox, tmp_path, run):
    code, out, _ = run("attachments", "1")
    assert code == 0
    assert "../photo.png" in out
    assert out.count("can run a program") == 1
    listed = json.loads(run("attachments", "1", "--json")[1])
    assert [(x["number"], x["name"], x["type"], x["size"]) for x in listed] == [
        (1, "../photo.png", "image/png", 6),
        (2, "facture.pdf.exe", "application/octet-stream", 3),
        (3, "", "message/rfc822", 7),
    ]

    folder = tmp_path / "saved"
    (mailbox / "new" / "1.host").rename(mailbox / "cur" / "1.host:2,S")
    assert run("attachments", "1", "--save", str(folder), "--only", "1")[0] == 0
    assert run("attachments", "1", "--save", str(folder))[0] == 0
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found["photo.png"] == found["photo (2).png"] == b"\x89PNG\r\n"
    assert found["facture.pdf.exe"] == b"\0\0\0"
    assert found["attachment-3.eml"].endswith(b"\n\nBonjour")
    assert len(found) == 4
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert not (tmp_path / "photo.png").exists()


def test_what_cannot_be_saved_is_told(mailbox, tmp_path, run):
    assert "no attachment 9" in run("attachments", "1", "--save", str(tmp_path), "--only", "9")[2]
    assert run("attachments", "2")[0] == 1
    (mailbox / "new" / "1.host").unlink()
    code, out, err = run("attachments", "1", "--save", str(tmp_path / "x"))
    assert (code, out) == (1, "")
    assert "no mailbox any more" in err
    (tmp_path / "file").write_text("")
    code, _, err = run("attachments", "1", "--save", str(tmp_path / "file"))
    assert (code, "Traceback" in err) == (1, False)
