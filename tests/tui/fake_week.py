"""What the front desk without a database says of promises and weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from planner.views import ReviewDay, ReviewView, WhyView
from planner.views_today import PromisePage, PromiseView
from planner.views_week import SlotView, WeekDay, WeekView

MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)


def promise(number, person="Inès Vandamme", state="standing", day=1, hour=16, **more):
    due = MONDAY + timedelta(days=day, hours=hour - 3, minutes=45)
    given = {
        "kind": "answer",
        "moves": 0,
        "window": "w",
        "subject": "jupe verte, taille 40",
        **more,
    }
    return PromiseView(request=number, person=person, due=due, state=state, id=number, **given)


STANDING = (
    promise(1),
    promise(2, "Marc Dujardin", subject="retouche du manteau"),
    promise(3, "Awa Sarr", "moved", 4, 10, subject="envoi en Suisse ?", moves=1),
    promise(4, "Léo Petit", day=4, hour=10, subject="carte cadeau", kind="news"),
    promise(5, "Jeanne Roux", "moved", 5, 10, decide=True, moves=2, subject="grand format"),
)
ENDED = (
    promise(11, "Sophie Laurent", "kept", 0, 9, subject="suivi de commande"),
    promise(12, "Tom Baker", "moved late", 0, 10, subject="two scarves"),
    promise(13, "Zoé Lambert", "broken", 0, 10, subject="ourlet"),
    promise(14, "Noé Simon", "released", 0, 10, subject="gants"),
)


def week_view(first=None, *, rest=False) -> WeekView:
    """A week of two windows a day; with `rest` its middle is an absence and a return."""
    start = datetime(first.year, first.month, first.day, 3, tzinfo=UTC) if first else MONDAY
    loads = (0.5, 1.0, 0.3, 0.0, 0.65, 0.2)
    days = []
    for n in range(7):
        begins = start + timedelta(days=n)
        slots = []
        for hour in (11, 17) if n < 6 else ():
            at = begins + timedelta(hours=hour - 4)
            state = "over" if n == 0 and not first else "window"
            if rest and 1 <= n <= 3:
                state = "away"
            if rest and n == 4 and hour == 17:
                state = "left out"
            end = at + timedelta(minutes=45)
            slots.append(
                SlotView(f"{hour}:00", at, end, state, loads[n] if state == "window" else 0)
            )
        notes = ("shut",) if n == 6 else (("retour : 50 %",) if rest and n == 4 else ())
        due = tuple(p for p in STANDING if begins <= p.due < begins + timedelta(days=1))
        days.append(WeekDay(begins.date(), begins, n == 1 and not first, tuple(slots), notes, due))
    said = ("Indisponible : mardi 24 novembre à jeudi 26 novembre.",) if rest else ()
    return WeekView(tuple(days), ("11:00", "17:00"), said)


def review_view(*, empty=False) -> ReviewView:
    """A week with a rest in it, or one in which nothing was kept yet."""
    begin = MONDAY.date() - timedelta(days=6)
    numbers = (0, 0, 0, 0, 0, 0, 0) if empty else (4, 12, 7, 0, 0, 9, 2)
    starts = [MONDAY - timedelta(days=6 - n, hours=-7) for n in range(7)]
    days = tuple(
        ReviewDay(begin + timedelta(days=n), number, (starts[n],) if number else (), True)
        for n, number in enumerate(numbers)
    )
    rest = () if empty else (days[3].day, days[4].day)
    outcomes = {"kept": 0 if empty else 21, "moved in time": 0 if empty else 3, "broken": 0}
    said = () if empty else ("Rest: Thursday, Friday.", "The longest rest lasted 63 hours.")
    return ReviewView(MONDAY, outcomes, rest, (), said, days, timedelta(hours=63))


class FakeWeek:
    """A part of the front desk."""

    reviewed = review_view()

    standing, ended = STANDING, ENDED
    returning = False
    page_size = 500

    def promise_page(self, *, ended=False, after=None) -> PromisePage:
        self._seen("promise_page", ended, after)
        rows = self.ended if ended else self.standing
        begin = rows.index(after) + 1 if after else 0
        page = rows[begin : begin + self.page_size]
        more = begin + self.page_size < len(rows)
        return PromisePage(page, page[-1] if more else None)

    def week(self, first: date | None = None) -> WeekView:
        self._seen("week", first)
        return week_view(first, rest=self.returning)

    def review(self) -> ReviewView:
        self._seen("review")
        return self.reviewed

    def why(self, request_id: int) -> WhyView:
        self._seen("why", request_id)
        return WhyView(f"request {request_id}", ("It came on Monday.", "So it has a date."), {})
