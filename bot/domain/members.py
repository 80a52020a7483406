"""What Cairn knows about a member, apart from their progress."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.paths import Path

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS_A_WEEK = range(1, 41)
RHYTHMS = (1, 2, 4)  # a message in each so-manieth week
UNTIL_BACK = 253_402_300_799  # a pause without an end date: the last second of the year 9999


class NudgeSchedule(NamedTuple):
    """When the weekly nudge should come: ISO weekday 1 (Monday) to 7, minutes after midnight, IANA zone.

    Without a zone nothing can be sent yet. `every` says that it comes in each so-manieth week only, counted
    from the last that was due.
    """

    weekday: int = 1
    minute: int = 9 * 60
    zone: str | None = None
    every: int = 1


class NudgeState(NamedTuple):
    """Where a member stands with their nudges. All instants are epoch seconds (UTC).

    `weekly_at` is when the next weekly nudge is due, `snooze_at` when one more is that was snoozed, or
    planned for the step with the ref `planned`, and `wake_at` when to look at the member next: the earlier of
    the two, or the morning after a night. `last_due` and `last_week` (as counted by `schedule.week_of`) are
    those of the last weekly nudge that was taken up, `week_before` is the one before, should it turn out that
    it was not sent. `last_planned` is when the last planned one was due that was taken up. `unanswered`
    counts weekly nudges since the last sign of life; `still_at` is when they last said that they are still on
    their step; `away` that they are back from a long silence, and were not asked yet what they did meanwhile.
    The last pause went from `pause_from` to `pause_to`, as far as is known; `earlier_pauses` are the first
    and the last week of each one before, as far back as anything asks. `refused_at` is since when Discord
    can't deliver, or, if that is later, since when the member wants it like this; `told_at` is when they last
    heard of it.
    """

    weekly_at: int | None = None
    snooze_at: int | None = None
    planned: str | None = None
    last_planned: int | None = None
    wake_at: int | None = None
    last_due: int | None = None
    last_week: int | None = None
    week_before: int | None = None
    paused_until: int | None = None
    pause_from: int | None = None
    pause_to: int | None = None
    earlier_pauses: Sequence[Sequence[int]] | None = None
    resting: bool = False
    unanswered: int = 0
    still_at: int | None = None
    away: bool = False
    refused_at: int | None = None
    told_at: int | None = None

    @property
    def plan_spent(self) -> bool:
        """Whether a planned one came since the last weekly one."""
        return (self.last_planned or 0) > (self.last_due or 0)


class Goal(NamedTuple):
    """The certification a member is after: `<roadmap>/<id>`, and by which day, if they say.

    `told` says that they know of its retirement, or that there was none to tell.
    """

    ref: str
    by: date | None = None
    told: bool = True


class Member(NamedTuple):
    """One member.

    `started` says whether they ever used `/start`; ticking alone enrols too, without nudges. `nudged` says if
    they want weekly ones. `enrolled_at` is epoch seconds (UTC); `dm_channel` the DM opened in a click,
    if one ever was; `seen_day` the last day on which they did anything: their own days since 1970-01-01.
    `hours` are those that they have in a week, since `hours_at`; `paths` what they chose, by roadmap.
    `steps_told` says that they know of steps, and that the percentage is one of hours; `told_hours` how long
    their way was along their path when they last read of it in a weekly message; `shown_told` that they know
    what became of everything that they show.
    """

    id: int
    roadmap: str
    enrolled_at: int
    started: bool = False
    nudged: bool = False
    schedule: NudgeSchedule = NudgeSchedule()
    dm_channel: int | None = None
    seen_day: int = 0
    nudges: NudgeState = NudgeState()
    goal: Goal | None = None
    locale: str | None = None
    hours: int | None = None
    hours_at: int | None = None
    paths: Mapping[str, Path] = {}
    steps_told: bool = True
    told_hours: float | None = None
    shown_told: bool = True

    def path(self, roadmap: str) -> Path:
        """What they chose in a roadmap."""
        return self.paths.get(roadmap, {})


def with_hours(member: Member, hours: int | None, at: int) -> Member:
    """The member with so many hours a week as of an instant (epoch seconds), or with none that they named."""
    return member._replace(hours=hours, hours_at=at if hours else None)
