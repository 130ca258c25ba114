"""Stories made at random, the same for a seed: settings, messages and the owner's commands."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PEOPLE = ("anne", "bilal", "cleo", "dora", "emil", "fanny")
#: A place and a morning from which the next two weeks hold something: a change of the clock.
PLACES = (
    ("Europe/Brussels", "2027-03-24"),
    ("Europe/Brussels", "2027-10-27"),
    ("Europe/Brussels", "2026-12-18"),
    ("Australia/Lord_Howe", "2027-04-01"),
    ("Australia/Lord_Howe", "2027-09-29"),
    ("America/Toronto", "2027-03-10"),
    ("America/Toronto", "2027-11-03"),
)
TEXTS = (
    "Bonjour, avez-vous un 42 ?",
    "Hello, is it still there?",
    "Un devis pour une retouche ?",
    "Merci beaucoup !",
    "Thank you, see you soon.",
    "Où est mon colis ? Répondez !!!",
    "VOUS ÊTES NULLE, RÉPONDEZ, IDIOTE !!!",
    "Je veux bien l'acheter, je passe demain.",
    "J'ai trouvé ailleurs, merci !",
    "C'est urgent, il me la faut pour samedi, et la facture est fausse.",
    "",
    "?",
    "\u202e\x1b[2Jfin %s {signature} \u200b" + "a" * 500,
)
ROWS = (
    [("11:00", "11:45", 15, None), ("17:00", "17:45", 15, None)],
    [("23:00", "01:30", 6, 40)],
    [("00:00", "00:00", 10, 60)],
    [("04:00", "04:30", 2, None), ("02:00", "03:00", 3, None), ("18:00", "19:00", 4, None)],
    [("09:00", "10:00", 1, None)],
    [("01:50", "03:10", 5, None), ("20:00", "21:00", 3, 20)],
    [("12:00", "12:40", 3, 30), ("12:40", "13:20", 3, 30), ("23:30", "00:30", 2, None)],
)
WEEKS = (DAYS[:6], DAYS[:5], DAYS, ("tuesday", "friday"), ("sunday",))


@dataclass
class Made:
    """A story: the shop's tables and the events, each an instant and a message or a command."""

    shop: dict[str, object]
    settings: dict[str, object]
    policy: dict[str, object] | None
    events: list[tuple[datetime, dict[str, object] | str]] = field(default_factory=list)

    def text(self, *, commands: bool = True, refused: frozenset[int] = frozenset()) -> str:
        """The story's TOML; without `commands` the clock only runs to their instants."""
        lines = ["[shop]", *(f"{key} = {toml(value)}" for key, value in self.shop.items())]
        lines.append(f"settings = {toml(self.settings)}")
        if self.policy is not None:
            lines.append(f"policy = {toml(self.policy)}")
        for number, (at, what) in enumerate(self.events):
            lines += ["[[event]]", f"at = {at.isoformat()}"]
            if isinstance(what, dict):
                lines.append(f"message = {toml(what)}")
            elif what and commands:
                lines.append(f"owner = {toml(what)}")
                if number in refused:
                    lines.append("refused = true")
        return "\n".join(lines) + "\n"


def toml(value: object) -> str:
    """A value on one line; a date stands as `@2027-01-01`."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    if isinstance(value, str) and value.startswith("@"):
        return value[1:]
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def make(seed: int, length: int = 22) -> Made:
    """A story of `length` events over about two weeks."""
    dice = Random(seed)
    zone, first = dice.choice(PLACES)
    begin = datetime.fromisoformat(f"{first}T08:00:00").replace(tzinfo=ZoneInfo(zone))
    shop = {
        "zone": zone,
        "language": dice.choice(("fr", "en")),
        "name": "Atelier",
        "owner": dice.choice(("absent", "diligent", "diligent")),
    }
    made = Made(shop, _settings(dice, begin), _policy(dice))
    at = begin.astimezone(ZoneInfo("UTC"))
    for _ in range(length):
        at += dice.choice((
            timedelta(seconds=dice.randint(1, 12)),
            timedelta(minutes=dice.randint(1, 90)),
            timedelta(minutes=dice.randint(1, 90)),
            timedelta(hours=dice.randint(2, 20)),
            timedelta(hours=dice.randint(2, 20)),
            timedelta(hours=dice.randint(20, 60)),
        ))  # fmt: skip
        write = dice.random() < 0.55
        made.events.append((at, _message(dice) if write else _command(dice, begin)))
    made.events.append((at + timedelta(days=4), ""))
    return made


def _settings(dice: Random, begin: datetime) -> dict[str, object]:
    rows = dice.choice(ROWS)
    days = dice.choice(WEEKS)
    found: dict[str, object] = {
        "shop": {"day_starts": dice.choice(("04:00", "04:00", "00:00", "06:30", "02:30"))},
        "window": [_row(row) | {"days": list(days)} for row in rows],
    }
    if dice.random() < 0.5:
        found["quiet"] = {"from": dice.choice(("20:30", "22:00", "00:30")), "to": "08:30"}
    if dice.random() < 0.4:
        found["absence"] = [dice.choice((
            {"days": "wednesday", "from": "12:00", "to": "24:00"},
            {"days": "friday"},
            {"days": "monday", "from": "22:00", "to": "02:30"},
            {"yearly": f"{day(begin, 3)[5:]}..{day(begin, 8)[5:]}"},
            {"yearly": day(begin, 4)[5:]},
        ))]  # fmt: skip
    if dice.random() < 0.3:
        found["travel"] = [{
            "from": "@" + day(begin, 2), "until": "@" + day(begin, 6),
            "zone": dice.choice(("America/Toronto", "Pacific/Auckland", "Asia/Kolkata")),
        }]  # fmt: skip
    if dice.random() < 0.4:
        found["special_day"] = [{"date": "@" + day(begin, dice.randint(0, 9))} | dice.choice((
            {"closed": True},
            {"opens": "11:20"},
            {"closes": "17:20"},
            {"closes": "00:30"},
            {"opens": "02:30"},
            {"from": "10:00", "to": "10:30", "answers": 3},
        ))]  # fmt: skip
    return found


def _row(row: tuple[str, str, int, int | None]) -> dict[str, object]:
    start, end, answers, minutes = row
    found: dict[str, object] = {"from": start, "to": end, "answers": answers}
    if end <= start:
        found["overnight"] = True
    return found | ({"minutes": minutes} if minutes else {})


def _policy(dice: Random) -> dict[str, object] | None:
    """None for the shipped rules; else few limits, or none at night."""
    kind = dice.randrange(4)
    if kind == 0:
        return None
    limits = {"answers_at_most": dice.choice((2, 5, 30)), "minutes_at_most": dice.choice((20, 90))}
    if kind == 1:
        limits["fill_percent_at_most"] = 100
    rules: dict[str, object] = {"day": {"say": "So much a day.", "then": limits}}
    if kind == 2:
        rules["night"] = {
            "say": "No nights.", "kind": "protect",
            "when": {"time": "21:00..08:30"}, "then": {"closed": True},
        }  # fmt: skip
    return {"rule": rules}


def _message(dice: Random) -> dict[str, object]:
    who = dice.choice(PEOPLE)
    found = {
        "from": f"{who}@example.net",
        "name": who.title(),
        "subject": dice.choice(("Jupe", "Jupe", f"Colis de {who}", "Re: Jupe", "")),
        "text": dice.choice(TEXTS),
    }
    if dice.random() < 0.08:
        found["headers"] = {"Auto-Submitted": "auto-replied"}
    if dice.random() < 0.3:
        found["thread"] = f"t-{who}"
    return found


def _command(dice: Random, begin: datetime) -> str:
    near, far = day(begin, dice.randint(-1, 8)), day(begin, dice.randint(0, 14))
    who = f"{dice.choice(PEOPLE)}@example.net"
    kind = dice.choice(("sick", "child", "leave", "closed"))
    return dice.choice((
        f"away {kind}",
        f"away {kind} --until {far}",
        f"away {kind} --from {near}",
        f"away {kind} --from {near} --until {far}",
        f"away {kind} --half {dice.choice(('am', 'pm'))}",
        f"away {kind} --from {far} --half pm",
        "away --extend",
        "back", "back", "undo", "undo",
        f"answer {who} 'Oui, elle est là.'",
        f"answer {who} 'Non.' --now",
        f"answer {who} 'Je vérifie.' --promise {far}",
        f"answer {who} 'Je vérifie.' --promise {near} --now",
        "add 'Ourlet' --from Dubois",
        f"add 'Veste' --from Petit --via phone --promise {far}",
        f"add 'Robe' --from Janssens --promise {near} --as-said",
        f"release {who}",
        f"decline {who}",
        f"decline {who} 'Désolée, non.'",
        f"snooze {who} --until {far}",
        f"checkin {dice.randint(1, 5)}",
        f"holidays close {far}",
        f"holidays open {far}",
        f"absences cancel {dice.randint(1, 4)}",
        "rehearsal", "live",
    ))  # fmt: skip


def day(begin: datetime, after: int) -> str:
    """A date so many days after the first."""
    return (begin.date() + timedelta(days=after)).isoformat()
