"""The footer: which keys make sense now, at most six, in the words of the table of keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.face import Face
from tui.keytable import pressed, row
from tui.words import marked, t

MOST = 6


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the footer: what to press, what it does, the action behind it."""

    press: str
    words: str
    action: str


def key(id: str, words: str = "", *, caret: bool = False) -> Key:
    """A key of the table for a footer, with other words where they say more."""
    known = row(id)
    return Key(pressed(id, caret=caret), words or marked(known.words), known.action)


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
        keys.append(key("desk"))
    if proposed:
        keys += [
            key("proposal-yes"),
            key("proposal-later"),
            key("proposal-never"),
        ]
    if face is not Face.AWAY:  # its own keys stand in the middle of the screen
        keys.append(key("away"))
        if undo:
            keys.append(key("undo"))
    if story:
        keys.append(key("step"))
    if returning and face is not Face.AWAY:
        keys.append(key("tidied"))
    if full or face in (Face.BETWEEN, Face.RESTING):
        keys.append(key("more"))
    if face in (Face.BETWEEN, Face.RESTING):
        if not story:  # a story says where it is at the end of the line
            keys.append(key("peek"))
        keys.append(key("week"))
    if face is Face.AWAY:
        keys.append(key("absences"))
    if face is not Face.AWAY:
        keys.append(key("promises"))
    keys = [*keys[: MOST - 1], key("help")]
    return [*keys, key("quit")] if len(keys) < MOST else keys


def away_keys() -> Sequence[Key]:
    """The choices of somebody who rests."""
    return [
        key("extend"),
        key("back"),
        key("further"),
    ]


def list_keys(*, chosen: bool, planned: bool) -> Sequence[Key]:
    """The keys of the list of absences; `planned`: the chosen one has not begun.

    How to undo stands beside its bar.
    """
    keys = [key("absence-new")]
    if chosen:
        keys.append(key("absence-edit"))
        keys.append(key("absence-longer"))
    if planned:
        keys.append(key("absence-remove"))
    return [*keys, key("list-leave")]


def card_keys() -> list[Key]:
    """The keys of a card to send by hand."""
    return [key("card-copy"), key("card-sent")]


def further_keys(*, card: bool) -> Sequence[Key]:
    """The keys of a look further: a card's, and the way back."""
    return [*(card_keys() if card else []), key("list-leave", t("back to rest"))]


def tidied_keys(*, card: bool, step: bool) -> Sequence[Key]:
    """The keys of what was put in order."""
    keys: list[Key] = card_keys() if card else []
    if step:
        keys.append(key("tidied-back"))
    return [
        *keys,
        key("batch-old"),
        key("batch-rest"),
        key("list-leave", t("back to today")),
    ]


def batch_keys(*, sends: bool) -> Sequence[Key]:
    """The keys of a decision about many."""
    keys = [key("batch-send")] if sends else []
    return [*keys, key("list-leave", t("change nothing"))]


def desk_keys(
    *,
    writing: bool,
    empty: bool,
    undo: bool,
    story: bool,
    resting: bool = False,
    pause: bool = False,
    returning: bool = False,
) -> Sequence[Key]:
    """The keys of the desk: those of the composer while something is written in it.

    `resting`: in a break; `pause`: one is offered; `returning`: something was put in order.
    """
    if writing:
        return [
            key("away-anywhere"),
            key("desk-leave", t("leave the text")),
        ]
    last = [key("undo")] if undo else [key("step")] if story else []
    if resting:
        return [key("desk-write", t("go on")), key("away"), *last, key("desk-leave")]
    if empty:  # the window is over, or the day is full
        return [key("desk-write", t("back to today")), key("more"), key("away"), *last]
    turns = Key(f"{pressed('desk-next')} {pressed('desk-previous')}", t("browse"), "screen.next")
    keys = [key("desk-write"), turns]
    if pause:  # undo stands beside its bar
        return [*keys, key("desk-break"), key("away"), key("desk-leave")]
    if returning and not last:
        return [*keys, key("desk-tidied"), key("away"), key("desk-leave")]
    ends = [] if story else [key("desk-end")]
    return [*keys, key("away"), *last, *ends, key("desk-leave")]


def ending_keys(*, kept: bool) -> Sequence[Key]:
    """The keys of a window's last face; `kept`: something was begun and is finished there."""
    draft = [key("desk", t("finish it"))] if kept else []
    return [key("open-desk", t("back to today")), *draft]


def composer_keys(*, group: bool = False) -> Sequence[Key]:
    """The keys that stand under the composer; `group` when others ask the same."""
    more = [key("desk-group")] if group else []
    return [
        key("desk-send"),
        *more,
        key("desk-template"),
        key("desk-later"),
        key("desk-let-go"),
    ]


def rules_keys(*, undo: bool) -> Sequence[Key]:
    """The keys of the rules."""
    keys = [
        key("rules-open"),
        key("rules-new"),
        key("rules-remove"),
    ]
    last = key("undo") if undo else key("away")
    return [*keys, last, key("rules-leave")]


def form_keys(*, table: bool, failed: bool, good: bool) -> Sequence[Key]:
    """The keys of a rule's form; `failed`: tests expect otherwise, `good`: it may be saved."""
    keys = [key("rule-check", caret=True)]
    if failed:
        keys.append(key("rule-follow", caret=True))
    if good:
        keys.append(key("rule-save", caret=True))
    more = t("one row more") if table else t("one line more")
    keys.append(key("rule-more", more, caret=True))
    return [
        *keys,
        key("rule-drop", caret=True),
        key("rule-leave"),
    ]


def search_keys(*, found: bool) -> Sequence[Key]:
    """The keys of the search; letters are typed."""
    keys = [key("search-open")] if found else []
    return [
        *keys,
        key("away-anywhere"),
        key("search-leave"),
    ]


def conversation_keys(*, folded: bool) -> Sequence[Key]:
    """The keys of a conversation to read; `folded`: there are hard words in it."""
    keys = [key("conversation-unfold")] if folded else []
    return [
        *keys,
        key("away"),
        key("conversation-leave"),
    ]


def promises_keys(*, chosen: bool, ended: bool, further: bool, before: bool) -> Sequence[Key]:
    """The keys of the ledger; `further`, `before`: there is a page on that side."""
    keys = [key("promises-open"), key("promises-why")] if chosen else []
    keys.append(key("promises-turn", t("what stands") if ended else ""))
    if further:
        keys.append(key("promises-next"))
    if before:
        keys.append(key("promises-before"))
    if len(keys) < MOST - 1:
        keys.append(key("away"))
    return [*keys, key("list-leave")]


def week_keys(*, now: bool) -> Sequence[Key]:
    """The keys of the week; `now`: it is the one of today."""
    days = Key(f"{pressed('week-left')} {pressed('week-right')}", t("day"), "screen.day(1)")
    keys = [days, key("week-next"), key("week-before")]
    if not now:
        keys.append(key("week-now"))
    return [*keys, key("away"), key("list-leave")]


def review_keys() -> Sequence[Key]:
    """The keys of the review."""
    return [key("week"), key("promises"), key("away"), key("list-leave")]


def people_keys(*, found: bool, further: bool, before: bool) -> Sequence[Key]:
    """The keys of the people; letters are typed. `further`, `before`: there is a page there."""
    keys = [key("people-open")] if found else []
    if further:
        keys.append(key("people-next", caret=True))
    if before:
        keys.append(key("people-before", caret=True))
    return [*keys, key("away-anywhere"), key("people-leave")]


def person_keys(*, chosen: bool, known: bool) -> Sequence[Key]:
    """The keys of a person's page; `chosen`: a conversation or a promise is."""
    keys = [key("person-open"), key("person-why")] if chosen else []
    if known:
        keys.append(key("person-erase"))
    return [*keys, key("away"), key("list-leave")]


def texts_keys(*, rehearsal: bool) -> Sequence[Key]:
    """The keys of the texts."""
    live = key("texts-live", "" if rehearsal else t("go back to rehearsal"))
    return [key("texts-open"), key("texts-language"), live, key("away"), key("list-leave")]


def text_keys(*, good: bool) -> Sequence[Key]:
    """The keys of a text that is being written; `good`: it may be saved."""
    keys = [key("text-save")] if good else []
    return [*keys, key("text-shipped"), key("away-anywhere"), key("text-leave")]


def settings_keys(*, group: str, undo: bool) -> Sequence[Key]:
    """The keys of the settings; `group` is that of the chosen part."""
    keys = [key("settings-open", t("try it") if group in ("channels", "notifications") else "")]
    keys.append(key("settings-new"))
    keys.append(key("settings-remove") if group == "windows" else key("help"))
    return [*keys, key("undo") if undo else key("away"), key("list-leave")]


def setting_keys(*, good: bool) -> Sequence[Key]:
    """The keys of a part that is being changed; `good`: it may be saved."""
    keys = [key("setting-save")] if good else []
    return [*keys, key("setting-drop"), key("away-anywhere"), key("setting-leave")]


def recovery_keys(*, copies: bool) -> Sequence[Key]:
    """The keys of the way out; `copies`: there is one to be put back."""
    keys = [key("recovery-again"), key("recovery-quit")]
    return [key("recovery-copy"), *keys] if copies else keys


def setup_keys(
    *, on: str = "", back: bool = True, days: bool = False, anyway: bool = False
) -> Sequence[Key]:
    """The keys of the first day; `on`: what going on does there, where it is more than that."""
    keys = [key("setup-on", on)]
    if anyway:
        keys.append(key("setup-anyway"))
    if days:
        keys.append(key("setup-turn"))
    if back:
        keys.append(key("setup-back"))
    return [*keys, key("setup-leave")]
