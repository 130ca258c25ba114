"""How what several rules say about one effect becomes one value, with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.model import Kind, Reason, Value
from rules.schema import Combine

_TOGETHER: Mapping[Combine, Callable[[Any], Any]] = {
    Combine.MIN: min,
    Combine.MAX: max,
    Combine.ANY: any,
    Combine.ONE: min,  # equal, or the file would have been refused
}


def resolve(combine: Combine, said: Sequence[Reason]) -> Reason:
    """One value from several rules, given strongest first; none of them is lost from the reason.

    Inside a kind values combine as the effect says. Then: the owner's own hand is above all; an
    exception replaces the normal rules; a protection binds what they leave (a limit or a grant
    becomes the smaller, a switch stays on, a choice is the protection's); a default counts only
    where no rule of another kind speaks.
    """
    values: dict[Kind, list[Value]] = {}
    for reason in said:
        values.setdefault(reason.kind, []).append(reason.value)
    by_kind = {kind: _TOGETHER[combine](some) for kind, some in values.items()}
    decider = _decider(combine, by_kind)
    value = by_kind[decider]
    holding = [one for one in said if one.value == value]
    winner, *agreeing = sorted(holding, key=lambda one: one.kind is not decider)
    return Reason(
        winner.effect,
        value,
        winner.winner,
        winner.kind,
        overruled=tuple(one.winner for one in said if one.value != value),
        agreeing=tuple(one.winner for one in agreeing),
    )


def _decider(combine: Combine, by_kind: Mapping[Kind, Value]) -> Kind:
    """The kind whose value holds."""
    if Kind.HAND in by_kind:
        return Kind.HAND
    free = next((kind for kind in (Kind.EXCEPTION, Kind.NORMAL) if kind in by_kind), None)
    if Kind.PROTECT not in by_kind:
        return Kind.DEFAULT if free is None else free
    if free is None or combine is Combine.ONE:
        return Kind.PROTECT
    ours: Any = by_kind[free]
    bound: Any = by_kind[Kind.PROTECT]
    if combine is Combine.ANY:
        return Kind.PROTECT if bound else free
    return free if ours < bound else Kind.PROTECT
