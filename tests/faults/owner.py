"""The owner at work in other processes: what she did stands once; what was killed, once or not."""

import re
from collections import Counter
from dataclasses import dataclass, field

#: What she does, and how often beside the others.
DEEDS = {"answer": 8, "add": 4, "decline": 1, "status": 1}
#: Each of these holds every letter back for ten seconds: nothing for a shop that is to be loaded.
WITH_KEYS = DEEDS | {"away": 2, "undo": 2, "back": 2}
_KEYS = ("away", "undo", "back")
_NUMBER = re.compile("numéro [0-9]+")
_MAY_DO_NOTHING = ("away", "back")  # she is already
_WAITING = "SELECT id FROM requests WHERE state = 'open' AND channel = 'courrier' ORDER BY id"


@dataclass
class Owner:
    """Her commands, and what became of each."""

    home: object
    chance: object
    deeds: dict
    done: Counter = field(default_factory=Counter)  # words that ended well
    killed: Counter = field(default_factory=Counter)
    count: int = 0

    def command(self, **more):
        """A life of the command line."""
        self.count += 1
        deed = self.chance.choices(list(self.deeds), self.deeds.values())[0]
        words = {
            "answer": ["answer", self._somebody(), f"Oui, numéro {self.count}.", "--now"],
            "decline": ["decline", self._somebody()],
            "add": ["add", f"Ourlet numéro {self.count}.", "--from", f"Passante {self.count}"],
        }.get(deed, [deed])
        return {"do": "command", "words": words, "refused": 1, **more}

    def remember(self, life, ended):
        """What became of a command."""
        words = life["words"]
        mark = words[0] if words[0] in _KEYS else "".join(_NUMBER.findall(" ".join(words)))
        if not mark:
            return
        if ended["killed"]:
            self.killed[mark] += 1
        elif ended["code"] == 0:
            self.done[mark] += 1

    def _somebody(self):
        """Anybody who waits; nobody at all is refused."""
        waiting = self.home.rows(_WAITING)
        return str(self.chance.choice(waiting)[0] if waiting else 1)

    def stands(self):
        """Each command that ended well is there once, each killed one at most; how many."""
        words = Counter(
            found
            for query in (
                "SELECT body FROM outbox WHERE NOT automatic",
                "SELECT text FROM messages WHERE channel = 'shop'",
            )
            for (text,) in self.home.rows(query)
            for found in _NUMBER.findall(text)
        )
        keys = Counter(kind for (kind,) in self.home.rows("SELECT kind FROM owner_actions"))
        undone = "SELECT count(*) FROM owner_actions WHERE undone_at IS NOT NULL"
        keys["undo"] = self.home.rows(undone)[0][0]
        for mark in self.done | self.killed:
            found = keys[mark] if mark in _KEYS else words[mark]
            least = 0 if mark in _MAY_DO_NOTHING else self.done[mark]
            assert least <= found <= self.done[mark] + self.killed[mark], (mark, found)
        assert set(words) <= set(self.done | self.killed)  # what was refused left nothing
        return self.done.total()
