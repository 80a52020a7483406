"""Figures that show whether a community moves, and nobody in it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.community import Figure, Position, Sending, Survey, figure
from bot.domain.jobs import JobState
from bot.domain.library import Library
from bot.domain.marks import MarkState
from bot.domain.progress import Progress
from bot.domain.schedule import DAY
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged

TRAIL = roadmap(
    phase("first", action("a"), action("b")), phase("gone", retired=True), phase("second", action("c"))
)
PATH = roadmap(phase("only", action("z")), name="path")
NOW = int(datetime(2026, 6, 4, 12, tzinfo=UTC).timestamp())  # a Thursday
MONDAY = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
WEEK = 7 * DAY


def survey(zone: str = "UTC") -> Survey:
    return Survey(Library((TRAIL, PATH)), zone, NOW)


def ticked(*actions: str, at: int = NOW) -> Progress:
    """Somebody on the trail who ticked these, all at one instant."""
    return Progress(TRAIL, tuple(logged(n, name, MarkState.DONE, at) for n, name in enumerate(actions)))


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_figures_go_in_steps_and_hide_the_first(number: int, shown: int) -> None:
    assert figure(number) == shown


@given(st.lists(st.integers(0, 10_000)))
def test_a_sum_tells_no_more_than_its_parts(numbers: list[int]) -> None:
    shown = [figure(number) for number in numbers]
    assert sum(shown) <= sum(numbers)
    assert all(each % 5 == 0 and each >= 0 for each in shown)


def test_members_are_counted_where_their_next_action_is() -> None:
    counting = survey()
    for number, progress in (
        (5, ticked()),
        (6, ticked("a", "b")),
        (11, ticked("a", "b", "c")),
        (5, Progress(PATH)),
    ):
        for _ in range(number):
            counting.add(progress)
    assert counting.result({}).positions == {
        Position("trail", "first"): 5,
        Position("trail", "second"): 5,
        Position("trail", None): 10,
        Position("path", "only"): 5,
        Position("path", None): 0,
    }


def test_weeks_begin_on_monday_and_are_the_last_four() -> None:
    counting = survey()
    for at in (MONDAY, MONDAY - 1, MONDAY - 3 * WEEK, MONDAY - 3 * WEEK - 1):
        for _ in range(5):
            counting.add(ticked("a", at=at))
    result = counting.result({})
    assert list(result.ticks.items()) == [
        (date(2026, 5, 11), 5),
        (date(2026, 5, 18), 0),
        (date(2026, 5, 25), 5),
        (date(2026, 6, 1), 5),
    ]
    assert counting.since == MONDAY - 3 * WEEK
    assert result.active == Figure(5)


def test_weeks_are_those_of_the_servers_zone() -> None:
    at = MONDAY - 60 * 60  # Sunday evening in UTC, Monday in Berlin
    counting = survey("Europe/Berlin")
    for _ in range(5):
        counting.add(ticked("a", at=at))
    assert counting.result({}).active == Figure(5)


def test_who_ticked_twice_is_active_once() -> None:
    counting = survey()
    for _ in range(5):
        counting.add(ticked("a", "b"))
    result = counting.result({})
    assert result.active == Figure(5)
    assert [*result.ticks.values()][-1] == Figure(10)


def test_what_became_of_the_messages() -> None:
    ends = {
        (JobState.SENT, False): 12,
        (JobState.SENT, True): 6,
        (JobState.REFUSED, False): 3,
        (JobState.REFUSED, True): 2,
        (JobState.MISSED, True): 4,
        (JobState.WITHDRAWN, False): 90,
    }
    assert survey().result(ends).sending == Sending(Figure(10), Figure(5), Figure(5), Figure(0))
