from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.face import Face
from tests.tui.fake import at, away_desk, today_view
from tui.glyphs import ASCII, LINES
from tui.widgets.dayline import Day, Mark, day_of, draw, paint


def clock(instant):
    return f"{instant + timedelta(hours=1):%H:%M}"


def test_the_day_of_the_picture():
    drawing = draw(day_of(today_view(Face.BETWEEN)), 76, clock)
    assert drawing.above.strip() == "13:48"
    assert drawing.below.split() == ["11:00", "17:00"]
    assert drawing.line.count(Mark.NOW) == 1
    assert drawing.line.count(Mark.WINDOW) == 8
    assert drawing.line[0] is drawing.line[-1] is Mark.QUIET


def test_an_absence_is_hatched_over_the_windows():
    drawing = draw(day_of(away_desk().view), 76, clock)
    assert Mark.AWAY in drawing.line
    assert Mark.WINDOW not in drawing.line


def test_the_hour_of_a_window_stands_under_it():
    drawing = draw(day_of(today_view(Face.BETWEEN)), 76, clock)
    assert drawing.below.index("11:00") == drawing.line.index(Mark.WINDOW)


def test_ascii_is_ascii():
    drawing = draw(day_of(today_view(Face.OPEN)), 60, clock)
    assert paint(drawing, ASCII).plain.isascii()
    assert "━" not in paint(drawing, LINES).plain


minutes = st.integers(0, 24 * 60)


@given(
    st.integers(0, 200),
    minutes,
    st.lists(st.tuples(minutes, minutes)),
    st.lists(st.tuples(minutes, minutes)),
)
def test_any_day_fills_its_width_and_no_more(width, now, windows, away):
    start = at(24, 0)

    def spans(pairs):
        return tuple(
            (start + timedelta(minutes=a), start + timedelta(minutes=b)) for a, b in pairs if a < b
        )

    day = Day(
        start,
        start + timedelta(days=1),
        start + timedelta(minutes=now),
        windows=spans(windows),
        away=spans(away),
    )
    drawing = draw(day, width, clock)
    assert len(drawing.line) == width
    assert len(drawing.above) == len(drawing.below) == width
    if width:
        assert drawing.line.count(Mark.NOW) == 1
