"""Covering: the mail servers' own replies, brought to what they should say (docs/away.md).

What a server should say follows from the absences, the windows and the clock. Each step is written
down before and after it; where a process ended between the two, the server itself is asked what
came of it. What another program changed there is left alone, and the owner is told.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from planner.domain.covering import ENOUGH, Span
from planner.domain.server_reply import AwayReply, Cover, ServerWord, from_json, to_json
from planner.errors import ChangedElsewhere, ChannelError, NotFound, NotOffered, StoreError
from planner.locale import gettext as _
from planner.ports import AwayServer, AwayState
from planner.services.context import Context
from planner.services.promising import grace_ends
from planner.services.server_words import in_words, wanted
from planner.settings import ChannelSettings
from planner.store.channels import LONGEST_PAUSE
from planner.store.servers import Server
from planner.views import Done

_log = logging.getLogger(__name__)

#: So often it is looked whether another program changed what a server says.
LOOK = timedelta(minutes=15)
#: How far it came is not known.
HALF = (Cover.SETTING, Cover.TAKING)
#: A server that offers nothing is asked again after so long.
AGAIN = timedelta(days=1)
#: The occurrence that says that the owner wants nothing of ours on a server any more.
OFF = "away off"


def resume(ctx: Context) -> None:
    """Finish what a process that ended left half done, before any mail is read: what servers said
    meanwhile must be known then. Called by the first tick, outside any transaction.
    """
    with ctx.store.read() as unit:
        half = {known.channel for known in unit.servers.every() if known.state in HALF}
    _each(ctx, half)


def cover(ctx: Context) -> None:
    """Bring every server to what it should say. Called by the tick, outside any transaction."""
    _each(ctx, ctx.away_servers)


def _each(ctx: Context, names: Collection[str]) -> None:
    for channel in ctx.settings.channels:
        server = ctx.away_servers.get(channel.name)
        if server is None or channel.name not in names or ctx.stopping.is_set():
            continue
        try:
            cover_one(ctx, channel, server)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the border: one server must not stop the tick
            _log.exception("A server could not be given its away reply")
            kind = type(error).__name__
            _failed(
                ctx, channel.name, _("Something unexpected happened ({kind}).").format(kind=kind)
            )


def cover_one(ctx: Context, channel: ChannelSettings, server: AwayServer) -> None:
    """One server: look at it, and set it if it should say something else."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        if grace_ends(unit, now):
            return  # what may still be undone has left no trace outside (invariant 10)
        off = unit.journal.has(OFF, channel.name)
        spans = () if off else wanted(unit, ctx, channel, now, server)
        known = unit.servers.known(channel.name)
    kept = from_json(known.wanted)
    if _looked(known, now) and _as_timed(spans, kept, now):
        return  # the words are compared when it is looked at again
    reply = in_words(ctx, channel, spans)
    if _same(reply, kept, now):
        reply = kept  # what it says reaches far enough
    if _rests(known, reply, now):
        return
    try:
        _bring(ctx, server, known, reply)
    except NotOffered as error:
        _refused(ctx, server, known, reply, error)
    except ChangedElsewhere as error:
        _note(ctx, known, Cover.ELSEWHERE, reply, str(error), LOOK)
    except ChannelError as error:
        _failed(ctx, channel.name, str(error))


def _refused(
    ctx: Context, server: AwayServer, known: Server, reply: AwayReply | None, error: NotOffered
) -> None:
    """It cannot say this: then nothing of ours, which would be stale, stays there either."""
    if known.state not in (Cover.NOTHING, Cover.REFUSED):
        try:
            _bring(ctx, server, _known(ctx, server.name), None)
        except ChannelError as trouble:
            _failed(ctx, server.name, str(trouble))
            return
        known = _known(ctx, server.name)
    _note(ctx, known, Cover.REFUSED, reply, str(error), AGAIN)


def _known(ctx: Context, name: str) -> Server:
    with ctx.store.read() as unit:
        return unit.servers.known(name)


def _failed(ctx: Context, name: str, problem: str) -> None:
    """Tried again after a pause that grows from 20 s to an hour; how things stand is not known."""
    with ctx.store.write() as unit:
        failures = unit.servers.known(name).failures
        pause = min(LONGEST_PAUSE, timedelta(seconds=20) * 2 ** min(failures, 10))
        again = ctx.clock.now() + pause
        unit.servers.note(name, failures=failures + 1, next_try_at=again, problem=problem)


def _looked(known: Server, now: datetime) -> bool:
    """Whether it says what it should, as of a look that is not long ago."""
    looked = known.looked_at
    return known.state is Cover.SAYS and looked is not None and looked <= now < looked + LOOK


def _as_timed(spans: Sequence[Span], kept: AwayReply | None, now: datetime) -> bool:
    """Whether words that were prepared are those of these spans, for the time that matters."""
    soon = now + ENOUGH
    wanted = [(max(x.since, now), min(x.until, soon), x.due, x.name) for x in spans]
    there = [(x.since, x.until, x.due, x.name) for x in kept.between(now, soon)] if kept else []
    return [x for x in wanted if x[0] < x[1]] == there


def take_over(ctx: Context, name: str) -> Done:
    """Set a server again although another program changed what it says, because the owner asks.

    The next tick does it. What stands there now counts as hers: it is put back afterwards. Raises
    NotFound.
    """
    if name not in ctx.away_servers:
        raise NotFound(
            _("The channel “{name}” has no away reply on its server.").format(name=name),
            do="entracte channel away",
        )
    with ctx.store.write() as unit:
        anew = {"next_try_at": None, "failures": 0, "problem": ""}
        if unit.servers.known(name).state is Cover.ELSEWHERE:
            anew |= {"state": Cover.NOTHING, "wanted": ""}
        unit.servers.note(name, **anew, looked_at=None)
    return Done(_("Noted: Entracte sets the away reply of “{name}” again.").format(name=name))


def stop(ctx: Context, name: str) -> None:
    """Let a server say nothing of ours any more, now: its channel goes. Raises ChannelError.

    It is noted, because a service that still runs with the settings of before would set it again.
    """
    server = ctx.away_servers.get(name)
    if server is None:
        return
    with ctx.store.write() as unit:
        unit.journal.once(OFF, name, ctx.clock.now())
        known = unit.servers.known(name)
    if known.state not in (Cover.NOTHING, Cover.REFUSED):
        _bring(ctx, server, known, None)


def allow(ctx: Context, name: str) -> None:
    """Let a server answer by itself again when it should: the owner has chosen how."""
    with ctx.store.write() as unit:
        unit.journal.forget(OFF, name)


def _rests(known: Server, reply: AwayReply | None, now: datetime) -> bool:
    """Whether there is nothing to do at the moment."""
    same = _same(reply, from_json(known.wanted), now)
    waits = known.next_try_at is not None and now < known.next_try_at <= now + AGAIN
    match known.state:
        case Cover.NOTHING:
            return (reply is None and not known.wanted) or waits
        case Cover.SAYS:
            return waits or (same and _looked(known, now))
        case Cover.REFUSED | Cover.ELSEWHERE:
            return waits and same
        case _:
            return waits


def _same(a: AwayReply | None, b: AwayReply | None, now: datetime) -> bool:
    """Whether two replies say the same for the time that matters."""
    if a is None or b is None:
        return a is b
    soon = now + ENOUGH
    return a.addresses == b.addresses and a.between(now, soon) == b.between(now, soon)


def _bring(ctx: Context, server: AwayServer, known: Server, reply: AwayReply | None) -> None:
    if reply is not None and not reply.addresses:
        raise NotOffered(
            _("No address of yours is known, and a server answers only mail to one."),
            where=server.name,
            do=_("Write it in settings.toml: `address`, in the channel."),
        )
    found = server.read_away()
    if known.state in (Cover.NOTHING, Cover.REFUSED):
        if reply is None:
            return _done(ctx, server, known, None, found)
        before = found.mark
    else:
        before = known.before
        half = known.state in HALF
        old = from_json(known.wanted)
        ours = found.mark == known.left or (old is not None and server.says(found, old))
        if not ours and not (half and found.mark == before):
            if reply is not None:
                raise _changed(server)
            before = found.mark  # hers by now: it stays, and nothing of ours is left beside it
    if reply is not None and server.says(found, reply):
        return _done(ctx, server, known, reply, found)
    step = Cover.TAKING if reply is None else Cover.SETTING
    gone = known.state is Cover.TAKING and reply is None and found.mark == known.before
    with ctx.store.write() as unit:
        now = ctx.clock.now()
        since = known.looked_at if gone and known.looked_at else now
        text = to_json(reply) if reply is not None else known.wanted
        unit.servers.note(
            server.name, state=step, wanted=text, left=found.mark, before=before, looked_at=since
        )
    left = server.set_away(reply, found=found.mark, before=before)
    return _done(ctx, server, known, reply, left, since=since if reply or gone else None)


def _done(
    ctx: Context,
    server: AwayServer,
    known: Server,
    reply: AwayReply | None,
    state: AwayState,
    *,
    since: datetime | None = None,
) -> None:
    """Write down what the server says from now on, and since when it may have said so."""
    with ctx.store.write() as unit:
        now = ctx.clock.now()
        begun = since or (known.looked_at if known.state is Cover.SETTING else None) or now
        begun = begun.replace(microsecond=0)  # servers note arrivals in whole seconds
        same = known.state is Cover.SAYS and _same(reply, from_json(known.wanted), now)
        if not same:
            unit.servers.silent(server.name, begun if reply or since else now)
            for word in reply.words if reply else ():
                if word.until is None or word.until > begun:
                    told = _from(word, begun)
                    unit.servers.says(server.name, told, marks=server.marks)
        unit.servers.note(
            server.name,
            state=Cover.SAYS if reply else Cover.NOTHING,
            wanted=to_json(reply),
            left=state.mark,
            looked_at=now,
            failures=0,
            next_try_at=None,
            problem="",
        )


def _from(word: ServerWord, since: datetime) -> ServerWord:
    return replace(word, since=max(word.since, since))


def _note(
    ctx: Context,
    known: Server,
    state: Cover,
    reply: AwayReply | None,
    problem: str,
    pause: timedelta,
) -> None:
    """The server does not say what it should: since the last look, as far as is known."""
    with ctx.store.write() as unit:
        now = ctx.clock.now()
        if known.state is Cover.SAYS:
            unit.servers.silent(known.channel, known.looked_at or now)
        if state is Cover.REFUSED and reply is None:
            state, problem = Cover.NOTHING, ""
        unit.servers.note(
            known.channel,
            state=state,
            wanted=to_json(reply),
            looked_at=now,
            failures=0,
            next_try_at=now + pause,
            problem=problem,
        )


def _changed(server: AwayServer) -> ChangedElsewhere:
    return ChangedElsewhere(
        _("Another program changed the away reply of this mailbox."),
        where=server.name,
        do=_("It is left alone; `entracte channel away {name} --take` sets it again.").format(
            name=server.name
        ),
    )
