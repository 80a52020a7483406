"""Somebody in Berlin who wants nudges on Mondays, and where they stand after some of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import nudge_state
from bot.domain.due import Due, claim_due
from bot.domain.jobs import JobKind
from bot.domain.members import Member, NudgeSchedule
from bot.domain.schedule import DAY

HOUR, WEEK = 60 * 60, 7 * DAY
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> int:
    """Epoch seconds of a moment in Berlin, like "2026-06-01 09:00" (a Monday)."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp())


MONDAY = at("2026-06-01 09:00")
START = MONDAY - 3 * DAY


MONDAYS = NudgeSchedule(zone="Europe/Berlin")


def enrolled(schedule: NudgeSchedule = MONDAYS, when: int = START) -> Member:
    """Somebody who wants nudges since an instant."""
    member = Member(7, "trail", enrolled_at=when, started=True, schedule=schedule, seen_day=when // DAY)
    return nudge_state.switched(member, True, when)


def nudged(member: Member, when: int, kind: JobKind = JobKind.WEEKLY) -> Member:
    """The member after the nudge due at an instant came through a second later."""
    after, due = claim_due(member, when + 1)
    assert due == Due(kind, when)
    return nudge_state.delivered(after, kind, when + 2)


def unanswered(times: int) -> Member:
    """Somebody who got so many weekly nudges and did nothing since."""
    member = enrolled()
    for week in range(times):
        member = nudged(member, MONDAY + week * WEEK)
    return member
