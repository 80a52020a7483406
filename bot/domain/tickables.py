"""What a member may mean when they say that something is done: steps and actions, the likeliest first."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from bot.domain.marks import MarkState
from bot.domain.progress import CLOSED, NextStep, Progress
from bot.domain.roadmap import Action


class Tickable(NamedTuple):
    """A step, or a whole action (None), and what it is now. What is `far` is thought of only by its name."""

    action: Action
    step: NextStep | None
    state: MarkState
    far: bool = False

    @property
    def ref(self) -> str:
        """What a tick of it is stored under."""
        return self.step.ref if self.step else self.action.id


def tickables(progress: Progress) -> tuple[Tickable, ...]:
    """The open steps of the current action, open actions, other open steps; then what is done or skipped."""
    here, actions = progress.next_action, progress.roadmap.actions
    near = [] if here is None else list(_steps(progress, here, far=False))
    far = chain.from_iterable(_steps(progress, each, far=True) for each in actions if each != here)
    whole = (Tickable(action, None, progress.state(action)) for action in actions)
    row = (*near, *whole, *far)
    return (*(t for t in row if t.state not in CLOSED), *(t for t in row if t.state in CLOSED))


def _steps(progress: Progress, action: Action, *, far: bool) -> Iterator[Tickable]:
    """The steps of an action, as far as it is written in steps."""
    for step in progress.steps(action):
        placed = progress.placed(action, step) if step.id else None
        if placed:
            yield Tickable(action, placed, progress.step(action, step).state, far)
