"""What a story expects of its own replay: the `[expect]` table (tests/stories/README.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import cast
from zoneinfo import ZoneInfo

from planner.errors import StoryError

Event = Mapping[str, object]
Pattern = Mapping[str, object]

_EQUAL = (
    *("event", "to", "person", "via", "kind", "how", "request", "in_time"),
    *("window", "automatic", "command", "people"),
)
_BOUNDS = ("count", "at_least", "at_most")
PATTERN_KEYS = frozenset(
    {*_EQUAL, *_BOUNDS, "reason", "contains", "lacks"}
    | {"after", "before", "due_after", "due_before"}
)


def check_expectations(expect: Mapping[str, object], events: Sequence[Event]) -> tuple[str, ...]:
    """One sentence for each expectation that the replay did not meet; empty when all is well.

    `events` are the objects of `simulate --json` (design, section 8), in order; instants are
    aware. An expectation that is not known is a failure too: a misspelt one must never pass.
    """
    failures = [f"expect.{key} is not known." for key in unknown_keys(expect)]
    for key, check in _CHECKS.items():
        if key in expect:
            failures.extend(check(expect[key], events, expect))
    return tuple(failures)


def unknown_keys(expect: Mapping[str, object]) -> tuple[str, ...]:
    """The dotted names in an `[expect]` table that mean nothing."""
    names = [key for key in expect if key not in EXPECT_KEYS]
    for key in ("sent", "seen", "order"):
        names += [
            f"{key}.{name}"
            for pattern in _patterns(expect.get(key, ()))
            for name in pattern
            if name not in PATTERN_KEYS
        ]
    return tuple(names)


def _patterns(value: object) -> list[Pattern]:
    items = [value] if isinstance(value, Mapping) else value
    if isinstance(items, (list, tuple)) and all(isinstance(item, Mapping) for item in items):
        return list(items)
    raise StoryError(
        f"An expectation has to be a table or a list of tables, not {value!r}.",
        do='Write for instance sent = [{ to = "ann@example.org", count = 1 }].',
    )


def _counts(value: object) -> list[tuple[str, Pattern]]:
    """Names with their bounds; a bare number means exactly that many."""
    (table,) = _patterns(value)
    return [
        (name, bound if isinstance(bound, Mapping) else {"count": bound})
        for name, bound in table.items()
    ]


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in cast(list[object], value)]


def _instant(value: object) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _between(value: object, since: object, until: object) -> bool:
    """Half-open; an event without the instant fits only when nothing is asked of it."""
    at, first, last = _instant(value), _instant(since), _instant(until)
    if at is None:
        return first is None and last is None
    return (first is None or first <= at) and (last is None or at < last)


def _tokens(event: Event) -> str:
    """Everything by which an event may name the row or rule that decided."""
    return " ".join(str(event.get(key, "")) for key in ("reason", "row", "rows", "rule"))


def _word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _fits(pattern: Pattern, event: Event) -> bool:
    text = str(event.get("text", "")).casefold()
    return (
        all(event.get(key) == pattern[key] for key in _EQUAL if key in pattern)
        and ("reason" not in pattern or _word(str(pattern["reason"]), _tokens(event)))
        and all(part.casefold() in text for part in _texts(pattern.get("contains", [])))
        and not any(part.casefold() in text for part in _texts(pattern.get("lacks", [])))
        and _between(event.get("at"), pattern.get("after"), pattern.get("before"))
        and _between(event.get("due"), pattern.get("due_after"), pattern.get("due_before"))
    )


def _told(pattern: Pattern) -> str:
    return ", ".join(f"{key} {value}" for key, value in pattern.items() if key not in _BOUNDS)


def _counted(pattern: Pattern, events: Iterable[Event]) -> str | None:
    """What is wrong with how often a pattern was seen; at least once when nothing is said."""
    found = [str(event.get("at", "?")) for event in events if _fits(pattern, event)]
    bounds = {key: cast(int, pattern[key]) for key in _BOUNDS if key in pattern} or {"at_least": 1}
    met = {
        "count": len(found) == bounds.get("count"),
        "at_least": len(found) >= bounds.get("at_least", 0),
        "at_most": len(found) <= bounds.get("at_most", len(found)),
    }
    if all(met[key] for key in bounds):
        return None
    wanted = " and ".join(f"{key.replace('_', ' ')} {number}" for key, number in bounds.items())
    return f"{_told(pattern)}: expected {wanted}, found {len(found)} ({', '.join(found) or 'none'})"


def _check_seen(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    sentences = (_counted(pattern, events) for pattern in _patterns(value))
    return [sentence for sentence in sentences if sentence]


def _check_sent(value: object, events: Sequence[Event], expect: Mapping[str, object]) -> list[str]:
    patterns = [{"event": "message.sent", **pattern} for pattern in _patterns(value)]
    return _check_seen(patterns, events, expect)


def _check_events(value: object, events: Sequence[Event], all_: Mapping[str, object]) -> list[str]:
    return _check_seen([{"event": name, **bound} for name, bound in _counts(value)], events, all_)


def _check_ended(value: object, events: Sequence[Event], all_: Mapping[str, object]) -> list[str]:
    patterns = [{"event": "request.ended", "how": how, **bound} for how, bound in _counts(value)]
    return _check_seen(patterns, events, all_)


def _check_order(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    remaining = iter(events)
    for place, pattern in enumerate(_patterns(value), 1):
        if not any(_fits(pattern, event) for event in remaining):
            return [f"order, step {place} ({_told(pattern)}): not seen after the steps before it"]
    return []


def _check_reasons(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    (wanted,) = _patterns(value)
    return [
        f"{name}: no such event says {reason}"
        for name, reasons in wanted.items()
        for reason in _texts(reasons)
        if not any(e.get("event") == name and _word(reason, _tokens(e)) for e in events)
    ]


def _check_never_to(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    forbidden = {address.casefold() for address in _texts(value)}
    return [
        f"never_sent_to: {event.get('to')} was written to at {event.get('at')}"
        for event in events
        if event.get("event") == "message.sent" and str(event.get("to", "")).casefold() in forbidden
    ]


def _check_never_said(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    return [
        f"never_said: {word!r} was said to {event.get('to')} at {event.get('at')}"
        for event in events
        if event.get("event") == "message.sent"
        for word in _texts(value)
        if _word(word, str(event.get("text", "")))
    ]


def _check_quiet(value: object, events: Sequence[Event], expect: Mapping[str, object]) -> list[str]:
    start, end = (time.fromisoformat(text) for text in _texts(value))
    zone = ZoneInfo(str(expect.get("zone", "UTC")))
    failures = []
    for event in events:
        at = _instant(event.get("at"))
        if event.get("event") != "notification.sent" or at is None:
            continue
        clock = at.astimezone(zone).time()
        quiet = start <= clock < end if start <= end else clock >= start or clock < end
        if quiet:
            failures.append(f"no_notification_between {start} and {end}: one at {event.get('at')}")
    return failures


def _check_same_shown(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    """Nothing on a screen depends on what came in between (A-04)."""
    shown: dict[object, set[object]] = {}
    for event in events:
        if event.get("event") == "shown":
            shown.setdefault(event.get("command"), set()).add(event.get("text"))
    failures = []
    for command in _texts(value):
        if len(shown.get(command, ())) != 1:
            texts = " / ".join(sorted(map(str, shown.get(command, ())))) or "nothing"
            failures.append(f"same_shown: {command} showed {texts}")
    return failures


def _check_violations(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    if not events or events[-1].get("event") != "end":
        return ["violations: the replay did not come to its `end`"]
    found = cast(Sequence[object], events[-1].get("violations", ()))
    if len(found) == value:
        return []
    return [f"violations: expected {value}, found {len(found)}: {'; '.join(map(str, found))}"]


def _check_all_ended(value: object, events: Sequence[Event], _: Mapping[str, object]) -> list[str]:
    still: set[object] = set()
    for event in events:
        if event.get("event") in ("request.opened", "request.reopened"):
            still.add(event.get("request"))
        elif event.get("event") == "request.ended":
            still.discard(event.get("request"))
    if bool(value) is not bool(still):
        return []
    return [f"all_ended = {str(value).lower()}, but still open: {sorted(map(str, still))}"]


_Check = Callable[[object, Sequence[Event], Mapping[str, object]], list[str]]
_CHECKS: Mapping[str, _Check] = MappingProxyType(
    {
        "sent": _check_sent,
        "seen": _check_seen,
        "order": _check_order,
        "events": _check_events,
        "ended": _check_ended,
        "reasons": _check_reasons,
        "never_sent_to": _check_never_to,
        "never_said": _check_never_said,
        "no_notification_between": _check_quiet,
        "all_ended": _check_all_ended,
        "same_shown": _check_same_shown,
        "violations": _check_violations,
    }
)
EXPECT_KEYS = frozenset({*_CHECKS, "zone"})
