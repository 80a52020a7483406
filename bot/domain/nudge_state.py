"""When a member is written to: one weekly nudge a week, whatever they change, snooze or pause.

Every function takes the member as they are and an instant (epoch seconds) and gives the member as they
shall be; nothing here reads a clock.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.jobs import JobKind
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY, day_number, instant, local_day, next_due, week_of
from bot.domain.when.spans import next_year

RESTS_AFTER = 3
"""So many weekly messages without an answer are followed by one that says that Cairn will rest."""

SILENCE_DAYS = 28
PLAN_DAYS = 7
"""A message can be planned for so many days ahead."""
TOLD_AGAIN = 7 * DAY
"""Seconds until a command tells once more that Discord can't deliver."""

EARLIER_PAUSES = 20  # the eight weeks that a forecast is made from lie between fewer


def arrange(member: Member, at: int) -> Member:
    """Work out anew when the next weekly nudge is due, as after any change of what decides it.

    If this week's was taken up already, it is next week's; else it is the first match after `at`, or the one
    that is due and was not taken up yet. The week counts both as it was when that nudge was due and as the
    zone of today has it, so that moving between zones never brings two.
    """
    nudges = member.nudges
    if not wanted(member):
        return _with(member, None, None)
    start = max(at, (nudges.paused_until or 0) - 1)  # what is due as a pause ends comes
    weekly = _pending(member, at) or next_due(member.schedule, start, last_week(member))
    snooze = nudges.snooze_at
    latest = weekly and (_day_before(weekly, member) if nudges.planned else weekly - 1)
    return _with(member, weekly, snooze if snooze and latest and snooze <= latest else None)


def rescheduled(member: Member, schedule: NudgeSchedule, at: int) -> Member:
    """Another day, time or zone; nothing moves when it is the one they had."""
    if schedule == member.schedule:
        return member
    nudges = _owed_from(member.nudges, at)._replace(weekly_at=None, wake_at=None)
    return arrange(member._replace(schedule=schedule, nudges=nudges), at)


def switched(member: Member, on: bool, at: int) -> Member:
    """On or off. Off drops what was snoozed or planned; both end a pause and a rest."""
    return resumed(member._replace(nudged=on), at)


def paused(member: Member, until: int, at: int) -> Member:
    """Nothing until an instant (or UNTIL_BACK); drops what was snoozed or planned."""
    goes_on = (member.nudges.paused_until or 0) > at
    nudges = (member.nudges if goes_on else _another(member, at))._replace(
        paused_until=until,
        pause_to=None if until == UNTIL_BACK else until,
        snooze_at=None,
        unanswered=0,
    )
    return arrange(member._replace(nudges=nudges), at)


def pause_end(member: Member, length: int | date | None, at: int) -> int:
    """When a pause of so many days is over, or one until a day: as that day of theirs begins.

    UNTIL_BACK for None; Unusable for a day that is no later one, or more than a year away.
    """
    if length is None:
        return UNTIL_BACK
    zone = member.schedule.zone or "UTC"
    today = local_day(at, zone)
    day = length if isinstance(length, date) else today + timedelta(days=length)
    return instant(next_year(today).checked(day), 0, zone)


def resumed(member: Member, at: int) -> Member:
    """A pause or a rest is over."""
    over = _unpaused(_owed_from(member.nudges, at), at)
    nudges = over._replace(resting=False, unanswered=0)
    return arrange(member._replace(nudges=nudges), at)


def rested(member: Member, at: int) -> Member:
    """Nothing until a command or a click, as when no server is left that they share with Cairn."""
    if not wanted(member):
        return member
    return arrange(member._replace(nudges=member.nudges._replace(resting=True)), at)


def awakened(member: Member, at: int) -> Member:
    """A rest that no silence of theirs brought about is over; one that it did, or is about to, stays."""
    nudges = member.nudges
    if not nudges.resting or nudges.unanswered >= RESTS_AFTER:
        return member
    return arrange(member._replace(nudges=_owed_from(nudges, at)._replace(resting=False)), at)


def snoozed(member: Member, at: int, due: int | None = None) -> Member:
    """The same nudge at the member's time on the day after it was `due`, unless the weekly one is by then.

    If that time is over, or nobody knows when it was due, it is the day after `at`. Asked twice on one day,
    it is the same; who gets no nudges any more, or none during a pause, gets no snoozed one either.
    """
    weekly, zone = member.nudges.weekly_at, member.schedule.zone
    if weekly is None or zone is None or (member.nudges.paused_until or 0) > at:
        return member
    again = instant(_from(member, at, due) + timedelta(days=1), member.schedule.minute, zone)
    one_more = member._replace(nudges=member.nudges._replace(planned=None))
    return _with(one_more, weekly, again if again < weekly else None)


def plannable(member: Member, at: int, due: int | None = None) -> Sequence[int]:
    """When one more message could come, at the member's time on each of the days after this one was `due`.

    Those that are over are left out. The last is at least a day before the next weekly one. There is none
    for who gets no messages, nor for who had a planned one since the last weekly one.
    """
    weekly, zone = member.nudges.weekly_at, member.schedule.zone
    if weekly is None or zone is None or not _may_plan(member, at):
        return ()
    first = _from(member, at, due)
    days = (instant(first + timedelta(days=n), member.schedule.minute, zone) for n in range(1, PLAN_DAYS + 1))
    return [when for when in days if when <= _day_before(weekly, member)]


def tomorrow(member: Member, at: int) -> int:
    """Their time on the day after that of an instant, whichever that is when it is asked."""
    zone = member.schedule.zone or "UTC"
    return instant(local_day(at, zone) + timedelta(days=1), member.schedule.minute, zone)


def _from(member: Member, at: int, due: int | None) -> date:
    """The day before the first that is meant: that of a message of 23:30 still counts after midnight."""
    zone = member.schedule.zone or "UTC"
    if due is None or due > at:
        return local_day(at, zone)
    day = local_day(due, zone)
    return day if instant(day + timedelta(days=1), member.schedule.minute, zone) > at else local_day(at, zone)


def planned(member: Member, ref: str, when: int, at: int) -> Member:
    """One more message about a step at an instant, in place of what was planned or snoozed.

    Nothing changes where that is no time to plan for: past, less than a day before the weekly one, or after
    another planned one.
    """
    last = last_plan(member, at)
    if last is None or not at < when <= last:
        return member
    return _with(member._replace(nudges=member.nudges._replace(planned=ref)), member.nudges.weekly_at, when)


def last_plan(member: Member, at: int) -> int | None:
    """When one more message could come at the latest; None where none may come, or not in time any more."""
    weekly = member.nudges.weekly_at
    last = at if weekly is None or not _may_plan(member, at) else _day_before(weekly, member)
    return last if last > at else None


def _day_before(weekly: int, member: Member) -> int:
    """Their time on the day before the weekly one: a day of the calendar, whatever its length."""
    zone = member.schedule.zone or "UTC"
    return instant(local_day(weekly, zone) - timedelta(days=1), member.schedule.minute, zone)


def _may_plan(member: Member, at: int) -> bool:
    return not member.nudges.plan_spent and (member.nudges.paused_until or 0) <= at


def unplanned(member: Member, at: int) -> Member:
    """Nothing is planned or snoozed any more."""
    return arrange(member._replace(nudges=member.nudges._replace(snooze_at=None)), at)


def still_on_it(member: Member, at: int) -> Member:
    """They are still on their step: noted, and nothing else changes."""
    return member._replace(nudges=member.nudges._replace(still_at=at))


def refused(member: Member, at: int) -> Member:
    """Discord can't deliver: what they chose is kept, sending rests until the member tries again.

    What is due and was not taken up yet is still owed to them.
    """
    due = _pending(member, at)
    # What is owed comes after this instant, so that it lies before what is due.
    since = member.nudges.refused_at or (at if due is None else due - 1)
    nudges = member.nudges._replace(refused_at=since, told_at=None)
    return arrange(member._replace(nudges=nudges), at)


def untold(member: Member, at: int) -> bool:
    """Whether they are to hear that Discord can't deliver what they want: once a week, while it can't."""
    nudges = member.nudges
    if not member.nudged or nudges.refused_at is None or (nudges.paused_until or 0) > at:
        return False
    return nudges.told_at is None or at - nudges.told_at >= TOLD_AGAIN


def reached(member: Member, at: int) -> Member:
    """A message got through: sending goes on."""
    if member.nudges.refused_at is None:
        return member
    return arrange(member._replace(nudges=member.nudges._replace(refused_at=None, told_at=None)), at)


def unsent(member: Member, kind: JobKind, due_at: int, at: int, *, sure: bool = True) -> Member:
    """What was taken up was not sent after all: its week is still to have one, a rest was not announced.

    Unless it is `sure`, the week has had one.
    """
    nudges = member.nudges
    # What became a congratulation may have been taken up as a rest.
    if kind in (JobKind.REST, JobKind.FINISHED):
        nudges = nudges._replace(resting=False)
    if sure:
        nudges = given_back(member._replace(nudges=nudges), due_at)
    return member if nudges == member.nudges else arrange(member._replace(nudges=nudges), at)


def delivered(member: Member, kind: JobKind, at: int, due_at: int | None = None) -> Member:
    """A message got through: a weekly one waits for an answer, a congratulation was the last.

    A weekly one that was due then and given up before counts as its week's after all.
    """
    if kind is JobKind.WEEKLY and due_at is not None and week_is_open(member, due_at):
        member = arrange(member._replace(nudges=counted(member, due_at)), at)
    member = reached(member, at)
    if kind is JobKind.FINISHED:
        return switched(member, False, at)
    if kind is JobKind.WEEKLY:
        return member._replace(nudges=member.nudges._replace(unanswered=member.nudges.unanswered + 1))
    return member


def sign_of_life(member: Member, at: int) -> Member:
    """A command or a click: the count of unanswered nudges starts anew, a rest ends.

    A pause "until I come back" ends on a later day than the one on which they were last here. One with an
    end stays, until that has passed.
    """
    day, until = day_number(at, member.schedule.zone), member.nudges.paused_until
    back = until == UNTIL_BACK and member.seen_day < day
    over = back or (until is not None and until <= at)
    nudges = _unpaused(member.nudges, at) if over else member.nudges
    away = nudges.away or _was_silent(member, day)
    awake = nudges._replace(unanswered=0, resting=False, away=away)
    alive = member._replace(seen_day=max(day, member.seen_day), nudges=awake)
    if back or member.nudges.resting:
        return arrange(alive._replace(nudges=_owed_from(awake, at)), at)
    return alive._replace(nudges=_owed_from(awake, until)) if over and until else alive


def _was_silent(member: Member, day: int) -> bool:
    """Whether what they do on this day is their first sign of life in four weeks or more, or ends a rest."""
    return member.started and (member.nudges.resting or day - member.seen_day >= SILENCE_DAYS)


def counted(member: Member, due_at: int) -> NudgeState:
    """The week of what was due then has had its nudge."""
    week = week_of(due_at, member.schedule.zone or "UTC")
    return member.nudges._replace(last_due=due_at, last_week=week, week_before=member.nudges.last_week)


def given_back(member: Member, due_at: int) -> NudgeState:
    """What was due then, if it was the last that was taken up, leaves room again: its week, or a plan."""
    nudges = member.nudges
    if nudges.last_planned == due_at:
        return nudges._replace(last_planned=None)
    if nudges.last_due != due_at or nudges.last_week is None:
        return nudges
    # When the one before was due is not known any more, and with it what came between these two.
    planned = nudges.last_planned if nudges.plan_spent else None
    return nudges._replace(last_due=None, last_week=nudges.week_before, last_planned=planned)


def week_is_open(member: Member, due_at: int) -> bool:
    """Whether the week of that nudge has had none yet, nor any later one."""
    return week_of(due_at, member.schedule.zone or "UTC") > (last_week(member) or 0)


def _owed_from(nudges: NudgeState, at: int) -> NudgeState:
    """While Discord refuses, nothing is owed of what was due before the member chose it like this."""
    return nudges if nudges.refused_at is None else nudges._replace(refused_at=max(nudges.refused_at, at))


def _another(member: Member, at: int) -> NudgeState:
    """A pause begins; what was the last one is an earlier one now."""
    nudges, zone = member.nudges, member.schedule.zone or "UTC"
    if nudges.pause_from is not None:
        weeks = (week_of(nudges.pause_from, zone), week_of(nudges.pause_to or at, zone))
        nudges = nudges._replace(earlier_pauses=[*(nudges.earlier_pauses or ()), weeks][-EARLIER_PAUSES:])
    return nudges._replace(pause_from=at)


def _unpaused(nudges: NudgeState, at: int) -> NudgeState:
    """A pause ends, at the latest now; when it was stays known."""
    if nudges.paused_until is None:
        return nudges
    return nudges._replace(paused_until=None, pause_to=min(at, nudges.paused_until))


def _pending(member: Member, at: int) -> int | None:
    """The weekly nudge that is due and was not taken up yet."""
    due, pause = member.nudges.weekly_at, member.nudges.paused_until or 0
    return due if due is not None and pause <= at >= due and week_is_open(member, due) else None


def wanted(member: Member) -> bool:
    """Whether anything weekly is to come by itself."""
    nudges = member.nudges
    return (
        member.nudged
        and member.schedule.zone is not None
        and not nudges.resting
        and nudges.refused_at is None
        and nudges.paused_until != UNTIL_BACK
    )


def last_week(member: Member) -> int | None:
    """The last week that had its nudge, as it was then or as the zone of today has it."""
    nudges, zone = member.nudges, member.schedule.zone
    if nudges.last_week is None or nudges.last_due is None or zone is None:
        return nudges.last_week
    return max(nudges.last_week, week_of(nudges.last_due, zone))


def _with(member: Member, weekly: int | None, snooze: int | None) -> Member:
    """The member to whom these nudges are due, woken at the earlier one.

    What waits for the morning goes on waiting for it.
    """
    nudges = member.nudges
    wake = _earlier(weekly, snooze)
    if wake is not None and wake == _earlier(nudges.weekly_at, nudges.snooze_at):
        wake = max(wake, nudges.wake_at or wake)
    kept = nudges.planned if snooze is not None else None
    return member._replace(
        nudges=nudges._replace(weekly_at=weekly, snooze_at=snooze, planned=kept, wake_at=wake)
    )


def _earlier(*instants: int | None) -> int | None:
    return min((instant for instant in instants if instant is not None), default=None)
