"""Sets of whole numbers as half-open spans: what a test accepts, and the geometry of rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

BIG = 2**62  # beyond every value a fact can take
_FEW = 6  # up to so many spans, looking at each is faster than cutting in halves


@dataclass(frozen=True, slots=True)
class Spans:
    """Sorted, disjoint, non-touching spans `[low, high)` of whole numbers."""

    spans: tuple[tuple[int, int], ...]

    @staticmethod
    def of(spans: Iterable[tuple[int, int]]) -> Spans:
        """Any spans, in any order; empty ones vanish and touching ones melt together."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(span for span in spans if span[0] < span[1]):
            if merged and low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return Spans(tuple(merged))

    def holds(self, value: Any) -> bool:
        """Is the number in the set?"""
        spans = self.spans
        if len(spans) > _FEW:
            at = bisect_right(spans, (value, BIG * 2)) - 1
            return at >= 0 and value < spans[at][1]
        for low, high in spans:  # noqa: SIM110 - any() costs three times as much here
            if low <= value < high:
                return True
        return False

    def __and__(self, other: Spans) -> Spans:
        """Both lists are walked once: a year's feast days have hundreds of spans."""
        one, two = self.spans, other.spans
        if one and len(two) == 1 and two[0][0] <= one[0][0] and one[-1][1] <= two[0][1]:
            return self  # a test within the values of its fact: most of all cases
        shared: list[tuple[int, int]] = []
        at = of = 0
        while at < len(one) and of < len(two):
            low, high = max(one[at][0], two[of][0]), min(one[at][1], two[of][1])
            if low < high:
                shared.append((low, high))
            if one[at][1] < two[of][1]:
                at += 1
            else:
                of += 1
        return Spans(tuple(shared))

    def __or__(self, other: Spans) -> Spans:
        return Spans.of(self.spans + other.spans)

    def __sub__(self, other: Spans) -> Spans:
        edges = [-BIG * 2, *(edge for span in other.spans for edge in span), BIG * 2]
        return self & Spans.of(zip(edges[::2], edges[1::2], strict=True))

    def __bool__(self) -> bool:
        return bool(self.spans)

    @property
    def size(self) -> int:
        """How many numbers are in the set."""
        return sum(high - low for low, high in self.spans)


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words, in lower case."""

    words: frozenset[str]

    def holds(self, value: Any) -> bool:
        """Is the word in the set?"""
        return value in self.words


@dataclass(frozen=True, slots=True)
class Among:
    """Words of which one has to be among those of the fact, normalised (`rules.text.normal`)."""

    words: frozenset[str]

    def holds(self, value: Any) -> bool:
        """Is one of them there?"""
        return not self.words.isdisjoint(value)


Test = Spans | Words | Among
