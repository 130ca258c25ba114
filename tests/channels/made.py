"""Mails that are too big or too regular to be files: made here, each under a name.

A maker gives the bytes; `MADE` says beside it what must be read. Nothing here is random.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

HEAD = (
    b"Return-Path: <lise@example.org>\r\nFrom: Lise Dupont <lise@example.org>\r\n"
    b"To: Atelier <shop@example.test>\r\nMessage-ID: <made@example.org>\r\n"
    b"Date: Sat, 21 Nov 2026 22:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)
SUBJECT = b"Subject: Robe fleurie\r\n"
PLAIN = HEAD + SUBJECT + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + SUBJECT + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + SUBJECT + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
BONJOUR = b"--b\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n"
BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n"
MB = 1_000_000


@dataclass(frozen=True)
class Made:
    """A mail by its maker, and what must be read of it."""

    make: Callable[[], bytes]
    subject: str = "Robe fleurie"
    begins: str = "Bonjour"
    attachments: int = 0
    rows: tuple[str, ...] = field(default=())


def _attached(size: int, kind: bytes = b"application/octet-stream") -> bytes:
    head = b"--b\r\nContent-Type: " + kind + b"; name=x.bin\r\n" + BASE64
    return MIXED + BONJOUR + head + (b"QUJD" * 19 + b"\r\n") * (size // 78) + b"--b--\r\n"


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (n, n + 1)
        for n in range(depth)
    )
    head = HEAD + SUBJECT + b"Content-Type: multipart/mixed; boundary=0\r\n\r\n"
    return head + opened + b"--%d\r\n\r\nBonjour\r\n" % depth


def _mails_in_mails(depth: int) -> bytes:
    inner = HEAD + b"Subject: dedans\r\nContent-Type: message/rfc822\r\n\r\n"
    return MIXED + BONJOUR + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner * depth


def _zip(size: int) -> bytes:
    from base64 import encodebytes

    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * size)
    head = b"--b\r\nContent-Type: application/zip; name=bomb.zip\r\n" + BASE64
    return MIXED + BONJOUR + head + encodebytes(packed.getvalue()) + b"--b--\r\n"


def _gunzip_me() -> bytes:
    """A body that says it is packed; nobody unpacks it."""
    return HEAD + SUBJECT + b"Content-Encoding: gzip\r\n\r\nBonjour\r\n"


def _letters(pattern: bytes, size: int) -> bytes:
    return pattern * (size // len(pattern))


MADE: dict[str, Made] = {
    "50 MB attached": Made(lambda: _attached(50 * MB), attachments=1),
    "50 MB of plain text": Made(lambda: PLAIN + b"Bonjour\r\n" + b"x" * 76 * 650_000),
    "50 MB of short lines": Made(lambda: PLAIN + b"Bonjour\r\n" + b"\r\n" * 25 * MB),
    "10 MB of quoted lines": Made(lambda: PLAIN + b"Bonjour\r\n" + b"> > x\r\n" * 1_400_000),
    "10 MB of quoted-printable": Made(
        lambda: HEAD
        + SUBJECT
        + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nBonjour\r\n"
        + (b"=C3=A9" * 12 + b"=\r\n") * 130_000
    ),
    "10 MB of base64 text": Made(
        lambda: HEAD + SUBJECT + BASE64 + b"Qm9uam91ciAg\r\n" + (b"ICAg" * 19 + b"\r\n") * 130_000
    ),
    "10 MB of HTML": Made(lambda: HTML + b"<p>Bonjour</p>" + b"<p>x &eacute;</p>\n" * 550_000),
    "100,000 nested tags": Made(lambda: HTML + b"Bonjour" + b"<div>" * 100_000),
    "100,000 nested quotations": Made(lambda: HTML + b"Bonjour" + b"<blockquote>x" * 100_000),
    "closed tags only": Made(lambda: HTML + b"Bonjour" + b"</div>" * 300_000),
    "open brackets": Made(lambda: HTML + b"Bonjour " + b"<" * 2 * MB),
    "open comments": Made(lambda: HTML + b"Bonjour " + b"<!--" * 500_000),
    "open style": Made(lambda: HTML + b"Bonjour " + b"<style>" * 300_000),
    "nested tables": Made(lambda: HTML + b"Bonjour" + b"<table><tr><td>" * 3_000),
    "a table of a million cells": Made(
        lambda: HTML + b"Bonjour<table><tr>" + b"<td>1</td>" * 300_000 + b"</tr></table>"
    ),
    "a table of 100,000 rows": Made(
        lambda: HTML + b"Bonjour<table>" + b"<tr><td>1</td><td>2</td></tr>" * 100_000 + b"</table>"
    ),
    "a wide cell": Made(
        lambda: HTML + b"Bonjour<table><tr><td>" + b"x" * 900_000 + b"</td></tr>"
        + b"<tr><td>y</td></tr>" * 20_000 + b"</table>"
    ),
    "colspan and rowspan": Made(
        lambda: HTML + b"Bonjour<table>"
        + b'<tr><td colspan="999999999" rowspan="999999999">x</td></tr>' * 2_000 + b"</table>"
    ),
    "entities": Made(lambda: HTML + b"Bonjour" + b"&amp;" * 500_000),
    "entities of entities": Made(
        lambda: HTML + b'<!DOCTYPE x [<!ENTITY a "bbbbbbbbbb"><!ENTITY c "&a;&a;&a;&a;&a;">]>'
        + b"Bonjour" + b"&c;" * 100_000,
        begins="",
    ),
    "attributes": Made(lambda: HTML + b"Bonjour<p " + b"a=b " * 500_000 + b">x</p>"),
    "lists in lists": Made(lambda: HTML + b"Bonjour" + b"<ul><li>x" * 20_000),
    "padding in pixels": Made(
        lambda: HTML + b"Bonjour" + b'<p style="padding-left:999999999em;margin:99999em">x</p>' * 99
    ),
    "100,000 fields": Made(lambda: HEAD + SUBJECT + b"X-A: b\r\n" * 100_000 + b"\r\nBonjour\r\n"),
    "a field of 10 MB": Made(
        lambda: HEAD + SUBJECT + b"X-A: " + b"x" * 10 * MB + b"\r\n\r\nBonjour\r\n"
    ),
    "a folded field of 10 MB": Made(
        lambda: HEAD + SUBJECT + b"X-A: x" + b"\r\n y" * 2_500_000 + b"\r\n\r\nBonjour\r\n",
        begins="",
    ),
    "a subject of 10 MB": Made(
        lambda: HEAD + b"Subject: " + b"=?utf-8?q?x?= " * 700_000 + b"\r\n\r\nBonjour\r\n",
        subject="x" * 4_681 + " =?",
    ),
    "a million addresses": Made(
        lambda: HEAD + SUBJECT + b"Cc: " + b"a@b.example, " * MB + b"\r\n\r\nBonjour\r\n"
    ),
    "80 lists of addresses": Made(
        lambda: HEAD + SUBJECT + (b"Cc: " + b"a@b.example, " * 5_000 + b"\r\n") * 80
        + b"\r\nBonjour\r\n"
    ),
    "comments in comments": Made(
        lambda: HEAD + SUBJECT + b"Cc: " + b"(" * 500_000 + b"\r\n\r\nBonjour\r\n"
    ),
    "quotes without end": Made(
        lambda: HEAD + SUBJECT + b"Cc: " + b'"' * 500_001 + b"\r\n\r\nBonjour\r\n"
    ),
    "a million references": Made(
        lambda: HEAD + SUBJECT + b"References:" + b" <a@b.example>" * MB + b"\r\n\r\nBonjour\r\n"
    ),
    "100 Received": Made(
        lambda: b"Received: from a by b; Sat, 21 Nov 2026 22:00:00 +0100\r\n" * 100
        + PLAIN + b"Bonjour\r\n",
        rows=("E8",),
    ),
    "100,000 Received": Made(
        lambda: b"Received: from a by b\r\n" * 100_000 + PLAIN + b"Bonjour\r\n",
        rows=("E8",),
    ),
    "2,000 parts": Made(
        lambda: MIXED + BONJOUR + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 2_000 + b"--b--",
        attachments=998,
    ),
    "100,000 parts": Made(
        lambda: MIXED + BONJOUR + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 100_000,
        attachments=998,
    ),
    "100,000 empty parts": Made(lambda: MIXED + BONJOUR + b"--b\r\n\r\n" * 100_000),
    "100,000 ends": Made(lambda: MIXED + BONJOUR + b"--b--\r\n" * 100_000),
    "multiparts 50 deep": Made(lambda: _nested(50)),
    "multiparts 3,000 deep": Made(lambda: _nested(3_000), begins="", rows=("U1",)),
    "multiparts 100,000 deep": Made(lambda: _nested(100_000), begins="", rows=("U1",)),
    "mails 10 deep": Made(lambda: _mails_in_mails(10), attachments=1),
    "mails 50,000 deep": Made(lambda: _mails_in_mails(50_000), begins="", rows=("U1",)),
    "a boundary of 1 MB": Made(
        lambda: HEAD + SUBJECT + b"Content-Type: multipart/mixed; boundary=" + b"b" * MB
        + b"\r\n\r\n--b\r\n\r\nBonjour\r\n",
        begins="",
    ),
    "100,000 parameters": Made(
        lambda: HEAD + SUBJECT + b"Content-Type: text/plain" + b"; a=b" * 100_000
        + b"\r\n\r\nBonjour\r\n"
    ),
    "a name in 20,000 pieces": Made(
        lambda: MIXED + BONJOUR + b"--b\r\nContent-Type: image/png; "
        + b"".join(b"name*%d*=a; " % n for n in range(20_000)) + b"\r\n\r\nx\r\n--b--\r\n",
        attachments=1,
    ),
    "a zip bomb": Made(lambda: _zip(100 * MB), attachments=1),
    "packed by its own word": Made(_gunzip_me),
    "a line of 5 MB": Made(lambda: PLAIN + b"Bonjour\r\n" + b"x" * 5 * MB, begins="Bonjour"),
    "colons": Made(lambda: PLAIN + b"Bonjour\r\n" + b"a:" * MB),
    "attributions": Made(
        lambda: PLAIN + b"Bonjour\r\n" + b"Le 1 a@b.example\r\n" * 9_000, begins="Bonjour"
    ),
    "flowed": Made(
        lambda: HEAD + SUBJECT + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
        + b"Bonjour \r\n" + b"x \r\n" * 3 * MB
    ),
    "signs of quotation": Made(lambda: PLAIN + b"Bonjour\r\n" + b">" * 3 * MB),
    "uuencoded": Made(
        lambda: HEAD + SUBJECT + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n"
        + b"M" + b"@" * 60 + b"\r\n" * 2, begins="",
    ),
    "stars of emphasis": Made(lambda: PLAIN + b"Bonjour\r\n" + b"*_-= " * 400_000),
    "NUL bytes": Made(lambda: PLAIN.replace(b"Robe", b"\0Ro\0be") + b"\0" * 5 * MB + b"Bonjour"),
}  # fmt: skip
