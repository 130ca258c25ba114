"""launchd and the Task Scheduler, beside programs that only write down what they are asked."""

import os
import plistlib
from pathlib import Path

import pytest

from planner.cli.app import main
from planner.errors import EntracteError
from planner.paths import Paths
from planner.system.launch import launch_of
from planner.system.launchd import Launchd
from planner.system.manager import Answer, call
from planner.system.tasks import TaskScheduler

GUI = f"gui/{os.getuid()}"


class Asked:
    """Answers by the word that comes second; anything else is well."""

    def __init__(self, **answers):
        self.calls, self.answers = [], answers

    def __call__(self, command, environ=None, /):
        self.calls.append(list(command))
        answer = self.answers.get(command[1].strip("/").replace("-", "_").lower(), Answer(0))
        return answer(command) if callable(answer) else answer

    @property
    def verbs(self):
        return [command[1] for command in self.calls]


@pytest.fixture
def launch(home):
    return launch_of(Paths().prepare(), script="/opt/entracte", environ={})


def left(goes_after):
    """`launchctl print`: launchd has forgotten the agent after some questions."""
    asked = iter([Answer(0)] * goes_after)
    return lambda _command: next(asked, Answer(113, err="Could not find service"))


def test_an_agent_is_loaded_once_the_one_of_before_is_forgotten(launch):
    asked = Asked(print=left(3))
    under = Launchd(launch, asked, pause=0)
    under.install()
    target, file = f"{GUI}/entracte", str(under.file)
    assert asked.calls == [
        ["launchctl", "bootout", target],
        *[["launchctl", "print", target]] * 4,
        ["launchctl", "enable", target],
        ["launchctl", "bootstrap", GUI, file],
    ]
    assert plistlib.loads(under.file.read_bytes())["Label"] == "entracte"
    assert under.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(125, err="Domain does not support specified action"), "next log-in"),
        (Answer(5, err="Bootstrap failed: 5: Input/output error"), "Input/output error."),
        (Answer(-1, err="[Errno 2] No such file or directory: 'launchctl'"), "launchctl"),
    ],
)
def test_what_launchd_refuses_is_said(launch, answer, words):
    with pytest.raises(EntracteError, match=words):
        Launchd(launch, Asked(print=left(0), bootstrap=answer), pause=0).install()


def test_an_agent_is_taken_away_with_what_it_said(launch):
    asked = Asked(print=left(1))
    under = Launchd(launch, asked, pause=0)
    under.install()
    launch.errors.write_text("There are no settings yet.\n")
    assert under.uninstall()
    assert (under.file.exists(), launch.errors.exists(), under.uninstall()) == (False,) * 3


def test_an_agent_is_stopped_and_loaded_again(launch):
    asked = Asked(print=left(0))
    under = Launchd(launch, asked, pause=0)
    under.stop()
    under.start()
    assert asked.verbs == ["bootout", "print", "bootout", "print", "enable", "bootstrap"]


def test_the_state_of_an_agent(launch):
    running = Answer(0, "gui/501/entracte = {\n\tstate = running\n\n\tpid = 12\n}\n")
    under = Launchd(launch, Asked(print=left(0)), pause=0)
    assert under.state().words == (
        "Entracte does not begin by itself: it is not installed under launchd."
    )
    under.install()
    seen = Launchd(launch, Asked(print=running)).state()
    assert (seen.installed, seen.enabled, seen.running, seen.file) == (True, True, True, under.file)
    off = Answer(0, 'disabled services = {\n\t"entracte" => disabled\n}\n')
    seen = Launchd(launch, Asked(print=Answer(113), print_disabled=off)).state()
    assert (seen.installed, seen.enabled, seen.running) == (True, False, False)


def test_a_task_is_registered_over_the_one_of_before(launch):
    asked = Asked(create=lambda command: Answer(not Path(command[5]).read_bytes()))
    TaskScheduler(launch, asked, user="PC\\lise").install()
    assert asked.verbs == ["/Create", "/End", "/Run"]
    assert asked.calls[0][2:5] == ["/TN", "entracte", "/XML"]
    assert asked.calls[0][-1] == "/F"


def test_what_the_task_scheduler_refuses_is_said(launch):
    asked = Asked(create=Answer(1, err="ERROR: Access is denied.\r\n"))
    with pytest.raises(EntracteError, match="schtasks /Create refuses: ERROR: Access is denied"):
        TaskScheduler(launch, asked, user="PC\\lise").install()


def test_the_state_of_a_task_is_read_in_any_language(launch):
    def query(command):
        if "/XML" in command:
            return Answer(0, '<?xml version="1.0" encoding="UTF-16"?>\n<Task>...</Task>')
        return Answer(0, '"PC","\\entracte","N/A","En cours d\u2019ex\ufffdcution","267009"\n')

    seen = TaskScheduler(launch, Asked(query=query), user="lise").state()
    assert (seen.installed, seen.enabled, seen.running, seen.file) == (True, True, True, None)
    off = Asked(query=Answer(0, "<Settings><Enabled>false</Enabled></Settings>"))
    assert not TaskScheduler(launch, off, user="lise").state().enabled
    none = Asked(query=Answer(1, err="ERROR: The system cannot find the file specified."))
    under = TaskScheduler(launch, none, user="lise")
    assert (under.state().installed, under.uninstall()) == (False, False)


def test_a_task_that_is_stopped_does_not_come_back_by_itself(launch):
    asked = Asked()
    TaskScheduler(launch, asked, user="lise").stop()
    TaskScheduler(launch, asked, user="lise").start()
    assert [[command[1], *command[4:]] for command in asked.calls] == [
        ["/Change", "/DISABLE"],
        ["/End"],
        ["/Change", "/ENABLE"],
        ["/Run"],
    ]


def test_a_task_is_ended_and_taken_away(launch):
    asked = Asked()
    assert TaskScheduler(launch, asked, user="lise").uninstall()
    assert asked.verbs == ["/Query", "/End", "/Delete"]


def test_a_program_without_a_way_out_says_nothing_and_is_well(home, monkeypatch):
    """`pythonw`, which the task starts, has neither stdout nor stderr."""
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert [main(["service", "status"]), main(["windows"]), main(["no-such-command"])] == [0, 0, 2]


def test_a_program_that_is_not_there_is_an_answer():
    assert call(("no-such-program-of-any-system",)).code == -1
