"""Whether a server's members move, in figures too coarse to single anybody out."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, NewType

from bot.domain.jobs import JobState
from bot.domain.library import Library
from bot.domain.progress import Progress
from bot.domain.schedule import instant, monday, week_of

STEP = 5
WEEKS = 4  # so many the figures go back, this one included

Figure = NewType("Figure", int)
"""A number as it may be shown. Sums are of what is shown, so that no difference gives away what is not."""


def figure(number: int) -> Figure:
    """The figure that stands for a number: rounded down to a step of five, and nothing below the first."""
    return Figure(number - number % STEP)


class Position(NamedTuple):
    """Where on a roadmap members are: in a phase, or through with it (None)."""

    roadmap: str
    phase: str | None


class Sending(NamedTuple):
    """What became of the weekly messages: sent in time, sent late, refused by Discord, too old to be sent."""

    sent: Figure
    late: Figure
    refused: Figure
    missed: Figure


class Community(NamedTuple):
    """All that moderators see of their server; `ticks` by the Mondays of their weeks, oldest first."""

    positions: Mapping[Position, Figure]
    active: Figure
    ticks: Mapping[date, Figure]
    sending: Sending

    @property
    def empty(self) -> bool:
        """Whether no figure is large enough to be shown."""
        ends = (self.sending.sent, self.sending.late, self.sending.refused, self.sending.missed)
        return not any((*self.positions.values(), self.active, *self.ticks.values(), *ends))


class Survey:
    """Counts members one after the other, so that nothing here grows with them.

    Weeks are those of `zone`; `now` is epoch seconds (UTC), and so is `since`, when the oldest week began.
    """

    def __init__(self, library: Library, zone: str, now: int) -> None:
        this_week = week_of(now, zone)
        self._library = library
        self._zone = zone
        self._weeks = range(this_week - WEEKS + 1, this_week + 1)
        self.since = instant(monday(self._weeks[0]), 0, zone)
        self._positions: Counter[Position] = Counter()
        self._ticks: Counter[int] = Counter()
        self._active = 0

    def add(self, progress: Progress) -> None:
        """Count one member."""
        phase = None if progress.finished else progress.current_phase.id
        self._positions[Position(progress.roadmap.id, phase)] += 1
        weeks = [week_of(at, self._zone) for at in progress.ticked_at if at >= self.since]
        self._ticks.update(weeks)
        self._active += self._weeks[-1] in weeks

    def result(self, ends: Mapping[tuple[JobState, bool], int]) -> Community:
        """What was counted; `ends` are the weekly messages since the survey began, by state and lateness."""
        ended = Counter(ends)
        places = (
            Position(roadmap.id, phase)
            for roadmap in self._library.roadmaps
            for phase in (*(phase.id for phase in roadmap.current_phases), None)
        )
        return Community(
            {place: figure(self._positions[place]) for place in places},
            figure(self._active),
            {monday(week): figure(self._ticks[week]) for week in self._weeks},
            Sending(
                sent=figure(ended[JobState.SENT, False]),
                late=figure(ended[JobState.SENT, True]),
                refused=figure(ended[JobState.REFUSED, False] + ended[JobState.REFUSED, True]),
                missed=figure(ended[JobState.MISSED, False] + ended[JobState.MISSED, True]),
            ),
        )
