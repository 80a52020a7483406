"""Turns: evenly spaced, and after a delay only a little closer."""

import asyncio

from bot.delivery.rate_limit import Pace, SlidingWindow


async def turns(pace: Pace, number: int) -> list[float]:
    """When each of the next turns came."""
    loop, times = asyncio.get_running_loop(), []
    for _ in range(number):
        await pace.turn()
        times.append(loop.time())
    return times


async def test_turns_are_evenly_spaced() -> None:
    times = await turns(Pace(100), 50)
    assert 0.48 <= times[-1] - times[0] < 0.6


async def test_after_a_delay_turns_come_closer_but_not_at_once() -> None:
    pace = Pace(100)
    await turns(pace, 5)
    await asyncio.sleep(0.8)
    times = await turns(pace, 101)
    assert 0.94 <= times[-1] - times[0] < 0.99


async def test_several_who_wait_get_a_turn_each() -> None:
    pace, loop = Pace(100), asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(pace.turn() for _ in range(20)))
    assert loop.time() - began > 0.18


async def test_no_second_has_more_than_the_ceiling_allows() -> None:
    window, loop = SlidingWindow(10, seconds=0.2), asyncio.get_running_loop()
    times: list[float] = []

    async def pass_through() -> None:
        await window.turn()
        times.append(loop.time())

    began = loop.time()
    await asyncio.gather(*(pass_through() for _ in range(10)))
    assert loop.time() - began < 0.1
    await asyncio.gather(*(pass_through() for _ in range(20)))
    assert all(times[place] - times[place - 10] > 0.19 for place in range(10, 30))
