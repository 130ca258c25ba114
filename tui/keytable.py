"""The one table of keys: what each does and what it is pressed by. Footers, help and docs read it.

The owner presses others with `[keys]` in settings.toml, by the ids that stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from tui.words import mark, marked, t


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key. `press`: Textual's names, several by commas; `words`: what a footer says.

    `says`: what help adds; `aside`: moving about, which no palette needs; `first`: it works
    before whatever has the focus.
    """

    id: str
    press: str
    action: str
    words: str
    says: str = ""
    aside: bool = False
    first: bool = False


def _row(id: str, press: str, action: str, words: str, says: str = "", **more: bool) -> KeyRow:
    return KeyRow(id, press, action, words, says, **more)


#: Where keys work, in the order of the help.
PLACES: Mapping[str, str] = {
    "everywhere": mark("Everywhere"),
    "today": mark("Today"),
    "away": mark("While you are unavailable"),
    "desk": mark("Desk"),
    "list": mark("In a list"),
    "promises": mark("Promises"),
    "week": mark("Week"),
    "review": mark("Review"),
    "texts": mark("Texts"),
    "text": mark("A text"),
    "settings": mark("Settings"),
    "setting": mark("A part of the settings"),
    "search": mark("Search"),
    "people": mark("People"),
    "person": mark("A person"),
    "rules": mark("Rules"),
    "rule": mark("A rule"),
    "absences": mark("Absences"),
    "cards": mark("A card to send by hand"),
    "tidied": mark("Put in order"),
    "batch": mark("A decision about many"),
    "conversation": mark("A conversation"),
    "recovery": mark("When the database cannot be used"),
    "setup": mark("The first day"),
}

_AWAY_SAYS = mark("From now on; ten seconds to undo")

TABLE: Mapping[str, tuple[KeyRow, ...]] = {
    "everywhere": (
        _row("away", "u", "app.away", mark("unavailable"), _AWAY_SAYS),
        # `u` is a letter where something is written, so this one works there too.
        _row("away-anywhere", "ctrl+u", "app.away", mark("unavailable"), _AWAY_SAYS,
             aside=True, first=True),
        _row("back", "b", "app.available", mark("I am back"), mark("Available again")),
        _row("undo", "z", "app.undo", mark("undo"), mark("Take the last step back")),
        _row("customer", "c", "app.customer", mark("with a customer"),
             mark("Nothing rings for half an hour")),
        _row("more", "m", "app.more", mark("more time"), mark("Beyond a limit, on purpose")),
        _row("peek", "f", "app.peek", mark("anything urgent?"), mark("Yes or no, without content")),
        _row("desk", "d", "app.desk", mark("desk"), mark("What the open window deals")),
        _row("promises", "p", "app.show('promises')", mark("promises"),
             mark("What was said, to whom and for when")),
        _row("week", "w", "app.show('week')", mark("week"), mark("Windows, load and absences")),
        _row("review", "h", "app.show('review')", mark("review"), mark("How the week went")),
        _row("people", "k", "app.show('people')", mark("people"),
             mark("Who wrote, and what is kept about them")),
        _row("search", "slash", "app.search", mark("search"), mark("Words in all messages")),
        _row("rules", "r", "app.rules", mark("rules"),
             mark("What holds now and why; change a rule")),
        _row("texts", "e", "app.show('texts')", mark("texts"),
             mark("Every text that leaves by itself; going live")),
        _row("settings", "s", "app.show('settings')", mark("settings"),
             mark("Windows, quiet hours, the shop, the screen, connections")),
        _row("absences", "a", "app.absences", mark("absences"),
             mark("Now, to come, and that come again")),
        _row("tidied", "t", "app.tidied", mark("put in order"),
             mark("What a return has merged and closed")),
        _row("help", "question_mark", "app.keys", mark("keys"), mark("Every key that works here")),
        _row("help-anywhere", "f1", "app.keys", mark("keys"), aside=True, first=True),
        _row("palette", "ctrl+p", "app.command_palette", mark("more"), aside=True),
        _row("step", ">,greater_than_sign", "app.step", mark("go on"), aside=True),
        _row("quit", "q", "app.quit", mark("quit"),
             mark("Close the dashboard; the service goes on")),
    ),
    "today": (
        _row("open-desk", "enter", "screen.enter", mark("desk"), aside=True),
        _row("proposal-yes", "y,o", "app.proposal('yes')", mark("yes"),
             mark("To what is proposed")),
        _row("proposal-later", "l", "app.proposal('later')", mark("later"),
             mark("To what is proposed")),
        _row("proposal-never", "x", "app.proposal('never')", mark("never again"),
             mark("To what is proposed")),
    ),
    "away": (
        _row("extend", "+,plus", "app.extend", mark("one more day")),
        _row("further", "v", "app.further", mark("look further")),
    ),
    "desk": (
        _row("desk-write", "enter", "screen.write", mark("write"), aside=True),
        _row("desk-next", "n", "screen.next", mark("next"), aside=True),
        _row("desk-previous", "p", "screen.previous", mark("previous"), aside=True),
        _row("desk-send", "ctrl+s", "screen.send", mark("send"), first=True),
        _row("desk-group", "ctrl+g", "screen.send_group", mark("to all who ask"), first=True),
        _row("desk-later", "ctrl+z", "screen.later", mark("tomorrow"), first=True),
        _row("desk-let-go", "ctrl+d", "screen.let_go", mark("let go"), first=True),
        _row("desk-template", "ctrl+t", "screen.template", mark("template"),
             mark("A beginning for the answer; then the next empty place"), first=True),
        _row("desk-editor", "ctrl+e", "screen.editor", mark("your editor"),
             mark("Write in the program that EDITOR names"), first=True),
        _row("desk-unfold", "o", "screen.unfold", mark("hard words")),
        _row("desk-tidied", "t", "screen.put_in_order", mark("put in order"), aside=True),
        _row("desk-break", "space", "screen.break", mark("a break"),
             mark("Where one is offered, between two portions")),
        _row("desk-end", "x", "screen.end", mark("enough"),
             mark("For this window; what remains has a place")),
        _row("desk-leave", "escape", "screen.leave", mark("back to today"), aside=True, first=True),
    ),
    "promises": (
        _row("promises-open", "enter", "screen.open", mark("read it"), aside=True),
        _row("promises-turn", "o", "screen.turn", mark("what has ended"),
             mark("Or what stands: one list, then the other")),
        _row("promises-why", "y", "screen.why", mark("why"), mark("The reasons behind a date")),
        _row("promises-next", "n", "screen.page(1)", mark("further"), aside=True),
        _row("promises-before", "p", "screen.page(-1)", mark("back up"), aside=True),
    ),
    "week": (
        _row("week-right", "right", "screen.day(1)", mark("next day"), aside=True),
        _row("week-left", "left", "screen.day(-1)", mark("day before"), aside=True),
        _row("week-next", "n", "screen.week(1)", mark("next week")),
        _row("week-before", "p", "screen.week(-1)", mark("week before")),
        _row("week-now", "w", "screen.now", mark("this week")),
    ),
    "review": (),
    "texts": (
        _row("texts-open", "enter", "screen.open", mark("change"), aside=True),
        _row("texts-language", "l", "screen.turn", mark("the other language")),
        _row("texts-live", "g", "screen.live", mark("start sending"),
             mark("Or go back to rehearsal; asked once")),
    ),
    "text": (
        _row("text-save", "ctrl+s", "screen.save", mark("save"), first=True),
        _row("text-shipped", "ctrl+d", "screen.shipped", mark("the shipped text"), first=True),
        _row("text-leave", "escape", "screen.leave", mark("back"), aside=True, first=True),
    ),
    "settings": (
        _row("settings-open", "enter", "screen.open", mark("change"), aside=True),
        _row("settings-new", "n", "screen.new", mark("new")),
        _row("settings-remove", "delete,backspace", "screen.remove", mark("take out")),
        _row("settings-well", "i", "app.examine", mark("all well?"),
             mark("Every part is looked at, every connection tried"), aside=True),
    ),
    "setting": (
        _row("setting-save", "ctrl+s", "screen.save", mark("save"), first=True),
        _row("setting-drop", "ctrl+d", "screen.drop", mark("as it was"), first=True),
        _row("setting-leave", "escape", "screen.leave", mark("back"), aside=True, first=True),
    ),
    "list": (
        _row("list-leave", "escape", "screen.leave", mark("back"), aside=True),
    ),
    "search": (
        _row("search-next", "down", "screen.move(1)", mark("next"), aside=True),
        _row("search-previous", "up", "screen.move(-1)", mark("previous"), aside=True),
        _row("search-down", "pagedown", "screen.move(8)", mark("further down"), aside=True),
        _row("search-up", "pageup", "screen.move(-8)", mark("further up"), aside=True),
        _row("search-open", "enter", "screen.open", mark("read it"), aside=True),
        _row("search-leave", "escape", "screen.leave", mark("back to today"), aside=True),
    ),
    "people": (
        _row("people-down", "down", "screen.move(1)", mark("next"), aside=True),
        _row("people-up", "up", "screen.move(-1)", mark("previous"), aside=True),
        _row("people-lower", "pagedown", "screen.move(10)", mark("further down"), aside=True),
        _row("people-higher", "pageup", "screen.move(-10)", mark("further up"), aside=True),
        _row("people-open", "enter", "screen.open", mark("their page"), aside=True),
        _row("people-next", "ctrl+n", "screen.page(1)", mark("further"), aside=True),
        _row("people-before", "ctrl+b", "screen.page(-1)", mark("back up"), aside=True),
        _row("people-leave", "escape", "screen.leave", mark("back to today"), aside=True),
    ),
    "person": (
        _row("person-open", "enter", "screen.open", mark("read it"), aside=True),
        _row("person-why", "y", "screen.why", mark("why"), mark("The reasons behind a date")),
        _row("person-erase", "delete,backspace", "screen.erase", mark("erase"),
             mark("Forget somebody for good; asks first")),
    ),
    "rules": (
        _row("rules-open", "enter", "screen.open", mark("open it"), aside=True),
        _row("rules-new", "n", "screen.new", mark("new rule")),
        _row("rules-remove", "delete,backspace", "screen.remove", mark("take out")),
        _row("rules-part", "tab", "screen.part(1)", mark("next part"), aside=True),
        _row("rules-part-back", "shift+tab", "screen.part(-1)", mark("part before"), aside=True),
        _row("rules-leave", "escape", "screen.leave", mark("back to today"), aside=True),
    ),
    "rule": (
        _row("rule-check", "ctrl+t", "screen.check", mark("check and test"), first=True),
        _row("rule-follow", "ctrl+y", "screen.follow", mark("let the tests follow"), first=True),
        _row("rule-save", "ctrl+s", "screen.save", mark("save"), first=True),
        _row("rule-more", "ctrl+n", "screen.more", mark("one line more"), first=True),
        _row("rule-drop", "ctrl+d", "screen.drop", mark("as it was"), first=True),
        _row("rule-leave", "escape", "screen.leave", mark("back"), aside=True, first=True),
    ),
    "absences": (
        _row("absence-new", "n", "screen.new", mark("new")),
        _row("absence-edit", "enter", "screen.edit", mark("change it"), aside=True),
        _row("absence-longer", "+,plus", "screen.longer", mark("one more day")),
        _row("absence-remove", "delete,backspace", "screen.remove", mark("take out")),
    ),
    "cards": (
        _row("card-copy", "c", "screen.copy", mark("copy")),
        _row("card-sent", "s", "screen.sent", mark("I sent it")),
    ),
    "tidied": (
        _row("tidied-back", "delete,backspace", "screen.take_back", mark("take back")),
        _row("batch-old", "o", "app.batch('old')", mark("still useful?")),
        _row("batch-rest", "g", "app.batch('rest')", mark("let go of the rest")),
    ),
    "batch": (
        _row("batch-send", "ctrl+s", "screen.send", mark("send to each")),
    ),
    "conversation": (
        _row("conversation-unfold", "o", "screen.unfold", mark("hard words")),
        _row("conversation-leave", "escape", "screen.leave", mark("back"), aside=True),
    ),
    "recovery": (
        _row("recovery-copy", "enter", "screen.choose", mark("put this copy back"),
             mark("Says first what it means, and asks")),
        _row("recovery-again", "space", "screen.again", mark("try again")),
        _row("recovery-quit", "q", "app.quit", mark("quit")),
    ),
    "setup": (
        _row("setup-on", "enter", "screen.on", mark("go on")),
        _row("setup-back", "escape", "screen.back", mark("back")),
        _row("setup-down", "down", "screen.move(1)", mark("next line"), aside=True),
        _row("setup-up", "up", "screen.move(-1)", mark("line before"), aside=True),
        _row("setup-right", "right", "screen.day(1)", mark("next day"), aside=True),
        _row("setup-left", "left", "screen.day(-1)", mark("day before"), aside=True),
        _row("setup-turn", "space", "screen.turn", mark("open or closed"), mark("The chosen day")),
        _row("setup-anyway", "ctrl+g", "screen.anyway", mark("go on all the same"),
             mark("Although the mail cannot be used yet")),
        _row("setup-leave", "ctrl+q", "screen.leave", mark("go on later"),
             mark("What you answered is kept for the next time")),
    ),
}  # fmt: skip

#: How keys are written for people; others as they are.
_SHOWN = {
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "greater_than_sign": ">",
    "pagedown": "page ↓",
    "pageup": "page ↑",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}
_SPOKEN = {
    "enter": mark("enter"),
    "escape": mark("esc"),
    "delete": mark("del"),
    "space": mark("space"),
}

_rows = {row.id: row for rows in TABLE.values() for row in rows}
_own: dict[str, str] = {}


def rows_of(place: str) -> tuple[KeyRow, ...]:
    """The keys of a place."""
    return TABLE.get(place, ())


def row(id: str) -> KeyRow:
    """A key by its id."""
    return _rows[id]


def bindings(*places: str) -> list[BindingType]:
    """The keys of these places as Textual wants them."""
    return [
        Binding(one.press, one.action, id=one.id, show=False, priority=one.first)
        for place in places
        for one in rows_of(place)
    ]


def remap(own: Mapping[str, str]) -> list[str]:
    """Take the owner's keys in place of the table's; sentences about those that cannot be.

    `own` is an id of the table to a key (or several, by commas), as in `[keys]`.
    """
    _own.clear()
    problems = []
    for id, press in own.items():
        if id not in _rows:
            problems.append(t("[keys]: there is no key called {id}; see “?”.").format(id=id))
        elif (other := _taken(id, press)) is not None:
            said = t("[keys]: {press} is the key of {other} already; {id} keeps its own.")
            problems.append(said.format(press=press, other=other, id=id))
        elif _rows[id].first and len(press) == 1:
            said = t("[keys]: {id} needs a key that is no letter.")
            problems.append(said.format(id=id))
        else:
            _own[id] = press
    return problems


def keymap() -> dict[str, str]:
    """The owner's keys by id, for Textual."""
    return dict(_own)


def pressed(id: str, *, caret: bool = False) -> str:
    """The key of an id as a person reads it; `caret`: `^s` in place of `ctrl+s`."""
    if id == "proposal-yes" and id not in _own:
        return t("y")
    name = _own.get(id, _rows[id].press).split(",")[0].strip()
    if name in _SPOKEN:
        return marked(_SPOKEN[name])
    if name.startswith("ctrl+") and caret:
        return f"^{name.removeprefix('ctrl+')}"
    return _SHOWN.get(name, name)


def _taken(id: str, press: str) -> str | None:
    """Another key of the same place, or of everywhere, that is pressed alike already."""
    mine = {name.strip() for name in press.split(",")}
    place = next(place for place, rows in TABLE.items() if id in {one.id for one in rows})
    for one in _neighbours(place):
        names = {name.strip() for name in _own.get(one.id, one.press).split(",")}
        if one.id != id and mine & names:
            return one.id
    return None


def _neighbours(place: str) -> Iterator[KeyRow]:
    yield from rows_of(place)
    if place != "everywhere":
        yield from (one for one in rows_of("everywhere") if one.first)
