"""The answer to `can-i` in words: one short paragraph, and what can be said to the person."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.promise import OPEN_DAYS, Kind
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import day_words, full_day, moment
from planner.services.context import Context
from planner.views import CanView, PushView


def sentence(view: CanView, ctx: Context, now: datetime) -> str:
    """Yes, yes but, later, news, no or none: with the window, and with whom it would push."""
    return " ".join(filter(None, (_head(view, ctx, now), *_pushed(view, ctx, now))))


def you_can_say(view: CanView, ctx: Context, now: datetime) -> str:
    """Words for the person who asks; empty when no honest date can be given."""
    if view.date is None:
        return ""
    zone, language = ctx.schedule.zone, ctx.settings.shop.language
    if view.date.kind == Kind.ANSWER:
        return _("It will be done by {moment} at the latest.").format(
            moment=moment(view.date.due, now, zone, language)
        )
    return _("You will have news on {day}.").format(
        day=full_day(view.date.due, now, zone, language)
    )


def _head(view: CanView, ctx: Context, now: datetime) -> str:
    date = view.date
    window = ctx.when(date.start, now) if date and date.start else ""
    due = ctx.when(date.due, now) if date else ""
    by = _by(view.by, ctx, now) if view.by else ""
    subject = view.subject
    wording = {
        "yes": _("Yes: “{subject}” has room in the window of {window}; with its margin, {due}."),
        "yes-but": _("Yes, but others give way: “{subject}” would take the window of {window};"
                     " with its margin, {due}."),
        "later": _("There is room for “{subject}” before then, in the window of {window}, but no"
                   " date is promised beyond {days} open days."),
        "news": _("No date can be promised for “{subject}” yet, only a day for news."),
        "no": _("No: by {by} there is no honest date for “{subject}”. The nearest is {due}."),
        "none": _("No window is ahead: no date can be given for “{subject}”."),
    }[view.answer]  # fmt: skip
    if view.answer == "no" and date and date.kind == Kind.NEWS:
        wording = _("No: by {by} there is no honest date for “{subject}”, only a day for news.")
    if view.answer == "yes-but" and not view.pushes:
        wording = _(
            "Yes, but in the room for the unforeseen: “{subject}” would take the window of"
            " {window}; with its margin, {due}."
        )
    return wording.format(subject=subject, window=window, due=due, by=by, days=OPEN_DAYS)


def _by(by: datetime, ctx: Context, now: datetime) -> str:
    """The moment asked for; a whole day by its name."""
    begins, ends = ctx.bounds(ctx.day(by - timedelta(seconds=1)))
    if by == ends:
        return day_words(begins, now, ctx.schedule.zone, ctx.settings.shop.language)
    return ctx.when(by, now)


def _pushed(view: CanView, ctx: Context, now: datetime) -> list[str]:
    """Who would get another date, by name; then how many only change their window."""

    def words(push: PushView) -> str:
        assert push.due_from is not None
        assert push.due_to is not None
        wording = (
            _("{person} from {old} to {new}")
            if push.kind == Kind.ANSWER
            else _("{person} from {old} to news on {new}")
        )
        return wording.format(
            person=push.person,
            old=ctx.when(push.due_from, now),
            new=ctx.when(push.due_to, now),
        )

    told = [words(push) for push in view.pushes if push.told]
    silent = len(view.pushes) - len(told)
    said = (
        [_("You would have to tell: {people}.").format(people=_("; ").join(told))] if told else []
    )
    if silent:
        said.append(
            ngettext(
                "{n} request changes its window, and no date that was told.",
                "{n} requests change their window, and no date that was told.",
                silent,
            ).format(n=silent)
        )
    return said
