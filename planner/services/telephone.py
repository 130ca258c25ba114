"""The key from a telephone: a mail of hers whose subject is her word marks her unavailable.

Only what her own server verified counts (domain/telephone.py). The word is nobody's request, and
is answered by one short mail to herself.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

from planner.domain.message import Incoming, Mailbox, Outgoing
from planner.domain.telephone import Doubt, doubt
from planner.domain.window import absent
from planner.errors import ChannelError
from planner.locale import gettext as _
from planner.ports import Handover
from planner.services.context import Context
from planner.services.promising import grace_ends, live_since
from planner.services.unavailable import begin
from planner.store.unit import Unit

#: Occurrences: a word that was heard (its key says where the confirmation goes), one that was
#: told back, and one that came from her address and could not be verified.
HEARD, TOLD, DOUBTED = "word heard", "word told", "word doubted"
#: What she did since the word left is newer than the word.
NEWER = ("away", "back", "until", "edit")
#: So long a word that could not be verified is worth a sentence on Today.
RECENT = timedelta(days=7)
_DAY = timedelta(days=1)


def heard(unit: Unit, ctx: Context, channel: str, message: Incoming, *, old: bool) -> bool:
    """Whether a mail is her word; then she is unavailable from its arrival on.

    What is `old` (an archive, the first reading) says nothing. A word that cannot be verified is
    noted and stays an ordinary mail.
    """
    if old or not ctx.settings.away.telephone.word:
        return False
    why = doubt(message, ctx.settings.away.telephone, ctx.me.addresses)
    if why in (Doubt.NO_WORD, Doubt.STRANGER):
        return False
    now = ctx.clock.now()
    if why:
        unit.journal.once(DOUBTED, f"{channel}:{message.foreign_id}", now)
        unit.journal.say(now, "word.doubted", None, via=channel, reason=why)
        return False
    since = min(message.received_at, now)
    unit.journal.say(now, "word.heard", None, via=channel)
    for key in unit.journal.keys(DOUBTED, now - RECENT):
        unit.journal.forget(DOUBTED, key)
    if unit.journal.acted(NEWER, since):
        return True
    done = begin(unit, ctx, "closed", since, None, "", now)
    sender = message.sender.address if message.sender else ""
    unit.journal.once(HEARD, json.dumps([message.message_id, channel, sender, done.sentence]), now)
    return True


def doubted(unit: Unit, now: datetime) -> bool:
    """Whether a word of hers could not be verified lately, and none was since."""
    return bool(unit.journal.keys(DOUBTED, now - RECENT))


def confirm(ctx: Context) -> None:
    """Tell her once that she was heard, after the time to undo; never twice, outside transactions.

    Written down before it leaves: if the power goes in between, no mail comes rather than two.
    """
    if not ctx.settings.away.telephone.word:
        return
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        keys = unit.journal.keys(HEARD, now - _DAY)
        waiting = set(keys) - unit.journal.happened(TOLD, keys)
        if not waiting or grace_ends(unit, now) or live_since(unit) is None:
            return
    for key in sorted(waiting):
        with ctx.store.write() as unit:
            if not unit.journal.once(TOLD, key, now):
                continue
            if absent(ctx.absences(unit, now), now) is None:  # undone meanwhile
                continue
        if not _sent(ctx, key, now):
            with ctx.store.write() as unit:
                unit.journal.forget(TOLD, key)


def _sent(ctx: Context, key: str, now: datetime) -> bool:
    """Hand the confirmation over; False when it surely did not leave and may be tried again."""
    answered, channel, address, sentence = json.loads(key)
    sender = ctx.senders.get(channel)
    if sender is None:
        return True
    message = Outgoing(
        to=Mailbox(address),
        sender=Mailbox(ctx.own_address(channel), ctx.settings.shop.name),
        subject=_("Heard"),
        body=sentence,
        message_id=f"<{uuid4().hex}@{ctx.host}>",
        at=now,
        automatic=True,
        in_reply_to=answered,
        references=(answered,),
        language=ctx.settings.shop.language,
    )
    try:
        return sender.send(message).handover is not Handover.LATER
    except ChannelError:
        return False


def explained(why: Doubt) -> tuple[str, str]:
    """Whether a mail would be heard, as a sentence, and what to do about it."""
    return {
        Doubt.NONE: (_("This mail would mark you as unavailable."), ""),
        Doubt.NO_WORD: (
            _("Its subject is not your word."),
            _("Write the word alone as the subject; see [away] in settings.toml."),
        ),
        Doubt.STRANGER: (
            _("It does not come from an address of yours."),
            _("Name the address in from = [...] under [away]."),
        ),
        Doubt.SEVERAL: (_("It names several senders."), _("Send it from one address.")),
        Doubt.MACHINE: (_("A program sent it by itself."), _("Write it yourself.")),
        Doubt.REPLY: (_("It answers another mail."), _("Begin a new mail.")),
        Doubt.NO_ID: (_("It has no Message-ID."), _("Send it from another mail program.")),
        Doubt.DATE: (
            _("Its date is too far from its arrival."),
            _("Look at the clock of the telephone, and send it again."),
        ),
        Doubt.NO_RESULT: (
            _("Your mail server noted nothing about who sent it."),
            _("Look whether trust = names the server that begins Authentication-Results."),
        ),
        Doubt.UNVERIFIED: (
            _("Your mail server could not verify its sender."),
            _("Ask your mail provider for DKIM on your address."),
        ),
    }[why]
