"""Replaying: a story from its text to the JSON objects of `simulate` (design.md, section 8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from planner.domain.story import parse
from planner.domain.weeks import moved_on
from planner.services.reviewing import report
from planner.services.simulating.player import Opener, Player, zulu


def replay(
    text: str,
    name: str,
    *,
    folder: Path,
    opened: Opener,
    since: datetime | None = None,
) -> Iterator[dict[str, object]]:
    """Every event of a story as the JSON objects of `simulate`, ending with `end`.

    The shop lives in `folder` and stays there. With `since` the story begins then. Raises
    StoryError.
    """
    player = start(text, name, folder=folder, opened=opened, since=since)
    try:
        player.play()
        yield from told(player)
    finally:
        player.office.close()


def start(
    text: str,
    name: str,
    *,
    folder: Path,
    opened: Opener,
    owner: str = "",
    since: datetime | None = None,
) -> Player:
    """A player at the beginning of a story; `owner` says who answers instead of the story.

    With `since` it begins then: a story of the past is moved on by whole weeks.
    """
    story = parse(text, name)
    if owner:
        story = replace(story, shop=replace(story.shop, owner=owner))
    if since is not None:
        story = moved_on(story, since)
    return Player(story, folder, opened, base=Path(name).parent, since=since)


def told(player: Player) -> Iterator[dict[str, object]]:
    """What happened so far, in the words of design section 8."""
    ctx, now = player.office.ctx, player.clock.now()
    with ctx.store.read() as unit:
        people = {r.id: r.person for r in (*unit.requests.open(), *unit.requests.ended())}
        events = sorted(unit.journal.events(player.before), key=lambda e: (e.at, e.id))
        end = report(unit, ctx, now, after=player.before, since=player.since)
    lines: list[dict[str, object]] = []
    for event in events:
        line: dict[str, object] = {"at": zulu(event.at), "event": event.event}
        if event.request_id is not None:
            line["request"] = event.request_id
            line["person"] = people.get(event.request_id, "")
        line.update(event.data)
        lines.append({key: _utc(value) for key, value in line.items()})
    yield from sorted([*lines, *player.said], key=lambda line: str(line["at"]))
    yield {"at": zulu(now), "event": "end", **json.loads(json.dumps(end, default=str))}


def _utc(value: object) -> object:
    if isinstance(value, str) and value.endswith("+00:00"):
        return value.replace("+00:00", "Z")
    return value
