"""How everything is at a front desk that only remembers."""

from __future__ import annotations

from planner.errors import EntracteError
from planner.views_doctor import Finding, Health

WELL = (
    Finding("settings", Health.OK, "settings.toml est sans erreur.", title="Réglages"),
    Finding("database", Health.OK, "Intactes ; 12 Mo.", title="Données"),
    Finding("channel.courrier", Health.OK, "Ça marche.", title="Connexions « courrier »"),
    Finding("clock", Health.OK, "Elle dit mardi 24 novembre 2026, 11:07.", title="Horloge"),
)
ILL = (
    *WELL[:2],
    Finding(
        "channel.courrier",
        Health.WRONG,
        "imap.example.org refuse le mot de passe.",
        "Donnez-le avec `entracte channel password courrier`.",
        "Connexions « courrier »",
    ),
    Finding(
        "copies",
        Health.NOTE,
        "La plus récente : lundi 16 novembre.",
        "Il s'en fait une chaque jour où Entracte tourne.",
        "Copies",
    ),
    WELL[3],
)


class FakeDoctor:
    """A part of the front desk."""

    findings = WELL
    examining: EntracteError | None = None

    def examine(self) -> tuple[Finding, ...]:
        self._seen("examine")
        if self.examining:
            raise self.examining
        return self.findings
