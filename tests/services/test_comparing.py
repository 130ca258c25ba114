"""What if: the owner's own days and stories played twice, and her shop left as it is."""

import hashlib
import stat
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.bootstrap_stories import open_copy, open_story, own_story
from planner.clock import StoryClock
from planner.domain.story import Story, StoryEvent, StoryMessage, StoryShop
from planner.errors import NotPossible, StoreError, WrongUse
from planner.paths import Paths
from planner.services.simulating import Player, replay
from planner.services.simulating.comparing import Figures, compare_lately, compare_story
from planner.services.simulating.what_if import read_change
from planner.settings import default_text
from tests.books import content

#: A Monday morning, two weeks after the first message.
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
HEAVY = "Pouvez-vous raccourcir l'ourlet ?"
CALM = read_change(["tuesday 17:00"])


def wrote(number, at, text="Est-elle encore disponible ?"):
    sender = f"p{number}@example.org"
    return StoryEvent(
        at, 0, StoryMessage(f"m{number}", sender=sender, subject=f"Robe {number}", text=text)
    )


def lived(folder, events, owner="diligent"):
    """A home whose shop has lived through these events; its database is closed."""
    folder.mkdir(exist_ok=True)
    text = default_text("Atelier", "Camille", "Europe/Brussels", "en")
    text += '\n[[channel]]\nname = "mail"\nkind = "maildir"\npath = "~/Maildir"\n'
    (folder / "settings.toml").write_text(text, "utf-8")
    paths = Paths(folder)
    story = Story("life", StoryShop(owner=owner), (*events, StoryEvent(NOW, 0)))
    player = Player(story, folder, own_story(paths, copied=False), base=folder)
    player.play()
    player.office.close()
    return paths


def busy(count=30, days=14):
    first = NOW - timedelta(days=days)
    step = timedelta(days=days) / count
    return [wrote(n, first + n * step, HEAVY if n % 3 else "Un 42 ?") for n in range(count)]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("life") / "home", busy())


def compare(paths, folder, change, days=14, now=NOW):
    own = open_copy(paths, folder / "own", StoryClock(now))
    try:
        return compare_lately(own.ctx, own_story(paths, copied=False), change, days, folder)
    finally:
        own.close()


def files(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def test_a_window_less_is_compared_with_the_days_as_they_were(home, tmp_path):
    before, dump = files(home.home), content(home.database)
    found = compare(home, tmp_path / "trial", read_change(["11:00"]))
    assert found.as_is.promises == found.as_is.kept == 30
    assert found.what_if.promises == 30
    assert (found.as_is.broken, found.what_if.broken) == (0, 0)
    assert found.what_if.largest_wait > found.as_is.largest_wait
    assert found.as_is.fullest_day >= found.as_is.minutes_a_day > 0
    assert found.change == "without the window 11:00"
    assert (files(home.home), content(home.database)) == (before, dump)


def test_half_of_a_limit_and_a_day_off_combine(home, tmp_path):
    change = read_change(["mardi 17:00"], [date(2026, 11, 12)], ["answers", "minutes"])
    found = compare(home, tmp_path, change)
    assert found.change == (
        "without the window Tuesday 17:00, Thursday 12 November off, half the answers,"
        " half the minutes"
    )
    assert found.what_if.fullest_day <= 45
    assert found.what_if.promises == found.what_if.kept == 30


def test_a_day_off_ahead_moves_the_days_on(home, tmp_path):
    found = compare(home, tmp_path, read_change([], [date(2026, 12, 24)]))
    assert found.as_is.promises == found.what_if.promises == 30
    assert found.what_if.largest_wait >= found.as_is.largest_wait


def test_a_day_off_before_these_days_is_wrong_use(home, tmp_path):
    with pytest.raises(WrongUse, match="--days"):
        compare(home, tmp_path, read_change([], [date(2026, 10, 1)]))


def test_days_without_any_message_are_said(tmp_path):
    paths = lived(tmp_path / "home", [])
    with pytest.raises(NotPossible, match="Nothing came"):
        compare(paths, tmp_path / "trial", CALM)


@pytest.mark.parametrize("words", ["", "someday", "tuesday monday", "tuesday 25:00"])
def test_what_is_no_window_is_wrong_use(words):
    if words == "tuesday monday":
        assert read_change([words]).dropped[0].weekday == 0
        return
    with pytest.raises(WrongUse, match="is not a window"):
        read_change([words])


def test_a_window_that_there_is_not_is_wrong_use(home, tmp_path):
    with pytest.raises(WrongUse, match=r"There is no window Sunday 17:00. .*11:00, 17:00"):
        compare(home, tmp_path, read_change(["sunday 17:00"]))


def test_an_absence_and_a_note_by_hand_are_played_again(tmp_path):
    first = NOW - timedelta(days=13)
    away = StoryEvent(first + timedelta(days=2), 0, command=("away", "sick"))
    back = StoryEvent(first + timedelta(days=5), 0, command=("back",))
    note = StoryEvent(first, 0, command=("add", "Ourlet", "--from", "Zoé", "--via", "shop"))
    coming = [wrote(n, first + timedelta(hours=9 * n + 1)) for n in range(10)]
    paths = lived(tmp_path / "home", sorted([note, *coming, away, back], key=lambda e: e.at))
    found = compare(paths, tmp_path / "trial", read_change([], [], ["answers"]))
    assert found.as_is.promises == found.what_if.promises == 11
    assert found.as_is.largest_wait >= 48  # the absence is there in both
    assert found.what_if.largest_wait >= 48
    assert found.as_is.moved_in_time >= 1


def test_a_channel_that_is_gone_by_now_is_played_as_well(tmp_path):
    paths = lived(tmp_path / "home", [wrote(1, NOW - timedelta(days=5))])
    text = paths.settings.read_text("utf-8").replace('name = "mail"', 'name = "other"')
    paths.settings.write_text(text, "utf-8")
    found = compare(paths, tmp_path / "trial", CALM)
    assert (found.as_is.promises, found.as_is.kept) == (1, 1)


def test_a_machine_gets_no_date_when_it_is_played_again(tmp_path):
    first = NOW - timedelta(days=5)
    robot = StoryMessage(
        "robot", sender="shop-noreply@example.org", subject="Ihre Bestellung", text="Bestellt."
    )
    paths = lived(tmp_path / "home", [wrote(1, first), StoryEvent(first, 0, robot)])
    found = compare(paths, tmp_path / "trial", CALM)
    assert found.as_is.promises == 1


STORY = """
[shop]
owner = "diligent"
[[event]]
at = 2026-11-16T09:00:00+01:00
message = { from = "lise@example.org", name = "Lise", subject = "Dress", text = "Is it there?" }
[[event]]
at = 2026-11-20T18:00:00+01:00
"""


def test_a_story_on_my_shop_begins_now_on_a_copy(tmp_path):
    """Who waits there already is answered too, and nobody outside hears of it."""
    waiting = wrote(1, NOW - timedelta(hours=20))
    paths = lived(tmp_path / "home", [waiting], owner="absent")
    before, dump = files(paths.home), content(paths.database)
    told = list(
        replay(
            STORY,
            "story.toml",
            folder=tmp_path / "trial",
            opened=own_story(paths, copied=True),
            since=NOW,
        )
    )
    assert all(event["at"] >= "2026-11-23T07" for event in told)
    kept = [event["person"] for event in told if event["event"] == "promise.kept"]
    assert kept == ["p1@example.org", "Lise"]
    opened = next(event for event in told if event["event"] == "request.opened")
    assert opened["at"] == "2026-11-23T08:00:00Z"  # a week on: the same Monday morning
    assert told[-1]["violations"] == []
    assert told[-1]["promises"] == {"made": 1, "kept": 2}
    assert (files(paths.home), content(paths.database)) == (before, dump)


def test_a_story_is_compared_on_an_empty_shop_and_on_mine(home, tmp_path):
    change = read_change(["11:00"])
    empty = compare_story(STORY, "story.toml", open_story, change, tmp_path / "empty")
    assert (empty.as_is.kept, empty.what_if.kept) == (1, 1)
    assert empty.what_if.largest_wait > empty.as_is.largest_wait
    opened = own_story(home, copied=True)
    mine = compare_story(STORY, "story.toml", opened, change, tmp_path / "mine", NOW)
    assert mine.as_is.promises == mine.what_if.promises >= 1


def test_a_story_may_bring_rules_of_its_own(home, tmp_path):
    story = Story(
        "s",
        StoryShop(policy={"rule": {"x": {"say": "One.", "then": {"answers_at_most": 1}}}},
                  settings={"quiet": {"from": "20:00", "to": "08:00"}}),
        (),
    )  # fmt: skip
    office = own_story(home, copied=True)(story, tmp_path / "t", StoryClock(NOW), {})
    assert office.ctx.policy.day(NOW.date()).answers == 1
    assert office.ctx.settings.shop.name == "Atelier"
    assert office.ctx.schedule.quiet is not None
    assert office.ctx.schedule.quiet[0].hour == 20
    office.close()


def test_the_copy_is_for_the_owner_alone_and_has_no_way_out(home, tmp_path):
    office = open_copy(home, tmp_path / "own", StoryClock(NOW))
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "own" / "entracte.sqlite3").stat().st_mode) == 0o600
    assert not office.ctx.receivers
    with office.ctx.store.read() as unit:
        assert unit.channels.known("mail") is None
    office.close()


def test_a_shop_without_a_database_is_said(tmp_path):
    text = default_text("Atelier", "Camille", "Europe/Brussels", "en")
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    with pytest.raises(StoreError, match="no database yet"):
        open_copy(Paths(tmp_path), tmp_path / "own", StoryClock(NOW))
    assert not (tmp_path / "entracte.sqlite3").exists()


def test_a_comparison_holds_figures_only(home, tmp_path):
    """No text and no name of a customer leaves with it."""
    found = asdict(compare(home, tmp_path, CALM, days=7))
    assert set(found) == {"as_is", "what_if", "change"}
    assert set(found["as_is"]) == {field.name for field in fields(Figures)}
    assert all(isinstance(value, int | float) for value in found["as_is"].values())
