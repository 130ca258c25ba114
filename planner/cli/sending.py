"""`rehearsal` and `live`: whether automatic messages leave."""

from __future__ import annotations

from planner.cli.command import as_json, command, state
from planner.cli.done import told
from planner.cli.state import State


@command("live", example="entracte live")
@as_json
@state
def live(state: State, json_: bool) -> None:
    """Start sending automatic messages."""
    with state.office() as office:
        told(office.go_live(True), json_)


@command("rehearsal", example="entracte rehearsal")
@as_json
@state
def rehearsal(state: State, json_: bool) -> None:
    """Stop sending: automatic messages are written and shown only."""
    with state.office() as office:
        told(office.go_live(False), json_)
