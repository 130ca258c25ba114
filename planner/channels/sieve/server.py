"""The server's own away reply over ManageSieve; the owner's script is included, never changed."""

from __future__ import annotations

import json
from dataclasses import replace

from planner.channels.account import Account
from planner.channels.sieve.client import Session, connected
from planner.channels.sieve.reading import answers, includes
from planner.channels.sieve.script import DATED, NAME, NEEDED, Ours, compose, recognised
from planner.clock import SystemClock
from planner.domain.server_reply import AwayReply
from planner.errors import ChangedElsewhere, ChannelError, NotOffered
from planner.ports import AwayState, Clock

#: Scripts that include each other are followed so far.
DEEPEST = 10


class SieveServer:
    """Implements ports.AwayServer.

    The mark names the active script and, when that is ours, what it is. A script of ours that is
    there and not active says nothing, so it is no part of the mark: cut off between two steps, the
    server is as it was before, or as it should be. Whether words have their times is known after
    the first look; until then they are believed to, and a server without times is given the word
    that holds now.
    """

    def __init__(self, account: Account, clock: Clock | None = None) -> None:
        self.name = account.name
        self.several, self.timeless = True, False
        self._account = account
        self._clock = clock or SystemClock()
        self._able: frozenset[str] = frozenset()

    @property
    def marks(self) -> bool:
        """Whether mail is marked, as far as is known since the last look."""
        return "imap4flags" in self._able

    def read_away(self) -> AwayState:
        """What is active now. Raises ChannelError."""
        with connected(self._account) as session:
            return self._read(session)

    def says(self, state: AwayState, reply: AwayReply) -> bool:
        """Whether our script is active and says this."""
        found = json.loads(state.mark)
        if not state.active or "ours" not in found:
            return False
        said = self._sayable(reply)
        if said is None:
            return False
        wanted = recognised(compose(said, found["before"], self._able))
        return wanted is not None and wanted.signed == found["ours"]

    def set_away(self, reply: AwayReply | None, *, found: str, before: str) -> AwayState:  # noqa: ARG002
        """Make our script the active one, or the one that was active before it.

        `before` is not needed: our script names what it stands in front of.
        """
        with connected(self._account) as session:
            state = self._read(session)
            if state.mark != found:
                raise self._changed()
            said = reply and self._sayable(reply)
            if said is None:
                self._take(session, json.loads(found))
            else:
                self._give(session, json.loads(found), said)
            return self._read(session)

    def _read(self, session: Session) -> AwayState:
        self._able = session.able
        self.several = session.able >= DATED  # dates: RFC 5260
        self.timeless = not self.several
        active, _names = session.scripts()
        if active != NAME:
            return AwayState(_mark(active), active=False)
        text = session.read(NAME)
        ours = recognised(text)
        if ours is None or not ours.intact:
            return AwayState(_mark(active, text), active=True, text=text)
        return AwayState(_mark(active, text, ours), active=True, text=text)

    def _sayable(self, reply: AwayReply) -> AwayReply | None:
        """What this server can say of it: all, or the word that holds now, if one does."""
        if self.several:
            return reply
        word = reply.word_at(self._clock.now())
        return replace(reply, words=(word,)) if word else None

    def _give(self, session: Session, found: dict[str, str], reply: AwayReply) -> None:
        if NEEDED not in session.able:
            raise self._not_offered("no_vacation")
        if found["active"] == NAME and "ours" not in found:
            raise self._changed()
        hers = found["before"] if "ours" in found else found["active"]
        if hers and "include" not in session.able:
            raise self._not_offered("no_include")
        if hers and self._answers(session, hers):
            raise self._not_offered("answers_itself")
        self._only_ours(session)
        script = compose(reply, hers, session.able)
        if not session.fits(NAME, script):
            raise self._not_offered("no_space")
        written = session.write(NAME, script)
        if not written and session.full:
            raise self._not_offered("no_space")
        if not written or not session.activate(NAME):
            raise self._account.problem("script")

    def _take(self, session: Session, found: dict[str, str]) -> None:
        if found["active"] == NAME:
            if "ours" not in found:
                raise self._changed()
            _active, names = session.scripts()
            hers = found["before"] if found["before"] in names else ""
            if not session.activate(hers):
                raise self._account.problem("script")
        if self._only_ours(session) and not session.remove(NAME):
            raise self._account.problem("script")

    def _only_ours(self, session: Session) -> bool:
        """Whether a script with our name is there; raises ChangedElsewhere if it is not ours."""
        _active, names = session.scripts()
        if NAME not in names:
            return False
        ours = recognised(session.read(NAME))
        if ours is None or not ours.intact:
            raise self._changed()
        return True

    def _answers(self, session: Session, name: str) -> bool:
        """Whether her script, or one that it includes, answers mail by itself."""
        _active, names = session.scripts()
        seen: set[str] = set()
        waiting = [name]
        while waiting and len(seen) < DEEPEST:
            one = waiting.pop()
            if one in seen or one not in names:
                continue
            seen.add(one)
            text = session.read(one)
            if answers(text):
                return True
            waiting += includes(text)
        return bool(waiting)

    def _changed(self) -> ChannelError:
        return self._account.problem("changed", error=ChangedElsewhere)

    def _not_offered(self, kind: str) -> ChannelError:
        return self._account.problem(kind, error=NotOffered)


def _mark(active: str, text: str = "", ours: Ours | None = None) -> str:
    found = {"active": active}
    if ours is not None:
        found |= {"ours": ours.signed, "before": ours.before}
    elif text:
        found["text"] = text
    return json.dumps(found, ensure_ascii=False, sort_keys=True)
