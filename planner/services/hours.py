"""The standing answering hours, in words for a page (B-08)."""

from __future__ import annotations

from datetime import date

from planner.domain.hours import usual_week
from planner.services.policy import Policy
from planner.settings import Settings
from planner.texts.hours import about, greeting
from planner.views import HoursGroup, HoursView


def page_hours(settings: Settings, policy: Policy, today: date, language: str) -> HoursView:
    """When the shop answers in a usual week, for its "about" and its greeting.

    `language` "" is the shop's. Raises TextError for one without texts.
    """
    shop = settings.shop
    found = usual_week(settings.schedule, today, policy.usually(settings.schedule).hours_left)
    spoken, name = language or shop.language, shop.owner or shop.name
    return HoursView(
        language=spoken,
        zone=shop.zone,
        about=about(found, spoken, name),
        greeting=greeting(found, spoken, name),
        open=tuple(
            HoursGroup(group.days, tuple((f"{a:%H:%M}", f"{b:%H:%M}") for a, b in group.windows))
            for group in found.open
        ),
        rest=found.rest,
    )
