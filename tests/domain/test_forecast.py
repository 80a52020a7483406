"""How long the rest may take: at whose pace, in which weeks, and when nothing is said."""

import pytest

from bot.domain import nudge_state
from bot.domain.forecast import Forecast, forecast, hours_by_week, pace_of
from bot.domain.marks import LoggedMark, Mark, MarkState
from bot.domain.members import Member, with_hours
from bot.domain.progress import Progress
from bot.domain.schedule import DAY, week_of
from tests.domain.samples import action, phase, roadmap, step
from tests.domain.somebody import BERLIN, HOUR, MONDAY, MONDAYS, WEEK

STEPS = [step(f"s{number}", hours=2) for number in range(100)]
ROAD = roadmap(phase("only", action("long", steps=STEPS), action("h", steps=[step("x", hours=3, repeat=9)])))
NOW = MONDAY + 10 * WEEK + DAY
SOMEBODY = Member(7, "trail", enrolled_at=MONDAY - 3 * DAY, schedule=MONDAYS)


def worked(*weeks: int) -> Progress:
    """So many steps of two hours in each week since MONDAY."""
    done = [number for number, steps in enumerate(weeks) for _ in range(steps)]
    log = [
        LoggedMark(change, MONDAY + week * WEEK + DAY, *Mark(f"long/s{change}", MarkState.DONE))
        for change, week in enumerate(done)
    ]
    return Progress(ROAD, tuple(log))


def test_the_pace_is_the_median_of_the_last_eight_whole_weeks() -> None:
    assert pace_of(worked(9, 9, 1, 1, 1, 2, 2, 3, 3, 3, 9), SOMEBODY, NOW) == 4, (
        "the week of today is not over"
    )
    assert pace_of(worked(1, 1, 3), SOMEBODY, NOW) == 0


def test_until_there_are_four_weeks_it_is_what_the_member_said() -> None:
    sunday, monday = MONDAY + 4 * WEEK - 10 * HOUR, MONDAY + 4 * WEEK - 9 * HOUR
    assert pace_of(worked(5, 5, 5), SOMEBODY, sunday) is None
    assert pace_of(worked(5, 5, 5), with_hours(SOMEBODY, 9, MONDAY - DAY), sunday) == 9
    assert pace_of(worked(5, 5, 5, 5), with_hours(SOMEBODY, 9, MONDAY - DAY), monday) == 10


def test_hours_that_are_set_anew_count_for_the_next_four_weeks() -> None:
    anew = with_hours(SOMEBODY, 3, MONDAY + 7 * WEEK)
    assert pace_of(worked(*[4] * 10), anew, NOW) == 3
    assert pace_of(worked(*[4] * 12), anew, NOW + 2 * WEEK) == 8
    assert with_hours(anew, None, NOW).hours_at is None


def test_weeks_of_a_pause_are_left_out() -> None:
    pause = SOMEBODY.nudges._replace(pause_from=MONDAY + 4 * WEEK + 2 * DAY, pause_to=MONDAY + 8 * WEEK - 1)
    away = SOMEBODY._replace(nudges=pause)
    assert pace_of(worked(3, 3, 3, 3, 0, 0, 0, 0, 3, 3), away, NOW) == 6
    still = SOMEBODY._replace(nudges=pause._replace(pause_to=None))
    assert pace_of(worked(3, 3, 3, 3), still, NOW) == 6
    assert pace_of(worked(3, 3, 3, 3), SOMEBODY, NOW) == 0


def test_weeks_of_every_pause_are_left_out() -> None:
    paused = SOMEBODY
    for first, last in ((2, 3), (5, 5), (7, 8)):
        paused = nudge_state.paused(paused, MONDAY + last * WEEK + 5 * DAY, MONDAY + first * WEEK)
    assert pace_of(worked(3, 3, 0, 0, 3, 0, 3, 0, 0, 3), paused, NOW) == 6
    assert pace_of(worked(3, 3, 0, 0, 3, 0, 3, 0, 0, 3), SOMEBODY, NOW) == 0


def test_a_whole_action_is_nobodys_week_and_a_habit_counts_each_time() -> None:
    log = (
        LoggedMark(1, MONDAY, *Mark("h/x", MarkState.TICKED, ordinal=1, repeat=9)),
        LoggedMark(2, MONDAY, *Mark("h/x", MarkState.TICKED, ordinal=2, repeat=9)),
        LoggedMark(3, MONDAY, *Mark("long", MarkState.DONE)),
        LoggedMark(4, MONDAY, *Mark("gone/since", MarkState.DONE)),
    )
    assert hours_by_week(Progress(ROAD, log), str(BERLIN)) == {week_of(MONDAY, str(BERLIN)): 6}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(10, Forecast(200, 10, 3, 7)), (40, Forecast(200, 40, 1, 2)), (3, Forecast(200, 3, 12, 23)), (2, None)],
)
def test_it_is_a_range_of_months_and_nothing_beyond_two_years(hours: int, expected: Forecast | None) -> None:
    """200 hours at 10 a week are 20 weeks, four and a half months."""
    log = tuple(LoggedMark(n, MONDAY, *Mark("h/x", MarkState.TICKED, None, n + 1, 9)) for n in range(9))
    assert forecast(Progress(ROAD, log), with_hours(SOMEBODY, hours, NOW), NOW) == expected


def test_nothing_is_said_where_nothing_is_left_or_known() -> None:
    done = tuple(LoggedMark(n, MONDAY, *Mark(name, MarkState.DONE)) for n, name in enumerate(("long", "h")))
    assert forecast(Progress(ROAD, done), with_hours(SOMEBODY, 9, NOW), NOW) is None
    assert forecast(worked(), SOMEBODY._replace(enrolled_at=NOW), NOW) is None
    assert forecast(worked(), SOMEBODY, NOW) is None
