"""Who begins when, on an event loop that counts its passes."""

import asyncio

from bot.client.turns import Turns


class Passes:
    """Counts the passes of the event loop from now on."""

    def __init__(self) -> None:
        self.number = 0
        self._count()

    def _count(self) -> None:
        self.number += 1
        asyncio.get_running_loop().call_soon(self._count)


async def begin(turns: Turns, passes: Passes, begun: list[tuple[str, int]], name: str) -> None:
    await turns.take()
    begun.append((name, passes.number))


async def test_each_begins_in_a_pass_of_its_own_in_the_order_they_came() -> None:
    turns, passes, begun = Turns(), Passes(), list[tuple[str, int]]()
    await asyncio.gather(*(begin(turns, passes, begun, name) for name in "abcdef"))
    names, numbers = zip(*begun, strict=True)
    assert names == tuple("abcdef")
    assert len(set(numbers)) == 6


async def test_who_comes_alone_waits_for_nobody() -> None:
    turns, passes, begun = Turns(), Passes(), list[tuple[str, int]]()
    for name in "abc":
        await begin(turns, passes, begun, name)
        await asyncio.sleep(0.01)
    before = passes.number
    await begin(turns, passes, begun, "d")
    assert passes.number == before


async def test_what_goes_on_once_in_a_pass_does_so_between_them() -> None:
    turns, passes, begun = Turns(), Passes(), list[tuple[str, int]]()
    many = asyncio.gather(*(begin(turns, passes, begun, str(number)) for number in range(60)))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(begun) <= 11
    await many


async def test_who_gives_up_costs_nobody_their_turn() -> None:
    turns, passes, begun = Turns(), Passes(), list[tuple[str, int]]()
    tasks = [asyncio.create_task(begin(turns, passes, begun, name)) for name in "abcd"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[2].cancel()
    await asyncio.wait(tasks)
    assert [name for name, _ in begun] == ["a", "d"]
    await begin(turns, passes, begun, "e")
    assert begun[-1][0] == "e"
