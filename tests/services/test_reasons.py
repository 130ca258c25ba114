"""`why` through the sample week: every window before a request's own is named, and truly."""

from datetime import UTC, datetime, timedelta
from math import floor

import pytest

from planner.bootstrap_stories import open_story
from planner.domain.window import windows_between
from planner.services.planning import look
from planner.services.rooms import spent
from planner.services.simulating import start
from planner.stories import sample_week_text

FIRST = datetime(2026, 11, 22, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The week at several moments: what was planned then, with the reasons of every request."""
    folder = tmp_path_factory.mktemp("week")
    player = start(
        sample_week_text(), "sample-week.toml", folder=folder, opened=open_story, owner="diligent"
    )
    found = []
    for step in range(0, 15 * 24, 31):
        player.play_to(FIRST + timedelta(hours=step))
        ctx, now = player.office.ctx, player.clock.now()
        with ctx.store.read() as unit:
            situation = look(unit, ctx, now)
            used, used_in, waited = spent(unit, ctx, now, situation.rooms.returns)
        dates = {r.id: player.office.why(r.id).facts["date"] for r in situation.requests}
        found.append((ctx, situation, used, used_in, waited, dates))
    player.office.close()
    assert sum(len(dates) for *_, dates in found) > 60
    return found


def load(situation, but, *, day=None, window=None):
    """What others take of a day or a window, in answers and minutes."""
    answers = minutes = 0
    for request in situation.requests:
        place = situation.place(request.id)
        if request.id == but or place is None or (day and place.day != day):
            continue
        if window is None or place.id == window:
            answers += request.effort.answers
            minutes += request.effort.minutes
    return answers, minutes


def test_what_is_taken_is_counted_from_scratch_and_leaves_no_room(shown):
    bound = 0
    for ctx, situation, used, used_in, waited, dates in shown:
        for request in situation.requests:
            for passed in dates[request.id]["passed_over"]:
                if passed["limit"] is None:
                    continue
                where, unit, _full = passed["because"].split()
                window = situation.windows[passed["window"]]
                at = {"day": window.day} if where == "day" else {"window": window.id}
                gone = used.get(window.day) if where == "day" else used_in.get(window.id)
                which = 0 if unit == "answers" else 1
                taken = load(situation, request.id, **at)[which]
                taken += (gone.answers, gone.minutes)[which] if gone else 0
                assert taken == passed["taken"]
                effort = (request.effort.answers, request.effort.minutes)[which]
                assert taken + effort > passed["limit"]
                bound += 1
                if passed["waited"]:
                    assert request.opened_at >= situation.rooms.returns
                    if unit == "answers":
                        theirs = shared_limit(ctx, situation, window.day, used, waited)
                        assert passed["limit"] == theirs
                elif where == "day":
                    assert passed["limit"] == day_limit(ctx, window.day, unit, passed)
    assert bound > 50


def shared_limit(ctx, situation, day, used, waited):
    """What a day of a return holds for who wrote since: beside what those who waited take of it,
    what is kept."""
    rule = ctx.policy.day(day)
    kept = floor(floor(rule.answers * rule.percent * rule.fill / 10_000) * rule.reserve / 100)
    returns = situation.rooms.returns
    placed = [r for r in situation.requests if (w := situation.place(r.id)) and w.day == day]
    theirs = sum(r.effort.answers for r in placed if r.opened_at < returns)
    done = waited[day].answers if day in waited else 0
    fresh = used[day].answers - done if day in used else 0
    return theirs + done + max(kept, fresh)


def day_limit(ctx, day, unit, passed):
    """The limit from the rules and the percentages that the reason names, and nothing else."""
    rule = ctx.policy.day(day)
    most = rule.answers if unit == "answers" else rule.minutes
    assert passed["ramp"] in (None, 50, 75, 100)
    assert passed["fill"] in (None, rule.fill)
    ramp, fill = passed["ramp"] or 100, passed["fill"] or 100
    answers = floor(rule.answers * ramp * fill / 10_000)
    whole, kept = (
        floor(most * ramp * fill / 10_000),
        floor(answers * (passed["reserve"] or 0) / 100),
    )
    return whole - floor(whole * kept / answers)


def test_no_window_is_passed_over_in_silence(shown):
    for ctx, situation, _used, _used_in, _waited, dates in shown:
        for request in situation.requests:
            place = situation.place(request.id)
            if place is None or situation.horizon.news_only or request.snoozed_until:
                continue
            week = windows_between(ctx.schedule, situation.now, place.start)
            named = {p["window"] for p in dates[request.id]["passed_over"]}
            assert {w.id for w in week if w.end <= place.start} <= named
            assert place.id not in named


def test_the_margin_lies_between_the_window_and_the_date(shown):
    seen = 0
    for _ctx, situation, _used, _used_in, _waited, dates in shown:
        for date in dates.values():
            if date["margin_window"] is None:
                continue
            margin = situation.windows[date["margin_window"]]
            assert situation.windows[date["window"]].end <= margin.start
            assert margin.end <= date["due"]
            seen += 1
    assert seen
