"""The picture of `/progress`, and how the event loop fares: `python -m tests.benchmarks.card [ROUNDS]`."""

import asyncio
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from bot.content.live import LiveContent
from bot.delivery.pictures import Pictures
from bot.domain.marks import MarkState
from bot.domain.progress import Progress
from bot.domain.weeks import ActiveWeeks
from bot.settings import read_settings
from bot.views.picture.facts import TrailFacts, sketch
from tests.marked import logged
from tests.views import longest


async def measure(rounds: int) -> None:
    """Print time and size of a picture and the loop's stall, for the shipped and the longest roadmap."""
    shipped = LiveContent.open(read_settings().content_dir).library.default
    before = _resident()
    for name, roadmap in (("shipped", shipped), ("longest", longest.ROADMAP)):
        marks = [logged(n, action.id, MarkState.DONE, 0) for n, action in enumerate(roadmap.actions[::2])]
        facts = [sketch(Progress(roadmap, tuple(marks)), ActiveWeeks(weeks, 1)) for weeks in range(rounds)]
        studio = Pictures(patience=60)
        await studio.picture(sketch(Progress(roadmap), ActiveWeeks(0, 0)))
        stalls: list[float] = []
        watch = asyncio.create_task(_watch(stalls))
        drawn, size = await _timed(studio, facts)
        again, _ = await _timed(studio, facts[-1:] * rounds)
        watch.cancel()
        print(f"{name}  first {_row(drawn)}   again {_row(again)}   stall {_row(stalls)}")
        print(f"{name}  {size / 1024:.0f} KiB")
    print(f"memory  {before:.1f} MiB before, {_resident():.1f} MiB after")


async def _timed(studio: Pictures, facts: list[TrailFacts]) -> tuple[list[float], int]:
    """Milliseconds for each, and the bytes of the last."""
    taken, picture = [], b""
    for each in facts:
        start = time.perf_counter()
        picture = await studio.picture(each) or b""
        taken.append((time.perf_counter() - start) * 1000)
    return taken, len(picture)


async def _watch(stalls: list[float]) -> None:
    """How much later than asked for the loop comes back, in milliseconds."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.001)
        stalls.append((time.perf_counter() - start) * 1000 - 1)


def _row(values: list[float]) -> str:
    return f"p50 {median(values):6.2f} p99 {quantiles(values, n=100)[98]:6.2f} ms"


def _resident() -> float:
    """Resident memory of this process in MiB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
