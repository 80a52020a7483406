"""Killed at random moments, started again seconds, minutes or days later: nothing lost, nothing doubled."""

from pathlib import Path

from tests.process.drill import Drill
from tests.standin.server import StandIn

KILLS = 12


async def test_nothing_is_lost_or_doubled_by_kills(standin: StandIn, tmp_path: Path) -> None:
    drill = Drill(standin, tmp_path, 7)
    for _ in range(KILLS):
        await drill.enrol(6)
        await drill.kill_once()
        drill.pass_time()
    count = await drill.settle()
    assert drill.left_open > KILLS // 3
    assert count.due >= 6 * KILLS
    assert (count.lost, count.doubled) == ({}, {})
