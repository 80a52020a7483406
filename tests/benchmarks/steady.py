"""A year of steady workers who click at step ends only: `python -m tests.benchmarks.steady [WORKERS]`.

By the product's own rules: how many are put to rest, and how many weekly messages name something that none
before them named. Once with the roadmap of the first edition, whose actions are done in one go, and once with
steps. Every worker has 2 to 15 hours a week, and works through the roadmap in its order.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.content.live import LiveContent
from bot.domain import nudge_state
from bot.domain.due import claim_due
from bot.domain.jobs import JobKind
from bot.domain.marks import LoggedMark
from bot.domain.members import Member, NudgeSchedule, with_hours
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.schedule import DAY
from bot.domain.ticks import tick
from tests.benchmarks.bots import CHECKOUT

CONTENTS = {
    "first edition": CHECKOUT / "tests/content/first_edition/mlops-engineer",
    "steps": CHECKOUT / "content/mlops-engineer",
}
BEGIN, WEEK = 1_767_600_000, 7 * DAY
YEAR = 365 * DAY
HOURS = range(2, 16)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
NAMED_AT_MOST = 3


@dataclass
class Year:
    """What became of the workers with so many hours a week."""

    workers: int = 0
    rested: int = 0
    messages: int = 0
    fresh: int = 0


class Way:
    """A roadmap in the order in which it is walked: where somebody stands after so many ticks."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.standing = [Progress(roadmap)]
        self.ends = [0.0]
        while following := self.standing[-1].next_step:
            made = self.standing[-1]
            marks = tick(made, following.action, following.step if following.step.id else None)
            number = len(self.standing)
            self.standing.append(Progress(roadmap, (*made.log, *(LoggedMark(number, 0, *m) for m in marks))))
            self.ends.append(self.ends[-1] + following.step.hours)

    @cache  # noqa: B019
    def named(self, ticks: int, hours: int) -> frozenset[tuple[str, int]]:
        """The steps, and times of habits, that a message names after so many ticks, by hours a week."""
        steps = self.standing[ticks].fitting(hours, NAMED_AT_MOST)
        return frozenset((each.ref, each.time) for each in steps)


def live(way: Way, hours: int, dice: random.Random) -> tuple[bool, int, int]:
    """A worker's year: whether they were put to rest, messages, and how many of them named something new."""
    start = BEGIN + dice.randrange(WEEK)
    schedule = NudgeSchedule(dice.randint(1, 7), dice.randrange(24 * 60), dice.choice(ZONES))
    member = nudge_state.switched(Member(1, "r", start, started=True, schedule=schedule), True, start)
    member = with_hours(member, hours, start)
    ends = [start + round(end / hours * WEEK) for end in way.ends[1:]]
    ticks = messages = fresh = 0
    named: set[tuple[str, int]] = set()
    while (due_at := member.nudges.wake_at) is not None and due_at < start + YEAR and ticks < len(ends):
        if ends[ticks] <= due_at:
            member = nudge_state.sign_of_life(member, ends[ticks])
            ticks += 1
            continue
        member, due = claim_due(member, due_at)
        if due is None:
            continue
        if due.kind is JobKind.REST:
            return True, messages, fresh
        member = nudge_state.delivered(member, due.kind, due_at, due.due_at)
        now = way.named(ticks, hours)
        messages, fresh = messages + 1, fresh + (not now <= named)
        named |= now
    return False, messages, fresh


def years(way: Way, workers: int) -> Mapping[int, Year]:
    """All workers, by their hours a week."""
    dice, found = random.Random(12), {hours: Year() for hours in HOURS}  # noqa: S311
    for number in range(workers):
        hours = HOURS[number % len(HOURS)]
        rested, messages, fresh = live(way, hours, dice)
        year = found[hours]
        year.workers, year.rested = year.workers + 1, year.rested + rested
        year.messages, year.fresh = year.messages + messages, year.fresh + fresh
    return found


def the_roadmap(folder: Path) -> Roadmap:
    """What a folder holds, along the path of somebody who chose the first option each time."""
    with tempfile.TemporaryDirectory() as content:
        shutil.copytree(folder, Path(content) / "roadmap")
        road = LiveContent.open(Path(content)).library.default
    return along(road, {choice.id: choice.options[0].id for choice in road.choices})


def measure(workers: int) -> None:
    """Print it by hours a week, and for all of them."""
    for name, folder in CONTENTS.items():
        way = Way(the_roadmap(folder))
        print(f"{name}: {len(way.ends) - 1} ticks in {way.ends[-1]:.0f} hours")
        found = years(way, workers)
        for hours, year in found.items():
            _print(f"{hours} h a week", year)
        _print("all", _together(list(found.values())))


def _together(found: Sequence[Year]) -> Year:
    total = Year()
    for year in found:
        total = replace(
            total,
            workers=total.workers + year.workers,
            rested=total.rested + year.rested,
            messages=total.messages + year.messages,
            fresh=total.fresh + year.fresh,
        )
    return total


def _print(name: str, year: Year) -> None:
    rested, fresh = year.rested / year.workers, year.fresh / year.messages
    print(
        f"  {name:12} put to rest {year.rested:6,} of {year.workers:6,} ({rested:4.0%})"
        f"   messages that name something new {fresh:4.0%}"
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
