"""Decisions with the facts they were made from, and the policies that made them: append-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from planner.store.rows import add, rows, table
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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, record: Record) -> None:
        """Append a decision."""
        add(
            self._connection,
            DecisionRow,
            at=record.at,
            about=record.about,
            rules_hash=record.policy,
            facts=_text(record.facts),
            effects=_text(record.effects),
            reasons=_text(record.reasons),
            near=_text(record.near),
        )

    def latest(self, about: str) -> Record | None:
        """The last decision about a subject."""
        return next(map(_record, rows(self._connection, _LATEST, about=about)), None)

    def since(self, at: datetime) -> tuple[Record, ...]:
        """The decisions from an instant on, in the order in which they were made."""
        return tuple(map(_record, rows(self._connection, _SINCE, at=at)))

    def take(self, policy: TakenPolicy) -> None:
        """Note that a policy holds from now on."""
        add(
            self._connection,
            PolicyRow,
            at=policy.at,
            rules_hash=policy.policy,
            name=policy.name,
            text=policy.text,
            house=policy.house,
        )

    def in_force(self) -> TakenPolicy | None:
        """The policy that holds, or None before the first one."""
        return next(map(_policy, rows(self._connection, _IN_FORCE)), None)

    def policy(self, rules_hash: str) -> TakenPolicy | None:
        """The policy with this hash."""
        return next(map(_policy, rows(self._connection, _POLICY, hash=rules_hash)), None)


_RECORDS = select(*table(DecisionRow).c)
_NEWEST = col(DecisionRow.id).desc()
_LATEST = _RECORDS.where(col(DecisionRow.about) == bindparam("about")).order_by(_NEWEST).limit(1)
_SINCE = _RECORDS.where(col(DecisionRow.at) >= bindparam("at")).order_by(col(DecisionRow.id))
_POLICIES = select(*table(PolicyRow).c)
_IN_FORCE = _POLICIES.order_by(col(PolicyRow.id).desc()).limit(1)
_POLICY = _POLICIES.where(col(PolicyRow.rules_hash) == bindparam("hash")).limit(1)


def _record(row: Any) -> Record:
    return Record(
        row.at,
        row.about,
        row.rules_hash,
        json.loads(row.facts),
        json.loads(row.effects),
        json.loads(row.reasons),
        tuple(json.loads(row.near)),
        row.id,
    )


def _policy(row: Any) -> TakenPolicy:
    return TakenPolicy(row.at, row.rules_hash, row.name, row.text, row.house)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
