"""The rules on the screen: what holds, a rule as a form, the week before it is saved."""

import threading
from dataclasses import replace

import pytest
from textual.widgets import OptionList, TextArea

from planner.settings_dashboard import DashboardSettings
from planner.views import Face
from tests.tui.fake import FakeDesk
from tests.tui.fake_rules import FORMS, rules_view
from tests.tui.helpers import ready, screen_text, sizes, until
from tui import theme
from tui.app import EntracteApp
from tui.dialogs.choice import ChoiceDialog
from tui.dialogs.keys import KeysDialog
from tui.dialogs.pick import PickDialog
from tui.screens.rule_form import RuleFormScreen
from tui.screens.rules import RulesScreen
from tui.screens.today import TodayScreen
from tui.widgets.field import Line
from tui.widgets.key_bar import KeyBar


def app_of(desk=None, language="en", **more):
    return EntracteApp(desk or FakeDesk(Face.BETWEEN), language=language, **more)


async def at_rules(pilot):
    """From Today to the rules, with their content."""
    await ready(pilot)
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, RulesScreen))
    await until(pilot, lambda: chosen(pilot.app) is not None)


async def at_form(pilot, name="my-day"):
    """At the form of a rule."""
    await at_rules(pilot)
    book = pilot.app.screen.query_one("#book", OptionList)
    book.highlighted = next(
        n for n, o in enumerate(book.options) if o.id and o.id.endswith(f":{name}")
    )
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.focused, Line | TextArea))


def chosen(app):
    option = app.screen.query_one("#book", OptionList).highlighted_option
    return option.id if option else None


def lines(app):
    return {line.view.key: line for line in app.screen.query(Line)}


async def write(pilot, key, text):
    """Go to a line and write something else there."""
    line = lines(pilot.app)[key]
    line.focus()
    await pilot.pause()
    await pilot.press("end", *["backspace"] * len(line.value), *text)
    await pilot.pause()
    assert line.value == text


def asked(app, name):
    return [call[1] for call in app.desk.calls if call[0] == name]


def footer(app):
    return app.screen.query_one("#footer", KeyBar).render().plain


# The list


@sizes
@pytest.mark.parametrize(
    ("language", "title", "mine"),
    [("en", "What holds now", "Your rules"), ("fr", "Ce qui vaut maintenant", "Vos règles")],
)
async def test_what_holds_and_the_rules_are_one_list(size, language, title, mine):
    app = app_of(language=language)
    async with app.run_test(size=size) as pilot:
        await at_rules(pilot)
        text = screen_text(app)
        for said in (title, mine, "answers a day", "At most 30 answers.", "from Sunday 04:00"):
            assert said in text
        assert chosen(app) == "h:answers_at_most"
        assert "“Tired days are small.” says the same" in text  # in full, below


async def test_the_services_are_called_in_threads_only():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: asked(app, "try_rule"))
        assert threading.get_ident() not in app.desk.threads


@sizes
async def test_the_help_that_every_footer_names_knows_the_key(size):
    for face in (Face.BETWEEN, Face.RESTING, Face.OPEN):
        app = app_of(FakeDesk(face))
        async with app.run_test(size=size) as pilot:
            await ready(pilot)
            await until(pilot, lambda: "? keys" in footer(pilot.app))
            await pilot.press("question_mark")
            await until(pilot, lambda: isinstance(pilot.app.screen, KeysDialog))
            shown = pilot.app.screen.query_one("#keys Static").render().plain
            assert any(line.split()[:2] == ["r", "rules"] for line in shown.splitlines())


async def test_tab_goes_from_part_to_part():
    app = app_of()
    async with app.run_test() as pilot:
        await at_rules(pilot)
        await pilot.press("tab")
        assert chosen(app) == "r:rule:my-day"
        await pilot.press("tab")
        assert chosen(app) == "n:0"
        await pilot.press("shift+tab", "shift+tab")
        assert chosen(app) == "h:answers_at_most"


async def test_a_file_with_errors_is_said_on_top():
    desk = FakeDesk(Face.BETWEEN)
    desk.rules_shown = rules_view(
        in_force="policy.toml has an error: what held before it holds on.",
        problems=("policy.toml:5:24: [/nope] \x1b]52;c;x\x07needs a number",),
    )
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_rules(pilot)
        text = screen_text(app)
        assert "what held before it holds on." in text
        assert "policy.toml:5:24: [/nope] needs a number" in text


async def test_a_file_that_is_not_toml_opens_as_a_text():
    desk = FakeDesk(Face.BETWEEN)
    desk.rules_shown = rules_view(rules=(), problems=("policy.toml:1:8: no",))
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_form(pilot, "policy.toml")
        area = app.screen.query_one(TextArea)
        assert area.text.startswith("[rule.x\n")
        area.load_text("[rule.x]\n")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "^s save" in footer(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        assert asked(app, "save_rule")[0].fields == (("text", "[rule.x]\n"),)


async def test_escape_goes_back_and_unavailable_goes_home():
    app = app_of()
    async with app.run_test() as pilot:
        await at_rules(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await at_rules(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert app.desk.asked("away")


async def test_the_palette_opens_the_rules():
    app = app_of()
    async with app.run_test() as pilot:
        await ready(pilot)
        command = next(c for c in app.get_system_commands(app.screen) if c.title == "Rules")
        app.call_later(command.callback)
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))


async def test_the_language_changes_on_the_rules_too():
    app = app_of()
    async with app.run_test() as pilot:
        await at_rules(pilot)
        app.speak("fr")
        await until(pilot, lambda: "Ce qui vaut maintenant" in screen_text(app))


async def test_in_ascii_nothing_else_is_drawn():
    app = app_of(looks=DashboardSettings(ascii=True))
    async with app.run_test() as pilot:
        await at_rules(pilot)
        drawn = {c for c in screen_text(app) if ord(c) > 127} - set("“”→…")
        assert drawn == set()


# The form


@sizes
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_number_is_changed_tried_and_saved(size, language):
    app = app_of(language=language)
    async with app.run_test(size=size) as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "12")
        await pilot.press("ctrl+s")  # not tried yet: the week comes first
        await until(pilot, lambda: "12 instead of 30" in screen_text(app))
        assert asked(app, "save_rule") == []
        text = screen_text(app)
        assert app.screen.query_one("#help").display is (size[0] >= 100)  # narrow: it gives way
        assert "The coming week changes:" in text
        assert "Tuesday 24 November" in text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        (edit,) = asked(app, "save_rule")
        assert (edit.name, edit.base) == ("my-day", "b1")
        assert dict(edit.fields)["then.answers_at_most"] == "12"
        await until(pilot, lambda: "Saved; it holds from now on." in screen_text(app))
        await pilot.press("z")
        await until(pilot, lambda: "Undone. Nobody was told." in screen_text(app))
        assert app.desk.saved is None


async def test_the_help_is_that_of_the_line_in_focus():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot, "sunday")
        await pilot.press("down", "down")
        await until(pilot, lambda: "weekday" in screen_text(app))
        assert "the day of the week" in screen_text(app)
        await pilot.press("up")
        await until(pilot, lambda: "how strong it is" in screen_text(app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "a window is cut" in screen_text(app))


async def test_a_wrong_line_is_marked_by_a_sign_and_its_sentence():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "ten")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "! answers a day" in screen_text(app))
        assert "policy.toml:5:24: needs a number" in screen_text(app)
        assert "^s" not in footer(app)
        await write(pilot, "then.answers_at_most", "12")
        await until(pilot, lambda: "! answers a day" not in screen_text(app))


async def test_tests_that_expect_otherwise_follow_with_one_key():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "13")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "test 'usual': should be 30" in screen_text(app))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert asked(app, "save_rule") == []
        await pilot.press("ctrl+y")
        await until(pilot, lambda: "^s save" in footer(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        assert asked(app, "save_rule")[0].follow


async def test_an_unsaved_edit_is_a_draft_until_it_is_dropped():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "12")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        await until(pilot, lambda: "draft" in screen_text(app))
        assert "Kept as a draft" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Line))
        assert lines(app)["then.answers_at_most"].value == "12"
        lines(app)["then.answers_at_most"].focus()
        await until(pilot, lambda: "In the file: 30" in screen_text(app))
        await pilot.press("ctrl+d")
        await until(pilot, lambda: lines(app)["then.answers_at_most"].value == "30")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        assert app.drafts.rules == {}


async def test_a_refused_save_keeps_what_is_written():
    desk = FakeDesk(Face.BETWEEN)
    desk.refuses = "policy.toml was changed meanwhile."
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "12")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "^s save" in footer(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "changed meanwhile." in screen_text(app))
        assert isinstance(app.screen, RuleFormScreen)
        assert lines(app)["then.answers_at_most"].value == "12"


async def test_unavailable_from_the_form_keeps_the_draft():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "12")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert dict(app.drafts.rules["my-day"])["then.answers_at_most"] == "12"


@sizes
async def test_a_line_is_found_by_a_few_letters(size):
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await at_form(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: isinstance(app.screen, PickDialog))
        await until(pilot, lambda: "weekday" in screen_text(app))
        box = app.screen.query_one("#box")
        high = box.outer_size.height
        assert high < 0.8 * app.size.height
        await pilot.press(*"week")
        assert box.outer_size.height == high  # it does not jump while letters are typed
        await pilot.press("enter")
        await until(pilot, lambda: "when.weekday" in lines(app))
        await until(pilot, lambda: app.focused is lines(app)["when.weekday"])
        await pilot.press(*"monday")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: asked(app, "try_rule"))
        assert dict(asked(app, "try_rule")[0].fields)["when.weekday"] == "monday"
        await pilot.press("ctrl+n", "escape")
        await until(pilot, lambda: isinstance(app.screen, RuleFormScreen))


async def test_a_table_is_a_grid_and_takes_one_row_more():
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot, "energy")
        text = screen_text(app)
        assert "the day's check-in" in text
        assert "1..2" in text
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "rows.1.1" in lines(app))
        await until(pilot, lambda: app.focused is lines(app)["rows.1.0"])
        await pilot.press("5")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: asked(app, "try_rule"))
        fields = dict(asked(app, "try_rule")[0].fields)
        assert (fields["rows.1.0"], fields["rows.1.1"]) == ("5", "")


async def test_a_new_rule_and_one_in_place_of_the_usual():
    app = app_of()
    async with app.run_test() as pilot:
        await at_rules(pilot)
        await pilot.press("n")
        await until(pilot, lambda: "A new rule" in screen_text(app))
        assert set(lines(app)) == {"say", "kind"}
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        await pilot.press("home", "down")
        await until(pilot, lambda: chosen(app) == "h:peeks_at_most")
        await pilot.press("enter")
        await until(pilot, lambda: "A new rule" in screen_text(app))


async def test_a_pasted_escape_sequence_does_not_come_through():
    from textual import events

    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        line = lines(app)["say"]
        line.focus()
        await pilot.pause()
        line.post_message(events.Paste("\x1b]52;c;aGk=\x07ab\x1b[2J"))
        await pilot.pause()
        assert line.value == "At most 30 answers.ab"


# Taking a rule out


@sizes
async def test_a_rule_is_taken_out_after_its_week_is_seen(size):
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await at_rules(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: "Choose one of your rules first." in screen_text(app))
        await pilot.press("tab", "down", "delete")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        text = screen_text(app)
        assert "Take “Sunday.” out?" in text
        assert "12 instead of 30" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        assert asked(app, "save_rule") == []
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("x")
        await until(pilot, lambda: asked(app, "save_rule"))
        (edit,) = asked(app, "save_rule")
        assert (edit.name, edit.remove, edit.follow) == ("sunday", True, True)


async def test_a_click_on_a_key_does_what_the_key_does():
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_rules(pilot)
        bar = app.screen.query_one("#footer", KeyBar)
        await pilot.click(bar, offset=(footer(app).index("new rule") + 2, 0))
        await until(pilot, lambda: isinstance(app.screen, RuleFormScreen))


async def test_what_cannot_be_shown_stays_in_the_file(monkeypatch):
    family = "👩\u200d👧 a day"
    form = FORMS["my-day"]
    say = replace(form.fields[0], written=family)
    monkeypatch.setitem(FORMS, "my-day", replace(form, fields=(say, *form.fields[1:])))
    app = app_of()
    async with app.run_test() as pilot:
        await at_form(pilot)
        await write(pilot, "then.answers_at_most", "12")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: asked(app, "try_rule"))
        assert dict(asked(app, "try_rule")[0].fields)["say"] == family


async def test_a_rule_and_a_table_of_one_name_are_both_shown():
    desk = FakeDesk(Face.BETWEEN)
    twice = tuple(replace(row, name="same") for row in rules_view().rules[1:])
    desk.rules_shown = rules_view(rules=twice, problems=("policy.toml:9:1: same name",))
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_rules(pilot)
        ids = [option.id for option in app.screen.query_one("#book", OptionList).options]
        assert {"r:rule:same", "r:table:same", "r:text:policy.toml"} <= set(ids)


@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY, theme.TERMINAL])
async def test_every_theme_draws_the_rules_and_a_form(name):
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = name
        await at_form(pilot, "sunday")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "12 instead of 30" in screen_text(app))
