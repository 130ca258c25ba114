"""The pages that show commands show what the commands really answer."""

import importlib.util
import re
from pathlib import Path

import pytest

from planner.services.policy.house import house, joined
from planner.services.policy.in_force import read_rules
from rules.problems import PolicyProblems
from rules.trial import run_tests

DOCS = Path(__file__).parents[1] / "docs"
_SPEC = importlib.util.spec_from_file_location("play_pages", DOCS / "play_pages.py")
pages = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pages)


@pytest.mark.parametrize(("name", "language"), pages.PAGES.items())
def test_every_answer_on_the_page_is_the_real_one(tmp_path, name, language):
    page = (DOCS / name).read_text("utf-8")
    assert page.count("$ entracte ") > 8
    assert pages.played(page, tmp_path / "home", language) == page, "run: make pages"


def test_both_pages_show_the_same_commands():
    first, second = (
        [line for line in (DOCS / name).read_text("utf-8").splitlines() if line.startswith("$ ")]
        for name in pages.PAGES
    )
    assert len(first) == len(second)
    assert [line.split()[2:4] for line in first] == [line.split()[2:4] for line in second]


def test_a_change_that_does_not_fit_is_told(tmp_path):
    page = "```console\n$ entracte policy new makers-shop\n```\n```diff\n-not there\n+here\n```\n"
    with pytest.raises(ValueError, match="not in policy"):
        pages.played(page, tmp_path / "home", "en")


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in targets if not (DOCS / target).exists()] == []


#: An example of the guide, and what the check says about it; most are without errors.
EXAMPLES = re.findall(
    r"```toml\n(.*?)```(?:\n\n```text\n(.*?)```)?",
    "\n".join((DOCS / page).read_text("utf-8") for page in ("policy.md", "notifications.md")),
    re.DOTALL,
)


@pytest.mark.parametrize(("text", "told"), EXAMPLES)
def test_every_example_of_the_guide_is_read_as_it_says(text, told):
    if told:
        with pytest.raises(PolicyProblems) as problems:
            read_rules(text, "policy.toml")
        assert str(problems.value) + "\n" == told
    else:
        assert run_tests(joined(read_rules(text, "policy.toml"), house(None))) == ()


def test_the_guide_has_both_kinds_of_examples():
    assert sum(bool(told) for _text, told in EXAMPLES) > 7
    assert sum(not told for _text, told in EXAMPLES) > 4
