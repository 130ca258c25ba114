"""Entracte where it never was: each way to install it, the next version over it, `make run`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.servers.process import missing
from tests.servers.systemd import UserManager
from tests.thorough import THOROUGH

ROOT = Path(__file__).parents[2]
ROOMS = ("planner", "rules", "tui")
PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
#: How this machine reaches a package index is no part of what is tried.
NETWORK = re.compile(r"PIP_|UV_|SSL_|\w*_proxy$|REQUESTS_CA", re.IGNORECASE)
CACHES = {"PIP_CACHE_DIR": ".cache/pip", "UV_CACHE_DIR": ".cache/uv"}

thorough = pytest.mark.skipif(not THOROUGH, reason="make test-all: fresh environments")
patient = pytest.mark.timeout(300)  # pip beside the other workers


def tracked(*folders):
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no clone of the repository, or git is not installed")
    command = ["git", "ls-files", "-z", "--", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name}


def ran(*command, **how):
    done = subprocess.run(
        list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, **how
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def bare(home, path=""):
    """The environment of somebody who has just logged in for the first time."""
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if NETWORK.match(name)}
    caches = {name: str(Path.home() / place) for name, place in CACHES.items()}
    own = {"HOME": str(home), "PATH": path or "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return caches | kept | own | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def test_nothing_that_is_tracked_is_left_out_of_a_wheel():
    """The build leaves out what git ignores; the whole of it is looked at below."""
    tracked(*ROOMS)
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard", "--", *ROOMS]
    assert ran(*command, cwd=ROOT) == ""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """pipx and uv in a folder of their own, a wheel of this version and one of the next."""
    folder = tmp_path_factory.mktemp("fresh")
    tools = folder / "tools" / "bin"
    ran(PYTHON, "-m", "venv", folder / "tools")
    try:
        ran(tools / "pip", "install", "--quiet", "pipx", "uv", "hatchling")
    except AssertionError as error:
        missing(f"pipx, uv and hatchling cannot be had: {error}")
    source = folder / "source"
    for name in tracked(*ROOMS, "pyproject.toml", "README.md", "LICENSE", "constraints.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    wheels = []
    for version in ("0.1.0", "99.0"):
        project = source / "pyproject.toml"
        project.write_text(
            re.sub(r'(?m)^version = ".*"', f'version = "{version}"', project.read_text())
        )
        ran(tools / "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=source)
        wheels.append(folder / "dist" / f"entracte-{version}-py3-none-any.whl")
    return SimpleNamespace(folder=folder, tools=tools, wheels=wheels)


@thorough
def test_the_wheel_has_every_file(made):
    names = set(zipfile.ZipFile(made.wheels[0]).namelist())
    assert {name for name in names if name.startswith(ROOMS)} == tracked(*ROOMS)
    assert {Path(name).parts[0] for name in names} == {*ROOMS, "entracte-0.1.0.dist-info"}


def by_pip(made, home, wheel, *, again):
    if not again:
        ran(PYTHON, "-m", "venv", home / "venv", env=bare(home))
    pip = (home / "venv/bin/pip", "install", "--quiet", "--no-compile")
    given = ("--constraint", ROOT / "constraints.txt", "--upgrade")
    ran(*pip, *given, wheel, env=bare(home))
    return home / "venv/bin/entracte"


def by_pipx(made, home, wheel, *, again):
    force = ["--force"] * again
    ran(made.tools / "pipx", "install", "--quiet", *force, wheel, env=bare(home))
    return home / ".local/bin/entracte"


def by_uv(made, home, wheel, *, again):
    force = ["--force"] * again
    ran(made.tools / "uv", "tool", "install", "--quiet", *force, wheel, env=bare(home))
    return home / ".local/bin/entracte"


@thorough
@patient
@pytest.mark.server
@pytest.mark.parametrize("way", [by_pip, by_pipx, by_uv])
def test_installed_begun_and_replaced_by_the_next_version(made, tmp_path, way):
    with UserManager(tmp_path / "home") as session:
        home, environ = session.home, bare(session.home)
        command = way(made, home, made.wheels[0], again=False)

        def entracte(*words):
            return ran(command, *words, env=environ, cwd=home)

        def service(*words):
            done = session.run(str(command), "service", *words, PATH="/usr/bin:/bin")
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert entracte("--version") == "entracte 0.1.0\n"
        assert entracte().count("\n") > 1  # the sample week: stories, texts, catalogues
        (home / "mail" / "new").mkdir(parents=True)
        entracte("channel", "add", "maildir", home / "mail", "--address", "me@example.org")
        entracte("add", "Shorten a coat", "--from", "Lise")
        service("install")
        state = json.loads(service("status", "--json"))
        assert (state["running"], state["enabled"]) == (True, True)
        unit = Path(state["file"]).read_text()
        assert f'ExecStart="{command}" "run"' in unit

        assert way(made, home, made.wheels[1], again=True) == command
        assert entracte("--version") == "entracte 99.0\n"
        service("install")
        state = json.loads(service("status", "--json"))
        assert (state["running"], Path(state["file"]).read_text()) == (True, unit)
        assert [row["person"] for row in json.loads(entracte("plan", "--json"))["rows"]] == ["Lise"]
        service("uninstall")


@thorough
@patient
def test_the_first_command_needs_python_and_make_only(tmp_path, record_property):
    """README: `make run` on a machine that has nothing else; PATH holds only these."""
    tracked("Makefile")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(PYTHON)
    for name in ("make", "sh", "mkdir", "rm", "touch"):
        (programs / name).symlink_to(shutil.which(name))
    clone = tmp_path / "entracte"
    ran("git", "clone", "--quiet", "--no-hardlinks", ROOT, clone)
    environ = bare(tmp_path / "home", str(programs))
    begun = time.monotonic()
    first = ran(programs / "make", "run", cwd=clone, env=environ)
    took = time.monotonic() - begun
    record_property(
        "figures", f"make run on a fresh clone, nothing but Python and make: {took:.0f} s"
    )
    second = ran(programs / "make", "run", cwd=clone, env=environ)
    assert second.count("\n") > 1  # the sample week's status
    assert first.endswith(second)
    assert "pip" not in second  # nothing is set up twice
    assert list((tmp_path / "home").iterdir()) == []
