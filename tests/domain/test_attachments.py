"""Names of attachments on this machine, and what is a program."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attachments import is_program, safe_name
from planner.domain.message import Attachment


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.exe", "x.exe"),
        ("/abs/x.txt", "x.txt"),
        ("x/..", "attachment-7"),
        (".bashrc", "bashrc"),
        ("facture.pdf. . ", "facture.pdf"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nb\x1b[31m.txt", "a b[31m.txt"),
        ("", "attachment-7"),
        ("\u200b", "attachment-7"),
        ("é" * 300 + ".jpeg", "é" * 115 + ".jpeg"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name, 7) == safe


@given(st.text(max_size=300) | st.text("./\\: \r\nco\u202e", max_size=12))
def test_any_name_stays_in_its_folder(name):
    safe = safe_name(name, 1)
    assert safe
    assert safe.strip(" .") == safe
    assert len(safe) <= 130
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert not any(unicodedata.category(c)[0] == "C" for c in safe)
    assert safe_name(safe, 1) == safe


@pytest.mark.parametrize(
    ("name", "kind", "program"),
    [
        ("photo.png", "image/png", False),
        ("devis.pdf", "application/pdf", False),
        ("facture.pdf.exe", "application/pdf", True),
        ("facture.EXE. ", "application/octet-stream", True),
        ("macro.docm", "application/octet-stream", True),
        ("photo", "application/x-msdownload", True),
        ("page.html", "text/html", True),
        ("exe.\u202egnp", "image/png", True),
        ("", "image/png", False),
    ],
)
def test_programs_are_told(name, kind, program):
    assert is_program(Attachment(name, kind, 1)) is program
