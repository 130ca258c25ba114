"""Keys: which ones make sense now, at most six, in the words of the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from planner.views import Face
from tui.words import t

MOST = 6


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the footer: what to press, what it does, the action behind it."""

    press: str
    words: str
    action: str


#: `u` is a letter in the composer, so `ctrl+u` does the same everywhere and goes before all.
APP_KEYS: list[BindingType] = [
    Binding("u", "away", id="away", show=False),
    Binding("ctrl+u", "away", id="away-anywhere", show=False, priority=True),
    Binding("z", "undo", id="undo", show=False),
    Binding("b", "available", id="back", show=False),
    Binding("+,plus", "extend", id="extend", show=False),
    Binding("d", "desk", id="desk", show=False),
    Binding("m", "more", id="more", show=False),
    Binding("f", "peek", id="peek", show=False),
    Binding("y,o", "proposal('yes')", id="proposal-yes", show=False),
    Binding("l", "proposal('later')", id="proposal-later", show=False),
    Binding("x", "proposal('never')", id="proposal-never", show=False),
    Binding("r", "rules", id="rules", show=False),
    Binding("a", "absences", id="absences", show=False),
    Binding("t", "tidied", id="tidied", show=False),
    Binding("v", "further", id="further", show=False),
    Binding("slash", "search", id="search", show=False),
    Binding("q", "quit", id="quit", show=False),
    Binding(">,greater_than_sign", "step", id="step", show=False),
]


def today_keys(
    face: Face | None,
    *,
    undo: bool,
    story: bool,
    full: bool = False,
    proposed: bool = False,
    returning: bool = False,
) -> Sequence[Key]:
    """The keys of Today in each of its faces; `full`: the day's limit is reached."""
    keys: list[Key] = []
    if face is Face.OPEN and not full:
        keys.append(Key("d", t("desk"), "app.desk"))
    if proposed:
        keys += [
            Key(t("y"), t("yes"), "app.proposal('yes')"),
            Key("l", t("later"), "app.proposal('later')"),
            Key("x", t("never again"), "app.proposal('never')"),
        ]
    if face is not Face.AWAY:  # its own keys stand in the middle of the screen
        keys.append(Key("u", t("unavailable"), "app.away"))
        if undo:
            keys.append(Key("z", t("undo"), "app.undo"))
    if story:
        keys.append(Key(">", t("go on"), "app.step"))
    if returning and face is not Face.AWAY:
        keys.append(Key("t", t("put in order"), "app.tidied"))
    if full or face in (Face.BETWEEN, Face.RESTING):
        keys.append(Key("m", t("more time"), "app.more"))
    if face in (Face.BETWEEN, Face.RESTING):
        if not story:  # a story says where it is at the end of the line
            keys.append(Key("f", t("anything urgent?"), "app.peek"))
        keys.append(Key("r", t("rules"), "app.rules"))
    if face is Face.AWAY:
        keys.append(Key("a", t("absences"), "app.absences"))
    if len(keys) < MOST - 1:
        keys.append(Key("/", t("search"), "app.search"))
    keys += [Key("^p", t("more"), "app.command_palette"), Key("q", t("quit"), "app.quit")]
    return keys[:MOST]


def away_keys() -> Sequence[Key]:
    """The choices of somebody who rests."""
    return [
        Key("+", t("one more day"), "app.extend"),
        Key("b", t("I am back"), "app.available"),
        Key("v", t("look further"), "app.further"),
    ]


def list_keys(*, chosen: bool, planned: bool) -> Sequence[Key]:
    """The keys of the list of absences; `planned`: the chosen one has not begun.

    How to undo stands beside its bar.
    """
    keys = [Key("n", t("new"), "screen.new")]
    if chosen:
        keys.append(Key(t("enter"), t("change it"), "screen.edit"))
        keys.append(Key("+", t("one more day"), "screen.longer"))
    if planned:
        keys.append(Key(t("del"), t("take out"), "screen.remove"))
    return [*keys, Key("esc", t("back"), "screen.leave")]


def card_keys() -> list[Key]:
    """The keys of a card to send by hand."""
    return [Key("c", t("copy"), "screen.copy"), Key("s", t("I sent it"), "screen.sent")]


def further_keys(*, card: bool) -> Sequence[Key]:
    """The keys of a look further: a card's, and the way back."""
    return [*(card_keys() if card else []), Key("esc", t("back to rest"), "screen.leave")]


def tidied_keys(*, card: bool, step: bool) -> Sequence[Key]:
    """The keys of what was put in order."""
    keys: list[Key] = card_keys() if card else []
    if step:
        keys.append(Key(t("del"), t("take back"), "screen.take_back"))
    return [
        *keys,
        Key("o", t("still useful?"), "app.batch('old')"),
        Key("g", t("let go of the rest"), "app.batch('rest')"),
        Key("esc", t("back to today"), "screen.leave"),
    ]


def batch_keys(*, sends: bool) -> Sequence[Key]:
    """The keys of a decision about many."""
    keys = [Key("ctrl+s", t("send to each"), "screen.send")] if sends else []
    return [*keys, Key("esc", t("change nothing"), "screen.leave")]


def desk_keys(*, writing: bool, empty: bool, undo: bool, story: bool) -> Sequence[Key]:
    """The keys of the desk: those of the composer while something is written in it."""
    if writing:
        return [
            Key("ctrl+u", t("unavailable"), "app.away"),
            Key("esc", t("leave the text"), "screen.leave"),
        ]
    keys: list[Key] = []
    if not empty:
        keys += [
            Key(t("enter"), t("write"), "screen.write"),
            Key("n", t("next"), "screen.next"),
            Key("p", t("previous"), "screen.previous"),
        ]
    else:  # the window is over, or the day is full
        keys.append(Key("m", t("more time"), "app.more"))
    keys.append(Key("u", t("unavailable"), "app.away"))
    if undo:
        keys.append(Key("z", t("undo"), "app.undo"))
    elif story:
        keys.append(Key(">", t("go on"), "app.step"))
    return [*keys, Key("esc", t("back to today"), "screen.leave")]


def composer_keys(*, group: bool = False) -> Sequence[Key]:
    """The keys that stand under the composer; `group` when others ask the same."""
    more = [Key("ctrl+g", t("to all who ask"), "screen.send_group")] if group else []
    return [
        Key("ctrl+s", t("send"), "screen.send"),
        *more,
        Key("ctrl+z", t("tomorrow"), "screen.later"),
        Key("ctrl+d", t("let go"), "screen.let_go"),
    ]


def rules_keys(*, undo: bool) -> Sequence[Key]:
    """The keys of the rules."""
    keys = [
        Key(t("enter"), t("open it"), "screen.open"),
        Key("n", t("new rule"), "screen.new"),
        Key(t("del"), t("take out"), "screen.remove"),
    ]
    last = Key("z", t("undo"), "app.undo") if undo else Key("u", t("unavailable"), "app.away")
    return [*keys, last, Key("esc", t("back to today"), "screen.leave")]


def form_keys(*, table: bool, failed: bool, good: bool) -> Sequence[Key]:
    """The keys of a rule's form; `failed`: tests expect otherwise, `good`: it may be saved."""
    keys = [Key("^t", t("check and test"), "screen.check")]
    if failed:
        keys.append(Key("^y", t("let the tests follow"), "screen.follow"))
    if good:
        keys.append(Key("^s", t("save"), "screen.save"))
    more = t("one row more") if table else t("one line more")
    keys.append(Key("^n", more, "screen.more"))
    return [
        *keys,
        Key("^d", t("as it was"), "screen.drop"),
        Key("esc", t("back"), "screen.leave"),
    ]


def search_keys(*, found: bool) -> Sequence[Key]:
    """The keys of the search; letters are typed."""
    keys = [Key(t("enter"), t("read it"), "screen.open")] if found else []
    return [
        *keys,
        Key("ctrl+u", t("unavailable"), "app.away"),
        Key("esc", t("back to today"), "screen.leave"),
    ]


def conversation_keys(*, folded: bool) -> Sequence[Key]:
    """The keys of a conversation to read; `folded`: there are hard words in it."""
    keys = [Key("o", t("hard words"), "screen.unfold")] if folded else []
    return [
        *keys,
        Key("u", t("unavailable"), "app.away"),
        Key("esc", t("back"), "screen.leave"),
    ]
