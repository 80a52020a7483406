"""Turns: evenly spaced, after a delay only a little closer, and never too many at once."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import CATCHING_UP, MADE_UP, Pace, Rule, SlidingWindow, by_the_loop

NOW = 1_000.0
RATE = 100
GAP = 1 / RATE


def one_by_one(rule: Rule, number: int, now: float = NOW) -> list[float]:
    """When the next turns come to somebody who takes each as soon as they had the one before."""
    turns: list[float] = []
    for _ in range(number):
        turns.append(rule.take(turns[-1] if turns else now))
    return turns


def gaps(turns: list[float]) -> list[float]:
    """How far apart they are."""
    return [later - earlier for earlier, later in pairwise(turns)]


@pytest.mark.parametrize("rule", [Pace(RATE), SlidingWindow(1)])
def test_who_is_alone_waits_for_nothing(rule: Rule) -> None:
    assert [rule.take(now) for now in (NOW, NOW + 1, NOW + 50.5)] == [NOW, NOW + 1, NOW + 50.5]


def test_turns_are_evenly_spaced() -> None:
    assert gaps(one_by_one(Pace(RATE), 50)) == pytest.approx([GAP] * 49)


def test_several_who_ask_at_once_get_a_turn_each() -> None:
    pace = Pace(RATE)
    assert [pace.take(NOW) for _ in range(20)] == pytest.approx([NOW + n * GAP for n in range(20)])


def test_after_a_delay_turns_come_a_little_closer_until_it_is_made_up() -> None:
    pace = Pace(RATE)
    delayed = one_by_one(pace, 5)[-1] + 10 * GAP
    turns = one_by_one(pace, 300, delayed)
    assert turns[0] == delayed
    made_up = round(9 / (1 - CATCHING_UP))
    assert gaps(turns)[: made_up - 1] == pytest.approx([GAP * CATCHING_UP] * (made_up - 1))
    assert gaps(turns)[made_up:] == pytest.approx([GAP] * (299 - made_up))


def test_of_a_long_delay_only_a_second_is_made_up() -> None:
    pace = Pace(RATE)
    delayed = one_by_one(pace, 5)[-1] + 3_600
    turns = one_by_one(pace, 3_000, delayed)
    assert turns[-1] - turns[0] == pytest.approx(2_999 * GAP - MADE_UP)


SIXTY_FOURTHS = st.integers(0, 128).map(lambda number: number / 64)  # which floats tell exactly


@given(st.lists(SIXTY_FOURTHS, max_size=60), st.integers(1, 10))
def test_no_second_has_more_than_the_window_allows(delays: list[float], most: int) -> None:
    window, now, turns = SlidingWindow(most), NOW, []
    for delay in delays:
        now += delay
        turns.append(window.take(now))
        assert turns[-1] >= now
    assert all(later - earlier >= 1 for earlier, later in zip(turns, turns[most:], strict=False))


def test_a_window_with_room_holds_nobody_up() -> None:
    window = SlidingWindow(10, seconds=5)
    assert [window.take(NOW) for _ in range(11)] == [NOW] * 10 + [NOW + 5]
    assert window.take(NOW + 10) == NOW + 10


class Fixed:
    """A turn that comes so much later."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def take(self, now: float) -> float:
        """Later by that."""
        return now + self._seconds


async def test_whoever_waits_goes_when_their_turn_comes() -> None:
    went: list[float] = []

    async def go(seconds: float) -> None:
        await by_the_loop(Fixed(seconds))
        went.append(seconds)

    await asyncio.gather(go(0.05), go(0.02), go(0))
    assert went == [0, 0.02, 0.05]
