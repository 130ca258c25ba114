"""`serve`: what it hands to the browser's room, and what it says when that is not possible."""

import pytest

from planner import log
from planner.cli.app import main
from planner.settings import default_text


@pytest.fixture
def home(tmp_path):
    (tmp_path / "settings.toml").write_text(
        default_text("Atelier", "Lise", "Europe/Brussels", "en"), encoding="utf-8"
    )
    yield str(tmp_path)
    log.stop()


def test_it_serves_this_home_and_tells_the_address(home, capsys):
    asked = []

    def browser(serving):
        asked.append(serving)
        serving.told("http://127.0.0.1:8600/secret/")

    assert main(["--home", home, "serve", "--port", "8600"], browser=browser) == 0
    assert asked[0].port == 8600
    assert asked[0].command[-2:] == ("--home", home)
    out, err = capsys.readouterr()
    assert out == "http://127.0.0.1:8600/secret/\n"
    assert "Ctrl+C" in err


def test_a_tab_is_the_dashboard_without_a_terminal(home):
    opened = []
    assert main(["serve", "--inside", "--home", home], dashboard=opened.append) == 0
    assert opened[0].drafts.name == "drafts.json"


@pytest.mark.parametrize(
    ("error", "said"),
    [(ImportError("x"), "entracte[web]"), (OSError(98, "already in use"), "already in use")],
)
def test_what_is_missing_is_said(home, capsys, error, said):
    def browser(_):
        raise error

    assert main(["--home", home, "serve"], browser=browser) == 1
    assert said in capsys.readouterr().err


def test_without_settings_it_says_how_to_begin(tmp_path, capsys):
    assert main(["--home", str(tmp_path), "serve"]) == 1
    assert "no settings" in capsys.readouterr().err
