"""The mails of this folder. The rows that must speak are the first half of a file's name."""

from datetime import UTC, datetime
from pathlib import Path

from planner.domain.autoreply import Me

MAILS = sorted((Path(__file__).parent / "mails").glob("*.eml"))
DIFFICULT = sorted((Path(__file__).parent / "difficult").glob("*.eml"))
ME = Me(frozenset({"shop@example.test", "contact@atelier.example"}), "entracte.example.test")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def mail(name: str) -> bytes:
    return next(path for path in MAILS if path.stem.endswith(f"--{name}")).read_bytes()


def rows(path: Path) -> tuple[str, ...]:
    found = path.stem.partition("--")[0]
    return () if found == "none" else tuple(found.split("+"))
