"""Somebody who ticks, skips, reopens and takes back, as it is kept: each act a change, in the order made."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.marks import LoggedMark, MarkState
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Roadmap
from bot.domain.step_ids import with_all_ids
from bot.domain.steps import Step
from bot.domain.ticks import Marks, fallen, reopen, skip, tick


class Walk:
    """A member's log beside the roadmap of today, which an edit or another path may replace at any time."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.roadmap = self.loaded(roadmap)
        self.log: tuple[LoggedMark, ...] = ()
        self.changes = 0

    @property
    def progress(self) -> Progress:
        """How far that is."""
        return Progress(self.roadmap, self.log)

    def edit(self, roadmap: Roadmap) -> None:
        """Another version of the content."""
        self.roadmap = self.loaded(roadmap)

    def tick(self, ref: str, time: int | None = None) -> int | None:
        """**Done** of a step, or **Whole action done**: the number of the change, None if nothing changed."""
        return self.make(tick(self.progress, *self.find(ref), time=time))

    def skip(self, ref: str) -> int | None:
        """**Skip**, or **Skip action**."""
        return self.make(skip(self.progress, *self.find(ref)))

    def reopen(self, ref: str) -> int | None:
        """**Reopen**."""
        return self.make(reopen(self.progress, *self.find(ref)))

    def undo(self, change: int | None) -> None:
        """**Undo** of a change."""
        assert change is not None
        gone = set(fallen(self.progress, change))
        self.log = tuple(
            logged
            for logged in self.log
            if logged.change != change and (logged.change, logged.ref) not in gone
        )

    def make(self, marks: Marks) -> int | None:
        """Keep what was marked; an hour goes by."""
        if not marks:
            return None
        self.changes += 1
        self.log += tuple(LoggedMark(self.changes, self.changes * 3600, *mark) for mark in marks)
        return self.changes

    def find(self, ref: str) -> tuple[Action, Step | None]:
        """The step, or the action."""
        name, slash, _ = ref.partition("/")
        return self.roadmap.step(ref) if slash else (self.roadmap.action(name), None)

    def state(self, ref: str) -> MarkState:
        """What a step or an action is today."""
        action, step = self.find(ref)
        return self.progress.step(action, step).state if step else self.progress.state(action)

    def states(self, *refs: str) -> str:
        """The first letters of their states."""
        return "".join(self.state(ref)[0] for ref in refs)

    def next(self) -> str | None:
        """What `/next` says."""
        following = self.progress.next_step
        return following.ref if following else None

    @staticmethod
    def loaded(roadmap: Roadmap) -> Roadmap:
        """As the loader makes it."""
        return replace(roadmap, phases=with_all_ids(roadmap.phases))


def refs_of(actions: Sequence[Action]) -> list[str]:
    """What a member could press: every step that bears an id, and every action."""
    steps = [action.ref(step) for action in actions for step in action.steps if step.id]
    return [*steps, *(action.id for action in actions)]
