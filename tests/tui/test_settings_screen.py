"""The settings on the screen: seen, changed with the week in view, connections tried."""

import asyncio
import threading

import pytest

from planner.errors import NotPossible
from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from planner.views_notify import NotificationTrial
from planner.views_settings import ChannelTrial
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.screens.setting_form import SettingFormScreen
from tui.screens.settings import SettingsScreen
from tui.screens.today import TodayScreen
from tui.widgets.field import Chosen, Line


@pytest.fixture
def desk():
    return FakeDesk(Face.BETWEEN)


def app_of(desk, **more):
    return EntracteApp(desk, language="en", **more)


async def at_settings(pilot, *presses):
    await ready(pilot)
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
    await until(pilot, lambda: "courrier" in screen_text(pilot.app) or "window" in str(presses))
    await pilot.press(*presses)


async def in_form(pilot, *presses):
    await at_settings(pilot, *presses, "enter")
    await until(pilot, lambda: isinstance(pilot.app.focused, Line | Chosen))


def tried(app):
    """What stands in the form is what was tried last."""
    return app.screen._trial is not None and app.screen._tried == app.screen._edit()


def asked(desk, name):
    return [args for _call, *args in desk.asked(name)]


@sizes
async def test_everything_is_one_calm_list(desk, size):
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_settings(pilot)
        for words in ("Answering windows", "11:00–11:45", "Quiet hours", "Atelier Camille"):
            assert words in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)


async def test_a_window_is_changed_with_the_week_in_view(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_form(pilot)
        await pilot.press("down", "end", "backspace", "5")
        await until(pilot, lambda: tried(app))  # nobody pressed a key for it
        await until(pilot, lambda: "devient" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        (edit,) = asked(desk, "save_setting")[0]
        assert (edit.name, dict(edit.fields)["from"], edit.base) == ("window.0", "11:05", "base")
        assert not app.drafts.settings


async def test_saving_first_tries_what_was_not_tried(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_form(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: asked(desk, "try_setting"))
        assert not asked(desk, "save_setting")


async def test_what_is_wrong_is_marked_and_cannot_be_saved(desk):
    desk.setting_wrong = "“soon” cannot be read."
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await in_form(pilot)
        await pilot.press("down", "x")
        await until(pilot, lambda: "cannot be read" in screen_text(app))
        assert "! De" in screen_text(app)
        await pilot.press("ctrl+s")
        assert not asked(desk, "save_setting")


async def test_a_choice_goes_round_and_the_screen_changes_at_once(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_form(pilot, "down", "down", "down", "down")
        assert isinstance(app.focused, Chosen)
        await pilot.press("space")
        assert "clair" in screen_text(app)
        await pilot.press("left", "right", "x")  # a letter is nothing to a choice
        await until(pilot, lambda: tried(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await until(pilot, lambda: app.theme == "papier")


async def test_the_looks_of_the_file_are_taken_over_language_and_keys_too(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot)
        desk.looks = DashboardSettings(
            "papier", language="fr", motion=False, ascii=True, keys={"away": "f9"}
        )
        app.reload()
        await until(pilot, lambda: app.theme == "papier")
        await until(pilot, lambda: "Fenêtres de réponse" in screen_text(app))
        assert app.ascii_only
        assert app.animation_level == "none"
        await pilot.press("f9")
        await until(pilot, lambda: asked(desk, "away"))


async def test_a_new_window(desk):
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_settings(pilot, "n")
        await until(pilot, lambda: isinstance(app.focused, Line))
        assert "A new window" in screen_text(app)
        await pilot.press(*"sunday")
        await until(pilot, lambda: asked(desk, "try_setting"))
        await until(pilot, lambda: tried(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: asked(desk, "save_setting"))
        (edit,) = asked(desk, "save_setting")[0]
        assert (edit.name, dict(edit.fields)["days"]) == ("window", "sunday")


async def test_taking_a_window_out_asks_first_and_says_what_it_changes(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot, "delete")
        await until(pilot, lambda: "take it out" in screen_text(app))
        assert "devient" in screen_text(app)
        await pilot.press("escape")
        assert not asked(desk, "save_setting")
        await pilot.press("delete")
        await until(pilot, lambda: "take it out" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: asked(desk, "save_setting"))
        (edit,) = asked(desk, "save_setting")[0]
        assert edit.remove
        await pilot.press("down", "down", "delete")  # quiet hours are no window
        await until(pilot, lambda: "Only a window" in screen_text(app))


async def test_connections_are_tried_each_in_its_own_time(desk):
    desk.calling = threading.Event()
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot, "end", "enter", "up", "enter")
        await until(pilot, lambda: len(asked(desk, "try_channel")) == 2)
        await until(pilot, lambda: screen_text(app).count("being tried") == 2)
        await pilot.press("enter")  # it is being asked already
        await pilot.press("home", "enter")  # and everything else goes on
        await until(pilot, lambda: isinstance(app.screen, SettingFormScreen))
        await pilot.press("escape")
        desk.calling.set()
        await until(pilot, lambda: screen_text(app).count("It works.") == 2)
        assert len(asked(desk, "try_channel")) == 2
        assert "La boîte" not in screen_text(app)  # it may count letters


async def test_a_connection_that_does_not_work_says_why(desk):
    desk.channel_says = ChannelTrial("", False, "The server \x1b[31mrefuses\x1b[0m the password.")
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot, "end", "enter")
        await until(pilot, lambda: "refuses" in screen_text(app))
        assert "\x1b" not in screen_text(app)


async def test_a_connection_that_cannot_be_asked_may_be_asked_again(desk):
    def gone(name):
        desk._seen("try_channel", name)
        raise NotPossible("There is no such channel.")

    desk.try_channel = gone
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot, "end", "enter")
        await until(pilot, lambda: "no such channel" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: len(asked(desk, "try_channel")) == 2)


async def test_an_edit_left_unsaved_is_a_draft_and_goes_as_it_was(desk):
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_form(pilot)
        await pilot.press("down", "end", "9", "escape")
        await until(pilot, lambda: "draft" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Line))
        await until(pilot, lambda: "11:009" in screen_text(app))
        assert "In the file: 11:00" not in screen_text(app)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: "11:009" not in screen_text(app))
        await pilot.press("escape")
        assert not app.drafts.settings


async def test_an_error_of_the_file_is_said_above_the_list(desk):
    desk.settings_problem = "settings.toml:3:1: “soon” cannot be read."
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_settings(pilot)
        assert "settings.toml:3:1" in screen_text(app)


async def test_resting_there_is_nothing_to_set(desk):
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_settings(pilot, "u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await asyncio.sleep(0)
        assert asked(desk, "away")


# Notifications


async def test_a_notification_is_tried_and_its_fate_is_said_honestly(desk):
    app, desk.ringing = app_of(desk), threading.Event()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_settings(pilot, *["down"] * 5, "enter", "enter")
        await until(pilot, lambda: "being tried" in screen_text(app))
        await pilot.press("up", "down")  # the screen goes on meanwhile
        desk.ringing.set()
        await until(pilot, lambda: "Le bureau dit" in screen_text(app))
        assert len(asked(desk, "try_notification")) == 1
        desk.rung = NotificationTrial("handed over", "Remise au bureau.")
        await pilot.press("enter")
        await until(pilot, lambda: "Remise au bureau." in screen_text(app))
        desk.rung = NotificationTrial("not shown", "Rien.", "Installez dunst.", "no service")
        await pilot.press("enter")
        await until(pilot, lambda: "! Rien. Installez dunst." in screen_text(app))


@pytest.mark.parametrize("face", [Face.OPEN, Face.RESTING])
async def test_today_says_calmly_that_notifications_do_not_appear_but_not_at_rest(face):
    desk = FakeDesk(face, unseen="Notifications do not appear: nobody shows them.")
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        said = "Notifications do not appear" in screen_text(app)
        assert said == (face is Face.OPEN)
