"""What Today says, as text: a pure step from a view to the content of widgets.

In the resting and unavailable faces nothing here counts requests or names anybody (A-04).
"""

from __future__ import annotations

from textual.content import Content

from planner.face import Face
from planner.views_today import AbsenceView, TodayView
from tui.dates import Wall
from tui.glyphs import Glyphs
from tui.text import clean, content
from tui.words import t, tn

LABEL = 18
BAR = 10

Row = tuple[str, Content]


def top(view: TodayView, using: Glyphs) -> tuple[Content, Content, Content]:
    """The two ends of the top line, and what stands on the left where there is little room."""
    wall = Wall(view)
    shop = content(view.shop)
    left = Content.assemble(f"entracte  {using.dot}  ", shop)
    right = f"{wall.today()}  {wall.clock(view.at)}"
    if view.customer_until:
        said = t("with a customer until {time}").format(time=wall.clock(view.customer_until))
        right = f"{right}  {using.dot}  {said}"
    elif view.face is Face.OPEN and view.current:
        left_over = t("{minutes} min left").format(minutes=minutes_left(view))
        right = f"{right}  {using.dot}  {left_over}"
    return left, Content(right), shop


def minutes_left(view: TodayView) -> int:
    """Whole minutes until the open window ends."""
    end = view.current.end if view.current else view.at
    return max(0, int((end - view.at).total_seconds() // 60))


def calm(view: TodayView) -> Content:
    """The sentences in the middle of a resting or unavailable screen."""
    return _noted(view, view.absence) if view.absence else _resting(view)


def _resting(view: TodayView) -> Content:
    wall = Wall(view)
    first = (t("The shop is resting."), "bold")
    if view.next is None:
        second = t("Everything is received. With no window ahead, no date is given.")
        return Content.assemble(first, (f"\n{second}", "$muted"), *_asides(view))
    # During a rehearsal nobody has been told a date, and the screen does not say so.
    received = t("Everything is received.")
    dated = t("Everything is received, everything has a date.")
    when = f"{t('Next window')}  {wall.short(view.next.start)}"
    second = received if view.rehearsal else dated
    return Content.assemble(first, (f"\n{second}\n\n{when}", "$muted"), *_asides(view))


def _noted(view: TodayView, absence: AbsenceView) -> Content:
    lines = [told_sentence(view, absence)]
    if absence.until is not None:
        until = Wall(view).short(absence.until)
        lines.append(t("You are unavailable until {when}.").format(when=until))
    if answering := [clean(c.channel) for c in view.covered if c.state == "says"]:
        said = t("With the computer off, the mail server answers: {channels}.")
        lines.append(said.format(channels=", ".join(answering)))
    said = "\n".join(lines)
    first = (t("Noted. Rest now."), "bold")
    return Content.assemble(first, (f"\n{said}", "$muted"), *_asides(view))


def told_sentence(view: TodayView, absence: AbsenceView) -> str:
    """How many people are told, and when; never how many wait (needs.md 3.2)."""
    if absence.told <= 0 and absence.been_told:
        return t("Everybody concerned has been told. Nothing else to do.")
    if absence.told <= 0:
        return t("Nobody needs to be told. Nothing else to do.")
    if absence.tell_at is not None and absence.tell_at > view.at:
        wall = Wall(view)
        when = (
            t("at {time}").format(time=wall.clock(absence.tell_at))
            if wall.same_day(absence.tell_at)
            else wall.short(absence.tell_at)
        )
        said = tn(
            "One person will be told {when}.", "{n} people will be told {when}.", absence.told
        ).format(n=absence.told, when=when)
    elif absence.undo_until is not None and absence.undo_until > view.at:
        said = tn("One person will be told.", "{n} people will be told.", absence.told)
    else:
        said = tn("One person has been told.", "{n} people have been told.", absence.told)
    return f"{said.format(n=absence.told)} {t('Nothing else to do.')}"


def _asides(view: TodayView) -> list[tuple[str, str]]:
    """What must not be missed even at rest, below everything else."""
    parts = []
    if view.rehearsal:
        parts.append((f"\n\n{rehearsal()}", "$secondary"))
    if view.proposal:
        parts.append((f"\n\n{clean(view.proposal)}", "$secondary"))
    parts += [(f"\n\n{clean(problem)}", "$error") for problem in view.problems]
    unsaid = [c for c in view.covered if c.state in ("elsewhere", "refused")]
    if view.face is Face.AWAY:
        said = (f"{clean(cover.channel)}: {clean(cover.sentence)}" for cover in unsaid)
        parts += [(f"\n\n{one}", "$secondary") for one in said]
    return parts


def rehearsal() -> str:
    """One sentence for the state of every new installation."""
    return t("Rehearsal: automatic messages are shown, not sent.")


def headline(view: TodayView) -> str:
    """The one time that matters, for the large digits; empty when there is none."""
    if view.face is Face.OPEN:  # with a customer the minutes stand still, and are not shown
        return "" if view.customer_until else f"{minutes_left(view):02}"
    return Wall(view).clock(view.next.start) if view.next else ""


def beside(view: TodayView, *, plain: bool = False) -> Content:
    """What stands beside the digits; a `plain` terminal has none, and reads the time here."""
    said = _beside(view)
    time = headline(view) if plain else ""
    return Content.assemble((time, "bold $primary"), "  " if time else "", said)


def _beside(view: TodayView) -> Content:
    wall = Wall(view)
    if view.face is Face.OPEN and view.current and view.customer_until:
        said = t("With a customer: nothing rings until {time}.")
        lines = [said.format(time=wall.clock(view.customer_until))]
        until = t("window open until {time}").format(time=wall.clock(view.current.end))
        return Content.assemble(lines[0], (f"\n{until}", "$muted"))
    if view.face is Face.OPEN and view.current:
        until = t("window open until {time}").format(time=wall.clock(view.current.end))
        open_line = Content.assemble((t("Enter"), "bold $secondary"), f"  {t('opens the desk')}")
        return Content.assemble((f"{t('minutes left')}\n{until}\n", "$muted"), open_line)
    if view.next is None:
        return Content.styled(t("no window ahead"), "$muted")
    lines = [t("next window")]
    if not wall.same_day(view.next.start):
        lines.append(wall.short(view.next.start))
    lines.append(wall.distance(view.next.start))
    lines.append(t("{minutes} minutes").format(minutes=_length(view)))
    return Content.styled("\n".join(filter(None, lines)), "$muted")


def _length(view: TodayView) -> int:
    return int((view.next.end - view.next.start).total_seconds() // 60) if view.next else 0


def facts(view: TodayView, width: int, using: Glyphs) -> Content:
    """Facts as two columns: a quiet label, a plain sentence, wrapped under itself."""
    rows: list[Row] = [
        *([(t("Return"), content(view.returning))] if view.returning else []),
        (t("Today"), _load(view, using)),
        (t("Promises"), _promises(view)),
    ]
    holds = f" {using.dot} ".join(clean(hold) for hold in view.holds)
    if holds:
        rows.append((t("What holds"), Content(holds)))
    if view.proposal:
        rows.append((t("Proposed"), Content.styled(clean(view.proposal), "$secondary")))
    if view.channels:
        rows.append((t("Channels"), _channels(view, using)))
    if view.rehearsal:
        rows.append((t("Rehearsal"), Content(t("automatic messages are shown, not sent"))))
    rows += [(t("To look at"), Content.styled(clean(p), "$error")) for p in view.problems]
    if view.unseen:
        rows.append((t("Notifications"), _unseen(view)))
    lines: list[Content] = []
    for label, said in rows:
        for number, line in enumerate(said.wrap(max(12, width - LABEL))):
            head = label if number == 0 else ""
            lines.append(Content.assemble((head.ljust(LABEL), "$muted"), line))
    return Content("\n").join(lines)


def _unseen(view: TodayView) -> Content:
    tried = t("Settings can try them.")
    return Content.styled(f"{clean(view.unseen)} {tried}", "$muted")


def _load(view: TodayView, using: Glyphs) -> Content:
    if view.day_full or view.load >= 1:
        word = t("a full day")
    else:
        word = t("a well filled day") if view.load > 0.7 else t("a quiet day")
    full = BAR if view.day_full else max(0, min(BAR, round(view.load * BAR)))
    rest = (using.rest * (BAR - full), "$rule")
    return Content.assemble((using.bar * full, "$primary"), rest, f"  {word}")


def _promises(view: TodayView) -> Content:
    if not view.at_risk:
        return Content(t("all kept or on time"))
    return Content("\n").join([content(sentence) for sentence in view.at_risk])


def _channels(view: TodayView, using: Glyphs) -> Content:
    parts: list[Content | tuple[str, str]] = []
    for channel in view.channels:
        well = channel.state == "ok"
        mark = (using.on, "$primary") if well else (using.off, "$secondary")
        parts += [mark, content(f" {channel.name}")]
        if not well:
            said = channel.problem or (
                t("tried again soon") if channel.state == "waiting" else t("off")
            )
            parts.append((f" ({clean(said)})", "$muted"))
        parts.append(("   ", ""))
    return Content.assemble(*parts[:-1])
