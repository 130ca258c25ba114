"""`desk` and what is done there: `answer`, `release`, `decline`, `snooze`, and `add`."""

from __future__ import annotations

import sys

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, say
from planner.cli.state import State, now
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services import moments as when

_LONGEST = 100_000  # characters of one text; more is a file given by mistake
_id = click.argument("request_id", metavar="ID", type=click.IntRange(1))


@command("desk", example="entracte desk")
@as_json
@state
def desk(state: State, json_: bool) -> None:
    """The few requests that the open window deals now."""
    settings = state.settings()
    shop, schedule = settings.shop, settings.schedule
    with state.office() as office:
        view = office.desk()
    if json_:
        print_json(view)
        return
    say(view.sentence)
    columns(
        (
            str(card.id),
            short(card.due, now(), schedule.zone, shop.language) if card.due else "",
            card.person,
            card.subject,
        )
        for card in view.portion
    )


@command("answer", example='entracte answer 12 "Oui, elle est encore là."')
@_id
@click.argument("text", required=False)
@option("--now", "at_once", is_flag=True, help="Send it now, even outside a window.")
@option("--promise", metavar="DATE", help="A first word: the rest is promised for this day.")
@as_json
@state
def answer(
    state: State,
    request_id: int,
    text: str | None,
    at_once: bool,
    promise: str | None,
    json_: bool,
) -> None:
    """Answer a request. Outside a window it leaves when the next one opens.

    With --promise the request stays open: what you write is sent, and the rest has a date.
    Without TEXT, or with -, the text is read from standard input.
    """
    words = _words(text)
    schedule = state.settings().schedule
    day = when.day(promise, now(), schedule.zone, schedule.day_starts) if promise else None
    with state.office() as office:
        told(office.answer(request_id, words, now=at_once, by=day), json_)


@command("release", example='entracte release 12 --alternative "www.example.org"')
@_id
@option("--alternative", default="", help="Where else the person may look.")
@as_json
@state
def release(state: State, request_id: int, alternative: str, json_: bool) -> None:
    """Say honestly that no answer will come, so that the person can go on."""
    with state.office() as office:
        told(office.release(request_id, alternative), json_)


@command("decline", example='entracte decline 12 "Je ne fais plus de retouches."')
@_id
@click.argument("text", required=False)
@as_json
@state
def decline(state: State, request_id: int, text: str | None, json_: bool) -> None:
    """Decline a request; without a text it is closed quietly."""
    words = _words(text) if text else ""
    with state.office() as office:
        told(office.decline(request_id, words), json_)


@command("snooze", example="entracte snooze 12 --until tomorrow")
@_id
@option("--until", required=True, metavar="WHEN", help="A date, tomorrow, or a time.")
@as_json
@state
def snooze(state: State, request_id: int, until: str, json_: bool) -> None:
    """Put a request aside until a moment; what was promised still holds."""
    schedule, at = state.settings().schedule, now()
    moment = when.begin(until, at, schedule.zone, schedule.day_starts)
    if moment <= at:
        raise WrongUse(_("“{words}” is already past.").format(words=until))
    with state.office() as office:
        told(office.snooze(request_id, moment), json_)


@command("add", example='entracte add "Ourlet pour samedi ?" --from Lise --via phone')
@click.argument("text")
@option("--from", "person", required=True, metavar="NAME", help="Who asked.")
@option(
    "--via",
    type=click.Choice(("phone", "shop")),
    default="shop",
    show_default=True,
    help="How it came.",
)
@as_json
@state
def add(state: State, text: str, person: str, via: str, json_: bool) -> None:
    """Note a request by hand; its date is yours to say aloud."""
    words = _words(text)
    if not person.strip():
        raise WrongUse(_("--from needs a name."))
    with state.office() as office:
        told(office.add(words, person.strip(), via), json_)


def _words(text: str | None) -> str:
    """The text given, or standard input; never an empty one."""
    if text in (None, "-"):
        if sys.stdin.isatty():
            say(_("Write your text; end it with Ctrl+D on a line of its own."))
        text = sys.stdin.read(_LONGEST + 1)
    words = (text or "").strip()
    if not words:
        raise WrongUse(_("The text is empty."))
    if len(words) > _LONGEST:
        raise WrongUse(_("The text is too long."))
    return words
