"""The files of the three managers: the same for the same launch, and read as they are meant."""

import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from planner.paths import Paths
from planner.system import manager
from planner.system.launch import launch_of, name_of
from planner.system.launchd import agent
from planner.system.systemd import unit
from planner.system.tasks import task

ODD = '/home/lise/mes "100 %" $boutiques/été\\1'
UNIT = """\
# Written by `entracte service install`; the next one writes it anew.
# Changes of yours: systemctl --user edit entracte
[Unit]
Description=Entracte
# A database or settings that cannot be read now may be readable later: it never gives up.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart="{program}" "run"
EnvironmentFile=-/home/lise/.config/entracte/service.env
Restart=on-failure
RestartSec=20
TimeoutStopSec=25
Nice=5
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native

[Install]
WantedBy=default.target
"""
_SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def launch(tmp_path, monkeypatch):
    """A launch as `pipx` and `uv tool` make it: a link to a script among versions."""
    for name in ("ENTRACTE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/lise")
    script = tmp_path / "venvs" / "entracte-0.1.0" / "entracte"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    link = tmp_path / "entracte"
    link.symlink_to(script)

    def made(home=None, platform="linux", **how):
        how = {"script": str(link), "python": "/opt/py/python3", "environ": {}} | how
        return launch_of(Paths(home, {}), platform=platform, **how)

    made.link = link
    return made


def test_the_link_is_started_and_not_the_version_behind_it(launch):
    assert unit(launch()) == UNIT.format(program=launch.link)
    assert launch().folder is None


def test_python_is_started_where_there_is_no_script(launch):
    made = launch(script="/x/planner/__main__.py")
    assert made.command == ("/opt/py/python3", "-m", "planner", "run")
    assert made.folder == Path(__file__).parents[2]
    assert f"\nWorkingDirectory={made.folder}\n" in unit(made)


def test_a_folder_of_its_own_is_carried_over_under_a_name_of_its_own(launch):
    made = launch("/srv/trial")
    assert made.command == (str(launch.link), "--home", "/srv/trial", "run")
    assert made.name == name_of(Paths("/srv/trial", {})) != launch("/srv/other").name
    assert launch().name == "entracte"
    assert "Description=Entracte (/srv/trial)\n" in unit(made)


def test_folders_that_only_the_shell_knows_are_said_again(launch):
    environ = {"XDG_DATA_HOME": "/mnt/100 %", "LANG": "fr", "ENTRACTE_PASSWORD_ENVOI": "secret"}
    assert '\nEnvironment="XDG_DATA_HOME=/mnt/100 %%"\n' in unit(launch(environ=environ))
    for made in (launch(environ=environ), launch("/srv/trial", environ=environ)):
        assert "secret" not in unit(made) + agent(made) + task(made, "lise").decode("utf-16")
    assert dict(launch("/srv/trial", environ=environ).environ) == {}


def test_systemd_reads_odd_names_as_they_are(launch):
    lines = unit(launch(ODD)).splitlines()
    said = next(line for line in lines if line.startswith("ExecStart="))
    assert said.endswith('"--home" "/home/lise/mes \\"100 %%\\" $$boutiques/été\\\\1" "run"')
    assert 'EnvironmentFile=-/home/lise/mes "100 %%" $boutiques/été\\1/service.env' in lines


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
@pytest.mark.parametrize("home", [None, "ODD"])
def test_systemd_itself_finds_nothing_to_say(launch, tmp_path, home):
    file = tmp_path / "entracte.service"
    file.write_text(unit(launch(home and ODD)), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", file],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_launchd_is_told_everything(launch):
    made = launch(ODD, "darwin", environ={"XDG_DATA_HOME": "/x"})
    assert plistlib.loads(agent(made).encode()) == {
        "Label": made.name,
        "ProgramArguments": [str(launch.link), "--home", ODD, "run"],
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 20,
        "ExitTimeOut": 25,
        "Nice": 5,
        "Umask": 0o077,
        "StandardOutPath": "/dev/null",
        "StandardErrorPath": f"{ODD}/service.err",
    }
    there = plistlib.loads(agent(launch(None, "darwin", environ={"XDG_DATA_HOME": "/x"})).encode())
    assert there["EnvironmentVariables"] == {"XDG_DATA_HOME": "/x"}


def test_windows_is_told_everything(launch, tmp_path):
    python = tmp_path / "python.exe"
    python.with_name("pythonw.exe").touch()
    made = launch(ODD, "win32", python=str(python))
    raw = task(made, "BOUTIQUE\\lise")
    assert raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    root = ElementTree.fromstring(raw)
    assert root.tag == f"{_SPACE}Task"
    assert [child.tag.removeprefix(_SPACE) for child in root] == [
        *("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions")
    ]  # the scheduler reads them in this order only

    def said(path):
        return root.findtext("/".join(_SPACE + part for part in path.split("/")))

    assert said("Actions/Exec/Command") == str(tmp_path / "pythonw.exe")
    assert said("Actions/Exec/Arguments") == (
        '-m planner --home "/home/lise/mes \\"100 %\\" $boutiques/été\\1" run'
    )
    trigger = root.find(f"{_SPACE}Triggers/{_SPACE}LogonTrigger")
    assert [child.tag.removeprefix(_SPACE) for child in trigger] == [
        *("Enabled", "Repetition", "UserId")
    ]
    assert said("Triggers/LogonTrigger/Repetition/Interval") == "PT5M"
    assert said("Triggers/LogonTrigger/UserId") == "BOUTIQUE\\lise"
    assert said("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert said("Settings/ExecutionTimeLimit") == "PT0S"
    assert said("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said("Settings/DisallowStartIfOnBatteries") == "false"
    principal = root.find(f"{_SPACE}Principals/{_SPACE}Principal")
    actions = root.find(f"{_SPACE}Actions")
    assert principal.get("id") == actions.get("Context")


def test_each_platform_has_its_own(tmp_path):
    names = [
        manager(Paths(tmp_path), platform=platform).name
        for platform in ("linux", "freebsd14", "darwin", "win32")
    ]
    assert names == ["systemd", "systemd", "launchd", "Task Scheduler"]
