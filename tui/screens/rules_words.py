"""What the rules screen says: rows of a grid, the detail of one, a trial; without a widget."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from planner.views_rules import DayChange, HoldsView, NearView, RuleRow, TrialView
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t

VALUE = 8


def heading(words: str) -> Content:
    """The title of a part of the list."""
    return Content.assemble("\n", (clean(words), "bold $secondary"))


def holds_row(one: HoldsView, width: int, *, same: bool = False) -> Content:
    """What it is, its value, the owner's own sentence; quieter when it is the `same` as above."""
    first = label_width(width)
    rest = width - first - VALUE - 2
    return Content.assemble(
        (_cell(clean(one.words), first), "$muted"),
        "  ",
        (_cell(clean(one.value), VALUE), "bold"),
        (clean(one.because, cells=rest), "$muted" if same else ""),
    )


def near_row(one: NearView, width: int) -> Content:
    """A rule that nearly holds, and what keeps it."""
    first = label_width(width) + VALUE + 2
    return Content.assemble(
        _cell(clean(one.say), first - 2), "  ", (clean(one.because, cells=width - first), "$muted")
    )


def rule_row(one: RuleRow, width: int, using: Glyphs, *, draft: bool) -> Content:
    """A dot for whether it speaks now, its sentence, and when it does."""
    last = min(40, width * 2 // 5)
    first = width - last - 4
    mark = (using.on, "$primary") if one.speaks else (using.off, "$muted")
    when = f"{t('draft')} {using.dot} {one.when}" if draft else one.when
    say = clean(one.say or one.name)
    return Content.assemble(mark, " ", _cell(say, first), "  ", (clean(when, cells=last), "$muted"))


def label_width(width: int) -> int:
    """The first column: a third, within reason."""
    return max(20, min(44, width // 3))


def holds_detail(one: HoldsView, using: Glyphs) -> Content:
    """The whole of a row: why, whose rule, who gave way."""
    house = one.rule.startswith("house:")
    whose = t("it comes with Entracte; a rule of yours replaces it") if house else one.rule
    lines = [
        Content.styled(
            t("{what}: {written}").format(what=clean(one.words), written=clean(one.value)), "bold"
        ),
        Content(clean(one.because)),
        Content.styled(f"{clean(whose)} {using.dot} {kind(one.kind)}", "$muted"),
        *(Content.styled(clean(said), "$muted") for said in one.beside),
    ]
    return Content("\n").join(lines)


def near_detail(one: NearView) -> Content:
    """A near miss in whole sentences."""
    return Content.assemble(clean(one.say), "\n", (clean(one.because), "$muted"))


def rule_detail(one: RuleRow, using: Glyphs) -> Content:
    """A rule in whole sentences."""
    about = f"{clean(one.name)} {using.dot} {kind(one.kind)} {using.dot} {clean(one.when)}"
    return Content.assemble(clean(one.say), "\n", (about, "$muted"))


def kind(name: str) -> str:
    """How strong a rule is, in words."""
    words = {
        "default": t("of the house"),
        "normal": t("normal"),
        "exception": t("exception"),
        "protect": t("protection"),
        "hand": t("your own hand"),
    }
    return words.get(name, clean(name))


def trial_words(trial: TrialView) -> Content:
    """Problems, failed tests, or the coming week: what decides whether to save."""
    lines: list[Content] = []
    if trial.verdict:
        lines.append(Content.styled(clean(trial.verdict), "bold $error"))
        lines += [Content(f"! {clean(problem.sentence)}") for problem in trial.problems]
        lines += [Content(f"! {clean(sentence)}") for sentence in trial.failed]
    if trial.outlook:
        lines.append(Content.styled(clean(trial.outlook), "bold"))
    for title, said in week_words(trial.week):
        lines.append(Content.styled(clean(title), "$secondary"))
        lines += [Content(f"  {clean(one)}") for one in said]
    if trial.hint:
        lines.append(Content.styled(clean(trial.hint), "$secondary"))
    return Content("\n").join(lines)


def week_words(week: tuple[DayChange, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Days with the same changes together: a title, and what is different."""
    for lines, days in groupby(week, key=lambda day: day.lines):
        titles = [day.title for day in days]
        if len(titles) == 1:
            yield titles[0], lines
        else:
            yield t("from {first} to {last}").format(first=titles[0], last=titles[-1]), lines


def _cell(text: str, cells: int) -> str:
    """A text exactly as wide as its column."""
    text = clean(text, cells=cells)
    return text if cell_len(text) == cells else set_cell_size(text, cells)
