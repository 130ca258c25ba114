"""Looking: what the owner would see, noted in a story so that it can be checked."""

from __future__ import annotations

from planner.locale import gettext as _
from planner.locale import language, use
from planner.services.office import Office
from planner.services.today_words import calm, sentences

#: Commands whose screen a story notes.
SHOWN = ("status", "desk")


def show(office: Office, command: str) -> None:
    """Write down what a command shows: its text, and for the desk who is dealt, in order.

    In the shop's language, whoever replays the story.
    """
    before = language()
    use(office.ctx.settings.shop.language)
    try:
        lines, people = _desk(office) if command == "desk" else (_status(office), [])
    finally:
        use(before)
    now = office.ctx.clock.now()
    with office.ctx.store.write() as unit:
        unit.journal.say(now, "shown", command=command, text="\n".join(lines), people=people)


def _status(office: Office) -> list[str]:
    return sentences(calm(office.today()))


def _desk(office: Office) -> tuple[list[str], list[str]]:
    view = office.desk()
    lines = [line for line in (view.sentence, view.pause) if line]
    for card in view.portion:
        told = [card.person, card.subject, card.because]
        if card.same:
            told.append(_("same question: {ids}").format(ids=", ".join(map(str, card.same))))
        lines.append(" | ".join(filter(None, told)))
    return lines, [card.person for card in view.portion]
