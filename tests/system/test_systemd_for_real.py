"""The service under a real user manager of systemd."""

import json

import pytest

from planner.paths import Paths
from planner.settings import default_text
from planner.system.launch import name_of
from tests.servers.process import wait_for
from tests.servers.systemd import UserManager, entracte
from tests.thorough import THOROUGH

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not THOROUGH, reason="make test-all: half a minute with a real systemd"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with UserManager(tmp_path_factory.mktemp("systemd") / "li se") as manager:
        yield manager


def shop(session, *folder):
    """A shop in a folder below the owner's, or in her usual ones; how a command is called there."""
    place = session.home.joinpath(*folder or (".config", "entracte"))
    place.mkdir(parents=True)
    text = default_text("Atelier", "Camille", "Europe/Brussels", "en")
    (place / "settings.toml").write_text(text, "utf-8")
    home = ("--home", str(place)) if folder else ()

    def called(*words):
        done = session.run(*entracte(*home, "service", *words))
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        return json.loads(done.stdout) if "--json" in words else done.stdout + done.stderr

    called.place, called.unit = place, f"{name_of(Paths(folder and place, {}))}.service"
    return called


def test_from_installing_to_uninstalling(session):
    called = shop(session)
    units = session.home / ".config" / "systemd"
    assert called("install").endswith("It runs.\n")
    state = called("status", "--json")
    assert (state["installed"], state["enabled"], state["running"]) == (True, True, True)
    assert not state["by_hand"]

    first = main_pid(session)
    assert session.run("kill", "-KILL", first).returncode == 0
    wait_for(lambda: main_pid(session) not in ("0", first), "a new beginning", 60)
    wait_for(lambda: called("status", "--json")["running"], "its run")

    second = main_pid(session)
    assert called("install").endswith("It runs.\n")  # as after an upgrade
    assert main_pid(session) not in ("0", second)

    assert called("stop") == "It has ended.\n"
    assert called("start") == "It runs.\n"
    wait_for(lambda: "Running since" in called("status"), "its first sign of life")

    third = main_pid(session)
    assert session.run("kill", "-TERM", third).returncode == 0
    wait_for(lambda: session.systemctl("is-active", "entracte") == "inactive", "its end")
    assert called("status") == "It is installed under systemd and does not run now.\n"

    assert "begins no more at log-in" in called("uninstall")
    assert [path for path in units.rglob("*") if not path.is_dir()] == []
    assert session.systemctl("list-units", "--all", "--plain", "--no-legend", "entracte*") == ""
    assert "Nothing was installed" in called("uninstall")


def test_a_second_shop_has_its_own_whatever_its_folder_is_called(session):
    first, second = shop(session, "a"), shop(session, 'b "100 %" $HOME été')
    passwords = second.place / "service.env"
    passwords.write_text("ENTRACTE_PASSWORD_COURRIER='se cr\"et $1 \\ %n'\n")
    assert first("install").endswith("It runs.\n")
    assert f"Others can read {passwords}" in second("install")
    passwords.chmod(0o600)
    assert second("install").endswith("It runs.\n")
    first("uninstall")
    pid = session.systemctl("show", second.unit, "--property=MainPID", "--value")
    environ = session.run("cat", f"/proc/{pid}/environ").stdout
    assert '\0ENTRACTE_PASSWORD_COURRIER=se cr"et $1 \\ %n\0' in f"\0{environ}"
    assert second("status", "--json")["running"]
    assert not first("status", "--json")["installed"]
    second("uninstall")
    assert session.systemctl("list-units", "--all", "--plain", "--no-legend", "entracte-*") == ""


def test_it_begins_with_the_session(session, tmp_path):
    called = shop(session, "c")
    called("install")
    unit = called("status", "--json")["file"]
    assert "default.target" in session.systemctl(
        "list-dependencies", "--reverse", "--plain", unit.rpartition("/")[2]
    )
    session.systemctl("stop", "entracte*")
    assert not called("status", "--json")["running"]
    session.systemctl("restart", "default.target")
    wait_for(lambda: called("status", "--json")["running"], "its beginning with the session")
    called("uninstall")


def main_pid(session):
    return session.systemctl("show", "entracte", "--property=MainPID", "--value")
