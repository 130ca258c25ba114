"""The office when the owner is away and when she returns: absences, servers, tidying, batches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from planner.services import absences as planned
from planner.services import batches, tidying, unavailable
from planner.services import by_hand as cards
from planner.services.context import Context
from planner.services.covering import stop, take_over
from planner.views import Done, ListedAbsence
from planner.views_away import BatchView, ByHandView, TidyView


class AwayOffice:
    """A part of planner.services.office.Office: one transaction a call."""

    ctx: Context

    def away(
        self,
        kind: str = "closed",
        since: datetime | None = None,
        until: datetime | None = None,
        half: str = "",
    ) -> Done:
        """Unavailable."""
        return unavailable.away(self.ctx, kind, since, until, half)

    def extend(self) -> Done:
        """One day more."""
        return unavailable.extend(self.ctx)

    def back(self) -> Done:
        """Available again."""
        return unavailable.back(self.ctx)

    def undo(self) -> Done:
        """Take the last action back while its time runs."""
        return unavailable.undo(self.ctx)

    def absences(self) -> tuple[ListedAbsence, ...]:
        """Absences now, to come and that come again."""
        return planned.absences(self.ctx)

    def cancel_absence(self, key: str) -> Done:
        """Take back a planned absence."""
        return planned.cancel_absence(self.ctx, key)

    def edit_absence(
        self,
        key: str,
        *,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        half: str | None = None,
        endless: bool = False,
    ) -> Done:
        """Change an absence of the list."""
        return planned.edit_absence(
            self.ctx, key, kind=kind, since=since, until=until, half=half, endless=endless
        )

    def extend_absence(self, key: str) -> Done:
        """One day more for an absence of the list."""
        return planned.extend_absence(self.ctx, key)

    def take_over_away(self, channel: str) -> Done:
        """Set a server's away reply again although another program changed it; raises NotFound."""
        return take_over(self.ctx, channel)

    def stop_away(self, channel: str) -> None:
        """Let a server say nothing of ours any more, now; raises ChannelError."""
        stop(self.ctx, channel)

    def by_hand(self) -> tuple[ByHandView, ...]:
        """Words that no machine may carry any more, for the owner to send."""
        return cards.by_hand(self.ctx)

    def sent_by_hand(self, letter: int) -> Done:
        """Note that a card was sent: its date holds from now on; raises NotFound."""
        return cards.sent_by_hand(self.ctx, letter)

    def tidied(self) -> tuple[TidyView, ...]:
        """What was put in order at the last return, and who asks the same."""
        return tidying.tidied(self.ctx)

    def undo_tidy(self, number: int) -> Done:
        """Take one step of the tidying back; raises NotFound, NotPossible."""
        return tidying.undo_tidy(self.ctx, number)

    def still_useful(self) -> BatchView:
        """Whom the question "still useful?" would reach, with every letter; writes nothing."""
        return batches.still_useful(self.ctx)

    def ask_still_useful(self, only: Collection[int] | None = None) -> Done:
        """Ask them, or only those; ten seconds to undo. Raises NotPossible."""
        return batches.ask_still_useful(self.ctx, only)

    def rest(self) -> BatchView:
        """What may be let go, with every letter, and what is kept and why; writes nothing."""
        return batches.rest(self.ctx)

    def let_go_of_rest(self, only: Collection[int] | None = None) -> Done:
        """Let go of it, or only of those; ten seconds to undo. Raises NotPossible."""
        return batches.let_go_of_rest(self.ctx, only)
