"""Windows: a task of the Task Scheduler."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from planner.locale import gettext as _
from planner.system.launch import Launch
from planner.system.manager import Answer, Call, ServiceState, call, refused, told

_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_RUNNING = "267009"  # SCHED_S_TASK_RUNNING, the last result of a task that runs
_ALWAYS = "PT0S"  # no limit of time; the usual one ends a task after three days

_Tree = dict[str, "str | _Tree"]


def task(launch: Launch, user: str) -> bytes:
    """The task as XML in UTF-16, the same for the same launch. `user` is DOMAIN\\NAME."""
    root = ElementTree.Element("Task", {"version": "1.2", "xmlns": _SPACE})
    _fill(root, _tree(launch, user))
    root.find("Principals/Principal").set("id", "Author")  # type: ignore[union-attr]
    root.find("Actions").set("Context", "Author")  # type: ignore[union-attr]
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-16", xml_declaration=True))


def _tree(launch: Launch, user: str) -> _Tree:
    action: _Tree = {
        "Command": launch.command[0],
        "Arguments": subprocess.list2cmdline(launch.command[1:]),
    }
    if launch.folder:
        action["WorkingDirectory"] = str(launch.folder)
    return {
        "RegistrationInfo": {"Description": "Entracte"},
        "Triggers": {
            "LogonTrigger": {
                "Enabled": "true",
                # A task that is ended by force is not restarted; a running one is left alone.
                "Repetition": {"Interval": "PT5M", "StopAtDurationEnd": "false"},
                "UserId": user,
            }
        },
        "Principals": {
            "Principal": {
                "UserId": user,
                "LogonType": "InteractiveToken",
                "RunLevel": "LeastPrivilege",
            }
        },
        "Settings": {
            "MultipleInstancesPolicy": "IgnoreNew",
            "DisallowStartIfOnBatteries": "false",
            "StopIfGoingOnBatteries": "false",
            "StartWhenAvailable": "true",
            "ExecutionTimeLimit": _ALWAYS,
            "Priority": "7",
            "RestartOnFailure": {"Interval": "PT1M", "Count": "255"},
        },
        "Actions": {"Exec": action},
    }


def _fill(element: ElementTree.Element, tree: _Tree) -> None:
    for name, value in tree.items():
        below = ElementTree.SubElement(element, name)
        if isinstance(value, str):
            below.text = value
        else:
            _fill(below, value)


class TaskScheduler:
    """The Task Scheduler in the session of the owner, from log-on to log-off."""

    name = "Task Scheduler"

    def __init__(self, launch: Launch, ask: Call = call, *, user: str | None = None) -> None:
        self._launch, self._ask = launch, ask
        domain = os.environ.get("USERDOMAIN", "")
        self.user = user or "\\".join(filter(None, (domain, os.environ.get("USERNAME", ""))))

    def install(self) -> None:
        """Register the task over the one of before, and begin."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "task.xml"
            file.write_bytes(task(self._launch, self.user))
            self._done("/Create", "/XML", str(file), "/F")
        self._schtasks("/End")
        self._done("/Run")

    def start(self) -> None:
        """Switch it on and begin."""
        self._done("/Change", "/ENABLE")
        self._done("/Run")

    def stop(self) -> None:
        """End it and switch it off: it would begin again within minutes."""
        self._done("/Change", "/DISABLE")
        self._schtasks("/End")

    def uninstall(self) -> bool:
        """End it and take the task away."""
        there = self._schtasks("/Query").code == 0
        if there:
            self._schtasks("/End")
            self._done("/Delete", "/F")
        return there

    def state(self) -> ServiceState:
        """What `schtasks` says where every language says the same: the XML and the numbers."""
        answer = self._schtasks("/Query", "/XML")
        there = answer.code == 0
        enabled = there and "<Enabled>false</Enabled>" not in answer.out
        running = there and _RUNNING in self._schtasks("/Query", "/V", "/FO", "CSV").out
        words = told(self.name, installed=there, enabled=enabled, running=running)
        return ServiceState(self.name, there, enabled, running, None, words)

    def look(self) -> str:
        """The last result, a number."""
        return f"schtasks /Query /TN {self._launch.name} /V /FO LIST"

    def advice(self) -> tuple[str, ...]:
        """A task of hers ends with the session."""
        return (_("It ends when you log out."),)

    def _done(self, verb: str, *words: str) -> None:
        answer = self._schtasks(verb, *words)
        if answer.code:
            raise refused(f"schtasks {verb}", answer)

    def _schtasks(self, verb: str, *words: str) -> Answer:
        return self._ask(("schtasks", verb, "/TN", self._launch.name, *words))
