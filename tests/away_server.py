"""A mail server's own away reply for tests: what stands there, faults by number, what it said."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from planner.domain.server_reply import AwayReply, from_json, to_json
from planner.errors import ChangedElsewhere
from planner.ports import AwayState


@dataclass
class AwayPost:
    """`trouble` is called before and after each step with its name, and may raise.

    `stands` is what is there: a reply of ours as JSON, words of hers, or nothing.
    """

    name: str = "mail"
    several: bool = True
    timeless: bool = False
    marks: bool = False
    stands: str = ""
    steps: list[str] = field(default_factory=list)
    trouble: object = None
    told: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def read_away(self):
        self._step("read")
        return AwayState(json.dumps(self.stands), bool(self.stands), self.stands)

    def says(self, state, reply):
        return json.loads(state.mark) == to_json(reply)

    def set_away(self, reply, *, found, before):
        self._step("set")
        if json.dumps(self.stands) != found:
            raise ChangedElsewhere("changed")
        self.stands = to_json(reply) if reply else json.loads(before)
        self._step("has set")
        return self.read_away()

    def _step(self, name):
        self.steps.append(name)
        if self.trouble:
            self.trouble(name)

    @property
    def reply(self) -> AwayReply | None:
        return from_json(self.stands) if self.stands.startswith("{") else None

    def word_for(self, who, at):
        """What the server tells somebody who writes now, once a person and name; else None."""
        word = self.reply.word_at(at) if self.reply else None
        if word is None:
            return None
        before = self.told.get((who, word.name))
        if before is not None and at < before + timedelta(days=word.days):
            return None
        self.told[who, word.name] = at
        return word
