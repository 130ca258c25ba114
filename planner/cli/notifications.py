"""`notifications`: those of today, and one to try."""

from __future__ import annotations

import click

from planner.cli.command import Command, Group, as_json, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.locale import gettext as _
from planner.locale.dates import clock
from planner.views_notify import ToldView


@click.group(
    "notifications",
    cls=Group,
    invoke_without_command=True,
    example="entracte notifications\nentracte notifications test",
)
@as_json
@click.pass_context
def notifications(ctx: click.Context, json_: bool) -> None:
    """What rang today, what was held and why, and whether it appears on this desktop."""
    if ctx.invoked_subcommand is not None:
        return
    state = ctx.ensure_object(State)
    with state.office() as office:
        view = office.notifications()
    if json_:
        print_json(view)
        return
    zone = state.settings().schedule.zone
    columns((clock(one.at, zone), *_said(one)) for one in view.today)
    if not view.today:
        data(_("Nothing rang today."))
    if view.unseen:
        data(f"{view.unseen} {view.do}")


def _said(one: ToldView) -> tuple[str, str]:
    if one.held:
        kinds = {
            "window": _("a window opens"),
            "ends": _("a window ends"),
            "risk": _("a promise needs your decision"),
            "channel": _("a connection is silent"),
            "paused": _("automatic messages are paused"),
        }
        return kinds.get(one.kind, one.kind), _("held: {reason}").format(reason=one.held)
    return one.title, one.body


@notifications.command("test", cls=Command, example="entracte notifications test")
@as_json
@state
def test(state: State, json_: bool) -> int:
    """Show one now and say honestly how far it came; it ends with 1 when nothing appeared."""
    with state.office() as office:
        tried = office.try_notification()
    if json_:
        print_json(tried)
    else:
        say(f"{tried.sentence} {tried.do}".rstrip())
    return 1 if tried.why else 0
