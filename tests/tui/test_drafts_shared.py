"""Two dashboards, one file of drafts: neither writes over what the other one is writing."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.views import Done
from tui.draft_file import as_text, entries, merged
from tui.drafts import Drafts

SENT = Done("Sent.", datetime(2026, 11, 24, 10, tzinfo=UTC) + timedelta(seconds=10))


def saved(drafts):
    drafts.save(drafts.written())


def test_each_keeps_its_own_and_leaves_the_others(tmp_path):
    file = tmp_path / "drafts.json"
    one, two = Drafts(file), Drafts(file)
    one.keep(1, "oui")
    one.rules["petit"] = (("name", "petit"),)
    saved(one)
    two.keep(2, "non")
    two.texts["ack", "fr"] = "Bonjour"
    saved(two)
    one.keep(3, "peut-être")
    saved(one)
    both = Drafts(file)
    assert [both.of(n) for n in (1, 2, 3)] == ["oui", "non", "peut-être"]
    assert both.rules == one.rules
    assert both.texts == two.texts


def test_what_was_sent_here_does_not_come_back_from_there(tmp_path):
    file = tmp_path / "drafts.json"
    one = Drafts(file)
    one.keep(1, "oui")
    saved(one)
    two = Drafts(file)
    one.after("answer", 1, SENT)
    saved(one)
    assert not file.exists()
    two.keep(2, "non")  # and still knows the other draft
    saved(two)
    assert json.loads(file.read_text())["requests"] == {"2": "non"}


def test_of_one_draft_changed_here_and_sent_there_the_words_stay(tmp_path):
    file = tmp_path / "drafts.json"
    one = Drafts(file)
    one.keep(1, "oui")
    saved(one)
    two = Drafts(file)
    two.keep(1, "oui, volontiers")
    saved(two)
    one.after("answer", 1, SENT)
    saved(one)
    assert Drafts(file).of(1) == "oui, volontiers"


SOME = st.dictionaries(
    st.sampled_from([("requests", "1"), ("requests", "2"), ("rules", "a"), ("texts", "ack", "fr")]),
    st.sampled_from(["x", "y", "z"]),
)


@settings(max_examples=100, deadline=None)
@given(before=SOME, ours=SOME, theirs=SOME)
def test_an_entry_is_ours_where_we_changed_it_and_theirs_elsewhere(before, ours, theirs):
    found = entries(merged(*map(as_text, (before, ours, theirs))))
    for key in {*before, *ours, *theirs}:
        if ours.get(key) == before.get(key):
            assert found.get(key) == theirs.get(key)
        elif key in ours:
            assert found[key] == ours[key]
        else:
            assert found.get(key) in (None, theirs.get(key))
            assert theirs.get(key) != before[key] or key not in found
