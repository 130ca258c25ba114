"""The shipped policies, commented, and the rules of the house."""

from __future__ import annotations

from importlib.resources import files

#: The policies that an owner may start from, by name; the first is that of a new installation.
NAMES = ("makers-shop", "freelancer", "market-season")
DEFAULT = "makers-shop.toml"


def names() -> tuple[str, ...]:
    """The shipped policies that an owner may start from."""
    return NAMES


def text(name: str) -> str:
    """A shipped policy, as text to read and to copy. Raises KeyError for any other name."""
    if name not in NAMES:
        raise KeyError(name)
    return _read(f"{name}.toml")


def default_text() -> str:
    """The policy of every new installation (needs.md 3.1)."""
    return _read(DEFAULT)


def house_text() -> str:
    """What holds when the owner's rules say nothing; load with HOUSE and every kind."""
    return _read("house.toml")


def _read(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
