"""How long the rest of a roadmap may take: a range of months, never a promise."""

from collections import defaultdict
from itertools import islice
from math import ceil
from typing import NamedTuple

from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.schedule import week_of

QUICK, SLOW = 0.8, 1.5
WEEKS, ENOUGH_WEEKS = 8, 4
FURTHEST = 24
WEEKS_PER_MONTH = 365.25 / 7 / 12


class Forecast(NamedTuple):
    """So many hours are left, at so many a week; that takes from `least` to `most` months, at least one."""

    hours: float
    pace: float
    least: int
    most: int


def forecast(progress: Progress, member: Member, at: int) -> Forecast | None:
    """What is left at a member's pace, as of an instant (epoch seconds).

    None where nothing is left, where no pace is known, or where it would take more than two years.
    """
    left, pace = progress.hours().open, pace_of(progress, member, at)
    if not left or not pace:
        return None
    months = left / pace / WEEKS_PER_MONTH
    least, most = max(1, int(QUICK * months)), ceil(SLOW * months)
    return Forecast(left, pace, least, most) if most <= FURTHEST else None


def pace_of(progress: Progress, member: Member, at: int) -> float | None:
    """Hours a week: the median of the last eight whole weeks without a pause, by the steps that were ticked.

    Before there are four such weeks, or since the hours a week were set, it is what the member said.
    """
    zone = member.schedule.zone or "UTC"
    began = week_of(max(member.enrolled_at, member.hours_at or 0), zone)
    paused = _paused_weeks(member, at, zone)
    whole = (week for week in range(week_of(at, zone) - 1, began, -1) if week not in paused)
    weeks = list(islice(whole, WEEKS))
    if len(weeks) < ENOUGH_WEEKS:
        return member.hours
    from statistics import median  # noqa: PLC0415 - with all the numbers there are, for one command

    worked = hours_by_week(progress, zone)
    return median(worked[week] for week in weeks)


def hours_by_week(progress: Progress, zone: str) -> defaultdict[int, float]:
    """The hours of all steps that were ticked, by week (as counted by `schedule.week_of`)."""
    by_week: defaultdict[int, float] = defaultdict(float)
    for at, hours in progress.worked():
        by_week[week_of(at, zone)] += hours
    return by_week


def _paused_weeks(member: Member, at: int, zone: str) -> set[int]:
    """The weeks that lie in a pause that is over, or in the one that goes on, each of them in part at least.

    That no weekly message was due in a week does not tell of one: it is the same while somebody rests, or
    Discord refuses. So these weeks count, with nothing done in them.
    """
    nudges = member.nudges
    pauses = [*(nudges.earlier_pauses or ())]
    if nudges.pause_from is not None:
        until = at if nudges.pause_to is None else min(nudges.pause_to, at)
        pauses.append((week_of(nudges.pause_from, zone), week_of(until, zone)))
    return {week for first, last in pauses for week in range(first, last + 1)}
