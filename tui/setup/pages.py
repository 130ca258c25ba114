"""Which page a name opens."""

from __future__ import annotations

from tui.setup.hours import BusyStep, WindowsStep
from tui.setup.mail import AccountStep, SourceStep
from tui.setup.shop import WelcomeStep, YouStep, ZoneStep
from tui.setup.start import ReadyStep, TextsStep
from tui.setup.step import StepScreen

_PAGES: dict[str, type[StepScreen]] = {
    kind.PAGE: kind
    for kind in (
        *(WelcomeStep, YouStep, ZoneStep, BusyStep, WindowsStep),
        *(SourceStep, AccountStep, TextsStep, ReadyStep),
    )
}


def page_of(name: str) -> StepScreen:
    """A new page by its name."""
    return _PAGES[name]()
