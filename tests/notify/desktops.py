"""Desktops of the tests: what stands on the path and in the environment of the showing process."""

import os
import stat
from pathlib import Path

from planner.domain.notification import Notification
from planner.notify import DesktopNotifier


def words(title="Entracte", body="Bonjour", buttons=(), kind="test"):
    return Notification(kind, "1", title, body, tuple(buttons))


def said(title="Entracte", body="Bonjour", *, deadline=30.0, platform="linux"):
    """What became of one notification: its state, and why where there is a reason."""
    showing = DesktopNotifier(deadline, platform).try_now(words(title, body))
    return (str(showing.state), str(showing.why)) if showing.why else str(showing.state)


def program(folder: Path, name: str, script: str) -> None:
    """A program of that name, written in sh."""
    folder.mkdir(exist_ok=True)
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)


def module(folder: Path, name: str, text: str) -> None:
    """A Python module that stands before the installed one."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(text)


def first_on_the_paths(monkeypatch, programs: Path, modules: Path) -> None:
    """Our programs and modules come first; no desktop is there to talk to."""
    programs.mkdir(exist_ok=True)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("PYTHONPATH", f"{modules}{os.pathsep}{Path.cwd()}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(modules / "nothing"))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def without_the_extra(modules: Path) -> None:
    """As if desktop-notifier were not installed."""
    module(modules, "desktop_notifier", "raise ImportError('not installed')\n")
