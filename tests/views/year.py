"""A year of Mondays as four people read it, by the product's own rules.

`python -m tests.views.year FOLDER` writes it into files.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.content.live import LiveContent
from bot.domain import nudge_state, ticks
from bot.domain.due import claim_due
from bot.domain.jobs import Job, JobKind
from bot.domain.marks import LoggedMark, Mark
from bot.domain.members import Member, NudgeSchedule, with_hours
from bot.domain.nudges import Past, Subject, subject
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.schedule import DAY
from bot.views.messages import ClassicMessage, write

WEEK = 7 * DAY
START = int(datetime(2026, 6, 5, 18, tzinfo=UTC).timestamp())
"""A Friday evening: the first message comes on the Monday after it."""

CONTENT = Path(__file__).parents[2] / "content"


@dataclass(frozen=True)
class Letter:
    """One message: when it was sent, what it had to say, how it said it."""

    at: int
    about: Subject
    message: ClassicMessage


@dataclass
class Year:
    """Somebody with so many hours a week, and what they were sent and did so far."""

    roadmap: Roadmap
    hours: int
    every: int = 1
    member: Member = field(init=False)
    log: list[LoggedMark] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    worked: float = 0

    def __post_init__(self) -> None:
        somebody = Member(
            7,
            self.roadmap.id,
            START,
            started=True,
            schedule=NudgeSchedule(every=self.every, zone="Europe/Berlin"),
        )
        enrolled = somebody._replace(seen_day=START // DAY)
        self.member = nudge_state.switched(with_hours(enrolled, self.hours, START), True, START)

    @property
    def progress(self) -> Progress:
        """How far they are."""
        return Progress(self.roadmap, tuple(self.log))

    def day(self, at: int) -> None:
        """What comes due on a day is sent."""
        while (wake := self.member.nudges.wake_at) is not None and wake <= at:
            self.member, due = claim_due(self.member, wake)
            if due is None or due.missed:
                continue
            job = Job(len(self.letters) + 1, due.kind, 7, due.due_at, wake, wake)
            about = subject(job, self.progress, self.past, wake, member=self.member)
            self.letters.append(Letter(wake, about, write(about, self.member)))
            if about.kind in (JobKind.WEEKLY, JobKind.PLANNED):
                self.past.append(Past(wake, about.about, kind=about.kind))
            self.member = nudge_state.delivered(self.member, about.kind, wake, due.due_at)

    def mark(self, marks: Sequence[Mark], at: int) -> None:
        """A click that marks something, which is a sign of life as any."""
        change = len(self.log) + 1
        self.log += [LoggedMark(change, at, *mark) for mark in marks]
        self.member = nudge_state.sign_of_life(self.member, at)


Habit = Callable[[Year, int, int], None]
"""What somebody does in the evening of a day: the so-manieth since the start, at an instant."""


def ticks_steps(year: Year, day: int, at: int) -> None:
    """Works evenly, and ticks each step as it is done."""
    year.worked += year.hours / 7
    while (step := year.progress.next_step) and year.worked >= step.step.hours:
        year.worked -= step.step.hours
        year.mark(ticks.tick(year.progress, step.action, step.step, time=step.time), at)


def presses_still_on_it(year: Year, day: int, at: int) -> None:
    """Presses **Still on it** on every message, and nothing else, ever."""
    if year.letters and at - year.letters[-1].at < DAY:
        alive = nudge_state.sign_of_life(year.member, at)
        year.member = nudge_state.still_on_it(alive, at)


def comes_back(year: Year, day: int, at: int) -> None:
    """Ticks steps, and is away for eight weeks from the tenth on."""
    if not 70 <= day < 126:
        ticks_steps(year, day, at)
        if day == 126:
            year.member = nudge_state.sign_of_life(year.member, at)


def marks_actions(year: Year, day: int, at: int) -> None:
    """Works evenly, and marks whole actions alone."""
    year.worked += year.hours / 7
    while (action := year.progress.next_action) and year.worked >= action.hours:
        year.worked -= action.hours
        year.mark(ticks.tick(year.progress, action), at)


PEOPLE: dict[str, tuple[int, Habit]] = {
    "still-on-it": (2, presses_still_on_it),
    "back-after-eight-weeks": (4, comes_back),
    "ticks-steps": (9, ticks_steps),
    "marks-actions": (15, marks_actions),
}


def lived(roadmap: Roadmap, hours: int, habit: Habit, days: int = 365, every: int = 1) -> Year:
    """A year of somebody who has so many hours a week and does that with them."""
    year = Year(along(roadmap, {}), hours, every)
    for day in range(days):
        at = START + day * DAY
        year.day(at)
        habit(year, day, at)
    return year


def rendered(year: Year) -> Iterator[str]:
    """All they were sent, one message below the other."""
    for letter in year.letters:
        labels = " ".join(f"[{getattr(item, 'label', '')}]" for item in letter.message.buttons)
        below = letter.message.embed.description if letter.message.embed else ""
        when = datetime.fromtimestamp(letter.at, UTC)
        yield f"## {when:%d %B %Y}\n\n{letter.message.content}\n\n{below}\n\n{labels}\n"


def main(folder: Path) -> None:
    """Write a file for each of the four."""
    folder.mkdir(parents=True, exist_ok=True)
    roadmap = LiveContent.open(CONTENT).library.default
    for name, (hours, habit) in PEOPLE.items():
        text = "\n".join(rendered(lived(roadmap, hours, habit)))
        (folder / f"{name}-{hours}h.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
