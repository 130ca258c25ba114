"""`policy new`: begin with one of the shipped policies."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.state import State
from planner.errors import EntracteError, WrongUse
from planner.locale import gettext as _
from planner.services.policy.file import replace_policy
from rules import policies


@command("new", example="entracte policy new\nentracte policy new freelancer")
@click.argument("name", required=False, metavar="[NAME]")
@option(
    "--force", is_flag=True, help="Also when you have rules: they are kept beside the new ones."
)
@as_json
@state
def new(state: State, name: str | None, force: bool, json_: bool) -> None:
    """Begin with a policy that comes with Entracte, as a file of your own.

    Without a name it lists them.
    """
    if name is None:
        _list(json_)
        return
    wanted = name.removesuffix(".toml")
    if wanted not in policies.names():
        raise WrongUse(
            _("There is no policy “{name}”.").format(name=name),
            do=_("Possible here: {names}.").format(names=", ".join(policies.names())),
        )
    path = state.paths.policy
    if path.exists() and not force:
        raise EntracteError(
            _("You have rules already."),
            where=str(path),
            do=_("With --force they are kept beside the new ones."),
        )
    kept = replace_policy(path, policies.text(wanted))
    if json_:
        print_json({"file": path, "kept": kept})
        return
    say(_("Written: {file}").format(file=path))
    if kept:
        say(_("Your old rules are kept: {file}").format(file=kept))
    say(_("Change it with `entracte policy edit`; it holds within a minute."))


def _list(json_: bool) -> None:
    described = {
        "makers-shop": _("one person who makes what they sell: short days, quiet evenings"),
        "freelancer": _("a few clients: fewer answers, longer ones, free weekends"),
        "market-season": _("one high season a year, with an end and a lighter week after it"),
    }
    rows = [(name, described.get(name, "")) for name in policies.names()]
    if json_:
        print_json([{"name": name, "about": about} for name, about in rows])
        return
    width = max(map(len, policies.names()))
    for each, about in rows:
        data(f"{each:<{width}}  {about}")
    say(_("Begin with one of them: entracte policy new NAME"))
