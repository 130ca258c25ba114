"""`policy check` and `policy test`: what is wrong with the rules, and what their tests say."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli.command import as_json, command, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.policy.facts import shown
from planner.cli.policy.files import argument, faults, in_use, readable, rules_of
from planner.cli.state import State
from planner.errors import EntracteError, PolicyError, WrongUse
from planner.locale import gettext as _
from planner.locale import ngettext
from rules.model import Case, RuleSet
from rules.problems import PolicyProblems, Problem
from rules.show import show_value
from rules.trial import Failure, run_tests


@command("check", example="entracte policy check\nentracte policy check my-policy.toml")
@argument
@as_json
@state
def check(state: State, file: Path | None, json_: bool) -> None:
    """Read the rules and pass the tests they carry.

    Every problem is shown with its line and column.
    """
    try:
        rules = rules_of(state, file)
    except PolicyProblems as error:
        _refuse(error.problems, state, json_, _not_usable(file))
        return
    if problems := faults(state, rules):
        _refuse(problems, state, json_, PolicyError(_("These rules do not do what they should.")))
    elif json_:
        print_json(_report(rules.name, [], state))
    else:
        say(
            _("{name}: all is well (rules: {rules}, tests: {tests}).").format(
                name=rules.name, rules=len(rules.rules), tests=len(rules.cases)
            )
        )


def _not_usable(file: Path | None) -> EntracteError:
    if file is not None:
        return PolicyError(_("These rules cannot be used yet."))
    return PolicyError(
        _("These rules cannot be used yet."),
        do=_("Until they can, those of before stay in force."),
    )


def _refuse(
    problems: list[Problem] | tuple[Problem, ...], state: State, json_: bool, what: EntracteError
) -> None:
    """Print the problems, and end with exit code 1."""
    if json_:
        print_json(_report(problems[0].file, problems, state))
        raise click.exceptions.Exit(1)
    for problem in problems:
        data(problem.text(state.language))
    raise what


def _report(
    file: str, problems: list[Problem] | tuple[Problem, ...], state: State
) -> dict[str, object]:
    return {
        "file": file,
        "ok": not problems,
        "problems": [
            {
                "line": problem.line,
                "column": problem.column,
                "message": (state.language == "fr" and problem.message_fr) or problem.message,
            }
            for problem in problems
        ],
    }


@command(
    "test",
    example="entracte policy test\nentracte policy test sunday\n"
    "entracte policy test my-policy.toml sunday",
)
@argument
@click.argument("name", required=False, metavar="[NAME]")
@as_json
@state
def test(state: State, file: Path | None, name: str | None, json_: bool) -> None:
    """Run the tests of the rules and print each of them.

    A test that fails shows what came out instead, and the rule that decided.
    """
    if file is not None and name is None and file.suffix != ".toml" and not file.exists():
        file, name = None, str(file)
    rules = readable(state, file)
    cases = _chosen(rules, name)
    found: dict[str, list[Failure]] = {case.name: [] for case in cases}
    for failure in run_tests(in_use(rules)):
        found.get(failure.test, []).append(failure)
    failed = sum(map(bool, found.values()))
    if json_:
        print_json([_outcome(case, found[case.name], rules, state) for case in cases])
        if failed:
            raise click.exceptions.Exit(1)
        return
    for case in cases:
        _print(case, found[case.name], rules, state)
    if failed:
        raise PolicyError(
            _("Not as expected: {failed} of {n}.").format(failed=failed, n=len(cases))
        )
    say(_all_well(len(cases)))


def _chosen(rules: RuleSet, name: str | None) -> list[Case]:
    cases = [case for case in rules.cases if name in (None, case.name)]
    if cases or name is None:
        return cases
    names = ", ".join(case.name for case in rules.cases)
    raise WrongUse(
        _("There is no test “{name}” in {file}.").format(name=name, file=rules.name),
        do=_("Possible here: {names}.").format(names=names) if names else "",
    )


def _all_well(count: int) -> str:
    if not count:
        return _("These rules carry no tests yet.")
    return ngettext("{n} test, all is well.", "{n} tests, all is well.", count).format(n=count)


def _print(case: Case, failures: list[Failure], rules: RuleSet, state: State) -> None:
    words = _("ok") if not failures else _("not yet")
    data(f"{words:<12}{case.name}")
    for failure in failures:
        place = f"{failure.file}:{failure.mark.line}:{failure.mark.column}"
        data(f"{'':<12}{place}: {_instead(failure, rules, state)}")


def _instead(failure: Failure, rules: RuleSet, state: State) -> str:
    """What came out instead, and by which rule."""
    words = {
        "effect": failure.effect,
        "expected": show_value(failure.expected),
        "found": show_value(failure.found),
    }
    if not failure.winner:
        return _("{effect} should be {expected}, and no rule sets it.").format(**words)
    rule = in_use(rules).by_name[failure.winner]
    return _("{effect} should be {expected}, is {found} because of {rule}: {say}").format(
        **words, rule=failure.winner, say=rule.say.text(state.language)
    )


def _outcome(
    case: Case, failures: list[Failure], rules: RuleSet, state: State
) -> dict[str, object]:
    return {
        "name": case.name,
        "ok": not failures,
        "given": {fact: shown(value) for fact, value in case.given.items()},
        "expect": case.expect,
        "failures": [
            {
                "effect": failure.effect,
                "expected": failure.expected,
                "found": failure.found,
                "winner": failure.winner,
                "line": failure.mark.line,
                "column": failure.mark.column,
                "sentence": _instead(failure, rules, state),
            }
            for failure in failures
        ],
    }
