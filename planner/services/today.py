"""The home screen's content, from a few plain facts: the same for the store and `quick`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.domain.absence import halved, stretch
from planner.domain.capacity import NOTHING, budget
from planner.domain.promise import Kind, Promise
from planner.domain.request import Effort
from planner.domain.server_reply import Cover
from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Schedule, Window, day_of, next_window, windows_between
from planner.face import Face
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services.covered import cover_views
from planner.services.notify_words import unseen
from planner.services.policy import InForce, Policy
from planner.services.policy.proposal import proposal, sentence
from planner.services.returning import welcome
from planner.settings import Settings
from planner.views_today import (
    AbsenceView,
    ChannelView,
    PolicyStand,
    ServiceView,
    TodayView,
    WindowView,
)

#: How long the ledger shows what has ended.
LEDGER_DAYS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """Notices about to leave: how many people, and when; whether some left in this absence."""

    people: int = 0
    leaves_at: datetime | None = None
    been: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What has to be read to draw Today."""

    absences: tuple[Absence, ...]
    promises: tuple[tuple[Promise, Effort], ...]
    used: Effort
    channels: tuple[ChannelView, ...]
    live: bool
    told: Told
    undo_until: datetime | None
    stuck: bool = False  # a letter could not be delivered
    spoken: tuple[Promise, ...] = ()  # given by word of mouth: no letter can move them
    stranded: bool = False  # a date has passed, and no letter will say another
    decided: frozenset[date] = frozenset()  # days about which something was said
    answered: bool = False  # today's proposal was answered, or all of them
    paused: frozenset[str] = frozenset()  # whose automatic mail waits for the owner (row S7)
    unheard: bool = False  # her word from the telephone could not be verified lately
    unfiled: str = ""  # why copies cannot be kept among the sent mail
    uncopied: str = ""  # why there is no copy of the database of today
    held: str = ""  # why letters wait although their moment came, after a second try in vain
    servers: Mapping[str, tuple[Cover, str, str]] = field(default_factory=dict)
    amiss: bool = False  # the nightly check found something
    service: ServiceView | None = None
    customer: datetime | None = None  # until when she is with a customer (J-01)
    caught_up: date | None = None  # when everybody who waited at the return has an answer
    unseen: str = ""  # why notifications do not appear, if that was noticed today


def today_view(reading: Reading, settings: Settings, in_force: InForce, now: datetime) -> TodayView:
    """Everything the home screen says, and no count of what waits (A-04)."""
    policy = in_force.policy
    schedule = settings.schedule
    day = working_day(now, schedule.zone, schedule.day_starts)
    begins, ends = day_bounds(day, schedule.zone, schedule.day_starts)
    today = windows_between(schedule, begins, ends, reading.absences, policy.left)
    ahead = next_window(schedule, now, reading.absences, policy.left)
    current = ahead if ahead is not None and ahead.start <= now else policy.more(now)
    following = (
        next_window(schedule, current.end, reading.absences, policy.left) if current else ahead
    )
    more = policy.holds("beyond_limits", now)
    ever = next_window(schedule, now, (), policy.left)  # whoever is away comes back
    away = None if more else stretch(reading.absences, now)
    most = budget(halved(policy.day, reading.absences, schedule)(day))
    planned = _effort(p for p in reading.promises if _falls_on(p[0], day, schedule))
    load = max(
        (planned.answers + reading.used.answers) / max(1, most.answers),
        (planned.minutes + reading.used.minutes) / max(1, most.minutes),
    )
    return TodayView(
        at=now,
        zone=schedule.zone,
        language=settings.shop.language,
        shop=settings.shop.name,
        face=_face(now, current, away, today, quiet=policy.holds("hold_notices", now)),
        windows=tuple(view(w, reading.promises) for w in today),
        quiet=tuple(policy.spans("hold_notices", begins, ends)),
        current=view(current, reading.promises) if current else None,
        next=view(following, reading.promises) if following else None,
        load=load,
        day_full=not more
        and (reading.used.answers >= most.answers or reading.used.minutes >= most.minutes),
        at_risk=(
            *at_risk([p for p, _effort_ in reading.promises], now),
            *_by_mouth(reading, schedule, policy, now),
        ),
        holds=policy.says(now, settings.shop.language),
        channels=reading.channels,
        absence=_absence(away, reading) if away else None,
        rehearsal=not reading.live,
        problems=_problems(reading, in_force, ever, settings, now),
        day_start=begins,
        day_end=ends,
        policy=stand(in_force),
        proposal=_proposal(reading, policy, settings, now),
        covered=cover_views(settings, reading.servers, now),
        customer_until=reading.customer,
        service=reading.service,
        unseen=unseen(reading.unseen) if reading.unseen else "",
        returning="" if away else _returning(reading, settings, policy, today, now),
    )


def _returning(
    reading: Reading, settings: Settings, policy: Policy, today: Sequence[Window], now: datetime
) -> str:
    """What this day of a return holds, and the day by which everybody who waited has an answer."""
    schedule = settings.schedule
    day = working_day(now, schedule.zone, schedule.day_starts)
    last = reading.caught_up
    if day > max(policy.ramp, default=day) or not policy.ramp or last is None:
        return ""
    return welcome(
        [window for window in today if window.end > now],
        halved(policy.day, reading.absences, schedule)(day),
        reading.used,
        max(last, day),
        schedule,
        now,
        settings.shop.language,
        first=day <= min(policy.ramp),
    )


def stand(in_force: InForce) -> PolicyStand:
    """Which rules hold."""
    policy = in_force.policy
    return PolicyStand(in_force.name, in_force.since, policy.rules.hash, policy.problems)


def view(window: Window, promises: Sequence[tuple[Promise, Effort]]) -> WindowView:
    """A window with what is promised into it."""
    return WindowView(
        id=window.id,
        day=window.day.isoformat(),
        start=window.start,
        end=window.end,
        answers=window.answers,
        minutes=window.minutes,
        planned=_effort(p for p in promises if p[0].window == window.id).answers,
    )


def _falls_on(promise: Promise, day: date, schedule: Schedule) -> bool:
    """Whether a promise is planned into this working day."""
    return bool(promise.window) and day_of(schedule, promise.window) == day


def _effort(promises: Iterable[tuple[Promise, Effort]]) -> Effort:
    return sum((effort for _promise, effort in promises), NOTHING)


def _face(
    now: datetime,
    current: Window | None,
    away: Absence | None,
    today: Sequence[Window],
    *,
    quiet: bool,
) -> Face:
    if away is not None:
        return Face.AWAY
    if current is not None:
        return Face.OPEN
    if quiet or not any(w.end > now for w in today):
        return Face.RESTING
    return Face.BETWEEN


def at_risk(promises: Sequence[Promise], now: datetime) -> tuple[str, ...]:
    """What needs the owner's own decision: a date that slipped twice and falls due soon."""
    waiting = any(p.waits_for_owner and p.is_soon(now) for p in promises)
    return (_("A date has slipped twice: only you can decide what is next."),) if waiting else ()


def _by_mouth(
    reading: Reading, schedule: Schedule, policy: Policy, now: datetime
) -> tuple[str, ...]:
    """What no letter can say: a spoken date that cannot be kept, or one that has passed."""
    found = []
    if reading.stranded:
        found.append(
            _("A date has passed and no other was told: only you can decide what is next.")
        )
    if unkept_aloud(reading.spoken, reading.absences, schedule, policy, now):
        found.append(_("A date you gave aloud has no window left before it: tell the person."))
    return tuple(found)


def unkept_aloud(
    spoken: Iterable[Promise],
    absences: Sequence[Absence],
    schedule: Schedule,
    policy: Policy,
    now: datetime,
) -> bool:
    """Whether a spoken date that is soon has no window left before it."""
    for promise in spoken:
        if promise.kind is not Kind.ANSWER or not promise.is_soon(now):
            continue
        ahead = windows_between(schedule, now, promise.due, absences, policy.left)
        if not any(w.end <= promise.due for w in ahead):
            return True
    return False


def _absence(away: Absence, reading: Reading) -> AbsenceView:
    return AbsenceView(
        id=away.id,
        kind=away.kind,
        since=away.since,
        until=away.until,
        undo_until=reading.undo_until,
        told=reading.told.people,
        tell_at=reading.told.leaves_at,
        been_told=reading.told.been,
    )


def _proposal(reading: Reading, policy: Policy, settings: Settings, now: datetime) -> str:
    """What the rules propose, as a sentence; empty for nothing, or when it was answered."""
    found = None if reading.answered else proposal(policy, now, reading.decided)
    return sentence(found, policy, now, settings.shop.language) if found else ""


def _which(in_force: InForce, settings: Settings, now: datetime) -> str:
    """The rules that hold instead of a file with errors, in words."""
    if not in_force.text:
        return _("the shipped ones")
    if in_force.since is None:
        return _("the last good ones")
    zone, language = settings.schedule.zone, settings.shop.language
    return _("those of {when}").format(when=short(in_force.since, now, zone, language))


def _service(view: ServiceView, settings: Settings, now: datetime) -> str:
    """What ails the service in the background: its passes fail, or it is gone."""
    since = view.failing_since or now
    when = short(since, now, settings.schedule.zone, settings.shop.language)
    if view.running:
        return _(
            "The service has not got on since {when}, and tries again by itself;"
            " `entracte doctor` says why."
        ).format(when=when)
    return _(
        "The service ended without being asked to ({when})."
        " While the dashboard is open, all goes on."
    ).format(when=when)


def _pause(scopes: frozenset[str]) -> str:
    """What a pause of automatic mail means for the owner."""
    if "all" in scopes:
        said = _("Automatic answers are paused: very many left within an hour.")
    else:
        said = _("Automatic answers to an address are paused: very many went there.")
    return f"{said} " + _("Nothing is lost. Look at what came; `entracte live` ends the pause.")


def _problems(
    reading: Reading, in_force: InForce, ever: Window | None, settings: Settings, now: datetime
) -> tuple[str, ...]:
    found = [
        _("Your rules have an error; {which} hold: {problem}").format(
            which=_which(in_force, settings, now), problem=problem
        )
        for problem in in_force.policy.problems[:1]
    ]
    if ever is None:
        found.append(
            _("No window is open ahead: nobody can be given a date. Open one in settings.")
        )
    if reading.unheard:
        found.append(
            _(
                "A mail with your word came and could not be verified: nothing was done."
                " `entracte away --try-word FILE` says why."
            )
        )
    if reading.paused:
        found.append(_pause(reading.paused))
    if reading.held:
        found.append(
            _("Messages cannot leave for now, and are tried again by themselves: {reason}").format(
                reason=reading.held
            )
        )
    if reading.unfiled:
        found.append(
            _(
                "Copies cannot be kept among your sent mail for now, and are tried again by"
                " themselves: {reason}"
            ).format(reason=reading.unfiled)
        )
    if reading.uncopied:
        found.append(
            _("The daily copy could not be made, and is tried again by itself: {reason}").format(
                reason=reading.uncopied
            )
        )
    if reading.amiss:
        found.append(
            _(
                "The nightly check found something that does not add up. Nothing was changed"
                " because of it; `entracte doctor` says what."
            )
        )
    if reading.service and reading.service.failing:
        found.append(_service(reading.service, settings, now))
    if reading.stuck:
        found.append(
            _("A message could not be delivered. It is on the desk; `entracte outbox` says why.")
        )
    return tuple(found)
