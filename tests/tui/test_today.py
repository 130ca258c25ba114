import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.command import CommandPalette

from planner.errors import NotPossible, SettingsError, StoreError
from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from planner.views_today import ChannelView
from tests.tui.fake import FakeDesk, at, away_desk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.screens.today import TodayScreen
from tui.widgets.undo_bar import UndoBar
from tui.words import language, use


def app_of(desk, language="en", **more):
    return EntracteApp(desk, language=language, **more)


@sizes
async def test_resting_says_when_and_counts_nothing(size):
    app = app_of(FakeDesk(Face.RESTING))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "The shop is resting." in screen_text(app))
        text = screen_text(app)
        assert "Everything is received, everything has a date." in text
        assert "Next window  tomorrow 11:00" in text
        for known in ("Sunday 22 November", "09:12", "11:00"):
            text = text.replace(known, "")
        assert not re.search(r"\d", text)
        assert "Vandamme" not in text
        assert app.title == "entracte"
        assert app.sub_title == ""


@sizes
async def test_between_shows_the_next_window_and_the_facts(size):
    desk = FakeDesk(Face.BETWEEN, at_risk=("One promise may be late.",), rehearsal=True)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "next window" in screen_text(app))
        text = screen_text(app)
        for said in ("in 3 h 12", "45 minutes", "One promise may be late.", "dimanche fermé"):
            assert said in text
        assert "a quiet day" in text
        assert "Rehearsal" in text
        assert "● courrier" in text
        assert "○ téléphone (off)" in text
        assert "unavailable" in text


@sizes
async def test_open_shows_the_minutes_left_and_the_way_to_the_desk(size):
    app = app_of(FakeDesk(Face.OPEN))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "window open until 11:45" in screen_text(app))
        assert "38 min left" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))


@sizes
async def test_away_in_french(size):
    app = app_of(away_desk(), language="fr")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "C'est noté. Reposez-vous." in screen_text(app))
        text = screen_text(app)
        assert "4 personnes seront prévenues à 08:30. Rien d'autre à faire." in text
        assert "z annuler" in text
        assert "b je suis de retour" in text


async def test_resting_without_a_window_gives_no_date():
    app = app_of(FakeDesk(Face.RESTING, next=None))
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: "no date is given" in screen_text(app))
        assert "everything has a date" not in screen_text(app)


async def test_u_then_undo_leaves_everything_as_it_was():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        before = desk.view
        await pilot.press("u")
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await until(pilot, lambda: "Noted. Rest now." in screen_text(app))
        assert 0 < app.screen.query_one("#rest UndoBar", UndoBar).left <= 10
        await pilot.press("z")
        await until(pilot, lambda: app.view.face is Face.BETWEEN)
        assert desk.view == before
        assert [call[0] for call in desk.asked("away", "undo")] == ["away", "undo"]


async def test_one_more_day_and_back():
    desk = away_desk()
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("plus")
        await until(pilot, lambda: "until tomorrow 08:30" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: app.view.face is Face.BETWEEN)
        await until(pilot, lambda: "Welcome back." in screen_text(app))


async def test_keys_of_rest_do_nothing_when_not_resting():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("b", "plus", "d", "enter")
        await pilot.pause()
        assert not desk.asked("back", "extend", "desk")


async def test_the_footer_has_at_most_six_keys_and_can_be_clicked():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        assert len(app.screen.keys()) <= 6
        await pilot.click("#footer", offset=(3, 0))
        await until(pilot, lambda: desk.asked("away"))


async def test_the_desk_is_never_called_on_the_loop():
    desk = FakeDesk(Face.BETWEEN)
    opened = []

    def open_desk():
        opened.append(threading.get_ident())
        return desk

    app = EntracteApp(open_desk=open_desk, language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("u")
        await until(pilot, lambda: desk.asked("away") and desk.asked("tick"))
        loop = threading.get_ident()
        assert loop not in desk.threads
        assert loop not in opened


async def test_a_known_problem_is_one_calm_line_and_goes_when_it_is_over():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: desk.asked("tick"))
        desk.failure = StoreError("The database is locked.", do="Try again in a moment.")
        app.reload()
        await until(pilot, lambda: "Try again in a moment." in screen_text(app))
        desk.failure = None
        app.reload()
        await until(pilot, lambda: "Try again" not in screen_text(app))


async def test_an_unknown_problem_is_logged_and_told_without_its_words(caplog):
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: desk.asked("tick"))
        desk.failure = RuntimeError("a customer's words")
        app.reload()
        await until(pilot, lambda: "Something did not work." in screen_text(app))
        assert "a customer's words" not in screen_text(app)
    assert any("errand" in record.message for record in caplog.records)


async def crash(app, secret):
    async with app.run_test() as pilot:
        await ready(pilot)

        def burst():
            letter = secret  # a traceback with locals would show it
            return len(letter) / 0

        app.call_later(burst)
        await until(pilot, lambda: app._exception is not None)


async def test_a_crash_prints_no_local_variables(capsys):
    secret = "the customer's own words"
    app = app_of(FakeDesk(Face.BETWEEN))
    with pytest.raises(ZeroDivisionError):
        await crash(app, secret)
    app._print_error_renderables()
    shown = "".join(capsys.readouterr())
    assert secret not in shown
    assert "Nothing is lost" in shown


async def test_another_process_changed_the_data():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.pause()
        seen = len(desk.asked("today"))
        desk.view = FakeDesk(Face.RESTING).view
        desk.number = 2
        app.lookout.look()
        await until(pilot, lambda: len(desk.asked("today")) > seen)
        await until(pilot, lambda: "The shop is resting." in screen_text(app))
    app.lookout.join(15)
    assert not app.lookout.is_alive()  # nobody looks any more


async def test_after_a_sleep_a_pass_does_not_wait_for_its_turn():
    """Also when the clock was set back. A look that came late by a little is none."""
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: desk.asked("tick"))
        app.lookout.end()
        app.lookout.join(15)
        app.lookout.compare(1_800_000_000.0)
        await pilot.pause()
        passes = len(desk.asked("tick"))
        for wall, more in ((1_800_000_003.0, 0), (1_800_030_000.0, 1), (1_800_000_000.0, 2)):
            app.lookout.compare(wall)
            await until(pilot, lambda n=passes + more: len(desk.asked("tick")) == n)
            await until(pilot, lambda: "tick" not in app.errands._running)


async def test_a_look_that_fails_is_said_and_once_it_works_again_that_is_over():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.pause()
        desk.failure = NotPossible("The file is gone.")
        app.lookout.look()
        await until(pilot, lambda: "The file is gone." in screen_text(app))
        desk.failure = None
        app.lookout.look()
        await until(pilot, lambda: "The file is gone." not in screen_text(app))


async def test_language_and_theme_change_at_run_time():
    app = app_of(FakeDesk(Face.BETWEEN))
    async with app.run_test() as pilot:
        await ready(pilot)
        app.speak("fr")
        await until(pilot, lambda: "prochaine fenêtre" in screen_text(app))
        app.theme = "papier"
        await pilot.pause()
        assert app.current_theme.dark is False
        app.theme = "ansi-dark"
        await pilot.pause()
        assert "prochaine fenêtre" in screen_text(app)


async def test_the_command_palette_opens_and_speaks():
    app = app_of(FakeDesk(Face.BETWEEN))
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: CommandPalette.is_open(app))
        await pilot.press(*"paper")
        await until(pilot, lambda: "Light colours" in screen_text(app))


async def test_ascii_only_draws_with_ascii():
    view = FakeDesk(
        Face.BETWEEN, holds=(), shop="Shop", channels=(ChannelView("mail", "imap", "ok"),)
    )
    app = app_of(view, looks=DashboardSettings(ascii=True))
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: "next window" in screen_text(app))
        assert screen_text(app).isascii()


class Story:
    def __init__(self, desk):
        self.desk, self.steps = desk, 0

    def step(self):
        self.steps += 1
        self.desk.view = FakeDesk(Face.RESTING).view

    def label(self):
        return f"step {self.steps}"


async def test_a_story_goes_on_with_its_key():
    desk = FakeDesk(Face.BETWEEN)
    story = Story(desk)
    app = app_of(desk, speed=story)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: "step 0" in screen_text(app))
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "step 1" in screen_text(app))
        assert app.view.face is Face.RESTING


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"told": 0}, "Nobody needs to be told."),
        ({"told": 1}, "One person will be told at 08:30."),
        ({"tell_at": None}, "4 people will be told."),
        ({"tell_at": None, "undo_until": None}, "4 people have been told."),
        ({"tell_at": at(25, 8, 30)}, "4 people will be told tomorrow 08:30."),
    ],
)
async def test_the_told_sentence(changes, said):
    app = app_of(away_desk(**changes))
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: said in screen_text(app))


async def test_the_undo_bar_drains_and_goes():
    now = [0.0]
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        bar = UndoBar(beat=lambda: now[0])
        await app.screen.mount(bar)
        bar.run(10)
        assert "10 s" in bar.render().plain
        now[0] = 6.5
        assert "4 s" in bar.render().plain
        assert bar.display
        now[0] = 10.1
        await until(pilot, lambda: not bar.display)


async def test_a_window_tomorrow_says_its_day():
    desk = FakeDesk(Face.BETWEEN, at=at(24, 18), next=FakeDesk(Face.RESTING).view.next)
    coming = desk.view.next
    moved = coming.start + timedelta(days=2)
    desk.view = replace(desk.view, next=replace(coming, start=moved, end=moved))
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: "tomorrow 11:00" in screen_text(app))


async def test_a_glance_is_shown_before_the_desk_is_open_and_no_key_is_lost():
    opened, desk = threading.Event(), FakeDesk(Face.BETWEEN)

    def open_desk():
        opened.wait()
        return desk

    app = EntracteApp(open_desk=open_desk, glance=lambda: desk.view, language="en")
    async with app.run_test() as pilot:
        try:
            await until(pilot, lambda: "next window" in screen_text(app))
            assert app.desk is None
            await pilot.press("u")
            await pilot.pause()
            assert desk.calls == []
        finally:
            opened.set()
        await until(pilot, lambda: app.view.face is Face.AWAY)
        assert [call[0] for call in desk.asked("away")] == ["away"]


async def test_a_glance_that_fails_is_no_trouble():
    desk = FakeDesk(Face.BETWEEN)

    def glance():
        raise StoreError("There is no database yet.")

    app = EntracteApp(open_desk=lambda: desk, glance=glance, language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: "next window" in screen_text(app))
        assert not app.said.trouble


async def test_settings_that_cannot_be_read_end_it_with_their_sentence(capsys):
    def open_desk():
        raise SettingsError("“nope” is not known here.", where="settings.toml:3:1")

    app = EntracteApp(open_desk=open_desk, language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_code == 1)
    assert "settings.toml:3:1: “nope” is not known here." in capsys.readouterr().err


async def test_the_screens_own_language_stays_when_the_shop_opens():
    desk = FakeDesk(Face.BETWEEN)

    def open_desk():
        use("fr")  # as a shop that speaks French
        return desk

    looks = DashboardSettings(language="en")
    app = EntracteApp(open_desk=open_desk, looks=looks)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: "next window" in screen_text(app))
        assert language() == "en"
