"""The shipped policies, commented."""

from __future__ import annotations

from importlib.resources import files

DEFAULT = "makers-shop.toml"


def default_text() -> str:
    """The policy of every new installation (needs.md 3.1), as text to read and to copy."""
    return files(__name__).joinpath(DEFAULT).read_text(encoding="utf-8")


def house_text() -> str:
    """The rules of the house: what holds when the owner's rules say nothing."""
    return (files(__name__) / "house.toml").read_text("utf-8")
