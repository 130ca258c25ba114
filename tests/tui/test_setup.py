"""The first day: a question a page, kept at every step, and nothing sent before she says so."""

import json
from dataclasses import asdict

from textual import events

from tests.tui.fake_setup import FakeSetup
from tests.tui.helpers import screen_text, sizes, until
from tui.setup.app import SetupApp


async def at(pilot, page):
    await until(pilot, lambda: getattr(pilot.app.screen, "PAGE", "") == page)
    await until(pilot, lambda: pilot.app.screen.query("#question"))
    await pilot.pause()


async def said(pilot, words):
    await until(pilot, lambda: words in screen_text(pilot.app))


async def go(pilot, *pages):
    """Each a page to be at, with the keys that answer it."""
    for page, *keys in pages:
        await at(pilot, page)
        await pilot.press(*keys)


def write(app, **lines):
    """Put words into lines, by their ids."""
    for name, words in lines.items():
        app.screen.query_one(f"#{name} Entry").value = words


@sizes
async def test_a_mailbox_is_tried_and_the_shop_opens_in_rehearsal(size):
    desk = FakeSetup()
    app = SetupApp(desk)
    async with app.run_test(size=size) as pilot:
        await go(pilot, ("welcome", "enter"))
        await at(pilot, "you")
        await pilot.press("C", "enter", "A", "enter")
        await at(pilot, "zone")
        await said(pilot, "It is 14:32 in Europe/Brussels.")
        await pilot.press("enter")
        await at(pilot, "busy")
        write(app, busy="12-14, 16:30-19")
        await said(pilot, "15:45–16:30   up to 15 answers")
        await pilot.press("enter")
        await at(pilot, "windows")
        await said(pilot, "11:00-11:45, 15:45-16:30")
        await pilot.press("enter")
        await go(pilot, ("source", "enter"))
        await at(pilot, "account")
        write(app, address="me@gmail.com")
        await said(pilot, "Gmail wants an app password")
        await pilot.press("enter")
        write(app, password="secret")
        desk.slow.clear()
        await pilot.press("enter", "enter")  # the second one does not try it once more
        await said(pilot, "Trying the connection...")
        desk.slow.set()
        await said(pilot, "The mail can be read.")
        assert "secret" not in screen_text(app)
        await pilot.press("enter")
        await at(pilot, "texts")
        await said(pilot, "your message has arrived. C")
        await pilot.press("enter")
        await at(pilot, "ready")
        await said(pilot, "Nothing yet: rehearse first")
        await pilot.press("enter")
        await until(pilot, lambda: app.how == "done")
    ((answers, password),) = desk.ended
    assert (answers.first_name, answers.shop_name, password) == ("C", "A", "secret")
    assert (answers.busy_hours, answers.answer_hours) == ("12-14, 16:30-19", "")
    assert (answers.source, answers.mail_address, answers.live) == (
        "mailbox",
        "me@gmail.com",
        False,
    )
    assert len(desk.tried) == 1
    assert "secret" not in json.dumps([asdict(one) for one in desk.saved])


async def test_the_language_changes_at_once_and_what_was_answered_is_kept():
    desk = FakeSetup()
    app = SetupApp(desk)
    async with app.run_test() as pilot:
        await at(pilot, "welcome")
        assert "Welcome." in screen_text(app)
        await pilot.press("up")
        await said(pilot, "Bienvenue.")
        await said(pilot, "semaine d'exemple")
        await pilot.press("enter")
        await at(pilot, "you")
        await said(pilot, "Qui répond")
        await pilot.press("L", "ctrl+q")
        await until(pilot, lambda: app.how == "left")
    last = desk.saved[-1]
    assert (last.language, last.step, last.first_name) == ("fr", "you", "L")
    desk = FakeSetup(**{**asdict(last), "language": "en"})
    app = SetupApp(desk)
    async with app.run_test() as pilot:
        await at(pilot, "you")
        assert app.screen.so_far().first_name == "L"
        await pilot.press("escape")
        await at(pilot, "welcome")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.how == "sample")


async def test_who_only_looked_leaves_nothing_behind():
    desk = FakeSetup()
    app = SetupApp(desk)
    async with app.run_test() as pilot:
        await at(pilot, "welcome")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.how == "left")
    assert desk.saved == []


async def test_wrong_answers_get_a_sentence():
    app = SetupApp(FakeSetup(step="you"))
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, ("you", "enter"))
        await said(pilot, "A message has to be signed.")
        await pilot.press("C", "enter", "enter")
        await said(pilot, "The shop has no name yet.")
        await pilot.press("A", "enter")
        await at(pilot, "zone")
        await pilot.press("backspace", "enter")
        await said(pilot, "Did you mean Europe/Brussels?")
        await pilot.press("s", "enter")
        await at(pilot, "busy")
        await pilot.press("x", "enter")
        await said(pilot, "“x” cannot be read as hours.")
        await pilot.press("escape")
        await at(pilot, "zone")


async def test_days_are_turned_and_odd_windows_are_worth_a_thought():
    desk = FakeSetup(step="busy")
    app = SetupApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "busy")
        await pilot.press("up", "space", "left", "space")  # Monday closed, Sunday open
        await said(pilot, "○ Mon")
        assert "● Sun" in screen_text(app)
        await pilot.press("enter")
        await at(pilot, "windows")
        write(app, windows="")
        await pilot.press("enter")
        await said(pilot, "Without a window nobody can be given a date.")
        write(app, windows="21-21:30")
        await said(pilot, "One of them lies in the quiet hours")
        await pilot.press("enter")
        await at(pilot, "source")
    assert desk.saved[-1].open_days == (1, 2, 3, 4, 5, 6)
    assert desk.saved[-1].answer_hours == "21-21:30"


async def test_a_mailbox_that_does_not_answer_is_no_wall():
    """And a password is asked for again, because it was not kept."""
    desk = FakeSetup(step="ready", first_name="C", shop_name="A", mail_address="me@own.example")
    desk.problem = "The server refused the password."
    app = SetupApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "account")
        await said(pilot, "imap.own.example")
        await pilot.press("ctrl+g", "enter")
        await said(pilot, "The password is missing.")
        assert desk.tried == []
        await pilot.press("p", "enter")
        await said(pilot, "! The server refused the password.")
        await pilot.press("w")  # another password: it has to be tried again
        assert "all the same" not in screen_text(app)
        await pilot.press("enter")
        await said(pilot, "go on all the same")
        await pilot.press("ctrl+g")
        await at(pilot, "texts")
        assert [password for _, password in desk.tried] == ["p", "pw"]
        await go(pilot, ("texts", "enter"), ("ready", "down", "enter"))
        await until(pilot, lambda: app.how == "done")
    assert desk.ended[0][0].live is True


async def test_a_folder_and_later_need_no_password_and_what_is_left_is_said():
    desk = FakeSetup(step="source")
    app = SetupApp(desk)
    async with app.run_test() as pilot:
        await go(pilot, ("source", "down", "enter"))
        await at(pilot, "account")
        write(app, folder="~/Maildir", address="me@own.example")
        await pilot.press("enter")
        await said(pilot, "The mail can be read.")
        await pilot.press("escape")
        await go(pilot, ("source", "down", "enter"), ("texts", "enter"))
        await at(pilot, "ready")
        assert "The automatic messages" not in screen_text(app)
        desk.broken, desk.told = "The disk is full.", "The system keyring cannot be used."
        await pilot.press("enter")
        await said(pilot, "The disk is full.")
        desk.broken = ""
        await pilot.press("enter")
        await said(pilot, "The system keyring cannot be used.")
        await pilot.press("escape")
        assert app.how == ""
        await pilot.press("enter")
        await until(pilot, lambda: app.how == "done")
    ((answers, password),) = desk.ended
    assert (answers.source, answers.live, password) == ("later", False, "")


async def test_nothing_pasted_reaches_the_terminal():
    app = SetupApp(FakeSetup(step="you", shop_name="[/nope] \x1b[2J\u202e"))
    async with app.run_test() as pilot:
        await at(pilot, "you")
        app.screen.focused.post_message(events.Paste("Ca\x1b]52;c;eA==\x07mille"))
        await said(pilot, "Camille")
        assert "[/nope]" in screen_text(app)
        assert not {"\x1b", "\u202e", "\x07"} & set(screen_text(app))
