"""The settings from the dashboard: seen, tried, saved without losing a comment, taken back."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.channels.maildir import MaildirReceiver
from planner.errors import ChannelError, NotFound, NotPossible, SettingsError
from planner.locale import use
from planner.services.arranging.fields import items
from planner.settings import load
from planner.views_rules import RuleEdit
from tests.shop import Shop, at

MORNING = (("from", "09:30"), ("to", "10:15"))


def file_of(shop):
    return shop.ctx.own.path


def edit(shop, key, *fields, remove=False):
    """What is written in the form of a part, beside what stands there."""
    form = shop.office.setting_form(key)
    written = {field.key: field.written for field in form.fields} | dict(fields)
    return RuleEdit(key, "setting", form.base, tuple(written.items()), remove=remove)


def row(shop, key):
    return next(one for one in shop.office.arrangement().rows if one.key == key)


def save(shop, key, *fields, **more):
    return shop.office.save_setting(edit(shop, key, *fields, **more))


def test_everything_stands_there_in_words(shop):
    view = shop.office.arrangement()
    assert [one.key for one in view.rows] == [
        *("window.0", "window.1", "quiet", "shop", "screen", "notifications")
    ]
    assert row(shop, "window.0").name == "11:00–11:45"
    assert "15" in row(shop, "window.0").value
    assert row(shop, "quiet").name == "20:30–08:30"
    assert "Europe/Brussels" in row(shop, "shop").value
    assert (view.problem, view.waiting) == ("", False)


def test_another_hour_holds_at_once_and_the_comments_stay(shop):
    before = file_of(shop).read_text("utf-8")
    trial = shop.office.try_setting(edit(shop, "window.0", *MORNING))
    assert trial.good
    assert any("9:30" in line for day in trial.week for line in day.lines)
    assert file_of(shop).read_text("utf-8") == before  # a trial writes nothing
    done = save(shop, "window.0", *MORNING)
    assert done.undo_until
    after = file_of(shop).read_text("utf-8")
    changed = [b for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert changed == ['from = "09:30"', 'to = "10:15"']
    shop.go(at("24 08:00"))
    starts = {f"{window.start.astimezone(at('24 08:00').tzinfo):%H:%M}"
              for window in shop.office.windows(2)}  # fmt: skip
    assert "09:30" in starts
    assert "11:00" not in starts


def test_ten_seconds_take_it_back_word_for_word(shop):
    shop.write("anne", "Un 42 ?")
    before = file_of(shop).read_text("utf-8")
    dues = [promise.due for promise in shop.office.promises()]
    save(shop, "window.0", ("to", "11:20"))
    save(shop, "window.1", ("from", "18:00"), ("to", "18:45"))
    assert "Undone" in shop.office.undo().sentence
    assert 'from = "18:00"' not in file_of(shop).read_text("utf-8")
    assert 'to = "11:20"' in file_of(shop).read_text("utf-8")
    assert file_of(shop).read_text("utf-8") != before
    assert [promise.due for promise in shop.office.promises()] == dues


def test_a_promise_that_cannot_hold_any_more_moves_and_is_told(shop):
    shop.write("anne", "Un 42 ?")
    shop.office.tick()
    (promise,) = shop.office.promises()
    assert promise.due == at("24 11:45")
    assert "told" not in save(shop, "window.1", remove=True).sentence  # tomorrow's holds
    change = edit(shop, "window.0", ("from", "12:30"), ("to", "13:15"))
    assert shop.office.try_setting(change).people == 1
    done = shop.office.save_setting(change)
    assert "1 person is told another date" in done.sentence
    shop.office.undo()
    shop.go(at("23 14:05"))
    assert [one.due for one in shop.office.promises()] == [promise.due]
    change = edit(shop, "window.0", ("from", "12:30"), ("to", "13:15"))
    shop.office.save_setting(change)
    shop.go(at("23 14:10"))
    assert shop.office.promises()[0].due > at("24 13:00")


def test_one_window_more(shop):
    done = save(shop, "window", ("days", "sunday"), ("from", "9h"), ("to", "9h30"))
    assert "Saved" in done.sentence
    assert row(shop, "window.2").name == "09:00–09:30"
    assert tomllib.loads(file_of(shop).read_text("utf-8"))["window"][2] == {
        "days": "sunday", "from": "09:00", "to": "09:30",
    }  # fmt: skip


def test_days_are_said_in_her_language_and_changed_in_it(shop):
    use("fr")
    assert dict(edit(shop, "window.0").fields)["days"] == "lundi..samedi"
    assert not shop.office.try_setting(edit(shop, "window.0")).changed
    save(shop, "window.0", ("days", "mardi..samedi"))
    assert 'days = "mardi..samedi"' in file_of(shop).read_text("utf-8")
    use("en")
    assert row(shop, "window.0").value.startswith("morning, Tuesday to Saturday")


def test_the_last_window_stays(shop):
    save(shop, "window.1", remove=True)
    with pytest.raises(NotPossible, match="only window"):
        save(shop, "window.0", remove=True)
    with pytest.raises(NotPossible, match="always there"):
        save(shop, "shop", remove=True)


@pytest.mark.parametrize(
    ("key", "fields", "said", "field"),
    [
        ("window.0", (("from", "quarter to"),), "cannot be read", "from"),
        ("window.0", (("to", "10:00"),), "ends before it begins", "to"),
        ("window.0", (("days", "lundredi"),), "not a day", "days"),
        ("window.0", (("answers", "many"),), "cannot be read", "answers"),
        ("window.0", (("answers", "0"),), "goes from 1", "answers"),
        ("window.0", (("from", "17:10"), ("to", "17:20")), "overlaps", "from"),
        ("window.0", (("from", ""),), "missing", "from"),
        ("quiet", (("to", ""),), "missing", "to"),
        ("shop", (("zone", "Europe/Bruxelles"),), "Europe/Brussels", "zone"),
        ("shop", (("name", ""),), "missing", "name"),
    ],
)
def test_what_cannot_be_is_said_beside_its_line_and_not_saved(shop, key, fields, said, field):
    before = file_of(shop).read_text("utf-8")
    change = edit(shop, key, *fields)
    trial = shop.office.try_setting(change)
    assert not trial.good
    (problem,) = trial.problems
    assert said in problem.sentence
    assert problem.field == field
    with pytest.raises(SettingsError, match="Nothing is saved"):
        shop.office.save_setting(change)
    assert file_of(shop).read_text("utf-8") == before


def test_shorter_quiet_hours_hold_at_once_with_a_word_of_warning(shop):
    change = edit(shop, "quiet", ("from", "23:00"), ("to", "07:00"))
    trial = shop.office.try_setting(change)
    assert "11" in trial.hint
    shop.office.save_setting(change)
    assert shop.ctx.policy.holds("hold_notices", at("23 22:00"), "Europe/Brussels") is False
    assert shop.ctx.policy.holds("hold_notices", at("23 23:30"), "Europe/Brussels")


def test_no_quiet_hours(shop):
    save(shop, "quiet", ("from", ""), ("to", ""))
    assert "[quiet]" not in file_of(shop).read_text("utf-8")
    assert not shop.ctx.policy.holds("hold_notices", at("23 23:30"), "Europe/Brussels")
    save(shop, "quiet", ("from", "21:00"), ("to", "08:00"))
    assert row(shop, "quiet").name == "21:00–08:00"


def test_a_rule_that_names_a_window_is_thought_of(tmp_path):
    rule = {"rule": {"photos": {"say": "Photos in the morning.", "when": {"words": ["photo"]},
                                "then": {"only_in_window": "morning"}}}}  # fmt: skip
    shop = Shop(tmp_path, policy=rule)
    trial = shop.office.try_setting(edit(shop, "window.0", ("name", "early")))
    assert trial.good
    assert "morning" in trial.hint


def test_how_the_screen_looks(shop):
    save(shop, "screen", ("theme", "papier"), ("motion", "false"))
    looks = shop.office.arrangement().looks
    assert (looks.theme, looks.motion) == ("papier", False)
    save(shop, "screen", ("language", "en"))
    save(shop, "screen", ("language", ""))
    assert shop.office.arrangement().looks.language == "en"


def test_nothing_different_is_nothing_to_save(shop):
    assert not shop.office.try_setting(edit(shop, "shop")).changed
    with pytest.raises(NotPossible, match="nothing to save"):
        save(shop, "shop")


def test_another_program_was_faster(shop):
    change = edit(shop, "shop", ("name", "Chez Camille"))
    path = file_of(shop)
    path.write_text(path.read_text("utf-8") + "\n# by hand\n", "utf-8")
    with pytest.raises(NotPossible, match="meanwhile"):
        shop.office.save_setting(change)
    save(shop, "shop", ("name", "Chez Camille"))
    path.write_text(path.read_text("utf-8") + "\n# again\n", "utf-8")
    with pytest.raises(NotPossible, match="before"):
        shop.office.undo()
    assert "# again" in path.read_text("utf-8")


def test_a_change_by_hand_holds_within_a_tick_and_a_mistake_holds_nothing_up(shop):
    path = file_of(shop)
    good = path.read_text("utf-8")
    path.write_text(good.replace('from = "11:00"', 'from = "10:00"'), "utf-8")
    shop.office.tick()
    assert row(shop, "window.0").name == "10:00–11:45"
    path.write_text(good.replace('from = "11:00"', 'from = "soon"'), "utf-8")
    shop.office.tick()
    view = shop.office.arrangement()
    assert "soon" not in view.rows[0].name
    assert "settings.toml" in view.problem
    with pytest.raises(NotPossible, match="left as they are"):
        shop.office.setting_form("shop")
    path.write_text(good, "utf-8")
    assert shop.office.arrangement().problem == ""


def test_what_there_is_not(shop):
    for key in ("window.7", "window.x", "window.-1", "channel.x", "quiet.1", "", "nothing"):
        with pytest.raises(NotFound):
            shop.office.setting_form(key)
    form = shop.office.setting_form("shop")
    with pytest.raises(NotFound, match="not known here"):
        shop.office.try_setting(RuleEdit("shop", "setting", form.base, (("motto", "x"),)))


def test_a_connection_is_tried_and_its_trouble_is_a_sentence(shop, tmp_path):
    path = file_of(shop)
    channel = f'\n[[channel]]\nname = "courrier"\nkind = "maildir"\npath = "{tmp_path}/mail"\n'
    path.write_text(path.read_text("utf-8") + channel, "utf-8")
    object.__setattr__(shop.ctx, "connect", lambda settings: [
        MaildirReceiver(one.name, tmp_path / "mail", shop.clock) for one in settings.channels
    ])  # fmt: skip
    assert not shop.office.try_channel("courrier").ok
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "mail" / folder).mkdir(parents=True)
    assert shop.office.try_channel("courrier").ok
    view = shop.office.arrangement()
    assert view.waiting  # in use after the next start
    assert view.rows[-1].key == "channel.courrier"
    with pytest.raises(NotFound):
        shop.office.try_channel("elsewhere")


def test_a_connection_that_fails_says_why(shop):
    class Deaf:
        name = "courrier"

        def check(self):
            raise ChannelError("The server does not answer.", do="Try again later.")

    object.__setattr__(shop.ctx, "connect", lambda settings: [Deaf()])
    trial = shop.office.try_channel("courrier")
    assert (trial.ok, trial.sentence) == (False, "The server does not answer. Try again later.")


TEXT = st.text(max_size=12)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_the_file_stays_readable_and_says_what_was_meant(shop, data):
    key = data.draw(st.sampled_from(["window.0", "window.1", "quiet", "shop", "screen", "window"]))
    names = [item.key for item in items(key)]
    fields = data.draw(st.dictionaries(st.sampled_from(names), TEXT, max_size=4))
    before = file_of(shop).read_text("utf-8")
    change = edit(shop, key, *fields.items())
    try:
        shop.office.save_setting(change)
    except (SettingsError, NotPossible):
        assert file_of(shop).read_text("utf-8") == before
        return
    after = file_of(shop).read_text("utf-8")
    load(after, "settings.toml")
    assert _comments(after) == _comments(before)
    assert not shop.office.try_setting(edit(shop, "shop")).changed
    shop.office.undo()
    assert file_of(shop).read_text("utf-8") == before


def _comments(text):
    return [line for line in text.splitlines() if line.startswith("#")]


def test_a_rehearsed_copy_is_not_changed(shop):
    own = replace(shop.ctx.own, path=None)
    object.__setattr__(shop.ctx, "own", own)
    with pytest.raises(NotPossible, match="copy"):
        shop.office.setting_form("shop")
