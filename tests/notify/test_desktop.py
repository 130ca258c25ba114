"""Notifications without the extra: every row of plyer's table that can be produced here, through
a real child."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.notification import State, Why
from planner.notify import DesktopNotifier, plain
from planner.notify.clean import WINDOWS_BODY, WINDOWS_TITLE, body, cut, title
from planner.notify.reasons import reason
from planner.notify.surroundings import environment
from tests.notify.desktops import (
    first_on_the_paths,
    module,
    program,
    said,
    without_the_extra,
    words,
)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH whose first folder holds our own notify-send; no bus to talk to, and no extra."""
    first_on_the_paths(monkeypatch, tmp_path / "bin", tmp_path / "modules")
    without_the_extra(tmp_path / "modules")
    return tmp_path / "bin"


def _silent(capfd: pytest.CaptureFixture[str]) -> bool:
    seen = capfd.readouterr()
    return (seen.out, seen.err) == ("", "")


def test_it_is_handed_over_with_the_words_given(tools, tmp_path, capfd):
    program(tools, "notify-send", f'printf "%s\\n" "$@" > {tmp_path}/said')
    assert said(body="La fenêtre s'ouvre.") == "handed over"
    lines = (tmp_path / "said").read_text().splitlines()
    assert lines[:2] == ["Entracte", "La fenêtre s’ouvre."]
    assert _silent(capfd)


def test_what_the_tool_prints_stays_away_from_our_terminal(tools, capfd):
    program(tools, "notify-send", "yes line | head -30")
    assert said() == "handed over"
    assert _silent(capfd)


def test_a_tool_that_complains_has_not_shown_it(tools, capfd):
    program(tools, "notify-send", 'echo "Cannot autolaunch D-Bus without X11" >&2')
    assert said() == ("not shown", "no session")
    assert _silent(capfd)


def test_the_real_tool_without_a_bus_has_not_shown_it(tools, capfd):
    if Path("/usr/bin/notify-send").exists():
        assert said() == ("not shown", "no session")
    assert _silent(capfd)


def test_neither_tool_nor_bus(tools, monkeypatch, capfd):
    monkeypatch.setenv("PATH", str(tools))
    assert said() == ("not shown", "no program")
    assert _silent(capfd)


def test_a_hanging_tool_is_ended_at_the_deadline(tools, tmp_path, capfd):
    program(tools, "notify-send", f"echo $$ > {tmp_path}/pid; exec /bin/sleep 600")
    began = time.monotonic()
    assert said(deadline=2) == ("not shown", "no answer")
    assert time.monotonic() - began < 6
    pid = _pid(tmp_path / "pid")
    _until(lambda: not _alive(pid))  # killed; the system needs a moment to collect it
    assert _silent(capfd)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_title_with_a_dash_is_no_option(tools, tmp_path):
    program(tools, "notify-send", f'printf "%s\\n" "$1" "$2" > {tmp_path}/said')
    assert said("--help", "-t 0") == "handed over"
    assert (tmp_path / "said").read_text().splitlines() == ["–help", "–t 0"]


def test_nul_and_markup_do_no_harm(tools, tmp_path):
    program(tools, "notify-send", f'printf "%s\\n" "$1" "$2" > {tmp_path}/said')
    assert said("a\0b", "<b>gras</b> & \x1b[31mrouge") == "handed over"
    shown = (tmp_path / "said").read_text().splitlines()
    assert shown == ["a b", "&lt;b&gt;gras&lt;/b&gt; &amp; [31mrouge"]


def test_a_folder_named_app_is_no_flatpak(tmp_path, monkeypatch):
    """plyer would take it for one and paste our words between quotes into a command."""
    monkeypatch.setattr(plain, "_FLATPAK", (tmp_path, tmp_path / "info"))
    monkeypatch.setattr(plain, "find_spec", lambda _name: None)
    program(tmp_path / "bin", "notify-send", "")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert type(plain._way("linux").__self__).__name__ == "NotifySendNotification"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotImplementedError):
        plain._way("linux")


def test_on_windows_the_error_of_a_thread_is_seen(tools, tmp_path):
    """plyer starts a thread there; what fails in it fails unheard, and it lives `timeout` long."""
    source = (
        "import threading\nclass notification:\n    @staticmethod\n"
        "    def notify(**given):\n"
        "        assert given['timeout'] == 5 and type(given['timeout']) is int\n"
        "        def balloon():\n            raise ValueError('string too long (70, maximum 64)')\n"
        "        threading.Thread(target=balloon).start()\n"
    )
    module(tmp_path / "modules", "plyer", source)
    showing = DesktopNotifier(30, "win32").try_now(words("x" * 200, "y" * 900))
    assert (showing.state, showing.why) == (State.NOT, Why.REFUSED)
    assert showing.detail.startswith("ValueError string too long")


def test_on_macos_the_words_are_arguments_of_a_script(tools, tmp_path):
    program(tools, "osascript", f'printf "%s\\n" "$@" > {tmp_path}/said')
    assert said('say "hi"', "l'heure", platform="darwin") == "handed over"
    lines = (tmp_path / "said").read_text().splitlines()
    assert lines[-2:] == ['say "hi"', "l’heure"]
    assert lines[0] == "-e"
    assert "hi" not in "".join(lines[1:-2])


def test_on_macos_without_the_tool_nothing_is_shown(tools, monkeypatch):
    monkeypatch.setenv("PATH", str(tools))
    assert said(platform="darwin")[0] == "not shown"


def test_a_child_that_cannot_start_is_not_shown(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert said() == ("not shown", "refused")


def test_a_child_that_dies_without_a_word_is_not_shown(tools, tmp_path):
    module(tmp_path / "modules", "plyer", "import os\nos._exit(3)\n")
    assert said() == ("not shown", "refused")


# The thread that shows


def test_showing_takes_no_time_of_the_caller_and_the_newest_of_a_kind_wins(tools, tmp_path):
    gate = tmp_path / "gate"
    os.mkfifo(gate)  # the desktop hangs until somebody writes into it
    program(tools, "notify-send", f'echo "$1" >> {tmp_path}/said; read line < {gate}')
    notifier, heard = DesktopNotifier(60, "linux"), []
    done = threading.Event()

    def shown(one, _showing):
        heard.append(one.title)
        if one.title == "last":
            done.set()

    notifier.listen(shown, lambda _one, _key: None)
    notifier.show(words("first"))
    _until((tmp_path / "said").exists)
    for number in range(50):  # none of these waits for the desktop
        notifier.show(words(f"n{number}"))
    notifier.show(words("other", kind="other"))
    notifier.show(words("last"))
    assert heard == []
    for number in range(3):
        gate.write_text("go on\n")
        _until(lambda number=number: len(heard) > number)
    assert done.is_set()
    assert heard == ["first", "other", "last"]
    notifier.close()


def test_closing_waits_for_no_desktop(tools, tmp_path):
    program(tools, "notify-send", f"echo $$ > {tmp_path}/pid; exec /bin/sleep 600")
    notifier, told = DesktopNotifier(600, "linux"), []
    notifier.listen(lambda *said: told.append(said), lambda *_: None)
    notifier.show(words())
    pid = _pid(tmp_path / "pid")
    notifier.close()
    _until(lambda: not _alive(pid))
    assert told == []  # given up, which says nothing of the desktop
    notifier.show(words())  # nothing more, and nothing raised


def test_the_child_ends_with_a_parent_that_is_killed(tools, tmp_path):
    program(tools, "notify-send", f"echo $$ > {tmp_path}/pid; exec /bin/sleep 600")
    source = (
        "from planner.notify import DesktopNotifier\n"
        "from tests.notify.desktops import words\n"
        "DesktopNotifier(600, 'linux').try_now(words())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", source])
    pid = _pid(tmp_path / "pid")
    parent.kill()
    parent.wait()
    _until(lambda: not _alive(pid))


def _pid(file):
    _until(lambda: file.exists() and file.read_text())
    return int(file.read_text())


def _until(check):
    end = time.monotonic() + 60
    while not check():
        assert time.monotonic() < end
        time.sleep(0.02)


# What is read and cleaned


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("DBusException org.freedesktop.DBus.Error.NoReply Did not receive a reply", "no answer"),
        ("DBusError org.freedesktop.DBus.Error.ServiceUnknown not provided", "no service"),
        ("org.freedesktop.DBus.Error.Spawn.ChildSignaled Process exited", "no service"),
        ("The name org.freedesktop.Notifications was not provided by any .service", "no service"),
        ("DBusException Unable to autolaunch a dbus-daemon without a $DISPLAY", "no session"),
        ("InvalidAddressError DBUS_SESSION_BUS_ADDRESS not set", "no session"),
        ("DBusException org.freedesktop.DBus.Error.FileNotFound Failed to connect", "no session"),
        ("FileNotFoundError [Errno 2] No such file or directory", "no session"),
        ("NotImplementedError No usable implementation found!", "no program"),
        ("ValueError embedded null byte", "refused"),
    ],
)
def test_the_reason_is_read_out_of_what_was_said(words, why):
    assert str(reason(words)) == why


def test_a_service_without_an_address_finds_the_bus_of_the_log_in(tmp_path):
    import socket

    given = {"XDG_RUNTIME_DIR": str(tmp_path)}
    name = "DBUS_SESSION_BUS_ADDRESS"
    assert name not in environment(given, "linux")
    (tmp_path / "bus").write_text("not a socket")
    assert name not in environment(given, "linux")
    (tmp_path / "bus").unlink()
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        assert environment(given, "linux")[name] == f"unix:path={tmp_path}/bus"
        assert environment({**given, name: "unix:path=/x"}, "linux")[name] == "unix:path=/x"
        assert name not in environment(given, "darwin")


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
