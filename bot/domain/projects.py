"""How far a member is with a project guide."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.marks import MarkState
from bot.domain.progress import CLOSED, Progress
from bot.domain.roadmap import Action, Guide
from bot.domain.steps import Step


class Milestone(NamedTuple):
    """A step that matters for a project; its `state` is None where it is no part of the member's path."""

    action: Action
    step: Step
    state: MarkState | None


def milestones(progress: Progress, guide: Guide) -> Sequence[Milestone]:
    """Those that the guide names, or else all steps of its actions along the member's path, in order."""
    return [
        Milestone(action, step, _state(progress, action, step)) for action, step in _steps(progress, guide)
    ]


def done_of(found: Sequence[Milestone]) -> tuple[int, int]:
    """How many milestones are done, of how many; what was skipped counts for neither."""
    states = [each.state for each in found if each.state is not MarkState.SKIPPED]
    return states.count(MarkState.DONE), len(states)


def _steps(progress: Progress, guide: Guide) -> Iterator[tuple[Action, Step]]:
    road = progress.roadmap
    if guide.milestones:
        yield from map(road.step, guide.milestones)
        return
    for action in map(road.action, guide.actions):
        yield from ((action, step) for step in progress.steps(action))


def _state(progress: Progress, action: Action, step: Step) -> MarkState | None:
    """A step of an action that was closed as a whole is what its action is."""
    own, whole = progress.step(action, step).state, progress.state(action)
    if own is MarkState.DONE:
        return own
    if step not in progress.steps(action):
        return None
    state = own if own in CLOSED else whole
    return state if state in CLOSED else MarkState.OPEN
