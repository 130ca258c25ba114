"""`entracte settings`: everything that the dashboard's settings can, as text."""

import json


def text(home):
    return (home / "settings.toml").read_text("utf-8")


def test_shown_whole_and_part_by_part(run, home):
    code, out, _err = run("settings", "show")
    assert code == 0
    assert "11:00–11:45" in out
    assert "Monday to Saturday" in out
    keys = [row["key"] for row in json.loads(run("settings", "show", "--json")[1])["rows"]]
    assert keys[:3] == ["window.0", "window.1", "quiet"]
    assert json.loads(run("settings", "show", "quiet", "--json")[1]) == {
        "from": "20:30", "to": "08:30",
    }  # fmt: skip
    assert "20:30" in run("settings", "show", "quiet")[1]


def test_changed_tried_and_taken_back(run, home):
    before = text(home)
    code, out, _err = run("settings", "set", "window.0", "from=9h30", "to=10h15", "--try")
    assert code == 0
    assert "9:30" in out
    assert text(home) == before
    assert json.loads(run("settings", "set", "quiet", "to=08:00", "--try", "--json")[1])["changed"]
    code, _out, err = run("settings", "set", "window.0", "from=9h30", "to=10h15")
    assert (code, "Saved" in err, "entracte undo" in err) == (0, True, True)
    assert 'from = "09:30"' in text(home)
    assert run("undo")[0] == 0
    assert text(home) == before


def test_a_window_more_and_one_less(run, home):
    assert run("settings", "add", "days=sunday", "from=10:00", "to=10:30", "answers=5")[0] == 0
    assert "Sunday" in run("settings", "show")[1]
    assert run("settings", "remove", "window.2")[0] == 0
    assert "Sunday" not in run("settings", "show")[1]


def test_what_cannot_be_is_said_and_nothing_changes(run, home):
    before = text(home)
    for words, code, said in [
        (("set", "window.0", "from=soon"), 1, "cannot be read"),
        (("set", "window.0", "from=soon", "--try"), 1, "cannot be read"),
        (("set", "window.0", "from"), 2, "has no ="),
        (("set", "window.0", "motto=x"), 1, "not known here"),
        (("set", "nothing", "a=b"), 1, "no setting nothing"),
        (("remove", "shop"), 1, "always there"),
        (("show", "window.9"), 1, "no setting window.9"),
        (("add", "days=sunday"), 1, "missing"),
    ]:
        got, _out, err = run("settings", *words)
        assert (got, said in err) == (code, True), (words, err)
    assert text(home) == before


def test_the_dashboard_of_another_process_takes_it_over(run, home):
    """What the command line changes is a file like any other: the open shop follows."""
    from planner.bootstrap import open_shop
    from planner.paths import Paths

    shop = open_shop(Paths(home))
    try:
        run("settings", "set", "shop", "name=Chez Camille")
        shop.office.tick()
        assert shop.office.today().shop == "Chez Camille"
    finally:
        shop.close()
