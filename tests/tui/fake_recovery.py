"""A way out for the screens: copies to choose from, and a shop that opens when one is in place."""

from datetime import UTC, date, datetime
from pathlib import Path

from planner import locale
from planner.errors import Harm
from planner.face import Face
from planner.store import problems
from planner.views_rescue import CopyView, ReplaceView
from tests.tui.fake import FakeDesk
from tests.tui.helpers import until
from tests.tui.pictures import settle
from tui.app import EntracteApp
from tui.screens.recovery import RecoveryScreen

WHERE = "/home/camille/.local/share/entracte/entracte.sqlite3"
DAYS = ("aujourd'hui 04:12", "jeudi 26 novembre 04:03", "mercredi 25 novembre 08:40")


def copy(number):
    """The copy of so many days ago."""
    day = date(2026, 11, 27 - number)
    at = datetime(2026, 11, day.day, 3, 12, tzinfo=UTC)
    return CopyView(Path(f"/backups/entracte-{day}.sqlite3"), day, at, 18_000_000, DAYS[number])


class FakeRescue:
    """Remembers what it was asked; `refuses` is raised by the next step."""

    def __init__(self, *, copies=3, held=False):
        self.listed = tuple(map(copy, range(copies)))
        self.held, self.calls, self.refuses = held, [], None

    def copies(self):
        return self.listed

    def look(self, copy):
        self.calls.append(("look", copy))
        return self._view(copy)

    def put_back(self, copy):
        self.calls.append(("put_back", copy))
        return self._view(copy)

    def _view(self, copy):
        if self.refuses is not None:
            raise self.refuses
        (found,) = (x for x in self.listed if x.path == copy)
        sentences = ["The copy was made today 04:12.", "Nothing left since then."]
        if self.held:
            sentences[1] = "Not everything that left since then is known."
        return ReplaceView(copy, found.at, 0, 0, 0, 0, self.held, tuple(sentences), Path("/kept"))


def harmed(harm):
    """What is said of a database in that state, in the language in use."""
    if harm is Harm.DAMAGED:
        return problems.damaged(WHERE)
    if harm is Harm.GONE:
        return problems.gone(WHERE)
    if harm is Harm.FULL:
        return problems.full(WHERE)
    if harm is Harm.NEWER:
        return problems.newer("0012", WHERE)
    return problems.refused(PermissionError(13, "no"), WHERE)


class Way:
    """An app whose shop cannot be opened before `mended`."""

    def __init__(self, harm, rescue=None, language="en", **more):
        self.harm, self.mended, self.opened = harm, False, 0
        self.rescue = rescue or FakeRescue()
        self.app = EntracteApp(open_desk=self._open, rescue=self.rescue, language=language, **more)

    def _open(self):
        self.opened += 1
        if not self.mended and not any(call[0] == "put_back" for call in self.rescue.calls):
            raise harmed(self.harm)
        return FakeDesk(Face.BETWEEN)


#: What the screen looks like, by the name of a picture: what ails it, the copies, the keys.
PICTURES = {
    "recovery": (Harm.DAMAGED, {}, ()),
    "recovery-empty": (Harm.GONE, {"copies": 0}, ()),
    "recovery-asks": (Harm.DAMAGED, {"held": True}, ("enter",)),
    "recovery-full": (Harm.FULL, {}, ("space",)),
}


async def recovery_taken(name, shape):
    """A picture of the screen in a state."""
    harm, given, keys = PICTURES[name]
    locale.use(shape.language)
    way = Way(harm, FakeRescue(**given), shape.language, looks=shape.looks)
    async with way.app.run_test(size=shape.size) as pilot:
        await shown(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return way.app.export_screenshot(title="entracte")


async def shown(pilot):
    """Until the screen is there, with its copies."""
    await until(pilot, lambda: isinstance(pilot.app.screen, RecoveryScreen))
    await settle(pilot)
