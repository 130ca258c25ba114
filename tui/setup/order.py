"""The pages of the first run, in their order."""

from __future__ import annotations

from planner.views_setup import Answers

ORDER = ("welcome", "you", "zone", "busy", "windows", "source", "account", "texts", "ready")

#: How it ends: the shop is there, the sample week is wanted first, or she goes on another time.
DONE, SAMPLE, LEFT = "done", "sample", "left"


def pages(answers: Answers) -> tuple[str, ...]:
    """The pages that these answers lead through: without mail there is no account."""
    return tuple(page for page in ORDER if page != "account" or answers.source != "later")


def beside(page: str, answers: Answers, step: int) -> str:
    """The page `step` further; the first and the last one have none beyond them."""
    there = pages(answers)
    return there[max(0, min(len(there) - 1, there.index(page) + step))]


def first_page(answers: Answers) -> str:
    """Where to begin, or to go on: a password that was not kept is asked for again."""
    page = answers.step if answers.step in pages(answers) else ORDER[0]
    late = ORDER.index(page) > ORDER.index("account")
    return "account" if late and answers.source == "mailbox" else page
