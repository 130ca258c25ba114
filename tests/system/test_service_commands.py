"""`service`: install, uninstall, status beside a systemd that only writes down what it is asked."""

import json
import os
import shutil
import stat

import pytest

from planner.cli import service as commands
from planner.daemon.lock import only_one
from planner.paths import Paths
from tests.system.conftest import Program


@pytest.fixture
def unit(home):
    return home / ".config" / "systemd" / "user" / "entracte.service"


@pytest.fixture
def begins(monkeypatch):
    """The lock is held as soon as systemd was asked; `begins(False)`: it never is."""
    asked = iter([False])  # before the installation nothing runs

    def so(runs):
        monkeypatch.setattr(commands, "_PATIENCE", 0.0 if not runs else 5.0)
        monkeypatch.setattr(commands, "service_runs", lambda paths: next(asked, runs))

    so(True)
    return so


def test_it_is_installed_for_the_owner_alone_and_begins(run, systemctl, unit, begins):
    code, out, err = run("service", "install")
    assert (code, out) == (0, "")
    assert err.startswith("Entracte begins when you log in, under systemd.\n")
    assert err.endswith("It runs.\n")
    assert "loginctl enable-linger" in err
    assert stat.S_IMODE(unit.stat().st_mode) == 0o600
    assert [call[1:] for call in systemctl.calls if call[1] != "is-active"] == [
        ["show-environment"],
        ["daemon-reload"],
        ["enable", "entracte.service"],
        ["restart", "entracte.service"],
    ]


def test_a_second_time_replaces_the_file(run, systemctl, unit, begins):
    unit.parent.mkdir(parents=True)
    unit.write_text("of an older version")
    assert run("service", "install")[0] == 0
    assert "ExecStart=" in unit.read_text()
    assert [path.name for path in unit.parent.iterdir()] == ["entracte.service"]


def test_one_that_does_not_begin_says_where_to_look(run, systemctl, begins):
    begins(False)
    code, _out, err = run("service", "install")
    assert code == 1
    assert "It is installed and has not begun." in err
    assert "journalctl --user --unit entracte" in err


def test_a_service_by_hand_is_named_and_not_ended(run, systemctl, home):
    with only_one(Paths().prepare().lock):
        code, _out, err = run("service", "install")
        assert (code, "already runs here, begun by hand. The installed one takes over" in err) == (
            0,
            True,
        )
        _code, out, _err = run("service", "status")
    assert out.splitlines()[1] == "It runs, begun by hand."
    assert run("service", "status")[1].count("\n") == 1


def test_without_settings_nothing_is_installed(run, systemctl, home, unit):
    (home / ".config" / "entracte" / "settings.toml").unlink()
    code, _out, err = run("service", "install")
    assert (code, unit.exists(), systemctl.calls) == (1, False, [])
    assert "There are no settings yet." in err


def test_a_machine_without_systemd_is_told_the_other_way(run, home, unit):
    code, _out, err = run("service", "install")
    assert (code, unit.exists()) == (1, False)
    assert "This machine has no systemd. " in err
    assert "entracte run" in err
    assert run("service", "status")[:1] == (0,)


def test_a_log_in_without_a_session_is_told_how_to_get_one(run, systemctl, unit):
    words = "Failed to connect to bus: No medium found"
    systemctl.answer(show_environment=(1, "", words))
    code, _out, err = run("service", "install")
    assert (code, unit.exists()) == (1, False)
    assert "systemd has no session of yours here (Failed to connect to bus" in err
    assert "loginctl enable-linger" in err


def test_a_refusal_is_quoted(run, systemctl):
    systemctl.answer(enable=(1, "", "Failed to enable unit: Unit file is masked"))
    code, _out, err = run("service", "install")
    assert code == 1
    assert "systemctl --user enable refuses: Failed to enable unit: Unit file is masked." in err


def test_a_folder_that_may_not_be_written_is_named(run, systemctl, home):
    (home / ".config" / "systemd").write_text("a file where a folder should be")
    code, _out, err = run("service", "install")
    assert (code, "Traceback" in err) == (1, False)
    assert "The system refuses" in err
    assert ["--user", "enable", "entracte.service"] not in systemctl.calls


def test_passwords_of_the_terminal_are_named_and_never_copied(
    run, systemctl, unit, begins, monkeypatch, home
):
    monkeypatch.setenv("ENTRACTE_PASSWORD_ENVOI", "se cret")
    mine = home / ".config" / "entracte" / "service.env"
    mine.write_text("ENTRACTE_PASSWORD_ENVOI=se cret\n")
    mine.chmod(0o644)
    _code, _out, err = run("service", "install")
    assert "does not see ENTRACTE_PASSWORD_ENVOI of this terminal" in err
    assert f"Others can read {mine}" in err
    assert "se cret" not in unit.read_text() + err
    assert f"EnvironmentFile=-{mine}" in unit.read_text()


def test_uninstalling_leaves_nothing(run, systemctl, unit, begins):
    run("service", "install")
    unit.with_name("default.target.wants").mkdir()
    (unit.with_name("default.target.wants") / unit.name).symlink_to(unit)
    code, _out, err = run("service", "uninstall")
    assert (code, err) == (
        0,
        "Entracte begins no more at log-in; nothing of it is left under systemd.\n",
    )
    assert [path for path in unit.parent.rglob("*") if not path.is_dir()] == []
    assert ["--user", "disable", "--now", "entracte.service"] in systemctl.calls


def test_uninstalling_nothing_says_so(run, systemctl):
    assert run("service", "uninstall") == (0, "", "Nothing was installed under systemd.\n")


def test_stopping_and_starting(run, systemctl, begins, monkeypatch):
    run("service", "install")
    monkeypatch.setattr(commands, "service_runs", lambda paths: False)
    assert run("service", "stop") == (0, "", "It has ended.\n")
    asked = iter([False])
    monkeypatch.setattr(commands, "service_runs", lambda paths: next(asked, True))
    assert run("service", "start") == (0, "", "It runs.\n")
    verbs = [call[1] for call in systemctl.calls if call[1] != "is-active"]
    assert verbs[-2:] == ["stop", "start"]


@pytest.mark.parametrize("words", ["start", "stop"])
def test_what_is_not_installed_cannot_be_begun_or_ended(run, systemctl, words):
    code, _out, err = run("service", words)
    assert code == 1
    assert "`entracte service install` does it." in err


@pytest.mark.parametrize(
    ("wanted", "active", "words"),
    [
        (True, (0, "active\n", ""), "It begins when you log in, under systemd, and runs."),
        (True, (3, "failed\n", ""), "It is installed under systemd and does not run now."),
        (False, (3, "inactive\n", ""), "It is installed under systemd and switched off there."),
        (True, (1, "", "no bus"), "It is installed under systemd, which does not answer here."),
    ],
)
def test_the_state_in_words_and_as_data(run, systemctl, unit, wanted, active, words):
    unit.parent.mkdir(parents=True)
    unit.write_text("")
    if wanted:
        (unit.parent / "default.target.wants").mkdir()
        (unit.parent / "default.target.wants" / unit.name).symlink_to(unit)
    systemctl.answer(is_active=active)
    assert run("service", "status") == (0, f"{words}\n", "")
    told = json.loads(run("service", "status", "--json")[1])
    assert told == {
        "manager": "systemd",
        "installed": True,
        "enabled": wanted,
        "running": active[0] == 0,
        "file": str(unit),
        "words": words,
        "by_hand": False,
        "since": None,
        "last_pass": None,
        "failing": "",
    }


def test_without_a_session_su_is_helped_to_the_manager(run, systemctl, monkeypatch, tmp_path, unit):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    unit.parent.mkdir(parents=True)
    unit.write_text("")
    shown = tmp_path / "shown"
    program = tmp_path / "bin" / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$XDG_RUNTIME_DIR" > {shown}\n')
    run("service", "status")
    assert shown.read_text() == f"/run/user/{os.getuid()}\n"


def test_a_program_that_is_no_program_ends_nothing(run, home, tmp_path):
    Program(tmp_path / "bin", "systemctl")
    (tmp_path / "bin" / "systemctl").write_text("no program")
    code, _out, err = run("service", "install")
    assert (code, "Traceback" in err) == (1, False)


def test_a_folder_whose_name_breaks_a_line_is_refused(run, home, systemctl):
    odd = home / "shop\nNice=19"
    odd.mkdir()
    shutil.copy(Paths().settings, odd)
    code, _out, err = run("service", "install", "--home", str(odd))
    assert code == 1
    assert "plain letters" in err
    assert not list(home.rglob("*.service"))
