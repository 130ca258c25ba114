"""A conversation as two kinds of paragraph: theirs and yours."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.views import MessageView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.text import clean, content
from tui.words import t

#: The newest messages of a long conversation; more would make every key slower.
MOST_MESSAGES = 40
MOST_CHARACTERS = 20_000


class Thread(VerticalScroll):
    """Theirs at the left edge, yours a little to the right: told apart without colour."""

    def show(
        self, messages: Sequence[MessageView], wall: Wall, using: Glyphs, *, opened: bool = False
    ) -> None:
        """Replace the conversation and go to its end; hard words stay folded until `opened`."""
        self.remove_children()
        self.mount_all(
            Static(
                paragraph(message, wall, using, opened=opened),
                classes="-mine" if message.mine else "-theirs",
                markup=False,
            )
            for message in messages[-MOST_MESSAGES:]
        )
        self.scroll_end(animate=False, immediate=False)


def paragraph(message: MessageView, wall: Wall, using: Glyphs, *, opened: bool = False) -> Content:
    """The text, then when it was written and what became of it, quietly."""
    folded = bool(message.folded) and not opened
    if folded:
        body = content(message.folded)
    elif message.readable:
        body = content(message.text[:MOST_CHARACTERS].strip(), newlines=True)
    else:
        body = Content(t("This message could not be read. It is kept as it came."))
    facts = [wall.short(message.at)]
    if folded:
        facts.append(t("hard words folded; o opens them"))
    if message.automatic:
        facts.append(t("automatic"))
    if message.state:
        facts.append(state_word(message.state))
    facts += [clean(name, cells=30) for name in message.attachments]
    return Content.assemble(body, "\n", (f" {using.dot} ".join(facts), "$muted"))


def state_word(state: str) -> str:
    """What became of an outgoing message, in a word or two."""
    words = {
        "queued": t("leaves when the window opens"),
        "sent": t("sent"),
        "perhaps": t("perhaps delivered"),
        "failed": t("not delivered"),
        "rehearsed": t("shown, not sent"),
    }
    return words.get(state, clean(state))
