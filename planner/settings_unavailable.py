"""The `[away]` of settings.toml: a way for true emergencies (D-08), and the word of a telephone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain import mailboxes
from planner.domain.telephone import Telephone, folded
from planner.locale import gettext as _
from planner.settings_reader import Table

LANGUAGES = ("fr", "en")
#: So long that a text about an absence stays as short as the others (needs.md 3.2).
LONGEST = 80
SHORTEST_WORD = 6
#: What people write as a subject by themselves.
USUAL = frozenset(
    {
        *("absence", "absent", "absente", "bonjour", "bonsoir", "conges", "commande", "demande"),
        *("indisponible", "malade", "message", "nouvelle", "question", "rappel", "urgence"),
        *("urgent", "vacances", "closed", "holiday", "holidays", "message", "pardon", "please"),
        *("request", "sickness", "unavailable", "vacation", "welcome", "reponse", "no subject"),
        *("sans objet", "(sans objet)", "(no subject)", "livraison", "facture", "invoice"),
    }
)


@dataclass(frozen=True, slots=True)
class AwaySettings:
    """What holds while she is unavailable. `emergency` is a line a language, mostly none."""

    emergency: Mapping[str, str] = field(default_factory=dict)
    telephone: Telephone = field(default_factory=Telephone)


def read_away(top: Table) -> AwaySettings:
    """The table, or nothing at all. Raises SettingsError for a word that anybody might write."""
    table = top.table("away")
    table.only("emergency", "word", "from", "trust")
    lines = table.table("emergency")
    lines.only(*LANGUAGES)
    emergency = {key: _line(lines, key) for key in LANGUAGES if lines.has(key)}
    return AwaySettings(emergency, _telephone(table))


def _line(table: Table, key: str) -> str:
    line = " ".join(table.text(key).split())
    if not line or len(line) > LONGEST:
        table.fail(
            key,
            _("The line for emergencies has 1 to {most} characters.").format(most=LONGEST),
            _("Shorten it, or take it away."),
        )
    return line


def _telephone(table: Table) -> Telephone:
    word = " ".join(table.text("word", "").split())
    if not word:
        return Telephone()
    plain = folded(word)
    if len(plain) < SHORTEST_WORD or plain in USUAL:
        table.fail(
            "word",
            _("“{word}” could be the subject of any mail.").format(word=word),
            _("Choose a word of your own, of {least} letters or more.").format(least=SHORTEST_WORD),
        )
    trust = table.text("trust", "").strip()
    if not trust:
        table.fail(
            "trust",
            _("Without “trust”, your mail cannot be told from a forged one."),
            _("Write the name that begins Authentication-Results in mail you received."),
        )
    senders = table.texts("from")
    for address in senders:
        if not mailboxes.usable(address):
            table.fail("from", _("“{address}” is not an address.").format(address=address))
    return Telephone(word, senders, trust)
