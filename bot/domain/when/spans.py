"""The days that can be meant where one is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import Unusable, Why

A_YEAR = timedelta(days=366)
FIRST_DAY = date(2000, 1, 1)
MOST_AHEAD = 10 * A_YEAR


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, seen from `today`; `why` no other can be meant."""

    today: date
    first: date
    last: date
    why: Why = Why.OUT_OF_RANGE

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def past(self) -> bool:
        """Whether all of them lie behind, or are today."""
        return self.last <= self.today

    @property
    def example(self) -> str:
        """One of them, as it can be typed."""
        return (self.today + (-timedelta(days=6) if self.past else timedelta(weeks=1))).isoformat()

    def checked(self, day: date) -> date:
        """The day, if it is one of them; Unusable if not."""
        if day not in self:
            raise self.refused(day.isoformat())
        return day

    def refused(self, text: str) -> Unusable:
        """That no other day can be meant, as was typed."""
        return Unusable(text, self.why, self.example)


def behind(today: date) -> Span:
    """When something was passed, ever."""
    return Span(today, FIRST_DAY, today)


def ahead(today: date) -> Span:
    """By when something shall be done, within ten years."""
    return Span(today, today, today + MOST_AHEAD)


def last_year(today: date) -> Span:
    """When a step was done that is told later."""
    return Span(today, today - A_YEAR, today, Why.NOT_BACK)


def next_year(today: date) -> Span:
    """When a pause is over."""
    return Span(today, today + timedelta(days=1), today + A_YEAR, Why.NOT_LATER)
