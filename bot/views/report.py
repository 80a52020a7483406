"""`cairn report`: what became of the nudges, week by week."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.nudges import State, WeekCount

_COLUMNS = ("sent", "late", "refused", "missed", "withdrawn", "failed", "open")


def by_week(counts: Iterable[WeekCount]) -> list[str]:
    """A line a week (Monday, UTC), oldest first. Late ones were sent as well, and are not counted twice."""
    weeks: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for count in counts:
        column = _column(count)
        weeks[count.monday][column] = weeks[count.monday].get(column, 0) + count.number
    if not weeks:
        return ["nudges: none yet"]
    heading = "week of     " + "".join(f"{name:>10}" for name in _COLUMNS)
    return [heading, *(_line(monday, numbers) for monday, numbers in sorted(weeks.items()))]


def _column(count: WeekCount) -> str:
    if count.state is State.SENT:
        return "late" if count.late else "sent"
    return "open" if count.state in (State.CLAIMED, State.WAITING) else count.state.value


def _line(monday: int, numbers: dict[str, int]) -> str:
    day = datetime.fromtimestamp(monday, UTC)
    return f"{day:%Y-%m-%d}  " + "".join(f"{numbers.get(name, 0):>10}" for name in _COLUMNS)
