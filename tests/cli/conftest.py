"""A shop that only remembers what it was asked, and a home with settings."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType, SimpleNamespace

import pytest

from planner import log
from planner.errors import NotFound, NotPossible
from planner.face import Face
from planner.settings import default_text
from planner.views import CardView, DeskView, Done, PlannedView, PlanView, WhyView
from planner.views_today import LedgerView, PromiseView, TodayView, WindowView

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WINDOW = WindowView(
    "w", "2026-11-24", NOW + timedelta(hours=1), NOW + timedelta(hours=2), 15, 45, 9
)
HOSTILE = "Lise\x1b[2J\u202e\x9b31m\nfin"


def today(face=Face.BETWEEN, **changes):
    plain = TodayView(
        at=NOW, zone="Europe/Brussels", language="en", shop="Atelier", face=face, windows=(WINDOW,),
        quiet=(), current=WINDOW if face is Face.OPEN else None, next=WINDOW, load=0.5,
        day_full=False, at_risk=(), holds=(), channels=(), absence=None, rehearsal=True,
        problems=(), day_start=NOW, day_end=NOW + timedelta(days=1),
    )  # fmt: skip
    return replace(plain, **changes)


class Office:
    """Remembers every call; answers with plain views."""

    def __init__(self):
        self.calls, self.closed, self.view = [], 0, today()

    def __getattr__(self, name):
        def called(*args, **kwargs):
            self.calls.append((name, args, kwargs))
            return Done(f"{name} done.", NOW if name == "away" else None)

        return called

    def today(self):
        return self.view

    def desk(self):
        return DeskView(True, "2 requests.", (CardView(1, HOSTILE, "Robe", "mail", NOW),), 10, NOW)

    def promises(self):
        return (PromiseView(1, HOSTILE, "Robe", "answer", NOW, "standing", 0, "w"),)

    def ledger(self):
        rows = tuple(replace(row, state="kept") for row in self.promises())
        return LedgerView(rows, {"kept": 3, "moved in time": 1, "broken": 0})

    def windows(self, days=14):
        return (WINDOW,)

    def plan(self):
        return PlanView((PlannedView(1, HOSTILE, "Robe", "w", NOW, "placed"),), "optimal")

    def why(self, request_id):
        if request_id != 1:
            raise NotFound(f"There is no request {request_id}.", do="Look at `entracte promises`.")
        return WhyView("Request 1", ("Because.",), {"rows": ("H1",)})

    def undo(self):
        raise NotPossible("There is nothing to take back.")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home with English settings."""
    folder = tmp_path / "home"
    folder.mkdir()
    text = default_text("Atelier", "Camille", "Europe/Brussels", "en")
    (folder / "settings.toml").write_text(text)
    monkeypatch.setenv("ENTRACTE_HOME", str(folder))
    yield folder
    log.stop()


@pytest.fixture
def office(home, monkeypatch):
    """The fake shop behind every door the commands know."""
    fake = Office()

    def closed():
        fake.closed += 1

    def module(name, **values):
        made = ModuleType(name)
        vars(made).update(values)
        monkeypatch.setitem(sys.modules, name, made)

    shop = SimpleNamespace(office=fake, close=closed)
    module("planner.bootstrap", open_shop=lambda paths, settings=None: shop)
    module("planner.bootstrap_stories", open_story=None, own_story=lambda paths, copied: None)
    module("planner.store.quick", open_quick=lambda paths: fake)
    return fake


@pytest.fixture
def run(capsys):
    """Run one command as typed; (exit code, stdout, stderr)."""
    from planner.cli.app import main

    def typed(*words):
        code = main([*words])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return typed
