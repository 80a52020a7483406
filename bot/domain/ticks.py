"""What a tick, a skip, a reopening or an undo marks, given how far the member is."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.marks import ALL, LoggedMark, Mark, MarkState
from bot.domain.progress import CLOSED, Progress
from bot.domain.roadmap import Action, Phase, actions_of
from bot.domain.steps import Step

Marks = tuple[Mark, ...]
Place = tuple[int, str]
"""Where a mark stands: the number of its change, and its ref."""

UNDOABLE = 10
"""So many of a member's last changes can be taken back."""


def tick_step(
    progress: Progress, action: Action, step: Step, evidence: str | None = None, time: int | None = None
) -> Marks:
    """Mark a step done, or a habit done once more; `time` is the how-manieth time was meant.

    Nothing to do when it was marked before, unless there is new evidence.
    """
    record, ref = progress.step(action, step), action.ref(step)
    ordinal = (time or record.times + 1) if step.repeat > 1 else None
    again = record.state is MarkState.DONE or (ordinal is not None and ordinal <= record.times)
    if again:
        if evidence in (None, record.evidence):
            return ()
        return (Mark(ref, record.state, evidence, record.times if step.repeat > 1 else None),)
    done = ordinal is None or ordinal >= step.repeat
    mark = Mark(ref, MarkState.DONE if done else MarkState.TICKED, evidence, ordinal)
    return (mark, *_following(progress, (mark,)))


def tick_action(progress: Progress, action: Action, evidence: str | None = None) -> Marks:
    """Mark a whole action done, with any steps open. Nothing to do when it is done, but for new evidence."""
    said = progress.said(action)
    if progress.state(action) is MarkState.DONE and evidence in (None, said.evidence):
        return ()
    mark = Mark(action.id, MarkState.DONE, evidence)
    return (mark, *_following(progress, (mark,)))


def skip_step(progress: Progress, action: Action, step: Step) -> Marks:
    """Mark an open step skipped. A done one stays done."""
    if progress.step(action, step).state in CLOSED or progress.state(action) in CLOSED:
        return ()
    mark = Mark(action.ref(step), MarkState.SKIPPED)
    return (mark, *_following(progress, (mark,)))


def skip_action(progress: Progress, action: Action) -> Marks:
    """Mark an open action skipped, its steps as they were. A done one stays done."""
    if progress.state(action) in CLOSED:
        return ()
    mark = Mark(action.id, MarkState.SKIPPED)
    return (mark, *_following(progress, (mark,)))


def skip_before(progress: Progress, phase: Phase) -> Marks:
    """Mark what is open in all earlier phases as skipped: "already known"."""
    phases: Sequence[Phase] = progress.roadmap.current_phases
    earlier = phases[: phases.index(phase)] if phase in phases else ()
    open_ones = [a for p in earlier for a in actions_of(p) if progress.state(a) not in CLOSED]
    return tuple(Mark(action.id, MarkState.SKIPPED) for action in open_ones)


def reopen(progress: Progress, action: Action, step: Step | None = None) -> Marks:
    """Open an action again, with its steps as they were, or one step of it, and the action with it.

    Nothing to do where nothing would be open then. What was finished by it stays finished.
    """
    refs = {*action.ids, *(action.step_ids(step) if step else ())}
    said = {logged.mark.ref for logged in progress.log if logged.mark.state is not MarkState.OPEN}
    marks = tuple(Mark(ref, MarkState.OPEN) for ref in sorted(refs & said))
    after = _with(progress, marks)
    return marks if marks and after.state(action) is MarkState.OPEN else ()


def fallen(progress: Progress, change: int) -> Sequence[Place]:
    """The marks of other changes that followed from this one too, and fall when it is taken back.

    An action that its steps had closed is open again if a step of it is; a phase or roadmap that was finished
    by that is not any more. What was said of a whole action stands.
    """
    left = [logged for logged in progress.log if logged.change != change]
    followed = [logged for logged in left if logged.mark.follows]
    without = Progress(progress.roadmap, tuple(left))
    actions = {
        name
        for action in _all_actions(progress)
        if any(
            progress.step(action, step).state in CLOSED and without.step(action, step).state not in CLOSED
            for step in progress.steps(action)
        )
        for name in action.ids
    }
    gone = [logged for logged in followed if logged.mark.ref in actions]
    without = Progress(progress.roadmap, tuple(logged for logged in left if logged not in gone))
    reopened = {
        action.id
        for action in _all_actions(progress)
        if progress.state(action) in CLOSED and without.state(action) not in CLOSED
    }
    ends = {ALL} if reopened else set()
    for phase in progress.roadmap.phases:
        if reopened & {action.id for action in phase.actions}:
            ends |= {phase.id, *phase.formerly}
    gone += [logged for logged in followed if logged.mark.ref in ends]
    return tuple((logged.change, logged.mark.ref) for logged in gone)


def _following(progress: Progress, marks: Marks) -> Iterator[Mark]:
    """What these marks leave nothing open in: actions, phases, the whole roadmap."""
    after = _with(progress, marks)
    for action in _all_actions(progress):
        if progress.said(action) == after.said(action) and progress.state(action) not in CLOSED:
            state = after.state(action)
            if state in CLOSED:
                yield Mark(action.id, state, follows=True)
    for phase in progress.roadmap.current_phases:
        if after.is_finished(phase) and not progress.is_finished(phase):
            yield Mark(phase.id, MarkState.DONE, follows=True)
    if after.finished and not progress.finished and after.tally().done:
        yield Mark(ALL, MarkState.DONE, follows=True)


def _with(progress: Progress, marks: Iterable[Mark]) -> Progress:
    last = progress.log[-1] if progress.log else LoggedMark(0, 0, Mark(ALL, MarkState.OPEN))
    made = (LoggedMark(last.change + 1, last.at, mark) for mark in marks)
    return Progress(progress.roadmap, (*progress.log, *made))


def _all_actions(progress: Progress) -> Iterator[Action]:
    return (action for phase in progress.roadmap.phases for action in phase.actions)
