"""Where the shop cannot be opened, or its file is damaged or gone: the way out on a screen.

Nothing of it is imported before it is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App
from textual.message import Message

from planner.errors import Harm
from tui.messages import CopiesFound, CopyBack, CopyMeans, Trouble
from tui.said import Said
from tui.text import clean

if TYPE_CHECKING:
    from planner.doors import FrontDesk
    from planner.doors_rescue import RescueDesk
    from tui.load import Errands
    from tui.watch import Watch

#: What no waiting mends: it is shown also over an open desk, which writes nothing any more.
LASTING = (Harm.DAMAGED, Harm.GONE)


class Recovering(App[None]):
    """A part of the app: pushes the screen, asks its door, opens the shop again."""

    rescue: RescueDesk | None
    desk: FrontDesk | None
    errands: Errands
    lookout: Watch | None

    def stranded(self, message: Trouble) -> bool:
        """Whether nothing goes on before it is mended.

        Without settings that can be read there is nothing to show either: the sentence stands on
        the terminal.
        """
        if message.ends and self.desk is None:
            self.exit(return_code=1, message=Text(clean(message.sentence, newlines=True)))
            return True
        from tui.screens.recovery import RecoveryScreen

        asked = next((s for s in self.screen_stack if isinstance(s, RecoveryScreen)), None)
        if asked is not None:
            asked.refused(message)
            return True
        if message.harm is None or (self.desk is not None and message.harm not in LASTING):
            return False
        self.push_screen(RecoveryScreen(message))
        return True

    def list_copies(self) -> None:
        """The copies that are there."""
        if (rescue := self.rescue) is not None:
            self.errands.read("copies", lambda: CopiesFound(rescue.copies()))

    def look_into(self, copy: Path) -> None:
        """What putting a copy back would mean."""
        if (rescue := self.rescue) is not None:
            self.errands.read("look", lambda: CopyMeans(rescue.look(copy)))

    def put_back(self, copy: Path) -> None:
        """Put it back, then open the shop again."""
        if (rescue := self.rescue) is not None:
            self.errands.read("restore", lambda: CopyBack(rescue.put_back(copy)))

    def on_copies_found(self, message: CopiesFound) -> None:
        """To the screen, which lists them."""
        from tui.screens.recovery import RecoveryScreen

        for screen in self.screen_stack:
            if isinstance(screen, RecoveryScreen) and screen.is_mounted:
                screen.listed(message.copies)

    def on_copy_means(self, message: CopyMeans) -> None:
        """To the screen, which asks."""
        from tui.screens.recovery import RecoveryScreen

        if isinstance(self.screen, RecoveryScreen):
            self.screen.ask(message.view)

    def on_copy_back(self, message: CopyBack) -> None:
        """It is in place."""
        from tui.screens.recovery import done

        self.say(Said(done(message.view)))
        self.open_again()

    def open_again(self) -> None:
        """Open the shop, as at the start; what is being written stays."""
        if self.lookout is not None:
            self.lookout.end()
        self.desk = None
        self.errands.read("open", self._opened)

    def recovered(self) -> None:
        """The shop is open: back to where she was."""
        from tui.screens.recovery import RecoveryScreen

        if any(isinstance(screen, RecoveryScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, RecoveryScreen):
                self.pop_screen()
            self.pop_screen()

    # Of the app

    def say(self, said: Said) -> None:
        """Put a sentence on the calm line."""
        raise NotImplementedError

    def _opened(self) -> Message:
        raise NotImplementedError
