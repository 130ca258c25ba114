"""`completion`: what a shell needs to finish half a word."""

from __future__ import annotations

import click

from planner.cli.command import command
from planner.cli.out import data

SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    example='bash, in ~/.bashrc:  eval "$(entracte completion bash)"\n'
    'zsh, in ~/.zshrc:    eval "$(entracte completion zsh)"\n'
    "fish:                entracte completion fish > ~/.config/fish/completions/entracte.fish",
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the lines that let your shell complete commands with the Tab key."""
    from click.shell_completion import get_completion_class

    from planner.cli.app import app

    found = get_completion_class(shell)
    assert found is not None
    data(found(app, {}, "entracte", "_ENTRACTE_COMPLETE").source())
