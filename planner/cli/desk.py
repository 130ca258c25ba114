"""`desk` and what is done there: `answer`, `release`, `decline`, `snooze`, and `add`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from textwrap import indent

import click

from planner.cli.beginnings import begun
from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, on_terminal, safe, say
from planner.cli.state import State, now
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services import moments as when
from planner.views import CardView, DraftView

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
    if view.sentence:
        say(view.sentence)
    if view.pause:
        say(view.pause)
    columns(
        (
            (
                str(card.id),
                short(card.due, now(), schedule.zone, shop.language) if card.due else "",
                card.person,
                card.subject,
            )
            for card in view.portion
        ),
        [_reasons(card) for card in view.portion],
    )


def _reasons(card: CardView) -> str:
    """Why it stands there, and who asks the same."""
    same = _("same question: {ids}").format(ids=", ".join(map(str, card.same)))
    return ", ".join(filter(None, (card.because, same if card.same else "")))


@command(
    "answer",
    example=(
        'entracte answer 12 "Oui, elle est encore là."\n'
        'entracte answer 12 "Je vérifie en réserve." --promise tomorrow\n'
        'entracte answer 12 --group --dry-run "Bonjour {first_name}, oui, je livre partout."'
        '\nentracte answer 12 --template out_of_stock --slot item="La jupe"'
    ),
)
@_id
@click.argument("text", required=False)
@option("--now", "at_once", is_flag=True, help="Send it now, even outside a window.")
@option("--promise", metavar="DATE", help="A first word: the rest is promised for this day.")
@option("--group", is_flag=True, help="Also answer everybody who asks the same.")
@option("--also", metavar="ID,ID", help="Also answer these requests.")
@option("--dry-run", is_flag=True, help="Show each letter of a group, send nothing.")
@option("--template", metavar="TEXT-NAME", help="Begin with this text of yours.")
@option("--slot", "slots", multiple=True, metavar="NAME=WORDS", help="Fill an empty place of it.")
@as_json
@state
def answer(
    state: State,
    request_id: int,
    text: str | None,
    at_once: bool,
    promise: str | None,
    group: bool,
    also: str | None,
    dry_run: bool,
    template: str | None,
    slots: tuple[str, ...],
    json_: bool,
) -> None:
    """Answer a request. Outside a window it leaves when the next one opens.

    With --promise the request stays open: what you write is sent, and the rest has a date, on that
    day or the first one after it that has room; the message says it.
    With --group or --also each person gets a letter of their own; {first_name} and {subject} in
    your text become theirs. Without TEXT, or with -, the text is read from standard input.
    """
    if slots and template is None:
        raise WrongUse(_("--slot needs --template."))
    words = _words(text) if template is None else ""
    if template is not None:
        if text is not None:
            raise WrongUse(_("Choose one of TEXT and --template."))
        with state.office() as office:
            words = begun(office.templates(request_id), template, slots)
    if group or also or dry_run:
        if promise is not None or (group and also):
            raise WrongUse(_("Choose one of --group, --also and --promise."))
        others = () if not (group or also) else _ids(also) if also else None
        with state.office() as office:
            if dry_run:
                _show_drafts(office.drafts(request_id, words, others, now=at_once), json_)
            else:
                told(office.answer_group(request_id, words, others, now=at_once), json_)
        return
    day = state.day(promise) if promise is not None else None
    if not json_ and on_terminal() and _says_it_otherwise(words):
        say(_("Nothing was sent."))
        return
    with state.office() as office:
        told(office.answer(request_id, words, now=at_once, by=day), json_)


def _ids(listed: str) -> tuple[int, ...]:
    """The ids of "4,7" or "4 7"."""
    words = listed.replace(",", " ").split()
    if not words or not all(word.isascii() and word.isdigit() for word in words):
        raise WrongUse(_("--also needs numbers of requests: 4,7."))
    return tuple(map(int, words))


def _show_drafts(drafts: Sequence[DraftView], json_: bool) -> None:
    if json_:
        print_json(drafts)
        return
    for draft in drafts:
        data(f"{draft.request}  {draft.person}")
        data(indent(draft.asked.strip(), "  > "))
        data(indent(draft.text, "  "))


def _says_it_otherwise(words: str) -> bool:
    """Asked once, about words that promise more than is known (C-07)."""
    from planner.services.giving import hint

    question = hint(words)
    return bool(question) and click.confirm(safe(question), err=True)


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


@command(
    "add",
    example='entracte add "Ourlet pour samedi ?" --from Lise --via phone\n'
    'entracte add "Robe à raccourcir" --from Lise --promise 2026-11-26',
)
@click.argument("text")
@option("--from", "person", required=True, metavar="NAME", help="Who asked.")
@option(
    "--via",
    type=click.Choice(("phone", "shop")),
    default="shop",
    show_default=True,
    help="How it came.",
)
@option("--promise", metavar="DATE", help="The day you said; without it one is proposed.")
@option("--as-said", is_flag=True, help="Your word is given: enter it although there is no room.")
@as_json
@state
def add(
    state: State,
    text: str,
    person: str,
    via: str,
    promise: str | None,
    as_said: bool,
    json_: bool,
) -> None:
    """Note a request by hand; its date is yours to say aloud.

    A day that you already said is entered if it has room; if not, the first one that has is
    proposed and nothing is noted, unless you add --as-said.
    """
    words = _words(text)
    if not person.strip():
        raise WrongUse(_("--from needs a name."))
    if as_said and promise is None:
        raise WrongUse(_("--as-said needs the day you said: --promise DATE."))
    day = state.day(promise) if promise is not None else None
    who = person.strip()
    with state.office() as office:
        if day is None:
            told(office.add(words, who, via), json_)
        else:
            told(office.add(words, who, via, by=day, as_said=as_said), json_)


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
