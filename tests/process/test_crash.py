"""Killed at random moments, started again seconds, minutes or days later, now and then from a backup.

Nothing is lost and nothing doubled, of whatever kind it is.
"""

from pathlib import Path

import pytest

from tests.process.drill import BEGIN, POST, Drill
from tests.standin.faults import Fault
from tests.standin.server import StandIn

KILLS = 12
MOMENTS = ("claimed, not sent", "sent, not settled")

# A kill, what comes before it and the start after it take some six seconds on a busy machine.
pytestmark = pytest.mark.timeout(600)


async def test_nothing_is_lost_or_doubled_by_kills(standin: StandIn, tmp_path: Path) -> None:
    drill = Drill(standin, tmp_path, 7)
    await drill.enrol(6)
    await drill.back_up()
    await drill.kill_once()
    drill.go_back()
    for _ in range(KILLS):
        await drill.enrol(6)
        await drill.mishap()
        await drill.kill_once()
        await drill.pass_time()
    count = await drill.settle()
    assert drill.restores
    assert count.came.keys() == {*"wsptfhunovrcdmg", "trail"}
    assert all(drill.moments[moment] for moment in MOMENTS)
    assert count.due >= 6 * KILLS
    assert (count.lost, count.doubled) == ({}, {})


async def test_who_does_not_look_before_sending_again_is_found_out(standin: StandIn, tmp_path: Path) -> None:
    standin.world.blind = True
    drill = Drill(standin, tmp_path, 7)
    for _ in range(3):
        lost = standin.faults.add(Fault(POST, cut=True, after=True, times=3))
        await drill.enrol(6)
        await drill.kill_after(lambda: standin.world.until(lambda: lost.times == 0, 30))  # noqa: B023
        await drill.pass_time("20 minutes")
    count = await drill.settle()
    assert not count.lost
    assert count.doubled


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        (POST, "show"),
        (BEGIN, "show"),
        (POST, "trail"),
        (POST, "check_in"),
        (POST, "digest"),
        (POST, "notice"),
    ],
)
async def test_who_does_not_look_before_posting_again_is_found_out(
    standin: StandIn, tmp_path: Path, route: str, kind: str
) -> None:
    standin.world.blind = True
    drill = Drill(standin, tmp_path, 7)
    lost = standin.faults.add(Fault(route, cut=True, after=True, times=1))
    await drill.enrol(0, kind, kind)  # one of two shown goes into a forum
    await drill.kill_after(lambda: standin.world.until(lambda: lost.times == 0, 30))
    await drill.pass_time("20 minutes")
    count = await drill.settle()
    assert not count.lost
    assert count.doubled
