"""Saying: the home screen in plain sentences, for the command line and for a story."""

from __future__ import annotations

from dataclasses import replace

from planner.face import Face
from planner.locale import gettext as _
from planner.locale.dates import clock, short
from planner.views_today import LedgerView, TodayView, WindowView


def sentences(today: TodayView) -> list[str]:
    """The status as a person says it, what matters first."""
    said = [_face(today), *filter(None, [today.returning])]
    if today.customer_until:
        until = clock(today.customer_until, today.zone)
        said.append(_("With a customer: nothing rings until {time}.").format(time=until))
    if today.face is Face.OPEN and today.day_full:
        said.append(_("Today is full; what comes now gets a later date."))
    said += [*today.at_risk, *today.holds]
    for channel in today.channels:
        if channel.state != "ok":
            said.append(f"{channel.name}: {channel.problem or channel.state}")
    said += _covered(today)
    said += today.problems
    if today.unseen:
        said.append(f"{today.unseen} {_('`entracte notifications test` tries them.')}")
    if today.proposal:
        said.append(f"{today.proposal} {_('`entracte proposal yes`, or later, or never.')}")
    if today.rehearsal:
        said.append(_("Rehearsal: automatic messages are written and shown, not sent."))
    return said


def _covered(today: TodayView) -> list[str]:
    """What each channel says while the computer is off: in an absence, and where there is news."""
    quiet = () if today.absence else ("none", "nothing")
    return [f"{one.channel}: {one.sentence}" for one in today.covered if one.state not in quiet]


def outcomes(ledger: LedgerView) -> list[str]:
    """How the promises of an answer ended, in words; what did not happen is left out."""
    words = {
        "kept": _("kept: {n}"),
        "moved in time": _("moved in time: {n}"),
        "moved late": _("moved late: {n}"),
        "released": _("released: {n}"),
        "broken": _("broken: {n}"),
        "not delivered": _("not delivered: {n}"),
    }
    return [words[one].format(n=number) for one, number in ledger.outcomes.items() if number]


def _face(today: TodayView) -> str:
    coming = _coming(today)
    match today.face:
        case Face.OPEN if today.current:
            until = clock(today.current.end, today.zone)
            return _("A window is open until {time}.").format(time=until)
        case Face.AWAY:
            absence = today.absence
            if absence and absence.until:
                back = short(absence.until, today.at, today.zone, today.language)
                return _("You are unavailable until {moment}.").format(moment=back)
            return _("You are unavailable. Rest; everything is received.")
        case Face.RESTING:
            return _("Everything is received, everything has a date.") + " " + coming
        case _:
            return _("No window is open.") + " " + coming


def _coming(today: TodayView) -> str:
    if today.next is None:
        return _("No window is ahead: nobody can be given a date. Look at settings.toml.")
    moment = short(today.next.start, today.at, today.zone, today.language)
    return _("Next window: {moment}.").format(moment=moment)


def calm(today: TodayView) -> TodayView:
    """Outside a window no number says how much is waiting (A-04)."""
    if today.face is Face.OPEN:
        return today

    def empty(view: WindowView | None) -> WindowView | None:
        return view and replace(view, planned=0)

    return replace(
        today,
        windows=tuple(replace(view, planned=0) for view in today.windows),
        current=empty(today.current),
        next=empty(today.next),
    )
