"""What each text is called for the owner, and the group it stands in."""

from __future__ import annotations

from planner.locale import gettext as _

#: The groups, in the order in which they are shown.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("first", ("ack", "ack_night", "ack_later", "news", "second")),
    (
        "dates",
        (
            *("longer", "moved", "moved_news", "answer_date_after_news"),
            *("moved_late", "late_news", "news_again"),
        ),
    ),
    ("away", ("away_until", "away")),
    ("server", ("server_away", "server_until", "server_hours")),
    (
        "several",
        (
            *("longer_several", "moved_several", "moved_news_several"),
            *("answer_date_after_news_several", "away_until_several", "away_several"),
            *("late_several", "several", "second_several"),
        ),
    ),
    (
        "hand",
        (
            *("promised", "first_line_back", "still_useful", "out_of_stock", "redirect"),
            *("boundary", "our_fault", "impossible", "follow_up", "public_private", "release"),
        ),
    ),
)


def group_name(group: str) -> str:
    """A group in words."""
    return {
        "first": _("The first word"),
        "dates": _("A date that changes"),
        "away": _("While you are unavailable"),
        "server": _("Said by your mail server"),
        "several": _("To a person who waits for several answers"),
        "hand": _("A beginning for your own answers"),
    }[group]


def text_name(key: str) -> str:
    """A text in words: when it is said."""
    names = {
        "ack": _("Your message has arrived"),
        "ack_night": _("The same while the shop rests"),
        "ack_later": _("The same when it takes longer"),
        "news": _("First a day of news, when no date holds"),
        "second": _("To somebody who insists"),
        "longer": _("It takes a little longer"),
        "moved": _("A date moves"),
        "moved_news": _("A date becomes a day of news"),
        "answer_date_after_news": _("The date after news"),
        "moved_late": _("A date that has passed"),
        "late_news": _("A passed date, and news"),
        "news_again": _("News, and another day of news"),
        "away_until": _("Until a day that is known"),
        "away": _("No return is known"),
        "server_away": _("No return is known"),
        "server_until": _("Until a day that is known"),
        "server_hours": _("Between two windows"),
        "promised": _("The last line of a first word"),
        "first_line_back": _("The first line after an absence"),
        "still_useful": _("Is it still useful?"),
        "out_of_stock": _("It is gone"),
        "redirect": _("It is ordered online"),
        "boundary": _("A calm boundary"),
        "our_fault": _("Our own fault"),
        "impossible": _("What cannot be had"),
        "follow_up": _("Asking how it went"),
        "public_private": _("From public to private"),
        "release": _("No answer will come"),
        "several": _("Where the requests stand"),
        "late_several": _("Dates that have passed"),
    }
    return names.get(key) or names[key.removesuffix("_several")]


def slot_name(slot: str) -> str:
    """What fills a slot, in a few words."""
    return {
        "name": _("your signature"),
        "when": _("when your answer comes"),
        "day": _("the day of news"),
        "old": _("the earlier date"),
        "until": _("the last day away"),
        "date": _("a day"),
        "dates": _("a date for each subject"),
        "subject": _("what was asked"),
        "subjects": _("everything that was asked"),
        "hours": _("your next window"),
        "alternative": _("another way"),
        "delay": _("how long ago"),
        "howto": _("how it is used"),
        "item": _("the article"),
        "link": _("a link"),
        "near": _("what comes close"),
        "purchase": _("what was bought"),
        "request": _("what was wished for"),
        "state": _("where things stand"),
    }[slot]
