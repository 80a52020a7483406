"""Active weeks: how regularly a member walks, without ever counting against them."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.schedule import week_of

FORGIVEN_EVERY = 4


class ActiveWeeks(NamedTuple):
    """Weeks with at least one tick: all of them, and those of the run that is still going on."""

    total: int
    run: int


def active_weeks(ticked_at: Iterable[int], now: int, zone: str | None) -> ActiveWeeks:
    """Count the weeks (Monday to Sunday in the member's zone; UTC without one) with a tick.

    In a run one missed week in any four is forgiven: it neither counts nor ends the run. The week that is
    still going on is never a missed one. Instants are epoch seconds.
    """
    where = zone or "UTC"
    active = {week_of(at, where) for at in ticked_at if at <= now}
    return ActiveWeeks(total=len(active), run=_run(active, week_of(now, where)))


def _run(active: set[int], this_week: int) -> int:
    run, last_missed = 0, this_week + FORGIVEN_EVERY
    for week in range(this_week, min(active, default=this_week) - 1, -1):
        if week in active:
            run += 1
        elif week != this_week:
            if last_missed - week < FORGIVEN_EVERY:
                break
            last_missed = week
    return run
