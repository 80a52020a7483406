"""When: weekday, local time and zone become epoch seconds, across every clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.members import Member, NudgeSchedule
from bot.domain.when.spans import last_year

DAY = 24 * 60 * 60
NOON, NIGHT_FROM, NIGHT_UNTIL = 12 * 60, 22 * 60, 8 * 60
_EPOCH = date(1970, 1, 1)
# Beyond them the calendar ends in some zone or other.
_FIRST, _LAST = (int(datetime(*day, tzinfo=UTC).timestamp()) for day in ((1, 1, 2), (9999, 12, 30)))


def wall(at: int, zone: str | None) -> datetime:
    """What a clock in a zone shows at an instant (epoch seconds); in UTC where no zone is known.

    Whatever number is stored there is an answer: before the calendar begins and after it ends, its end.
    """
    return datetime.fromtimestamp(min(max(at, _FIRST), _LAST), ZoneInfo(zone or "UTC"))


def local_day(at: int, zone: str | None) -> date:
    """The calendar day in a zone at an instant (epoch seconds); in UTC where no zone is known."""
    return wall(at, zone).date()


def day_of(member: Member | None, at: int) -> date:
    """The day at an instant where a member is; in UTC where no zone is known."""
    return local_day(at, member.schedule.zone if member else None)


def day_number(at: int, zone: str | None) -> int:
    """The same as days since 1970-01-01."""
    return (local_day(at, zone) - _EPOCH).days


def minute_of(at: int, zone: str) -> int:
    """The minutes after midnight in a zone at an instant (epoch seconds)."""
    shown = wall(at, zone)
    return shown.hour * 60 + shown.minute


def week_of(at: int, zone: str) -> int:
    """The ISO week in a zone at an instant, counted from the year 1: neighbours differ by one."""
    return (local_day(at, zone).toordinal() - 1) // 7


def monday(week: int) -> date:
    """The day on which a week begins, as counted by `week_of`."""
    return date.fromordinal(week * 7 + 1)


def instant(day: date, minute: int, zone: str) -> int:
    """Epoch seconds of a local time, given in minutes after midnight.

    A time that the clocks skip moves on by the length of the gap; of a time that comes twice it is the
    first (PEP 495, fold=0).
    """
    return int(datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone)).timestamp())


def due_in_week(schedule: NudgeSchedule, week: int) -> int | None:
    """When the nudge of a week (as counted by `week_of`) is due; None without a zone."""
    if schedule.zone is None:
        return None
    day = monday(week) + timedelta(days=schedule.weekday - 1)
    return instant(day, schedule.minute, schedule.zone)


def next_due(schedule: NudgeSchedule, after: int, after_week: int | None = None) -> int | None:
    """The first time that the schedule names, strictly later than `after`; None without a zone.

    With `after_week`, the last week that had one, it lies at least as many weeks later as the schedule says.
    """
    if schedule.zone is None:
        return None
    this = week_of(after, schedule.zone)
    # Another zone may be in the next week already. A week beyond was counted by a clock that was wrong: then
    # this one may have had its own before.
    last = after_week or 0
    first = max(this - 1, (last if last <= this + 1 else this) + schedule.every)
    dues = (due_in_week(schedule, week) for week in range(first, first + 4))
    return next(due for due in dues if due is not None and due > after)


def day_back(day: date, zone: str | None, at: int) -> date:
    """A day on which something was done, as told at an instant (epoch seconds): up to today in the zone.

    Unusable for one that is to come, or more than a year back.
    """
    return last_year(local_day(at, zone)).checked(day)


def done_on(day: date, zone: str | None, at: int) -> int:
    """The instant of what was done on such a day: its noon, or when it is told, if that is earlier."""
    return min(at, instant(day_back(day, zone, at), NOON, zone or "UTC"))


def morning(schedule: NudgeSchedule, at: int) -> int | None:
    """When the night ends that it is at an instant; None by day, or if the schedule is for the night."""
    zone = schedule.zone or "UTC"
    minute = minute_of(at, zone)
    if not _at_night(minute) or _at_night(schedule.minute):
        return None
    days = 1 if minute >= NIGHT_FROM else 0
    return instant(local_day(at, zone) + timedelta(days=days), NIGHT_UNTIL, zone)


def _at_night(minute: int) -> bool:
    return minute >= NIGHT_FROM or minute < NIGHT_UNTIL
