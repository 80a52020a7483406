"""What is due for a member now, and what may still be sent of what was due.

As in `nudge_state`, every function takes the member as they are and an instant (epoch seconds).
"""

from typing import NamedTuple

from bot.domain.jobs import JobKind
from bot.domain.members import Member
from bot.domain.nudge_state import (
    RESTS_AFTER,
    arrange,
    counted,
    given_back,
    last_week,
    wanted,
    week_is_open,
)
from bot.domain.schedule import DAY, due_in_week, morning, next_due, week_of

LATE = 2 * 60 * 60
TOO_LATE = 3 * DAY
PLAN_TOO_LATE = DAY
CAUGHT_UP = 28 * DAY
"""What was missed longer ago than this is taken up as one."""


class Due(NamedTuple):
    """A nudge whose time has come, and when it was due; `about` is the step that one was planned for.

    `missed` says that this was too long ago: it is recorded, not sent, and the next one comes on time.
    """

    kind: JobKind
    due_at: int
    missed: bool = False
    about: str | None = None


def late(kind: JobKind, due_at: int, at: int) -> bool:
    """Whether a message that is due at a member's time comes more than two hours after it."""
    return kind in (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED) and at - due_at > LATE


def deadline(member: Member, kind: JobKind, due_at: int) -> int:
    """Until when it may be sent: three days, and where these end in a night also the hour after it.

    What was planned for a day is for that day.
    """
    if kind is JobKind.PLANNED:
        return due_at + PLAN_TOO_LATE
    end = due_at + TOO_LATE
    after = morning(member.schedule, end - 1)
    return end if after is None else after + 60 * 60


def overdue(member: Member, at: int) -> int | None:
    """The week's nudge that was due while Discord refused, and that another try may still send."""
    nudges = member.nudges
    if not wanted(member._replace(nudges=nudges._replace(refused_at=None))) or nudges.refused_at is None:
        return None
    since = max(at - TOO_LATE, nudges.refused_at, nudges.paused_until or 0)
    due = next_due(member.schedule, since, last_week(member))
    return due if due is not None and due <= at else None


def repeatable(member: Member, kind: JobKind, due_at: int) -> bool:
    """Whether a nudge that was refused may still be sent: not if its week has had another one since."""
    if kind in (JobKind.SNOOZED, JobKind.PLANNED):
        return (member.nudges.last_due or 0) <= due_at
    return week_is_open(member, due_at)


def counted_again(member: Member, kind: JobKind, due_at: int, at: int) -> Member:
    """What was due then is tried once more: it counts as when it was claimed."""
    if kind is JobKind.PLANNED:
        return member._replace(nudges=member.nudges._replace(last_planned=due_at))
    if kind is not JobKind.WEEKLY:
        return member
    return arrange(member._replace(nudges=counted(member, due_at)), at)


def claim_due(member: Member, now: int) -> tuple[Member, Due | None]:
    """What is due for this member now, and the member with that one behind them.

    Nothing, when they were woken too early, or when a late nudge would come in the night: then they are woken
    in the morning. Of what was missed each week is taken up by itself, the oldest first; the member is woken
    again for the next as long as that lies in the past. As it is one a week and three days are too late, at
    most one of them is sent. Of the weeks that lie further back, as after a clock was set forward by a year,
    the first stands for all.
    """
    if member.nudges.paused_until is not None and member.nudges.paused_until <= now:
        member = member._replace(nudges=member.nudges._replace(paused_until=None))
    due = _due(member, now)
    if due is None:
        return arrange(member, now), None
    if not due.missed and (morning := night_ends(member, due.due_at, now)):
        return member._replace(nudges=member.nudges._replace(wake_at=morning)), None
    return _behind(member, due, now), due


def night_ends(member: Member, due_at: int, now: int) -> int | None:
    """The morning that what is late has to wait for, if it is night now and that is not when they want it."""
    return morning(member.schedule, now) if now - due_at > LATE else None


def _due(member: Member, now: int) -> Due | None:
    nudges = member.nudges
    weekly = JobKind.REST if nudges.unanswered >= RESTS_AFTER else JobKind.WEEKLY
    once = JobKind.PLANNED if nudges.planned else JobKind.SNOOZED
    for kind, due_at, about in ((weekly, nudges.weekly_at, None), (once, nudges.snooze_at, nudges.planned)):
        if due_at is not None and due_at <= now:
            return Due(kind, due_at, now > deadline(member, kind, due_at), about)
    return None


def _behind(member: Member, due: Due, now: int) -> Member:
    if due.kind in (JobKind.SNOOZED, JobKind.PLANNED):
        taken_up = due.kind is JobKind.PLANNED and not due.missed
        last = due.due_at if taken_up else member.nudges.last_planned
        return arrange(member._replace(nudges=member.nudges._replace(snooze_at=None, last_planned=last)), now)
    resting = due.kind is JobKind.REST and not due.missed
    last = _last_of(member, due.due_at, now) if due.missed else due.due_at
    nudges = counted(member, last)._replace(snooze_at=None, resting=resting)
    behind = arrange(member._replace(nudges=nudges), last if due.missed else now)
    # Its week may still have one on another day; a rarer rhythm is counted from what was due, sent or not.
    to_give_back = due.missed and member.schedule.every == 1
    return behind._replace(nudges=given_back(behind, last)) if to_give_back else behind


def _last_of(member: Member, due_at: int, now: int) -> int:
    """The last due time of those that are taken up with one that was missed, in the rhythm of that one."""
    schedule, zone = member.schedule, member.schedule.zone or "UTC"
    first = week_of(due_at, zone)
    rounds = (week_of(now - CAUGHT_UP, zone) - first) // schedule.every
    last = due_in_week(schedule, first + rounds * schedule.every) if rounds > 0 else None
    return last or due_at
