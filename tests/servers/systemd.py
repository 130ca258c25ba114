"""A user manager of systemd, in namespaces of its own: it sees no other process, and ends with us.

It is started in a cgroup of its own: a manager takes what is in its cgroup for its own processes.
"""

import os
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.servers.process import missing, need, wait_for

ROOT = Path(__file__).parents[2]
_MANAGER = "/lib/systemd/systemd"
_NUMBERS = count(1)
_INSIDE = """
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR" || exit 1
chmod 700 "$XDG_RUNTIME_DIR"
%s --user --log-target=console --log-level=notice &
wait
"""


class UserManager:
    """`home` is the owner's home folder there."""

    def __init__(self, home):
        need("systemctl", package="systemd")
        need("unshare", "nsenter", package="util-linux")
        if os.geteuid() != 0 or not Path(_MANAGER).exists():
            missing("a user manager of systemd can only be started by root, beside the real one")
        self.home = Path(home)
        self.log = self.home.parent / "systemd.log"
        self.environ = {
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": f"/run/user/{os.getuid()}",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("ENTRACTE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            self.environ.pop(name, None)
        self.groups = _groups()

    def __enter__(self):
        self.home.mkdir(parents=True, exist_ok=True)
        command = "unshare --mount --propagation private --pid --fork --kill-child --mount-proc"
        inside = ["sh", "-c", _INSIDE % _MANAGER]
        groups = map(str, self.groups)
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-c", _ENTER, *groups, "--", *command.split(), *inside],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_for(self._answers, f"the start of systemd {self.log.read_text()}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait(10)
        for group in self.groups:
            wait_for(lambda group=group: _emptied(group), "the end of systemd")

    def run(self, *words, **environ):
        """A command in the owner's session."""
        return subprocess.run(
            ["nsenter", "--target", self._inside(), "--mount", "--pid", f"--wd={ROOT}", *words],
            env={**self.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def systemctl(self, *words):
        return self.run("systemctl", "--user", *words).stdout.strip()

    def _answers(self):
        if self.child.poll() is not None:
            missing(f"no user manager of systemd can be started here: {self.log.read_text()}")
        return self._inside() and self.systemctl("is-system-running") == "running"

    def _inside(self):
        """The first process behind `unshare`, as it is called outside."""
        pid = self.child.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().strip()


#: Go into every cgroup, look whether it is true, and become what is to be started.
_ENTER = """
import os, sys
groups, command = sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
for group in groups:
    with open(group + "/cgroup.procs", "w") as file:
        file.write(str(os.getpid()))
ours = [line.rpartition("/")[2].strip() for line in open("/proc/self/cgroup")]
assert sum(name == os.path.basename(groups[0]) for name in ours) == len(groups), ours
os.execvp(command[0], command)
"""


def _groups():
    """New cgroups below the top of systemd's own trees; without them nothing is started."""
    top = Path("/sys/fs/cgroup")
    trees = [top] if (top / "cgroup.procs").exists() else [top / "systemd", top / "unified"]
    name = f"entracte-test-{os.getpid()}-{next(_NUMBERS)}"
    made = [tree / name for tree in trees if tree.is_dir()]
    try:
        for group in made:
            group.mkdir(exist_ok=True)
    except OSError as error:
        missing(f"cgroups cannot be made here: {error}")
    return made or missing("there are no cgroups here")


def _emptied(group):
    for folder, _folders, _files in os.walk(group, topdown=False):
        with suppress(OSError):
            Path(folder).rmdir()
    return not group.exists()


def entracte(*words):
    """The product as it is here."""
    return (sys.executable, "-m", "planner", *words)
