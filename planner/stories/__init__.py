"""The stories that come with the product: the sample week of a newcomer's first look."""

from __future__ import annotations

from importlib.resources import files


def sample_week_text() -> str:
    """The sample week as TOML, for `planner.domain.story.parse` (needs.md, acceptance story)."""
    return files(__name__).joinpath("sample-week.toml").read_text(encoding="utf-8")
