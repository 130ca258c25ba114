"""How everything is, in words: first what needs her, then what is good to know."""

from __future__ import annotations

from collections.abc import Sequence

from planner.views_doctor import Finding, Health
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t


def health_lines(findings: Sequence[Finding], using: Glyphs) -> list[str]:
    """Lines to read, with air between the parts."""
    if not findings:
        return [t("This is a story; there is nothing to look at.")]
    parts = [
        _part(t("This needs you"), "!", _with(findings, Health.WRONG)),
        _part(t("Good to know"), using.dot, _with(findings, Health.NOTE)),
    ]
    names = list(dict.fromkeys(clean(one.title) for one in _with(findings, Health.OK)))
    told = [line for part in parts for line in part]
    if names and told:
        told.append(t("Well: {names}.").format(names=", ".join(names)))
    elif names:
        told += [t("All is well."), "", ", ".join(names) + "."]
    return told[:-1] if told[-1] == "" else told


def _with(findings: Sequence[Finding], state: Health) -> list[Finding]:
    return [one for one in findings if one.state is state]


def _part(head: str, mark: str, findings: Sequence[Finding]) -> list[str]:
    lines = [head] if findings else []
    for one in findings:
        said = t("{name}: {said}").format(name=clean(one.title), said=clean(one.sentence))
        lines.append(f"{mark} {said}")
        lines += [clean(one.do), ""] if one.do else [""]
    return lines
