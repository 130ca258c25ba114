"""What servers are to say: never two things at once, never anything stale, never outside."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.domain.absence import joined
from planner.domain.covering import AHEAD, Says, away_spans, hours_spans
from planner.domain.window import Absence
from planner.services.policy import of_text
from planner.settings import default_text, load

SCHEDULE = load(default_text("A", "B", "Europe/Brussels", "fr"), "settings.toml").schedule
LEFT = of_text("", "", SCHEDULE).policy.left
#: A month with the end of summer time in it, another one over the New Year.
BEGINS = st.sampled_from(
    [datetime(2026, 10, 20, 7, tzinfo=UTC), datetime(2026, 12, 20, 7, tzinfo=UTC)]
)
HOURS = st.integers(0, 24 * 30)
ABSENCES = st.lists(
    st.tuples(HOURS, st.one_of(st.none(), st.integers(1, 24 * 9)), st.booleans()), max_size=4
)


def lived(begins, drawn):
    return [
        Absence(
            number,
            "sick",
            begins + timedelta(hours=since),
            begins + timedelta(hours=since + lasts) if lasts else None,
            half="am" if half else "",
        )
        for number, (since, lasts, half) in enumerate(drawn, 1)
    ]


@settings(max_examples=60, deadline=None)
@given(begins=BEGINS, drawn=ABSENCES, later=HOURS)
# An hour between two absences, and the second has no end: the first has no window behind it.
@example(datetime(2026, 10, 20, 7, tzinfo=UTC), [(515, None, False), (298, 216, False)], 0)
def test_words_never_overlap_and_are_never_stale(begins, drawn, later):
    absences, now = lived(begins, drawn), begins + timedelta(hours=later)
    away = away_spans(SCHEDULE, absences, now, LEFT)
    hours = hours_spans(SCHEDULE, absences, now, LEFT, away)
    spans = sorted((*away, *hours), key=lambda span: span.since)
    for span in spans:
        assert span.since < span.until < span.due
    assert all(a.until <= b.since for a, b in pairwise(spans))
    whole = joined(absences)
    for span in away:
        assert any(
            one.since <= span.since and (one.until is None or span.until <= one.until)
            for one in whole
        )
    endless = any(one.until is None for one in whole)
    at = now
    while at < now + AHEAD - timedelta(days=12):
        absent = any(one.since <= at and (one.until is None or at < one.until) for one in whole)
        said = [span for span in spans if span.since <= at < span.until]
        # Before an absence without an end no window may be ahead: then no date is given.
        assert said or (not absent and endless)
        assert not said or (said[0].says is not Says.HOURS) is absent
        at += timedelta(hours=7)
