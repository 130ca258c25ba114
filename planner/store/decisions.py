"""Decisions with the facts they were made from, and the policies that made them: append-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.store.tables import DecisionRow, PolicyRow


@dataclass(frozen=True, slots=True)
class Record:
    """One decision as it was made.

    `about` names its subject ("day 2026-11-26", "now", "request 12"). Facts, effects, reasons and
    near misses are plain JSON values: `rules.record` turns them back. `policy` is the hash of the
    rules that decided.
    """

    at: datetime
    about: str
    policy: str
    facts: Mapping[str, Any]
    effects: Mapping[str, Any]
    reasons: Mapping[str, Any]
    near: tuple[Any, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class TakenPolicy:
    """A policy as it came into force: the owner's text ("" for the shipped one) and the house's."""

    at: datetime
    policy: str
    name: str
    text: str
    house: str


class Decisions:
    """Nothing here is ever changed or removed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, record: Record) -> None:
        """Append a decision."""
        self._session.add(
            DecisionRow(
                at=record.at,
                about=record.about,
                rules_hash=record.policy,
                facts=_text(record.facts),
                effects=_text(record.effects),
                reasons=_text(record.reasons),
                near=_text(record.near),
            )
        )

    def latest(self, about: str) -> Record | None:
        """The last decision about a subject."""
        self._session.flush()
        query = (
            select(DecisionRow)
            .where(DecisionRow.about == about)
            .order_by(col(DecisionRow.id).desc())
            .limit(1)
        )
        return next(map(_record, self._session.exec(query)), None)

    def since(self, at: datetime) -> tuple[Record, ...]:
        """The decisions from an instant on, in the order in which they were made."""
        self._session.flush()
        query = select(DecisionRow).where(DecisionRow.at >= at).order_by(col(DecisionRow.id))
        return tuple(map(_record, self._session.exec(query)))

    def take(self, policy: TakenPolicy) -> None:
        """Note that a policy holds from now on."""
        self._session.add(
            PolicyRow(
                at=policy.at,
                rules_hash=policy.policy,
                name=policy.name,
                text=policy.text,
                house=policy.house,
            )
        )

    def in_force(self) -> TakenPolicy | None:
        """The policy that holds, or None before the first one."""
        self._session.flush()
        query = select(PolicyRow).order_by(col(PolicyRow.id).desc()).limit(1)
        return next(map(_policy, self._session.exec(query)), None)

    def policy(self, rules_hash: str) -> TakenPolicy | None:
        """The policy with this hash."""
        self._session.flush()
        query = select(PolicyRow).where(PolicyRow.rules_hash == rules_hash).limit(1)
        return next(map(_policy, self._session.exec(query)), None)


def _record(row: DecisionRow) -> Record:
    return Record(
        row.at,
        row.about,
        row.rules_hash,
        json.loads(row.facts),
        json.loads(row.effects),
        json.loads(row.reasons),
        tuple(json.loads(row.near)),
        row.id or 0,
    )


def _policy(row: PolicyRow) -> TakenPolicy:
    return TakenPolicy(row.at, row.rules_hash, row.name, row.text, row.house)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
