"""Commands that speak the shop's language and show an example in their help."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import click

from planner.cli.state import State
from planner.locale import gettext as _
from planner.locale import ngettext


class _Sentence(str):
    """A sentence of click's; what it calls a kind of file or number is said in our words too."""

    __slots__ = ()

    def format(self, *args: object, **slots: object) -> str:
        """The sentence with its slots filled."""
        kind = "name" if "filename" in slots else "number_type"
        if kind in slots:
            slots[kind] = _(str(slots[kind]))
        return super().format(*args, **slots)


def _speak_for_click() -> None:
    """Click looks its own sentences up in a catalogue that nobody has: let it ask ours."""
    for module in (click.core, click.exceptions, click.parser, click.termui, click.types):
        vars(module).update(_=lambda text: _Sentence(_(text)), ngettext=ngettext)


_speak_for_click()


class Option(click.Option):
    """An option whose help is said in the language of the moment."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """As click does, in the owner's language."""
        english = self.help
        self.help = _(english) if english else english
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


def _home(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        state = ctx.ensure_object(State)
        state.home = value
        state.speak()


def _debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from planner import log

        ctx.ensure_object(State).debug = True
        log.show()


def everywhere() -> list[click.Parameter]:
    """`--home` and `--debug`: good before the command and after it."""
    return [
        Option(
            ["--home"],
            metavar="DIR",
            is_eager=True,
            expose_value=False,
            callback=_home,
            help="Keep everything in this folder.",
        ),
        Option(
            ["--debug"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_debug,
            help="Show technical details of a failure.",
        ),
    ]


class Formatter(click.HelpFormatter):
    """Help pages whose headings are said in the language of the moment."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """As click does, in the owner's language."""
        super().write_usage(prog, args, prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        """The heading and its colon, which French sets apart."""
        words = _("{heading}:").format(heading=_(heading))
        self.write(f"{'':>{self.current_indent}}{words}\n")


class Context(click.Context):
    """A call whose help pages are written by the formatter above."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with an example. Its docstring is the English help, said in the owner's words."""

    context_class = Context

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example
        self.params.extend(everywhere())

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - lines are short
        """The first line of the help."""
        return _(inspect.cleandoc(self.help or "")).partition("\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, in the owner's language."""
        found = super().get_help_option(ctx)
        if found:
            found.help = _("Show this message and exit.")
        return found

    def format_help_text(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's own signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The help."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(inspect.cleandoc(self.help or "")))

    def format_epilog(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's own signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The example."""
        with formatter.section(_("Example")):
            for line in self.example.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Group(Command, click.Group):
    """A group whose commands are imported only when they run: name -> "module:attribute"."""

    command_class = Command  # what `@group.command` makes

    def __init__(self, *args: Any, lazy: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the same for all
        """In the order of the table, which is the order of a day."""
        return [*self.lazy, *sorted(self.commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is asked for."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _colon, attribute = self.lazy[cmd_name].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found


def command(name: str, *, example: str) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command; its docstring is its help, its example is shown below."""
    return click.command(name, cls=Command, example=example)


option = partial(click.option, cls=Option)
as_json = option("--json", "json_", is_flag=True, help="Print data as JSON.")
state = click.make_pass_decorator(State, ensure=True)
