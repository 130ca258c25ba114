"""What holds now and why, what nearly does, and the owner's rules one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import short
from planner.services.context import Context
from planner.services.rulebook import reference
from planner.services.rulebook.page import Page, read_page
from planner.services.rulebook.saying import beside, near, say, value_words
from planner.views_rules import HoldsView, NearView, RuleRow, RulesView
from rules.engine import Decision, decide
from rules.model import Line, Rule, RuleSet


def rules_view(ctx: Context) -> RulesView:
    """The rules screen's content, at this moment."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        ctx.refresh(unit)
    policy, page = ctx.policy, read_page(ctx.in_force)
    decision = policy.at(now)
    return RulesView(
        at=now,
        zone=ctx.schedule.zone,
        file=page.name,
        in_force=_in_force(ctx, page, now),
        problems=policy.problems,
        holds=tuple(_holds(decision)),
        near=tuple(_near(decision)),
        rules=tuple(_rows(ctx, page, decision, now)),
        base=page.base,
    )


def _in_force(ctx: Context, page: Page, now: datetime) -> str:
    """Which rules hold, where it is not simply the file."""
    held = ctx.in_force
    if not ctx.policy.problems:
        if page.base:
            return ""
        return _("These are the rules that come with Entracte; saving a change makes them yours.")
    if not held.text:
        return _("{file} has an error: the rules that come with Entracte hold.").format(
            file=page.name
        )
    if held.since is None:
        return _("{file} has an error: what held before it holds on.").format(file=page.name)
    return _("{file} has an error: what held before holds on, as since {moment}.").format(
        file=page.name, moment=short(held.since, now, ctx.schedule.zone, language())
    )


def _holds(decision: Decision) -> Iterator[HoldsView]:
    """One row an effect, in the order of the vocabulary."""
    for name, effect in decision.ruleset.vocabulary.effects.items():
        reason = decision.reasons.get(name)
        if reason is not None:
            yield HoldsView(
                effect=name,
                words=reference.words(effect),
                value=value_words(effect, reason.value),
                because=say(decision, reason.winner),
                rule=reason.winner,
                kind=reason.kind.name.lower(),
                beside=tuple(beside(decision, reason)),
            )


def _near(decision: Decision) -> Iterator[NearView]:
    """The owner's rules that one line keeps from speaking; those of the house are left out."""
    for line in decision.near_misses:
        if not line.rule.startswith("house:"):
            yield NearView(line.rule, say(decision, line.rule), near(decision, line))


def _rows(ctx: Context, page: Page, decision: Decision, now: datetime) -> Iterator[RuleRow]:
    """The rules of the file, also of one with errors, each with when it speaks."""
    rules = decision.ruleset
    speaking = _spoke(decision)
    coming = _coming(ctx, rules, now)
    for (section, name), block in page.blocks.items():
        known = [r for r in rules.rules if name in (r.name, r.table)]
        if name in speaking:
            when = _("now")
        elif not known:
            when = _("not in force yet")
        elif name in coming:
            moment = short(coming[name], now, ctx.schedule.zone, language())
            when = _("from {moment}").format(moment=moment)
        else:
            when = _conditions(known, rules)
        kind = str(block.get("kind", "normal"))
        yield RuleRow(name, section, _said(block.get("say")), kind, name in speaking, when)


def _spoke(decision: Decision) -> set[str]:
    """The rules and tables that speak about anything."""
    return {
        name.partition("[")[0]
        for reason in decision.reasons.values()
        for name in (reason.winner, *reason.overruled, *reason.agreeing)
    }


def _coming(ctx: Context, rules: RuleSet, now: datetime) -> dict[str, datetime]:
    """When each rule speaks next, in the days that can be foreseen."""
    found: dict[str, datetime] = {}
    for moment in ctx.policy.changes(now):
        for name in _spoke(decide(rules, ctx.policy.moment_facts(moment))):
            found.setdefault(name, moment)
    return found


def _conditions(rules: Collection[Rule], ruleset: RuleSet) -> str:
    """What a rule waits for; of a table, what it asks about."""
    first = next(iter(rules))
    if first.table:
        asked = dict.fromkeys(line.fact for rule in rules for line in rule.lines)
        names = (reference.words(ruleset.vocabulary.facts[fact]) for fact in asked)
        return _("depends on: {what}").format(what="; ".join(names))
    return "; ".join(_condition(line, ruleset) for line in first.lines)


def _condition(line: Line, ruleset: RuleSet) -> str:
    said = _("unless {what}: {written}") if line.unless else _("{what}: {written}")
    return said.format(
        what=reference.words(ruleset.vocabulary.facts[line.fact]), written=line.written
    )


def _said(say: object) -> str:
    """The sentence of a block, whatever the block is like."""
    if isinstance(say, dict):
        say = say.get(language()) or next(iter(say.values()), "")
    return str(say or "")
