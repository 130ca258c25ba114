"""The shipped policies, commented."""

from __future__ import annotations

from importlib.resources import files

DEFAULT = "makers-shop.toml"


def default_text() -> str:
    """The policy of every new installation (needs.md 3.1), as text to read and to copy."""
    return files(__name__).joinpath(DEFAULT).read_text(encoding="utf-8")
