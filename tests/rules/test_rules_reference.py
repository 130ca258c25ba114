"""The reference page is up to date, complete, and its examples are good."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import load
from rules.reference import effect_example, fact_example, page
from rules.vocabulary import PRODUCT

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("file", "language"), [("policy-reference.md", "en"), ("policy-reference.fr.md", "fr")]
)
def test_the_committed_page_is_the_registry(file, language):
    """When this fails: `make reference`."""
    written = (DOCS / file).read_text("utf-8")
    assert written == page(language=language)
    for name in (*PRODUCT.facts, *PRODUCT.effects):
        assert f"| `{name}` |" in written


@pytest.mark.parametrize("fact", PRODUCT.facts.values(), ids=lambda fact: fact.name)
def test_every_fact_can_be_asked_about_as_shown(fact):
    season = '[season.market]\nsay = "Market."\nfrom = 2026-12-01\nuntil = 2026-12-24\n'
    text = f'[rule.r]\nsay = "R."\n{fact_example(fact)}\nthen.shield = true\n{season}'
    (rule,) = load(text, "p.toml").rules
    assert [line.fact for line in rule.lines] == [fact.name]


@pytest.mark.parametrize("effect", PRODUCT.effects.values(), ids=lambda effect: effect.name)
def test_every_effect_can_be_set_as_shown(effect):
    (rule,) = load(f'[rule.r]\nsay = "R."\n{effect_example(effect)}', "p").rules
    assert [reason.effect for reason in rule.then] == [effect.name]
