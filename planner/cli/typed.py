"""What was typed, without its values: for a report that may be shown to others."""

from __future__ import annotations

from collections.abc import Sequence

import click


def typed(root: click.Group, args: Sequence[str]) -> str:
    """The command's name and the names of its options: `entracte answer --now`."""
    here: click.Command = root
    words, known = ["entracte"], _options(root)
    ctx = click.Context(root)
    for word in args:
        name = word.partition("=")[0]
        if name in known:
            words.append(name)
        elif isinstance(here, click.Group) and word in here.list_commands(ctx):
            found = here.get_command(ctx, word)
            if found is None:
                break
            words.append(word)
            here = found
            known |= _options(here)
    return " ".join(words)


def _options(command: click.Command) -> set[str]:
    return {
        name
        for one in command.params
        if isinstance(one, click.Option)
        for name in (*one.opts, *one.secondary_opts)
    }
