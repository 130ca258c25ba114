"""Our script as text, and other people's scripts as far as they must be read."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sievelib.parser import Parser

from planner.channels.sieve.reading import answers, includes
from planner.channels.sieve.script import compose, recognised
from planner.channels.sieve.shared import shared
from planner.domain.server_reply import AwayReply, ServerWord

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
ABLE = {"vacation", "date", "relational", "include", "imap4flags", "envelope"}
LINE = st.text("aé${}m01 .", max_size=12)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def word(text="Absente.", subject="", name="away 1", since=NOW, until=None):
    return ServerWord(since, until, subject, text, NOW + timedelta(days=2), name)


def reply(*words):
    return AwayReply(words or (word(),), ("shop@example.test",))


def vacations(script):
    """What the library's own parser reads out of it: the text of every vacation."""
    parser = Parser()
    # Neither is known to the library.
    own = re.sub(r"^include .*\n", "", script, flags=re.MULTILINE)
    own = re.sub(r'^  if string "\$\{said\}" "\d+" ', "  if true ", own, flags=re.MULTILINE)
    assert parser.parse(own), parser.error
    found, waiting = [], list(parser.result)
    while waiting:
        command = waiting.pop(0)
        waiting += command.children
        if command.name == "vacation":
            found.append(command.arguments["reason"])
    return found


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_words_stay_words(text, subject, name, before):
    script = compose(reply(word(text, subject, name)), before, ABLE)
    (said,) = vacations(script)
    assert script.count("vacation :days") >= 1
    assert said.startswith("text:")
    ours = recognised(script)
    assert ours is not None
    assert ours.intact


@given(st.lists(st.sampled_from(["", ".", "..", ".x", "vacation;", '"', "\\", "é", "stop;"])))
def test_lines_that_look_like_the_end_do_not_end_it(lines):
    script = compose(reply(word("\n".join(lines))), "", ABLE)
    (said,) = vacations(script)
    body = said.removeprefix("text:\n").removesuffix("\n.\n").removesuffix("\n.")
    assert [line.removeprefix(".") if line.startswith("..") else line
            for line in body.split("\n")] == (lines or [""])  # fmt: skip


def test_a_change_is_seen_and_what_was_there_before_is_known():
    script = compose(reply(), 'my "own" script', ABLE)
    assert recognised(script).before == 'my "own" script'
    assert recognised(script.replace("\n", "\r\n")).intact
    assert not recognised(script.replace("Absente", "Présente")).intact
    assert recognised('require "fileinto";\nkeep;\n') is None


def test_words_have_their_times():
    later = NOW + timedelta(days=1)
    script = compose(reply(word(until=later), word("Encore.", since=later)), "", ABLE)
    assert len(vacations(script)) == 2
    assert '"ge" "iso8601" "2026-11-24T06:00:00+00:00"' in script
    assert '"lt" "iso8601" "2026-11-25T06:00:00+00:00"' in script
    assert '"ge" "iso8601" "2026-11-25T06:00:00+00:00"' in script


@given(st.lists(st.lists(LINE, min_size=3, max_size=3), min_size=2, max_size=4))
def test_what_texts_share_and_what_is_their_own_gives_them_back(texts):
    template, values = shared(["\n".join(lines) for lines in texts])
    for lines, own in zip(texts, values, strict=True):
        known = {name: expanded(value, {"dollar": "$"}) for name, value in own.items()}
        assert expanded(template, {"dollar": "$", **known}) == "\n".join(lines)


def expanded(text, known):
    """Variables of RFC 5229 section 3, as far as they matter: found once, never again in values."""
    return re.sub(r"\$\{(\w+)\}", lambda found: known.get(found[1], ""), text)


def test_what_is_shared_is_written_once():
    edges = [NOW + timedelta(hours=12 * n) for n in range(127)]
    text = (
        "Bonjour, votre message est bien arrivé. Je réponds moi-même, à heures fixes ; les"
        " prochaines sont {hours} : d'ici là vous aurez ma réponse, ou sa date.\n\n"
        "Hello, your message has arrived. I answer myself, at fixed hours; the next ones are"
        " {hours}: by then you have my answer, or its date."
    )
    words = [
        word(text.format(hours=f"{end:%A %d %B, %H:%M}"), name="hours", since=since, until=end)
        for since, end in pairwise(edges)
    ]
    long = compose(reply(*words), "", ABLE)
    short = compose(reply(*words), "", ABLE | {"variables"})
    assert len(long.encode()) > 65_536
    assert len(short.encode()) < 32_768  # what Cyrus takes as it is installed
    (said,) = vacations(short)
    assert "les prochaines sont ${m0}:00 : d'ici là" in said
    assert recognised(short).intact


def test_words_that_overlap_or_end_never_keep_their_own_conditions():
    later = NOW + timedelta(days=1)
    for words in ((word(), word(since=later)), (word(since=later), word(until=later))):
        assert "variables" not in compose(reply(*words), "", ABLE | {"variables"})
    twice = word(until=later, name="${x}"), word(since=later)
    assert "variables" not in compose(reply(*twice), "", ABLE | {"variables"})


def test_without_dates_the_first_word_is_said_now():
    later = NOW + timedelta(days=1)
    script = compose(
        reply(word("Ici.", until=later), word("Encore.", since=later)), "", {"vacation"}
    )
    assert vacations(script) == ["text:\nIci.\n."]
    assert "currentdate" not in script
    assert 'require ["vacation"];' in script


@pytest.mark.parametrize(
    ("script", "does"),
    [
        ('require "vacation";\nvacation "Parti.";', True),
        ('if header :is "a" "b" { VACATION :days 1 text:\nabc\n.\n; }', True),
        ('require ["reject"]; reject "no";', True),
        ("if false { ereject text:\nno\n.\n; }", True),
        ('require ["vacation", "fileinto"];\nfileinto "A";', False),
        ('# vacation "x";\n/* reject "no"; */ keep;', False),
        ('fileinto "vacation";', False),
        ("redirect text:\nvacation\n.\n;", False),
        ("", False),
    ],
)
def test_what_answers_by_itself(script, does):
    assert answers(script) is does


def test_what_is_included():
    script = (
        'include :personal "a"; include "b \\"c"; include :global "g"; fileinto "d"; # include "e"'
    )
    assert includes(script) == ("a", 'b "c')


@given(TEXT)
def test_any_script_can_be_looked_at(script):
    assert answers(script) in (True, False)
    assert isinstance(includes(script), tuple)
