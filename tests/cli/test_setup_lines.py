"""`setup` without a screen, and where the first start goes on: the shop, the sample week, out."""

import io
import json
import os

import pytest

from planner import log, secrets
from planner.bootstrap_setup import FirstDay
from planner.cli.app import main
from planner.paths import Paths
from planner.settings import load
from planner.views_setup import Answers


@pytest.fixture
def new(tmp_path, monkeypatch):
    """A home that is not there yet, on a terminal."""
    monkeypatch.setenv("ENTRACTE_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(secrets, "_held", {})
    monkeypatch.setattr(secrets, "store", lambda name, secret: None)
    for name in ("start", "setup"):
        monkeypatch.setattr(f"planner.cli.{name}.on_terminal", lambda: True)
    yield Paths(tmp_path / "new")
    log.stop()


class Runs:
    """A first run that ends as it is told, and the dashboards that were opened."""

    def __init__(self, *ends):
        self.ends, self.desks, self.opened = list(ends), [], []

    def first_run(self, desk):
        self.desks.append(desk)
        end = self.ends.pop(0)
        answers = Answers(
            language="en", first_name="Lise", shop_name="Shop", zone="UTC", source="later"
        )
        if end == "done":
            desk.finish(answers, "")
        elif end == "left":
            desk.keep(answers)
        return end

    def start(self, *words):
        return main([*words], dashboard=self.opened.append, first_run=self.first_run)


def test_the_sample_week_comes_back_to_the_first_day_and_then_the_shop_opens(new, monkeypatch):
    shown = []
    monkeypatch.setattr("planner.cli.stories.show_demo", lambda state: shown.append(state))
    runs = Runs("sample", "done")
    assert runs.start() == 0
    assert (len(shown), len(runs.desks), len(runs.opened)) == (1, 2, 1)
    assert new.settings.exists()
    assert runs.start("setup") == 1  # there is a shop


def test_who_leaves_is_told_that_it_is_kept_and_a_bad_end_is_one(new, capsys):
    runs = Runs("left", "")
    assert runs.start() == 0
    assert "goes on from there" in capsys.readouterr().err
    assert FirstDay(new).begun().first_name == "Lise"
    assert runs.start() == 1
    assert runs.opened == []


def test_what_was_answered_can_be_read_without_a_screen(new, run):
    FirstDay(new).keep(Answers(language="en", first_name="Lise", busy_hours="12-14, 17-19"))
    code, out, _ = run("setup", "--json")
    told = json.loads(out)
    assert (code, told["answers"]["first_name"]) == (0, "Lise")
    assert told["windows"] == "11:00-11:45, 16:15-17:00"


@pytest.mark.parametrize(
    ("mail", "hosts"),
    [
        ("1\nz@gmail.com\ny\nn\n", ["smtp.gmail.com", "imap.gmail.com"]),
        ("1\nz\nz@z.example\nimap.z.example\n127.0.0.1:9\ny\nn\n", ["127.0.0.1", "imap.z.example"]),
        ("2\n/nowhere\nz@z.example\ny\n", ["", ""]),
        ("3\n", []),
    ],
)
def test_line_by_line_the_same_is_asked(new, monkeypatch, mail, hosts):
    from planner.views_setup import LineTried, MailTried

    failed = MailTried((LineTried(False, "It does not answer."),))
    monkeypatch.setattr(FirstDay, "try_mail", lambda self, answers, password: failed)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda prompt: "pw")
    lines = f"en\nLise\nShop\nnowhere\nbrussels\nmidi\n12-14\n\n{mail}"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    monkeypatch.setitem(os.environ, "TERM", "dumb")
    runs = Runs()
    assert runs.start() == 0
    assert len(runs.opened) == 1
    settings = load(new.settings.read_text("utf-8"), "settings.toml")
    assert (settings.shop.owner, settings.shop.zone) == ("Lise", "Europe/Brussels")
    assert [each.host for each in settings.channels] == hosts
