"""What Cairn knows about a member, apart from their progress."""

from dataclasses import dataclass

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Wish:
    """When the weekly nudge should come: ISO weekday 1 (Monday) to 7, minutes after midnight, IANA zone.

    Without a zone nothing can be sent yet.
    """

    weekday: int = 1
    minute: int = 9 * 60
    zone: str | None = None

    @property
    def day_name(self) -> str:
        """The weekday in words."""
        return WEEKDAYS[self.weekday - 1]

    @property
    def clock(self) -> str:
        """The time of day as HH:MM."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Member:
    """One member. `started` says whether they ever used `/start`; ticking alone enrols too, without nudges.

    `nudged` is their wish for weekly nudges. `enrolled_at` is epoch seconds (UTC); `dm_channel` the DM opened in a click, if one ever was;
    `seen_day` the last day (days since 1970-01-01, UTC) on which they did anything.
    """

    id: int
    roadmap: str
    enrolled_at: int
    started: bool = False
    nudged: bool = False
    wish: Wish = Wish()
    dm_channel: int | None = None
    seen_day: int = 0
