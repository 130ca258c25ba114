"""The rules read, edited, tried and saved on a real shop."""

import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import locale
from planner.errors import NotFound, NotPossible, PolicyError, WrongUse
from planner.services.policy import of_file
from planner.services.rulebook.editing import edited
from planner.services.rulebook.form import block_form
from planner.services.rulebook.page import Page
from planner.services.rulebook.written import read, show
from planner.toml_splice import block_lines, drop, put
from planner.views_rules import RuleEdit
from rules.policies import default_text
from rules.vocabulary import PRODUCT
from tests.shop import Shop, at

DEFAULT = default_text()
OWN = """\
# my own rules, and a word about them

[rule.day]           # the day
say = "At most ten answers a day."
then.answers_at_most = 10   # not more!
# between
then.minutes_at_most = 60

[rule.sunday]
say = "Sunday is mine."
kind = "protect"
when.weekday = "sunday"
then.closed = true

# the check-in
[table.energy]
say = "A tired day is a small one."
given = ["energy"]
sets  = ["answers_at_most"]
rows  = [
  ["1..2",  4],   # tired
  ["3..5", "-"],
]

[test.sunday]
given.weekday = "sunday"
given.time = "11:10"
expect.closed = true   # rest
"""


@pytest.fixture(autouse=True)
def _english():
    before = locale.language()
    yield
    locale.use(before)


@pytest.fixture
def open_shop(tmp_path):
    """Opens a shop with this text as its policy.toml; None for no file."""
    opened = []

    def open_with(text=OWN, **more):
        shop = Shop(tmp_path / "shop", language="en", **more)
        path = tmp_path / "policy.toml"
        if text is not None:
            path.write_bytes(text.encode())
        held = of_file(path, shop.ctx.schedule)
        inside = shop.ctx.in_force
        inside.path = path
        inside.policy, inside.name, inside.text = held.policy, held.name, held.text
        opened.append(shop)
        return shop, path

    yield open_with
    for shop in opened:
        shop.office.close()


def edit_of(office, name, **changes):
    """The form of a rule with some fields written otherwise: `when__time="..."`."""
    form = office.rule_form(name)
    fields = {field.key: field.written for field in form.fields}
    for key, text in changes.items():
        fields[key.replace("__", ".")] = text
    return RuleEdit(form.name, form.section, form.base, tuple(fields.items()))


def fields_of(office, name):
    return {field.key: field for field in office.rule_form(name).fields}


# What holds


def test_what_holds_says_the_value_the_owners_words_and_who_gave_way(open_shop):
    shop, _ = open_shop()
    shop.office.check_in(2)
    holds = {one.effect: one for one in shop.office.rules().holds}
    answers = holds["answers_at_most"]
    assert (answers.words, answers.value) == ("answers a day", "4")
    assert (answers.because, answers.rule) == ("A tired day is a small one.", "energy[1]")
    assert answers.beside == ("“At most ten answers a day.” gives way: this one is stricter",)
    assert holds["minutes_at_most"].value == "60 min"
    assert holds["peeks_at_most"].rule.startswith("house:")
    assert holds["peeks_at_most"].kind == "default"


def test_every_rule_says_whether_it_speaks_and_when_it_will(open_shop):
    shop, _ = open_shop()
    rows = {row.name: row for row in shop.office.rules().rules}
    assert list(rows) == ["day", "sunday", "energy"]
    assert (rows["day"].speaks, rows["day"].when) == (True, "now")
    assert (rows["sunday"].speaks, rows["sunday"].when) == (False, "from Sunday 04:00")
    assert rows["sunday"].kind == "protect"
    assert rows["energy"].section == "table"
    assert rows["energy"].when.startswith("depends on: the day's check-in")


def test_near_misses_say_what_is_missing_in_both_languages(open_shop):
    shop, _ = open_shop()
    (near,) = (one for one in shop.office.rules().near if one.rule == "sunday")
    assert near.because == "wants the day of the week: sunday; it is Monday"
    locale.use("fr")
    (near,) = (one for one in shop.office.rules().near if one.rule == "sunday")
    assert (
        near.because
        == "il faut le jour de la semaine\u00a0: sunday\u00a0; en ce moment\u00a0: lundi"
    )


def test_without_a_file_the_shipped_rules_are_shown_and_said_to_be(open_shop):
    shop, path = open_shop(None)
    view = shop.office.rules()
    assert "come with Entracte" in view.in_force
    assert {"my-day", "sunday"} <= {row.name for row in view.rules}
    assert not path.exists()


def test_a_file_with_errors_is_shown_and_what_held_holds_on(open_shop):
    shop, path = open_shop()
    path.write_text(OWN.replace("= 10 ", '= "ten" '), "utf-8")
    view = shop.office.rules()
    (problem,) = view.problems
    assert problem.startswith("policy.toml:5:24: ")
    assert "what held before" in view.in_force
    assert {one.effect: one.value for one in view.holds}["answers_at_most"] == "10"
    assert [row.name for row in view.rules] == ["day", "sunday", "energy"]


# A rule as a form


def test_a_form_has_every_line_with_what_it_is_and_what_may_be_written(open_shop):
    shop, _ = open_shop()
    fields = fields_of(shop.office, "sunday")
    assert list(fields) == ["say", "kind", "when.weekday", "then.closed"]
    weekday = fields["when.weekday"]
    assert (weekday.written, weekday.words) == ("sunday", "the day of the week")
    assert "monday..friday" in weekday.may
    assert fields["then.closed"].written == "true"


def test_a_table_is_a_grid_with_headings(open_shop):
    shop, _ = open_shop()
    form = shop.office.rule_form("energy")
    assert [column.label for column in form.columns] == ["energy", "answers_at_most"]
    cells = {f.key: f.written for f in form.fields if f.key.startswith("rows.")}
    assert cells == {"rows.0.0": "1..2", "rows.0.1": "4", "rows.1.0": "3..5", "rows.1.1": "-"}


def test_there_is_no_form_of_a_rule_that_is_not_there(open_shop):
    shop, _ = open_shop()
    with pytest.raises(NotFound, match="no rule monday"):
        shop.office.rule_form("monday")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("says", ["refund", "broken"]),
        ("says", "a, b"),
        ("says", ["a, b", "c"]),
        ("says", "[x]"),
        ("says", '"q"'),
        ("tone", "hostile"),
        ("energy", 3),
        ("energy", [1, "3..4"]),
        ("urgent", True),
        ("waiting", "> 4h"),
        ("date", date(2026, 12, 24)),
    ],
)
def test_what_stands_in_a_field_is_read_as_what_stood_in_the_file(fact, value):
    assert read(show(value), PRODUCT.facts[fact]) == value


# Every edit keeps the rest of the file

NAMES = [
    (section, name)
    for section, group in tomllib.loads(DEFAULT).items()
    if section in ("rule", "table")
    for name in group
]
TEXTS = st.text("abz019 .,;:#=[]{}\\\"'<>-é’\u00a0😀", max_size=30)
WRITTEN = st.one_of(TEXTS, st.sampled_from(["", "3", "true", "sunday, monday", "> 4h", '["a"]']))


@given(block=st.sampled_from(NAMES), data=st.data(), crossed=st.booleans())
def test_an_edit_leaves_every_other_line_as_it_was(block, data, crossed):
    text = DEFAULT.replace("\n", "\r\n") if crossed else DEFAULT
    page = Page(text, "policy.toml", "base")
    form = block_form(page, *block, page.blocks[block])
    fields = {field.key: field.written for field in form.fields}
    for key in data.draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=3)):
        fields[key] = data.draw(WRITTEN, label=key)
    made, name = edited(page, RuleEdit(block[1], block[0], "base", tuple(fields.items())))
    assert name == block[1]
    before, after = text.splitlines(keepends=True), made.splitlines(keepends=True)
    start, end = block_lines(text, block)
    assert after[:start] == before[:start]
    assert after[len(after) - (len(before) - end) :] == before[end:]
    comments = [line for line in before[start:end] if line.startswith("#")]
    assert [line for line in after if line in comments] == comments
    assert {k: v for k, v in tomllib.loads(made).items() if k == "test"} == {
        "test": tomllib.loads(DEFAULT)["test"]
    }


@given(block=st.sampled_from(NAMES))
def test_an_unchanged_form_is_the_same_bytes(block):
    page = Page(DEFAULT, "policy.toml", "base")
    form = block_form(page, *block, page.blocks[block])
    fields = tuple((field.key, field.written) for field in form.fields)
    assert edited(page, RuleEdit(block[1], block[0], "base", fields))[0] == DEFAULT


@given(block=st.sampled_from(NAMES))
def test_taking_a_rule_out_takes_only_its_lines(block):
    page = Page(DEFAULT, "policy.toml", "base")
    made, _ = edited(page, RuleEdit(block[1], block[0], "base", remove=True))
    lines = DEFAULT.splitlines(keepends=True)
    start, end = block_lines(DEFAULT, block)
    assert made == "".join(lines[:start] + lines[end + 1 :])  # and the blank line after it
    assert block[1] not in tomllib.loads(made).get(block[0], {})


@pytest.mark.parametrize(
    "text",
    [
        'rule.x.say = "a"\nrule.x.then.closed = true   # c\n',
        'rule = { x = { say = "a", then = { closed = true } } }   # c\n',
        '[rule]\nx.say = "a"   # c\nx.then.closed = true\n',
        '[rule.x.then]   # c\nclosed = true\n[rule.x]\nsay = "a"\n',
        '["rule"."x"]\nsay = """a\n[rule.y]\n"""\nthen = {closed = true} # c\n',
    ],
)
def test_unusual_ways_of_writing_a_rule_can_be_edited_too(text):
    made = put(text, ("rule", "x", "then", "closed"), False)
    tree = tomllib.loads(text)
    tree["rule"]["x"]["then"]["closed"] = False
    assert tomllib.loads(made) == tree
    assert "# c" in made
    more = put(text, ("rule", "x", "kind"), "protect")
    assert tomllib.loads(more)["rule"]["x"]["kind"] == "protect"
    less = tomllib.loads(drop(text, ("rule", "x", "then", "closed")))["rule"]["x"]
    assert not less.get("then")


# A trial


def test_a_wrong_value_gives_its_place_and_its_field(open_shop):
    shop, _ = open_shop()
    trial = shop.office.try_rule(edit_of(shop.office, "day", then__answers_at_most="ten"))
    (problem,) = trial.problems
    assert problem.field == "then.answers_at_most"
    assert problem.sentence.startswith("policy.toml:5:24: ")
    assert not trial.good
    assert "1 line needs another look" in trial.verdict


def test_a_wrong_cell_gives_its_field(open_shop):
    shop, _ = open_shop()
    trial = shop.office.try_rule(edit_of(shop.office, "energy", rows__1__0="3..9"))
    assert [problem.field for problem in trial.problems] == ["rows.1.0"]


def test_the_weeks_windows_and_limits_are_told_before_saving(open_shop):
    shop, path = open_shop()
    edit = edit_of(shop.office, "sunday", when__weekday="sunday, tuesday", then__answers_at_most="")
    trial = shop.office.try_rule(edit)
    assert trial.good
    (tuesday,) = trial.week
    assert tuesday.title == "Tuesday 24 November"
    assert tuesday.lines == (
        "the window 11:00–11:45 closes",
        "the window 17:00–17:45 closes",
    )
    trial = shop.office.try_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    assert {line for day in trial.week for line in day.lines} == {"answers a day: 8 instead of 10"}
    assert len(trial.week) == 7
    assert path.read_text("utf-8") == OWN


def test_a_window_that_a_rule_cuts_is_told_with_its_hours(open_shop):
    shop, _ = open_shop()
    form = shop.office.rule_form()
    fields = (("say", "Late is late."), ("when.time", "17:30..19:00"), ("then.closed", "yes"))
    trial = shop.office.try_rule(RuleEdit("", "rule", form.base, fields))
    assert trial.week[0].lines == ("the window 17:00–17:45 becomes 17:00–17:30",)


def test_whose_date_would_move_is_counted_and_nobody_is_written_to(open_shop):
    shop, _ = open_shop(now=at("23 14:00"))
    for who in ("anne", "bob"):
        shop.write(who)
    assert len(shop.promises()) == 2
    before, letters = shop.promises(), len(shop.sent)
    trial = shop.office.try_rule(
        edit_of(shop.office, "sunday", when__weekday="monday, tuesday, wednesday")
    )
    assert trial.people == 2
    assert "2 people would be told another date." in trial.outlook
    shop.office.tick()
    assert shop.promises() == before
    assert len(shop.sent) == letters


def test_a_sentence_that_says_the_old_number_is_pointed_out(open_shop):
    shop, _ = open_shop(OWN.replace("ten answers", "10 answers"))
    trial = shop.office.try_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    assert trial.hint == "The sentence still says 10."


def test_a_failed_test_stops_until_it_follows(open_shop):
    shop, path = open_shop()
    edit = edit_of(shop.office, "sunday", when__weekday="monday")
    trial = shop.office.try_rule(edit)
    assert not trial.good
    (failed,) = trial.failed
    assert "test 'sunday'" in failed
    with pytest.raises(PolicyError, match="Nothing is saved"):
        shop.office.save_rule(edit)
    follows = RuleEdit(edit.name, edit.section, edit.base, edit.fields, follow=True)
    assert shop.office.try_rule(follows).good
    shop.office.save_rule(follows)
    assert "expect.closed = false   # rest" in path.read_text("utf-8")


def test_a_new_rule_needs_a_sentence(open_shop):
    shop, _ = open_shop()
    base = shop.office.rule_form().base
    with pytest.raises(WrongUse, match="no sentence"):
        shop.office.try_rule(RuleEdit("", "rule", base, (("then.closed", "true"),)))


def test_a_window_that_is_not_in_the_settings_is_a_problem(open_shop):
    shop, _ = open_shop()
    base = shop.office.rule_form().base
    fields = (("say", "Later."), ("when.tone", "hostile"), ("then.only_in_window", "midnight"))
    trial = shop.office.try_rule(RuleEdit("", "rule", base, fields))
    assert [problem.field for problem in trial.problems] == ["then.only_in_window"]


# A save


def test_a_saved_rule_holds_at_once_and_keeps_the_text_before(open_shop):
    shop, path = open_shop()
    done = shop.office.save_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    assert "Saved" in done.sentence
    assert path.read_text("utf-8") == OWN.replace("= 10   #", "= 8   #")
    assert path.with_name("policy.toml.before").read_text("utf-8") == OWN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {o.effect: o.value for o in shop.office.rules().holds}["answers_at_most"] == "8"


def test_undo_writes_the_old_text_back_and_nobody_was_told(open_shop):
    shop, path = open_shop()
    shop.write("anne")
    letters = len(shop.sent)
    edit = edit_of(shop.office, "sunday", when__weekday="monday, tuesday, sunday")
    done = shop.office.save_rule(edit)
    assert "1 person is told another date." in done.sentence
    shop.office.tick()
    assert len(shop.sent) == letters
    shop.office.undo()
    assert path.read_text("utf-8") == OWN
    shop.go(at("23 14:30"))
    assert len(shop.sent) == letters
    assert not shop.violations()


def test_the_first_save_makes_the_file_and_its_undo_takes_it_away(open_shop):
    shop, path = open_shop(None)
    edit = edit_of(shop.office, "few-notifications", then__notifications_at_most="4")
    shop.office.save_rule(RuleEdit(edit.name, edit.section, edit.base, edit.fields, follow=True))
    assert "then.notifications_at_most = 4" in path.read_text("utf-8")
    assert path.read_text("utf-8").startswith(DEFAULT[:200])
    shop.office.undo()
    assert not path.exists()


def test_a_file_that_changed_meanwhile_is_not_overwritten(open_shop):
    shop, path = open_shop()
    edit = edit_of(shop.office, "day", then__answers_at_most="8")
    other = OWN.replace("minutes_at_most = 60", "minutes_at_most = 50")
    path.write_text(other, "utf-8")
    with pytest.raises(NotPossible, match="changed meanwhile"):
        shop.office.save_rule(edit)
    with pytest.raises(NotPossible, match="edit is kept"):
        shop.office.try_rule(edit)
    assert path.read_text("utf-8") == other


def test_undo_does_not_overwrite_what_was_written_after_the_save(open_shop):
    shop, path = open_shop()
    shop.office.save_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    other = path.read_text("utf-8") + "\n# a word more\n"
    path.write_text(other, "utf-8")
    with pytest.raises(NotPossible, match=r"policy\.toml\.before"):
        shop.office.undo()
    assert path.read_text("utf-8") == other


def test_nothing_different_is_nothing_to_save(open_shop):
    shop, path = open_shop()
    edit = edit_of(shop.office, "day")
    trial = shop.office.try_rule(edit)
    assert not trial.good
    assert trial.outlook == "Nothing is different: there is nothing to save."
    with pytest.raises(NotPossible, match="nothing to save"):
        shop.office.save_rule(edit)
    assert not path.with_name("policy.toml.before").exists()


def test_a_file_with_a_wrong_value_is_repaired_through_the_form(open_shop):
    broken = OWN.replace("= 10 ", '= "ten" ')
    shop, path = open_shop(broken)
    assert fields_of(shop.office, "day")["then.answers_at_most"].written == "ten"
    shop.office.save_rule(edit_of(shop.office, "day", then__answers_at_most="9"))
    assert path.read_text("utf-8") == OWN.replace("= 10 ", "= 9 ")
    assert shop.office.rules().problems == ()


def test_a_file_that_is_not_toml_is_repaired_as_a_text(open_shop):
    shop, path = open_shop(OWN.replace("[rule.day]", "[rule.day"))
    view = shop.office.rules()
    assert view.rules == ()
    form = shop.office.rule_form("day")
    assert form.section == "text"
    wrong = RuleEdit(form.name, form.section, form.base, (("text", form.fields[0].written),))
    assert [problem.field for problem in shop.office.try_rule(wrong).problems] == ["text"]
    shop.office.save_rule(RuleEdit(form.name, form.section, form.base, (("text", OWN),)))
    assert path.read_text("utf-8") == OWN
    assert shop.office.rules().problems == ()


def test_a_removed_rule_can_be_taken_back(open_shop):
    shop, path = open_shop()
    base = shop.office.rules().base
    trial = shop.office.try_rule(RuleEdit("energy", "table", base, remove=True))
    assert trial.good
    shop.office.save_rule(RuleEdit("energy", "table", base, remove=True))
    assert "[table.energy]" not in path.read_text("utf-8")
    assert "# the check-in" in path.read_text("utf-8")
    shop.office.undo()
    assert path.read_text("utf-8") == OWN


def test_a_shop_without_a_file_keeps_its_rules_in_memory(tmp_path):
    shop = Shop(tmp_path, language="en")
    try:
        edit = edit_of(shop.office, "my-day", then__answers_at_most="12")
        shop.office.save_rule(
            RuleEdit(edit.name, edit.section, edit.base, edit.fields, follow=True)
        )
        holds = {one.effect: one.value for one in shop.office.rules().holds}
        assert holds["answers_at_most"] == "12"
        shop.office.undo()
        holds = {one.effect: one.value for one in shop.office.rules().holds}
        assert holds["answers_at_most"] == "30"
    finally:
        shop.office.close()


def test_what_an_editor_put_before_the_text_and_its_line_ends_stay(open_shop):
    text = "\ufeff" + OWN.replace("\n", "\r\n")
    shop, path = open_shop(text)
    shop.office.save_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    assert path.read_bytes().decode() == text.replace("= 10   #", "= 8   #")
    shop.office.undo()
    assert path.read_bytes().decode() == text


def test_a_link_to_the_file_stays_a_link(open_shop, tmp_path):
    shop, path = open_shop()
    real = tmp_path / "real.toml"
    path.rename(real)
    path.symlink_to(real)
    shop.office.save_rule(edit_of(shop.office, "day", then__answers_at_most="8"))
    assert path.is_symlink()
    assert "= 8   #" in real.read_text("utf-8")


def test_a_test_that_names_an_effect_in_french_follows_too(open_shop):
    french = "\n[test.day]\nexpect.reponses_au_plus = 10  # dix\n"
    shop, path = open_shop(OWN + french)
    edit = edit_of(shop.office, "day", then__answers_at_most="8")
    shop.office.save_rule(RuleEdit(edit.name, edit.section, edit.base, edit.fields, follow=True))
    assert path.read_text("utf-8").endswith("expect.reponses_au_plus = 8  # dix\n")


def test_any_file_can_be_opened_as_a_text(open_shop):
    shop, _ = open_shop()
    form = shop.office.rule_form("policy.toml")
    assert (form.section, form.fields[0].written) == ("text", OWN)


WRONG = sorted((Path(__file__).parents[1] / "rules" / "wrong").glob("*.toml"))


@pytest.mark.parametrize("file", WRONG, ids=lambda file: file.stem)
def test_every_wrong_file_opens_and_an_unchanged_form_changes_nothing(file):
    page = Page(file.read_bytes().decode(), "policy.toml", "base")
    for (section, name), block in page.blocks.items():
        form = block_form(page, section, name, block)
        fields = tuple((field.key, field.written) for field in form.fields)
        assert edited(page, RuleEdit(name, section, "base", fields))[0] == page.text
        without, _ = edited(page, RuleEdit(name, section, "base", remove=True))
        assert name not in tomllib.loads(without).get(section, {})
