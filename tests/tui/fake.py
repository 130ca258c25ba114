"""A front desk without a database: the four faces, a portion, and what was asked of it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from planner.errors import NotFound, NotPossible, ReasonWanted
from planner.face import Face
from planner.views import (
    CardView,
    DeskView,
    Done,
    ListedAbsence,
    MessageView,
    RequestView,
    TemplateView,
)
from planner.views_archive import FoundView, HitView, Piece
from planner.views_away import BatchLine, BatchView, ByHandView, TidyView
from planner.views_today import AbsenceView, ChannelView, PromiseView, TodayView, WindowView
from tests.tui.fake_doctor import FakeDoctor
from tests.tui.fake_notify import FakeNotify
from tests.tui.fake_people import FakePeople
from tests.tui.fake_rules import FakeRules
from tests.tui.fake_settings import FakeSettings
from tests.tui.fake_texts import FakeTexts
from tests.tui.fake_week import FakeWeek

ZONE = "Europe/Brussels"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A Belgian winter wall time of November 2026 as an instant."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def window(day: int, hour: int) -> WindowView:
    start = at(day, hour)
    end = start + timedelta(minutes=45)
    return WindowView(f"w{day}-{hour}", f"2026-11-{day}", start, end, 10, 45)


def today_view(face: Face, **changes) -> TodayView:
    moments = {
        Face.RESTING: at(22, 9, 12),
        Face.BETWEEN: at(24, 13, 48),
        Face.OPEN: at(24, 11, 7),
        Face.AWAY: at(24, 7, 5),
    }
    now = moments[face]
    sunday = face is Face.RESTING
    day = 22 if sunday else 24
    windows = () if sunday else (window(24, 11), window(24, 17))
    coming = {Face.RESTING: window(23, 11), Face.AWAY: None}.get(face, window(24, 17))
    view = TodayView(
        at=now,
        zone=ZONE,
        language="fr",
        shop="Atelier Camomille",
        face=face,
        windows=windows,
        quiet=((at(day, 0), at(day, 8, 30)), (at(day, 20, 30), at(day + 1, 8, 30))),
        current=window(24, 11) if face is Face.OPEN else None,
        next=coming,
        load=0.6,
        day_full=False,
        at_risk=(),
        holds=("90 min par jour", "fin à 17:45", "dimanche fermé"),
        channels=(
            ChannelView("courrier", "imap", "ok"),
            ChannelView("boutique", "web", "ok"),
            ChannelView("téléphone", "pad", "off"),
        ),
        absence=None,
        rehearsal=False,
        problems=(),
        day_start=at(day, 4),
        day_end=at(day + 1, 4),
    )
    return replace(view, **changes)


def request_view(number: int, person: str, subject: str, text: str) -> RequestView:
    return RequestView(
        id=number,
        person=person,
        address=f"someone{number}@example.org",
        channel="courrier",
        subject=subject,
        state="open",
        written=2 if number == 1 else 1,
        language="fr",
        tone="calm",
        due=at(24, 17, 45),
        due_kind="answer",
        messages=(
            MessageView(at(23, 20, 4), False, False, text),
            MessageView(
                at(23, 20, 5),
                True,
                True,
                "Bonjour, votre message est bien arrivé. Je réponds moi-même deux fois par jour : "
                "vous aurez ma réponse mardi en fin de journée.",
                "sent",
            ),
        ),
        others=(),
        why="",
    )


PORTION = (
    ("Inès Vandamme", "jupe verte, taille 40"),
    ("Marc Dujardin", "retouche du manteau"),
    ("Awa Sarr", "envoi en Suisse ?"),
    ("Léo Petit", "carte cadeau"),
    ("Jeanne Roux", "prix du grand format"),
    ("Tom Baker", "two scarves to London"),
    ("Sophie Laurent", "où en est ma commande"),
)
INES = "Bonsoir, la jupe verte en 40 est-elle encore disponible ? Envoyez-vous par la poste ?"


HITS = (
    HitView(
        message=41,
        request=1,
        person="Inès Vandamme",
        at=at(23, 20, 4),
        mine=False,
        subject=(Piece("jupe", True), Piece(" verte, taille 40")),
        snippet=(Piece("Bonsoir, la "), Piece("jupe", True), Piece(" verte en 40 est-elle …")),
        state="open",
    ),
    HitView(
        42, None, "Promo", at(2, 9), False, (Piece("Soldes"),), (Piece("jupe", True),), "aside"
    ),
)


LISTED = (
    ListedAbsence("7", "sick", "current", at(24, 7, 5), None),
    ListedAbsence("8", "leave", "planned", at(26, 4), at(28, 4)),
    ListedAbsence("", "closed", "weekly", note="école", says="mercredi 12:00–24:00"),
)
STEPS = (
    TidyView(1, "merged", "Inès Vandamme", "jupe verte", "Two requests are one.", (1, 2)),
    TidyView(2, "withdrawn", "Marc Dujardin", "manteau", "No answer is needed.", (3,)),
)
CARDS = (
    ByHandView(
        31, 4, "Awa Sarr", "messenger", "envoi en Suisse", "Je vous avais annoncé une date…",
        at(25, 17, 45), None, "No machine may write there.",
    ),
)  # fmt: skip
BATCH = BatchView(
    (BatchLine(5, "Léo Petit", "carte cadeau", "Je ne pourrai pas m'en occuper."),),
    "Each of them reads this.",
    (BatchLine(6, "Jeanne Roux", "grand format", "ready to buy"),),
)


class FakeDesk(FakeDoctor, FakeNotify, FakePeople, FakeRules, FakeSettings, FakeTexts, FakeWeek):
    """Implements planner.doors.FrontDesk in memory; `calls` is what was asked, in order."""

    def __init__(self, face: Face = Face.BETWEEN, **changes) -> None:
        self.view = today_view(face, **changes)
        self.before: TodayView | None = None
        self.requests = {
            number: request_view(number, person, subject, INES if number == 1 else subject)
            for number, (person, subject) in enumerate(PORTION, 1)
        }
        self.sentence = ""
        self.calls: list[tuple] = []
        self.threads: set[int] = set()
        self.failure: Exception | None = None
        self.number = 1
        self.told = 4
        self.taken_off: list[dict[int, RequestView]] = []
        self.word_wanted, self.quiet_line = False, ""
        self.hits, self.more_hits = HITS, False
        self.ledger: tuple[PromiseView, ...] = ()
        self.listed, self.steps, self.cards, self.batch = LISTED, STEPS, CARDS, BATCH

    def _seen(self, *call) -> None:
        self.threads.add(threading.get_ident())
        self.calls.append(call)
        if self.failure is not None:
            raise self.failure

    def today(self) -> TodayView:
        self._seen("today")
        return self.view

    def desk(self) -> DeskView:
        self._seen("desk")
        if self.view.face is not Face.OPEN:
            return DeskView(False, "No window is open now.", (), 0, None)
        cards = tuple(
            CardView(r.id, r.person, r.subject, r.channel, r.due) for r in self.requests.values()
        )
        return DeskView(True, self.sentence, cards, 38, self.view.current.end)

    def request(self, request_id: int) -> RequestView:
        self._seen("request", request_id)
        if request_id not in self.requests:
            raise NotFound(f"There is no request {request_id}.")
        return self.requests[request_id]

    def search(self, typed: str, most: int = 50) -> FoundView:
        self._seen("search", typed)
        return FoundView(typed, self.hits if typed in "jupe verte" else (), more=self.more_hits)

    def promises(self) -> tuple[PromiseView, ...]:
        self._seen("promises")
        return self.ledger

    def _end(self, request_id: int, sentence: str, also=()) -> Done:
        self.taken_off.append({one: self.requests.pop(one) for one in (request_id, *also)})
        return Done(sentence, self.view.at + timedelta(seconds=10))

    def answer(self, request_id: int, text: str, *, now=False, grace=False) -> Done:
        self._seen("answer", request_id, text)
        return self._end(request_id, "Your answer is on its way.")

    def answer_group(self, request_id, text, also=None, *, now=False, grace=False) -> Done:
        self._seen("answer_group", request_id, text, also)
        return self._end(request_id, "Answered: Inès, Awa.", also)

    def release(self, request_id: int, alternative: str = "", *, grace=False) -> Done:
        self._seen("release", request_id, alternative)
        return self._end(request_id, "They are told.")

    def decline(self, request_id: int, text: str = "", *, grace=False) -> Done:
        self._seen("decline", request_id, text)
        return self._end(request_id, "It is closed.")

    def snooze(self, request_id: int, until: datetime) -> Done:
        self._seen("snooze", request_id, until)
        return self._end(request_id, "Put aside.")

    def away(self, kind="closed", since=None, until=None, half="") -> Done:
        self._seen("away", kind, since, until, half)
        if since is not None and since > self.view.at:
            return Done("Noted.", self.view.at + timedelta(seconds=10))
        self.before = self.view
        end = self.view.at + timedelta(seconds=10)
        absence = AbsenceView(1, kind, self.view.at, None, end, self.told, at(24, 8, 30))
        self.view = replace(self.view, face=Face.AWAY, absence=absence, current=None, next=None)
        return Done("Noted. 4 people are told.", end)

    def more(self, reason: str = "") -> Done:
        self._seen("more", reason)
        if self.word_wanted and not reason:
            raise ReasonWanted("One word, what is it for?")
        return Done("All right, 15 more minutes.")

    def with_customer(self, minutes: int = 30) -> Done:
        self._seen("with_customer", minutes)
        ends = None if self.view.customer_until else self.view.at + timedelta(minutes=minutes)
        self.view = replace(self.view, customer_until=ends)
        return Done("Nothing rings for 30 minutes." if ends else "As usual again.")

    def templates(self, request_id: int) -> tuple[TemplateView, ...]:
        self._seen("templates", request_id)
        return (
            TemplateView("out_of_stock", "It is gone", "{item} n'est plus là. {alternative} ?"),
            TemplateView("boundary", "A calm boundary", "La date annoncée tient. Camille"),
        )

    def peek(self) -> Done:
        self._seen("peek")
        return Done("No: nothing urgent is there.")

    def look_in(self) -> Done:
        self._seen("look_in")
        return Done(self.quiet_line)

    def answer_proposal(self, answer: str) -> Done:
        self._seen("answer_proposal", answer)
        self.view = replace(self.view, proposal="")
        return Done("Noted: the first window opens tomorrow 12:00.")

    def extend(self) -> Done:
        self._seen("extend")
        absence = replace(self.view.absence, until=at(25, 8, 30), undo_until=None)
        self.view = replace(self.view, absence=absence)
        return Done("One day more.")

    def back(self) -> Done:
        self._seen("back")
        self.view = replace(self.view, face=Face.BETWEEN, absence=None, next=window(24, 17))
        return Done("Welcome back.")

    def undo(self) -> Done:
        self._seen("undo")
        if self.put_back():
            return Done("Undone. Nobody was told.")
        if self.taken_off:
            self.requests = {**self.taken_off.pop(), **self.requests}
        elif self.before is not None:
            self.view, self.before = self.before, None
        else:
            raise NotPossible("There is nothing to take back.")
        return Done("Taken back.")

    def absences(self):
        self._seen("absences")
        return self.listed

    def edit_absence(self, key, **changes):
        self._seen("edit_absence", key, changes)
        return Done("Changed.", self.view.at + timedelta(seconds=10))

    def extend_absence(self, key):
        self._seen("extend_absence", key)
        return Done("One day more.")

    def cancel_absence(self, key):
        self._seen("cancel_absence", key)
        self.listed = tuple(a for a in self.listed if a.id != key)
        return Done("Taken back.", self.view.at + timedelta(seconds=10))

    def by_hand(self):
        self._seen("by_hand")
        return self.cards

    def sent_by_hand(self, letter):
        self._seen("sent_by_hand", letter)
        self.cards = tuple(card for card in self.cards if card.letter != letter)
        return Done("Noted as sent: the date holds.")

    def tidied(self):
        self._seen("tidied")
        return self.steps

    def undo_tidy(self, number):
        self._seen("undo_tidy", number)
        self.steps = tuple(replace(s, undone=s.undone or s.number == number) for s in self.steps)
        return Done("Taken back.")

    def still_useful(self):
        self._seen("still_useful")
        return self.batch

    def rest(self):
        self._seen("rest")
        return self.batch

    def ask_still_useful(self, only=None):
        self._seen("ask_still_useful", only)
        return Done("Asked.", self.view.at + timedelta(seconds=10))

    def let_go_of_rest(self, only=None):
        self._seen("let_go_of_rest", only)
        return Done("Let go, and said so.", self.view.at + timedelta(seconds=10))

    def tick(self) -> None:
        self._seen("tick")

    def revision(self) -> int:
        self._seen("revision")
        return self.number

    def asked(self, *names: str) -> list[tuple]:
        """The calls of these names."""
        return [call for call in self.calls if call[0] in names]


def away_desk(**changes) -> FakeDesk:
    """A desk whose owner has just pressed `u`."""
    now = at(24, 7, 5)
    absence = AbsenceView(1, "closed", now, None, now + timedelta(seconds=10), 4, at(24, 8, 30))
    return FakeDesk(Face.AWAY, absence=replace(absence, **changes))
