"""The rarer states of every screen, and the table that says for each screen what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner.errors import ChannelError, StoreError
from planner.views import Face, MessageView
from planner.views_archive import Piece
from planner.views_away import BatchView
from planner.views_people import PersonView
from tests.tui.fake import HITS, FakeDesk, at, away_desk
from tests.tui.fake_people import PAGE
from tests.tui.fake_rules import rules_view
from tests.tui.fake_setup import FakeSetup
from tests.tui.fake_week import STANDING, promise, review_view, week_view
from tests.tui.helpers import until
from tests.tui.pictures import Shape, State, between, open_desk, settle
from tui.setup.app import SetupApp

LONG = "Bonjour, je me permets de vous écrire au sujet de la jupe portefeuille vert olive. " * 3
NAME = "Marie-Antoinette de Saint-Exupéry-Vandenbroucke"
SUBJECT = "la jupe portefeuille vert olive commandée mardi, en taille 44 plutôt que 42"


def having(make: Callable[[], FakeDesk] = between, **given: object) -> Callable[[], FakeDesk]:
    """A desk with something else in it."""

    def made() -> FakeDesk:
        desk = make()
        for name, value in given.items():
            setattr(desk, name, value)
        return desk

    return made


def refusing(name: str, error: Exception, make: Callable[[], FakeDesk] = between):
    """A desk of which one question or deed does not work."""

    def refused(*_given: object, **_named: object) -> None:
        raise error

    return having(make, **{name: refused})


def desk_heavy() -> FakeDesk:
    """A long conversation with everything that can stand beside it."""
    desk = open_desk()
    first = desk.requests[1]
    long = tuple(
        MessageView(at(20 + n % 4, 9 + n), n % 2 == 1, False, LONG, "sent" if n % 2 else "")
        for n in range(5)
    )
    others = desk.desk().portion
    desk.requests[1] = replace(
        first,
        person=NAME,
        subject=SUBJECT,
        written=5,
        messages=long,
        others=others[1:2],
        same=others[2:5],
        why="échéance aujourd'hui, prête à acheter, arrivée il y a 36 h",
        since=at(20, 9),
        earlier=("échange d'une écharpe", "horaires de Noël"),
        reply_until=at(24, 19),
    )
    return desk


def promises_heavy() -> FakeDesk:
    """More than a screen of promises, with long names."""
    rows = [promise(n, NAME if n % 3 else "Awa Sarr", subject=SUBJECT) for n in range(1, 61)]
    desk = between()
    desk.standing, desk.page_size = (*STANDING, *rows[5:]), 50
    return desk


def week_empty() -> FakeDesk:
    """A week in which no window is open."""
    desk = between()
    whole = week_view()
    days = tuple(replace(day, slots=(), notes=("fermé",), due=()) for day in whole.days)
    desk.week = lambda _first=None: replace(whole, days=days, rows=())
    return desk


def search_heavy() -> FakeDesk:
    """As many hits as are shown."""
    subject = (Piece("jupe", True), Piece(f" {SUBJECT}"))
    snippet = (Piece(LONG[:120]), Piece("jupe", True), Piece(LONG[:120]))
    hits = (
        replace(HITS[0], message=n, person=NAME, subject=subject, snippet=snippet, mine=n % 2 == 0)
        for n in range(50)
    )
    return having(hits=tuple(hits), more_hits=True)()


def people_heavy() -> FakeDesk:
    """Pages of people with long names and addresses."""
    people = (
        PersonView(n, f"{NAME} {n}", (f"marie.antoinette.{n}@saint-exupery.example.org",))
        for n in range(1, 601)
    )
    return having(everybody=tuple(people))()


def person_heavy() -> FakeDesk:
    """A long acquaintance."""
    talks = tuple(replace(PAGE.earlier[n % 2], request=n, subject=SUBJECT) for n in range(10, 40))
    told = tuple(replace(PAGE.promises[1], id=n, request=n, subject=SUBJECT) for n in range(10, 30))
    page = replace(PAGE, name=NAME, earlier=talks, promises=(PAGE.promises[0], *told), more=True)
    return having(page=page)()


def batch_heavy() -> FakeDesk:
    """Letters that are longer than the screen."""
    desk = between()
    lines = (
        replace(desk.batch.lines[0], request=n, person=NAME, subject=SUBJECT, text=LONG)
        for n in range(1, 30)
    )
    desk.batch = replace(desk.batch, lines=tuple(lines))
    return desk


def hard() -> FakeDesk:
    """Hard words, folded."""
    desk = between()
    message = replace(desk.requests[1].messages[0], text="Voleurs !", folded="colère, demande : 42")
    desk.requests[1] = replace(desk.requests[1], messages=(message,))
    return desk


def no_window() -> FakeDesk:
    """A rest without an end that is known."""
    desk = FakeDesk(Face.RESTING)
    desk.view = replace(desk.view, next=None)
    return desk


FULL_DISK = StoreError("Le disque est plein.", do="Rien n'est perdu ; libérez un peu de place.")
NO_SERVER = ChannelError("Le serveur ne répond pas.", do="Votre texte est gardé.")
PROBLEM = "policy.toml:5:24: attend un nombre entier"
TWELVE = ("backspace", "backspace", "1", "2", "ctrl+t")
TEN = ("backspace", "backspace", *"ten", "ctrl+t")
RULE = ("r", "down", "down", "enter", "down", "down")

#: Taken in `make test-all`, one size a language.
MORE: dict[str, State] = {
    "today-no-window": State(no_window),
    "desk-heavy": State(desk_heavy, ("d",)),
    "desk-group": State(desk_heavy, ("d", "enter"), "Oui.", True, ("ctrl+g",)),
    "desk-error": State(
        refusing("answer", NO_SERVER, open_desk), ("d", "enter"), "Oui.", True, ("ctrl+s",)
    ),
    "desk-let-go": State(open_desk, ("d", "ctrl+d")),
    "promises-empty": State(having(standing=()), ("p",)),
    "promises-heavy": State(promises_heavy, ("p",)),
    "promises-error": State(refusing("promise_page", FULL_DISK), ("p",)),
    "promises-why": State(between, ("p", "y")),
    "week-empty": State(week_empty, ("w",)),
    "review-empty": State(having(reviewed=review_view(empty=True)), ("h",)),
    "texts-error": State(having(texts_problem="texts.toml:3:1: ce texte n'existe pas."), ("e",)),
    "text-error": State(having(text_trouble="Le champ {quand} n'existe pas."), ("e", "enter")),
    "texts-live": State(between, ("e", "g")),
    "search-heavy": State(search_heavy, ("slash",), "jupe"),
    "people-heavy": State(people_heavy, ("k",)),
    "person-heavy": State(person_heavy, ("k", "down", "down", "enter")),
    "person-erase": State(between, ("k", "down", "down", "down", "enter", "delete")),
    "rules-error": State(having(rules_shown=rules_view(problems=(PROBLEM,))), ("r",)),
    "rule-tried": State(between, (*RULE, *TWELVE)),
    "rule-error": State(between, (*RULE, *TEN)),
    "absences-empty": State(having(listed=()), ("a",)),
    "absences-new": State(between, ("a", "n")),
    "absences-away": State(lambda: away_desk(undo_until=None), ("a",)),
    "tidied-empty": State(having(steps=(), cards=()), ("t",)),
    "batch-empty": State(
        having(batch=BatchView((), "Personne n'attend depuis longtemps.")), ("t", "o")
    ),
    "batch-heavy": State(batch_heavy, ("t", "g")),
    "further-empty": State(having(lambda: away_desk(undo_until=None), cards=()), ("v", "o")),
    "conversation": State(between, ("p", "enter")),
    "conversation-heavy": State(hard, ("p", "enter")),
}

#: The pages of the first day, each with the keys that lead there from the page in front of it.
FIRST: dict[str, tuple[str, tuple[str, ...]]] = {
    "first-welcome": ("welcome", ()),
    "first-you": ("you", ()),
    "first-zone": ("zone", ()),
    "first-busy": ("busy", ()),
    "first-windows": ("windows", ()),
    "first-source": ("source", ()),
    "first-account": ("account", ()),
    "first-wrong": ("account", ("p", "enter")),
    "first-texts": ("account", ("p", "enter", "ctrl+g")),
    "first-ready": ("account", ("p", "enter", "ctrl+g", "enter")),
}


async def first_taken(name: str, shape: Shape) -> str:
    """A page of the first day."""
    page, keys = FIRST[name]
    told = {"first_name": "Camille", "shop_name": "Atelier Camomille", "busy_hours": "12-14, 17-19"}
    desk = FakeSetup(step=page, language=shape.language, mail_address="camille@gmail.com", **told)
    desk.problem = "Le serveur a refusé le mot de passe."
    app = SetupApp(desk)
    async with app.run_test(size=shape.size) as pilot:
        await until(pilot, lambda: getattr(app.screen, "PAGE", "") == page)
        await until(pilot, lambda: app.screen.query("#question"))
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return app.export_screenshot(title="entracte")


#: What a screen looks like: the name of a picture, or why there is none. `HOME`: no such state.
HOME = "while she is unavailable it gives way to Today"
CALM = "as on promises: the calm line says it, the screen stays as it was"
EMPTY, NORMAL, HEAVY, RESTING, ERROR = KINDS = ("empty", "normal", "heavy", "resting", "error")
SHOWN: dict[str, tuple[str, str, str, str, str]] = {
    "today": ("today-no-window", "today-between", "today-heavy", "today-resting", "today-error"),
    "away": ("nothing is empty about it", "today-away", "an absence is one", "today-away", CALM),
    "desk": ("desk-empty", "desk", "desk-heavy", HOME, "desk-error"),
    "promises": ("promises-empty", "promises", "promises-heavy", HOME, "promises-error"),
    "week": ("week-empty", "week", "week-return", HOME, CALM),
    "review": ("review-empty", "review", "a week has seven days", HOME, CALM),
    "texts": ("there are always texts", "texts", "texts", HOME, "texts-error"),
    "text": ("an empty text is not one", "text", "its field scrolls", HOME, "text-error"),
    "settings": ("something is always set", "settings", "the list scrolls", HOME, "settings-error"),
    "setting": ("a line may be empty", "setting", "its lines scroll", HOME, "setting-wrong"),
    "setup": (
        "the first page",
        "first-welcome",
        "it asks one thing",
        "not open yet",
        "first-wrong",
    ),
    "recovery": (
        "recovery-empty",
        "recovery",
        "at most eleven copies",
        "she is not known there",
        "recovery-full",
    ),
    "search": ("search-nothing", "search", "search-heavy", HOME, CALM),
    "people": ("people-nothing", "people", "people-heavy", HOME, CALM),
    "person": ("who is known wrote", "person", "person-heavy", HOME, CALM),
    "rules": ("something always holds", "rules", "the list scrolls", HOME, "rules-error"),
    "rule": ("a new rule has its first lines", "rule", "rule-tried", HOME, "rule-error"),
    "absences": ("absences-empty", "absences", "the list scrolls", "absences-away", CALM),
    "cards": ("without one there are no keys", "tidied", "the list scrolls", "further", CALM),
    "tidied": ("tidied-empty", "tidied", "the list scrolls", HOME, CALM),
    "batch": ("batch-empty", "batch", "batch-heavy", HOME, CALM),
    "conversation": ("it has a message", "conversation", "conversation-heavy", HOME, CALM),
}
