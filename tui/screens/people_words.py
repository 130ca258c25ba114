"""How people and one person are written, without a widget."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from planner.views import PromiseView
from planner.views_people import ErasureView, PersonPage, PersonView, TalkView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.screens.promise_words import state
from tui.text import clean
from tui.words import t, tn

#: Cells of the date and of the word at the end; what it is about has the rest.
_WHEN, _STATE = 19, 20
#: So many addresses are named; the others are counted by nobody.
_MOST = 3


def row(one: PersonView, width: int) -> Content:
    """Name and addresses; an address alone where no name is known."""
    name, *others = [one.name, *_beside(one.name, one.addresses)]
    if not name.strip():
        name, *others = one.addresses
    first = min(36, width * 2 // 5)
    said = ", ".join(clean(address) for address in others)
    return Content.assemble(
        (_cell(clean(name, cells=first - 2 if said else width), first), "bold"),
        (clean(said, cells=width - first), "$muted"),
    )


def _beside(name: str, addresses: Sequence[str]) -> list[str]:
    """Who was noted by hand is known by the name alone."""
    return [one for one in addresses if one.casefold() != name.strip().casefold()]


def title(page: PersonPage, cells: int) -> Content:
    """Whose page it is."""
    named = page.name.strip() or next((one.address for one in page.addresses), "")
    return Content.styled(clean(named, cells=cells), "bold")


def facts(page: PersonPage, width: int) -> Content:
    """Facts as two columns: a quiet label, a plain sentence, wrapped under itself."""
    spoken = {"fr": t("French"), "en": t("English")}
    addresses = _beside(page.name, [one.address for one in page.addresses])
    rows = [
        (t("Addresses"), _few([clean(one) for one in addresses], between="\n")),
        (t("Writes on"), _few([clean(channel) for channel in page.channels])),
        (t("Language"), spoken.get(page.language, clean(page.language))),
        (t("Automatic messages"), _automatic(page)),
    ]
    label = max(cell_len(head) for head, _said in rows) + 2
    lines = []
    for head, said in rows:
        for number, line in enumerate(Content(said).wrap(max(12, width - label)) if said else ()):
            lines.append(Content.assemble((_cell("" if number else head, label), "$muted"), line))
    return Content("\n").join(lines)


def _few(words: Sequence[str], between: str = ", ") -> str:
    return between.join(words[:_MOST]) + (" …" if len(words) > _MOST else "")


def _automatic(page: PersonPage) -> str:
    return " ".join(clean(one.sentence) for one in page.paused[:2]) or t("not paused")


def open_row(talk: TalkView, wall: Wall, width: int, using: Glyphs, *, channel: bool) -> Content:
    """An open request: by when, what, and a dot with the word of its promise."""
    if talk.promise is None:
        return _row(
            t("no date yet"), _about(talk, channel), (using.off, t("open"), "$muted"), width
        )
    said = state(talk.promise, using)
    return _row(wall.short(talk.promise.due), _about(talk, channel), said, width)


def earlier_row(talk: TalkView, wall: Wall, width: int, *, channel: bool) -> Content:
    """A conversation that ended: when they last wrote, what, how it ended."""
    words = {
        "answered": t("answered"),
        "released": t("released"),
        "declined": t("declined"),
        "merged": t("merged"),
        "closed": t("closed"),
    }
    ended = words.get(talk.state, clean(talk.state))
    return _row(wall.short_day(talk.at), _about(talk, channel), ("", ended, "$muted"), width)


def ended(page: PersonPage) -> list[PromiseView]:
    """The promises that do not stand beside an open request already."""
    above = {talk.promise.id for talk in page.open if talk.promise}
    return [one for one in page.promises if one.id not in above]


def promise_row(one: PromiseView, wall: Wall, width: int, using: Glyphs) -> Content:
    """What they were told and what became of it."""
    return _row(wall.short_day(one.due), (clean(one.subject), ""), state(one, using), width)


def _about(talk: TalkView, channel: bool) -> tuple[str, str]:
    return clean(talk.subject), f"  {clean(talk.channel)}" if channel else ""


def _row(when: str, about: tuple[str, str], said: tuple[str, str, str], width: int) -> Content:
    """In columns; the channel is named where it has room."""
    subject, channel = about
    dot, word, colour = said
    rest = max(16, width - _WHEN - _STATE)
    subject = clean(subject, cells=rest - 2)
    channel = channel if cell_len(subject + channel) <= rest - 2 else ""
    return Content.assemble(
        (_cell(clean(when), _WHEN), "$muted"),
        subject,
        (_cell(channel, rest - cell_len(subject)), "$muted"),
        (f"{dot or ' '} {word}", colour),
    )


def erasing(view: ErasureView, wall: Wall) -> str:
    """What is asked before somebody is erased: what goes, and what is not in our power."""
    named = [view.person.name, *view.person.addresses]
    who = clean(next(filter(str.strip, named), str(view.person.id)), cells=40)
    goes = tn("{n} message goes.", "{n} messages go.", view.messages).format(n=view.messages)
    lines = [t("Erase {name} for good?").format(name=who), goes]
    if view.promised is not None:
        said = t("They wait for an answer until {when}; nobody will be told.")
        lines.append(said.format(when=wall.short(view.promised)))
    said = t("This copy still holds them: {path}.")
    lines += [said.format(path=clean(path)) for path in view.copies[:3]]
    lines.append(t("Mail in your mailbox and your own copies are not touched."))
    lines.append(t("It cannot be undone."))
    return "\n".join(lines)


def _cell(text: str, cells: int) -> str:
    return text + " " * max(1, cells - cell_len(text))
