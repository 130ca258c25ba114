"""`rehearsal` and `live`: whether automatic messages leave; `checkin`: the day's energy."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, state
from planner.cli.done import told
from planner.cli.state import State


@command("live", example="entracte live")
@as_json
@state
def live(state: State, json_: bool) -> None:
    """Start sending automatic messages, or end a pause of them."""
    with state.office() as office:
        told(office.go_live(True), json_)


@command("rehearsal", example="entracte rehearsal")
@as_json
@state
def rehearsal(state: State, json_: bool) -> None:
    """Stop sending: automatic messages are written and shown only."""
    with state.office() as office:
        told(office.go_live(False), json_)


@command("checkin", example="entracte checkin 3")
@click.argument("energy", type=click.IntRange(1, 5))
@as_json
@state
def checkin(state: State, energy: int, json_: bool) -> None:
    """Note the day's energy, 1 to 5: your rules may make the day smaller."""
    with state.office() as office:
        told(office.check_in(energy), json_)
