"""Which version of what is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def version_of(name: str) -> str:
    """The version of an installed distribution; "" when it is not one, as in a plain folder."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
