"""When a member is asked for their path: above the first step that depends on what they choose."""

from collections.abc import Iterator, Sequence

from bot.domain.paths import Choice, Conditional, Path, settled, undecided
from bot.domain.progress import CLOSED, NextStep, Progress
from bot.domain.roadmap import Action, Roadmap, actions_of
from bot.domain.steps import Step


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


def _end(written: Roadmap, progress: Progress, here: NextStep) -> int:
    """The place before which everything counts, in the row of all steps as they are written."""
    row = _row(written)
    own = [at for at, (action, _) in enumerate(row) if action.id == here.action.id]
    if any(each.number > here.number for each in progress.open_steps(here.action)):
        return next(at for at in own if row[at][1].id == here.step.id) + 1
    others = (action for action in progress.roadmap.actions if action.id != here.action.id)
    return own[-1] + 1 if any(progress.open_steps(action) for action in others) else len(row)


def _up_to(end: int, written: Roadmap, progress: Progress, here: NextStep) -> Iterator[Conditional]:
    """What lies before that place and is not closed, with the pages of the step and its action."""
    for action, step in _row(written)[:end]:
        if progress.said(action).state in CLOSED or progress.step(action, step).state in CLOSED:
            continue
        yield action
        yield step
        if action.id == here.action.id:
            yield from action.resources
            yield from step.resources


def _row(written: Roadmap) -> Sequence[tuple[Action, Step]]:
    actions = (action for phase in written.current_phases for action in actions_of(phase))
    return [(action, step) for action in actions for step in action.current_steps]
