"""`setup`: the first day, on the screen or line by line; elsewhere what was answered so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from planner import locale
from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, on_terminal, safe, say
from planner.cli.state import State
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.views_setup import SOURCES, Answers

if TYPE_CHECKING:
    from planner.doors_setup import SetupDesk


@command("setup", example="entracte setup\nentracte setup --plain\nentracte setup --json")
@option("--plain", is_flag=True, help="Line by line, for a screen reader or a plain terminal.")
@as_json
@state
def setup(state: State, json_: bool, plain: bool) -> None:
    """The first day: a few questions until there is a shop; it goes on where you left.

    Without a terminal it prints what was answered so far and the windows that follow from it.
    """
    from planner.bootstrap_setup import FirstDay

    if state.paths.settings.exists():
        raise NotPossible(
            _("There is a shop already."),
            where=str(state.paths.settings),
            do=_("Change it in the settings: key s on the screen, or in this file."),
        )
    if json_ or not on_terminal():
        _show(FirstDay(state.paths, state.language).begun(), json_)
    elif plain:
        ask_plainly(state)
    else:
        from planner.cli.start import first_day

        first_day(state)


def _show(answers: Answers, json_: bool) -> None:
    from planner.domain.first_windows import spelled
    from planner.settings_first import windows_of

    windows = spelled(windows_of(answers))
    if json_:
        print_json({"answers": answers, "windows": windows})
        return
    columns(
        (
            (_("Your first name"), answers.first_name),
            (_("The shop's name"), answers.shop_name),
            (_("Time zone"), answers.zone),
            (_("Busy hours"), answers.busy_hours),
            (_("Windows"), windows),
            (_("Your address"), answers.mail_address),
        )
    )


def ask_plainly(state: State) -> None:
    """The questions of the first day as lines; then the shop opens."""
    from planner.bootstrap_setup import FirstDay
    from planner.cli.start import open_dashboard

    state.log()
    desk = FirstDay(state.paths, state.language)
    answers, password = _mail(desk, _hours(desk, _shop(desk, desk.begun())))
    say(_("What your customers will read"))
    for one in desk.samples(answers):
        data(f"{one.title}: {one.sample}")
    say(_("You can change this at any time: Texts, key e, or `entracte live`."))
    if answers.source == "mailbox":
        live = click.confirm(_("Send the automatic messages from now on?"), default=False, err=True)
        answers = replace(answers, live=live)
    begun = desk.finish(answers, password)
    say(_("The shop is there: {path}.").format(path=begun.place))
    if begun.told:
        say(begun.told)
    open_dashboard(state)


def _shop(desk: SetupDesk, answers: Answers) -> Answers:
    kinds = click.Choice(locale.LANGUAGES)
    language = click.prompt("fr, en", type=kinds, default=safe(answers.language), err=True)
    locale.use(language)
    answers = replace(
        answers,
        language=language,
        first_name=_line(_("Your first name"), answers.first_name),
        shop_name=_line(_("The shop's name"), answers.shop_name),
    )
    zone = _good(lambda: desk.zone(_line(_("Time zone"), answers.zone)).zone)
    return _kept(desk, replace(answers, zone=zone))


def _hours(desk: SetupDesk, answers: Answers) -> Answers:
    from planner.domain.first_windows import first_windows, spelled
    from planner.settings_first import spans_read

    def read(question: str, default: str) -> str:
        return spelled(spans_read(_line(question, default, needed=False)))

    say(_("Write them as 12:00-14:00, 17:00-19:00."))
    busy = _good(lambda: read(_("Busy hours"), answers.busy_hours))
    proposed = spelled(first_windows(spans_read(busy)))
    windows = _good(lambda: read(_("Windows"), answers.answer_hours or proposed))
    return _kept(desk, replace(answers, busy_hours=busy, answer_hours=windows))


def _mail(desk: SetupDesk, answers: Answers) -> tuple[Answers, str]:
    """Where mail comes from, tried before it is believed; and the password."""
    say(_("Where do your customers write?"))
    says = _("To my mailbox"), _("Into a folder of mail on this machine"), _("Later")
    for number, line in enumerate(says, 1):
        say(f"  {number}  {line}")
    asked = click.prompt("1-3", type=click.IntRange(1, 3), default=1, err=True)
    answers = replace(answers, source=SOURCES[asked - 1])
    while answers.source != "later":
        answers, password = _account(desk, answers)
        try:
            tried = desk.try_mail(answers, password)
        except WrongUse as error:
            say(str(error))
            continue
        for one in tried.lines:
            say(one.told)
        if tried.well or click.confirm(_("Go on all the same?"), default=False, err=True):
            return _kept(desk, answers), password
    return _kept(desk, answers), ""


def _account(desk: SetupDesk, answers: Answers) -> tuple[Answers, str]:
    if answers.source == "folder":
        folder = _line(_("Folder of the mail"), answers.mail_folder)
        address = _line(_("Your address"), answers.mail_address, needed=False)
        return replace(answers, mail_folder=folder, mail_address=address), ""
    address = _line(_("Your address"), answers.mail_address)
    try:
        host = desk.host(address)
    except WrongUse as error:
        say(str(error))
        return _account(desk, answers)
    answers = replace(answers, mail_address=address, reads_at="", sends_by="")
    if host.advice:
        say(host.advice)
    if not host.known:
        answers = replace(
            answers,
            reads_at=_line(_("Reads from"), host.reads_at),
            sends_by=_line(_("Sends by"), host.sends_by),
        )
    if not host.password:
        return answers, ""
    return answers, click.prompt(_("Password"), hide_input=True, err=True)


def _kept(desk: SetupDesk, answers: Answers) -> Answers:
    desk.keep(answers)
    return answers


def _line(question: str, default: str, *, needed: bool = True) -> str:
    if needed and not default:
        return str(click.prompt(safe(question), err=True)).strip()
    return str(click.prompt(safe(question), default=safe(default), err=True)).strip()


def _good(ask: Callable[[], str]) -> str:
    """Ask until the answer can be read."""
    while True:
        try:
            return ask()
        except WrongUse as error:
            say(str(error))
