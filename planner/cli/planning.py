"""`plan` and `why`: what is planned, and the reasons."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State, now
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.locale.dates import short


@command("plan", example="entracte plan\nentracte plan --case case.json --json")
@option(
    "--case",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Plan a case given as JSON (- for standard input); touches nothing.",
)
@as_json
@state
def plan(state: State, case: Path | None, json_: bool) -> None:
    """Which request is planned into which window, and why."""
    if case is not None:
        _plan_case(case)
        return
    settings = state.settings()
    shop, zone = settings.shop, settings.schedule.zone
    with state.office() as office:
        view = office.plan()
    if json_:
        print_json(view)
        return
    at = now()
    columns(
        (
            str(row.request),
            short(row.start, at, zone, shop.language) if row.start else _("none"),
            row.person,
            row.subject,
            _reason(row.reason),
        )
        for row in view.rows
    )
    say(_certificate(view.certificate))


def _reason(reason: str) -> str:
    """Why a request is planned there; the plan's own words are data, these are the owner's."""
    why, _semicolon, _late = reason.partition("; late by ")
    moved = why.startswith("moved: ")
    words = {
        "placed": _("first window with room"),
        "kept": _("stays as promised"),
        "pinned": _("fixed by you"),
        "no slot after arrival": _("no window ahead"),
        "no slot has room": _("no window has room"),
        "no slot is large enough": _("no window is large enough"),
    }
    said = _("moved") if moved else words.get(why, why)
    return ", ".join((said, _("after its date"))) if _late else said


def _certificate(certificate: str) -> str:
    """How sure the plan is, in words."""
    if certificate == "optimal":
        return _("The plan is optimal.")
    return _("The plan is good; whether a better one exists is not known.")


@command("why", example="entracte why 12")
@click.argument("request_id", metavar="ID", type=click.IntRange(1))
@as_json
@state
def why(state: State, request_id: int, json_: bool) -> None:
    """The reasons behind every date and every message of a request."""
    with state.office() as office:
        view = office.why(request_id)
    if json_:
        print_json(view)
        return
    say(view.about)
    for sentence in view.sentences:
        data(sentence)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of the case; of two fields with one name nobody could tell which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise EntracteError(
            _("The field “{field}” is there twice.").format(field=twice), do=_("Keep one of them.")
        )
    return found


def _plan_case(path: Path) -> None:
    """The answer is always JSON: a case is made for programs and for bug reports."""
    from planner.domain.plan.case import solve_case

    name = _("standard input") if str(path) == "-" else str(path)
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        case = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except OSError as error:
        raise EntracteError(
            _("The file cannot be read: {reason}.").format(reason=error.strerror), where=name
        ) from None
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}:{error.colno}"
        raise EntracteError(
            _("This is not JSON: {what}.").format(what=error.msg), where=where
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise EntracteError(_("This is not JSON text."), where=name) from None
    except EntracteError as error:
        raise EntracteError(error.what, where=name, do=error.do) from None
    except ValueError:  # the interpreter reads no number of more than some thousand digits
        raise EntracteError(_("A number in this file has too many digits."), where=name) from None
    if not isinstance(case, dict):
        raise EntracteError(_("A case is a JSON object."), where=name)
    try:
        print_json(solve_case(case))
    except EntracteError:
        raise
    except ValueError as error:
        raise EntracteError(str(error), where=name) from None
