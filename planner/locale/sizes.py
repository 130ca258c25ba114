"""Sizes in words."""

from __future__ import annotations

from planner.locale import gettext as _

MB = 1_000_000


def size_words(count: int) -> str:
    """Bytes as people say them."""
    if count >= 1000 * MB:
        return _("{number} GB").format(number=round(count / MB / 1000))
    return _("{number} MB").format(number=max(1, round(count / MB)))
