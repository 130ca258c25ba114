"""Notifications: every row of the table that can be produced here, through a real child."""

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.notify import DesktopNotifier
from planner.notify.clean import WINDOWS_BODY, WINDOWS_TITLE, body, cut, title


def _notify_send(folder: Path, script: str) -> None:
    tool = folder / "notify-send"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH whose first folder holds our own notify-send; no bus to talk to."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    return folder


def _silent(capfd: pytest.CaptureFixture[str]) -> bool:
    seen = capfd.readouterr()
    return (seen.out, seen.err) == ("", "")


def test_it_is_shown_with_the_words_given(tools, tmp_path, capfd):
    _notify_send(tools, f'printf "%s\\n" "$@" > {tmp_path}/said')
    assert DesktopNotifier(20).show("Entracte", "La fenêtre s'ouvre.")
    said = (tmp_path / "said").read_text().splitlines()
    assert said[:2] == ["Entracte", "La fenêtre s’ouvre."]
    assert _silent(capfd)


def test_what_the_tool_prints_stays_away_from_our_terminal(tools, capfd):
    _notify_send(tools, "yes line | head -30")
    assert DesktopNotifier(20).show("Entracte", "Bonjour")
    assert _silent(capfd)


def test_a_tool_that_complains_has_not_shown_it(tools, capfd):
    _notify_send(tools, 'echo "Cannot autolaunch D-Bus without X11" >&2')
    assert not DesktopNotifier(20).show("Entracte", "Bonjour")
    assert _silent(capfd)


def test_the_real_tool_without_a_bus_has_not_shown_it(tools, capfd):
    if Path("/usr/bin/notify-send").exists():
        assert not DesktopNotifier(20).show("Entracte", "Bonjour")
    assert _silent(capfd)


def test_neither_tool_nor_bus(tools, monkeypatch, capfd):
    monkeypatch.setenv("PATH", str(tools))
    assert not DesktopNotifier(20).show("Entracte", "Bonjour")
    assert _silent(capfd)


def test_a_hanging_tool_is_ended_at_the_deadline(tools, tmp_path, capfd):
    _notify_send(tools, f"echo $$ > {tmp_path}/pid; exec /bin/sleep 600")
    began = time.monotonic()
    assert not DesktopNotifier(2).show("Entracte", "Bonjour")
    assert time.monotonic() - began < 6
    pid = int((tmp_path / "pid").read_text())
    while _alive(pid):  # killed; the system needs a moment to collect it
        assert time.monotonic() - began < 20
    assert _silent(capfd)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_title_with_a_dash_is_no_option(tools, tmp_path):
    _notify_send(tools, f'printf "%s\\n" "$1" "$2" > {tmp_path}/said')
    assert DesktopNotifier(20).show("--help", "-t 0")
    assert (tmp_path / "said").read_text().splitlines() == ["–help", "–t 0"]


def test_nul_and_markup_do_no_harm(tools, tmp_path):
    _notify_send(tools, f'printf "%s\\n" "$1" "$2" > {tmp_path}/said')
    assert DesktopNotifier(20).show("a\0b", "<b>gras</b> & \x1b[31mrouge")
    shown = (tmp_path / "said").read_text().splitlines()
    assert shown == ["a b", "&lt;b&gt;gras&lt;/b&gt; &amp; [31mrouge"]


def test_a_child_that_cannot_start_is_not_shown(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert not DesktopNotifier().show("Entracte", "Bonjour")


@given(st.text())
def test_clean_text_is_safe_on_every_system(text):
    for platform in ("linux", "win32", "darwin"):
        for cleaned in (title(text, platform), body(text, platform)):
            assert not cleaned.startswith("-")
            assert cleaned.isprintable()
            assert not set(cleaned) & set("\0'\\")
    assert "<" not in body(text, "linux")
    assert len(title(text, "win32").encode("utf-16-le")) // 2 <= WINDOWS_TITLE
    assert len(body(text, "win32").encode("utf-16-le")) // 2 <= WINDOWS_BODY


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(2, 50))
def test_cut_never_halves_a_character(text, units):
    kept = cut(text, units)
    assert len(kept.encode("utf-16-le")) // 2 <= units
    assert kept == text or text.startswith(kept[:-1])
