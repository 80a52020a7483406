"""When a member is asked for their path: above the first step that depends on what they choose."""

from collections.abc import Iterator

from bot.domain.marks import OPEN
from bot.domain.paths import Choice, Conditional, Path, settled, undecided
from bot.domain.progress import CLOSED, NextStep, Progress
from bot.domain.roadmap import Roadmap


def choice_ahead(written: Roadmap, progress: Progress, path: Path) -> Choice | None:
    """What to ask for at the next step of a roadmap, given as it is written and along the path.

    Steps that wait for a choice are left out where others stand beside them, so it is asked for where they
    would come; at the latest at the last open step before them in their action, which would close it.
    """
    here = progress.next_step
    if here is None or len(settled(written.choices, path)) == len(written.choices):
        return None
    things = list(_up_to(_end(written, progress, here), written, progress, here))
    return next(iter(undecided(things, written.choices, path)), None)


def _end(written: Roadmap, progress: Progress, here: NextStep) -> tuple[int, int]:
    """The place before which everything counts, among all steps as they are written."""
    ids = [action.id for action in written.actions]
    first = ids.index(here.action.id)
    later = progress.steps(here.action)[here.number :]
    if any(progress.step(here.action, step).state not in CLOSED for step in later):
        steps = [step.id for step in written.actions[first].current_steps]
        return first, steps.index(here.step.id) + 1
    others = (action for action in progress.roadmap.actions if action.id != here.action.id)
    return (first + 1 if any(progress.state(action) is OPEN for action in others) else len(ids)), 0


def _up_to(
    end: tuple[int, int], written: Roadmap, progress: Progress, here: NextStep
) -> Iterator[Conditional]:
    """What depends on a path, lies before that place and is not closed."""
    for action, steps in written.forks:
        if progress.said(action).state in CLOSED:
            continue
        for place, step in steps:
            if place >= end:
                return
            if progress.step(action, step).state in CLOSED:
                continue
            yield action
            yield step
            if action.id == here.action.id:
                yield from action.resources
                yield from step.resources
