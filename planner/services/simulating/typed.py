"""The owner's commands inside a story, as typed on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import NoReturn, TypeAlias

from planner.errors import NotFound, StoryError, WrongUse
from planner.locale import gettext as _
from planner.services import moments
from planner.services.hours import page_hours
from planner.services.office import Office
from planner.services.proposing import ANSWERS
from planner.services.simulating.screens import SHOWN, show
from planner.services.today_words import outcomes
from planner.views import Done
from planner.views_away import BatchView


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUse(message)


READING = ("status", "desk", "promises", "plan", "windows", "can-i", "why", "review", "search")


Verbs: TypeAlias = "argparse._SubParsersAction[_Parser]"  # argparse has no public name for it


def _parser() -> _Parser:
    parser = _Parser(prog="owner", add_help=False)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for plain in ("back", "undo", "live", "rehearsal", "peek", "dashboard", "customer"):
        verbs.add_parser(plain, add_help=False)
    tidy = verbs.add_parser("tidy", add_help=False)
    tidy.add_argument("what", nargs="?", choices=("undo",))
    tidy.add_argument("number", nargs="?", type=int, default=0)
    cards = verbs.add_parser("by-hand", add_help=False)
    cards.add_argument("what", nargs="?", choices=("sent",))
    cards.add_argument("person", nargs="?", default="")
    for batch in ("still-useful", "let-go"):
        verbs.add_parser(batch, add_help=False).add_argument("--send", action="store_true")
    verbs.add_parser("more", add_help=False).add_argument("reason", nargs="?", default="")
    verbs.add_parser("proposal", add_help=False).add_argument("answer", choices=ANSWERS)
    checkin = verbs.add_parser("checkin", add_help=False)
    checkin.add_argument("energy", type=int)
    _about_days(verbs)
    _about_requests(verbs)
    return parser


def _about_days(verbs: Verbs) -> None:
    away = verbs.add_parser("away", add_help=False)
    away.add_argument("kind", nargs="?", default="closed")
    for option in ("--from", "--until", "--half"):
        away.add_argument(option, dest=option.strip("-") + "_", default=None)
    away.add_argument("--extend", action="store_true")
    absences = verbs.add_parser("absences", add_help=False).add_subparsers(dest="what")
    absences.add_parser("cancel", add_help=False).add_argument("id")
    edit = absences.add_parser("edit", add_help=False)
    edit.add_argument("id")
    for option in ("--kind", "--from", "--until", "--half"):
        edit.add_argument(option, dest=option.strip("-") + "_", default=None)
    for flag in ("--endless", "--extend"):
        edit.add_argument(flag, action="store_true")
    holidays = verbs.add_parser("holidays", add_help=False)
    holidays.add_argument("what", choices=("list", "close", "open"))
    holidays.add_argument("days", nargs="*")
    holidays.add_argument("--all", dest="every", action="store_true")
    holidays.add_argument("--year", type=int)


def _about_requests(verbs: Verbs) -> None:
    add = verbs.add_parser("add", add_help=False)
    add.add_argument("text")
    add.add_argument("--from", dest="from_", required=True)
    add.add_argument("--via", default="shop")
    add.add_argument("--promise", default=None)
    add.add_argument("--as-said", action="store_true")
    answer = verbs.add_parser("answer", add_help=False)
    answer.add_argument("request")
    answer.add_argument("text")
    answer.add_argument("--now", action="store_true")
    answer.add_argument("--promise", default=None)
    answer.add_argument("--group", action="store_true")
    answer.add_argument("--also", default="")
    errand = verbs.add_parser("errand", add_help=False)
    errand.add_argument("requests", nargs="+")
    errand.add_argument("--name", default="")
    errand.add_argument("--none", action="store_true")
    for mark in ("ready", "urgent"):
        marked = verbs.add_parser(mark, add_help=False)
        marked.add_argument("request")
        marked.add_argument("--not", dest="not_", action="store_true")
    release = verbs.add_parser("release", add_help=False)
    release.add_argument("request")
    release.add_argument("--alternative", default="")
    decline = verbs.add_parser("decline", add_help=False)
    decline.add_argument("request")
    decline.add_argument("text", nargs="?", default="")
    snooze = verbs.add_parser("snooze", add_help=False)
    snooze.add_argument("request")
    snooze.add_argument("--until", dest="until_", required=True)


def carry_out(office: Office, command: Sequence[str], where: str) -> Done | None:
    """Do what the owner typed; requests may be named by number or by the person's address.

    `status` and `desk` leave what they show as a `shown` event; `status`, `promises` and `hours`
    tell what matters of it; other commands that only read do nothing in a story. Raises StoryError
    naming `where`.
    """
    if command[0] in SHOWN:
        show(office, command[0])
    if command[0] in _READ:
        return Done(_READ[command[0]](office, command))
    if command[0] in READING:
        return None
    try:
        given = _parser().parse_args(list(command))
    except WrongUse as error:
        raise StoryError(
            _("This command cannot be carried out: {what}.").format(what=error.what),
            where=where,
            do=_("Type it as on the command line."),
        ) from None
    return _VERBS[given.verb](office, given)


def _status(office: Office, _command: Sequence[str]) -> str:
    today = office.today()
    return " ".join([*today.at_risk, *today.problems])


def _promises(office: Office, command: Sequence[str]) -> str:
    said = [
        f"{row.person}: {_('yours to decide') if row.decide else _(row.state)}."
        for row in office.promises()
    ]
    if "--all" in command:
        said += [f"{one}." for one in outcomes(office.ledger())]
    return " ".join(said)


def _hours(office: Office, _command: Sequence[str]) -> str:
    ctx = office.ctx
    view = page_hours(ctx.settings, ctx.policy, ctx.day(ctx.clock.now()), "")
    return f"{view.about} {view.greeting}"


def _why(office: Office, command: Sequence[str]) -> str:
    return " ".join(office.why(_request(office, command[1])).sentences) if command[1:] else ""


_READ: dict[str, Callable[[Office, Sequence[str]], str]] = {
    "status": _status,
    "promises": _promises,
    "hours": _hours,
    "why": _why,
    "review": lambda office, _command: " ".join(office.review().sentences),
}


def _request(office: Office, named: str) -> int:
    if named.isdigit():
        return int(named)
    with office.ctx.store.read() as unit:
        found = unit.requests.by_address(named)
    if found is None:
        raise NotFound(_("Nobody has written from {address}.").format(address=named))
    return found.id


def _day(office: Office, words: str | None) -> date | None:
    now, schedule = office.ctx.clock.now(), office.ctx.schedule
    return (
        moments.day(words, now, schedule.zone, schedule.day_starts) if words is not None else None
    )


def _away(office: Office, given: argparse.Namespace) -> Done:
    if given.extend:
        return office.extend()
    now, schedule = office.ctx.clock.now(), office.ctx.schedule
    zone = schedule.zone, schedule.day_starts
    if given.half_:
        since, until = moments.half(given.half_, given.from_, now, *zone)
        return office.away(given.kind, max(since, now), until, given.half_)
    starts = moments.begin(given.from_, now, *zone) if given.from_ is not None else None
    ends = moments.end(given.until_, now, *zone) if given.until_ is not None else None
    return office.away(given.kind, starts, ends)


def _answer(office: Office, given: argparse.Namespace) -> Done:
    request = _request(office, given.request)
    if given.group or given.also:
        also = [_request(office, one) for one in given.also.split(",")] if given.also else None
        return office.answer_group(request, given.text, also, now=given.now)
    return office.answer(request, given.text, now=given.now, by=_day(office, given.promise))


def _absences(office: Office, given: argparse.Namespace) -> Done | None:
    if given.what == "edit":
        return _edit(office, given)
    return office.cancel_absence(given.id) if given.what == "cancel" else None


def _edit(office: Office, given: argparse.Namespace) -> Done:
    if given.extend:
        return office.extend_absence(given.id)
    now, schedule = office.ctx.clock.now(), office.ctx.schedule
    zone = schedule.zone, schedule.day_starts
    return office.edit_absence(
        given.id,
        kind=given.kind_,
        since=moments.begin(given.from_, now, *zone) if given.from_ is not None else None,
        until=moments.end(given.until_, now, *zone) if given.until_ is not None else None,
        half="" if given.half_ == "no" else given.half_,
        endless=given.endless,
    )


def _holidays(office: Office, given: argparse.Namespace) -> Done | None:
    if given.what == "list":
        return None
    now, schedule = office.ctx.clock.now(), office.ctx.schedule
    days = [moments.day(d, now, schedule.zone, schedule.day_starts) for d in given.days]
    if given.what == "open":
        return office.open_days(days)
    if given.every == bool(days):
        raise WrongUse(_("Name the days, or --all."))
    return office.close_days(days, given.year)


def _snooze(office: Office, given: argparse.Namespace) -> Done:
    now, schedule = office.ctx.clock.now(), office.ctx.schedule
    until = moments.begin(given.until_, now, schedule.zone, schedule.day_starts)
    return office.snooze(_request(office, given.request), until)


def _by_hand(office: Office, person: str) -> Done:
    """The cards; with a person's name, hers is sent."""
    cards = office.by_hand()
    if not person:
        return Done("\n".join(f"{card.person}: {card.text}" for card in cards))
    card = next((card for card in cards if card.person == person), None)
    if card is None:
        raise NotFound(_("Nothing waits to be sent by hand."))
    return office.sent_by_hand(card.letter)


def _tidied(office: Office) -> Done:
    lines = [f"{view.person} ({view.kind}): {view.sentence}" for view in office.tidied()]
    return Done("\n".join(lines))


def _batch(do: Callable[[], Done | BatchView]) -> Done:
    """What a batch did, or what it would say to whom."""
    done = do()
    if isinstance(done, Done):
        return done
    lines = [f"{line.person}: {line.text}" for line in done.lines]
    kept = [f"{line.person} ({line.text})" for line in done.kept]
    return Done("\n".join([*lines, *kept, done.sentence]))


_VERBS: dict[str, Callable[[Office, argparse.Namespace], Done | None]] = {
    "away": _away,
    "absences": _absences,
    "holidays": _holidays,
    "back": lambda office, _: office.back(),
    "undo": lambda office, _: office.undo(),
    "tidy": lambda office, given: office.undo_tidy(given.number) if given.what else _tidied(office),
    "by-hand": lambda office, given: _by_hand(office, given.person),
    "still-useful": lambda office, given: _batch(
        office.ask_still_useful if given.send else office.still_useful
    ),
    "let-go": lambda office, given: _batch(office.let_go_of_rest if given.send else office.rest),
    "live": lambda office, _: office.go_live(True),
    "rehearsal": lambda office, _: office.go_live(False),
    "add": lambda office, given: office.add(
        given.text,
        given.from_,
        given.via,
        by=_day(office, given.promise),
        as_said=given.as_said,
    ),
    "answer": _answer,
    "errand": lambda office, given: office.share_errand(
        [_request(office, one) for one in given.requests], "" if given.none else given.name
    ),
    "ready": lambda office, given: office.mark_ready(
        _request(office, given.request), not given.not_
    ),
    "urgent": lambda office, given: office.mark_urgent(
        _request(office, given.request), not given.not_
    ),
    "more": lambda office, given: office.more(given.reason),
    "peek": lambda office, _: office.peek(),
    "customer": lambda office, _: office.with_customer(),
    "dashboard": lambda office, _: office.look_in(),
    "proposal": lambda office, given: office.answer_proposal(given.answer),
    "release": lambda office, given: office.release(
        _request(office, given.request), given.alternative
    ),
    "decline": lambda office, given: office.decline(_request(office, given.request), given.text),
    "snooze": _snooze,
    "checkin": lambda office, given: office.check_in(given.energy),
}
