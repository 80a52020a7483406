"""What a tick, a skip, a reopening or an undo marks, given how far the member is."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from bot.domain.marks import ALL, LoggedMark, Mark, MarkState
from bot.domain.progress import CLOSED, Progress
from bot.domain.roadmap import Action, Phase, actions_of
from bot.domain.steps import Step

Marks = tuple[Mark, ...]
Place = tuple[int, str]
"""Where a mark stands: the number of its change, and its ref."""

UNDOABLE = 10
"""So many of a member's last changes can be taken back."""


def tick(
    progress: Progress,
    action: Action,
    step: Step | None = None,
    evidence: str | None = None,
    time: int | None = None,
) -> Marks:
    """Mark a step done, or a habit done once more; without a step the whole action, with any steps open.

    `time` is the how-manieth time was meant. Nothing to do when it was marked before, unless there is new
    evidence.
    """
    if step is None:
        record, mark = progress.said(action), Mark(action.id, MarkState.DONE, evidence)
        again = progress.state(action) is MarkState.DONE
    else:
        record, mark = progress.step(action, step), Mark(action.ref(step), MarkState.DONE, evidence)
        if step.repeat > 1:
            ordinal = time or record.next_time
            mark = mark._replace(state=MarkState.TICKED, ordinal=ordinal, repeat=step.repeat)
        again = record.state is MarkState.DONE or mark.ordinal in record.times
    if not again:
        return (mark, *_following(progress, (mark,)))
    if evidence in (None, record.evidence):
        return ()
    anew = Mark(mark.ref, MarkState.DONE if step is None else record.state, evidence)
    return link(progress, action, step, evidence) or (anew,)


def tick_each(progress: Progress, wanted: Iterable[tuple[Action, Step | None]]) -> Marks:
    """Tick several steps or actions at once, each of them as if those before it were ticked."""
    marks: Marks = ()
    for action, step in dict.fromkeys(wanted):
        marks += tick(_with(progress, marks), action, step)
    return marks


def link(progress: Progress, action: Action, step: Step | None, evidence: str | None) -> Marks:
    """Put another link beside what was ticked, or none; nothing to do for what was not."""
    record = progress.step(action, step) if step else progress.said(action)
    if not record.ticked or record.evidence == evidence:
        return ()
    standing = progress.records
    refs = action.step_ids(step) if step else action.ids
    said = [ref for ref in refs if standing[ref].ticked]
    # Where it stands it is no second tick; one under another former id would show again once this is gone.
    marks = {ref: "" for ref in refs if standing[ref].evidence} | dict.fromkeys(said[:1], evidence or "")
    return tuple(
        Mark(ref, standing[ref].state, each, follows=standing[ref].follows) for ref, each in marks.items()
    )


def skip(progress: Progress, action: Action, step: Step | None = None) -> Marks:
    """Mark an open step skipped; without a step the whole action, its steps as they were.

    What is done stays done.
    """
    if progress.state(action) in CLOSED or (step and progress.step(action, step).state in CLOSED):
        return ()
    mark = Mark(action.ref(step) if step else action.id, MarkState.SKIPPED)
    return (mark, *_following(progress, (mark,)))


def skip_before(progress: Progress, phase: Phase) -> Marks:
    """Mark what is open in all earlier phases as skipped: "already known"."""
    # Along a path a phase holds other things than as it is written: it is known by its id.
    ids = [each.id for each in progress.roadmap.current_phases]
    earlier = progress.roadmap.current_phases[: ids.index(phase.id)] if phase.id in ids else ()
    open_ones = [a for p in earlier for a in actions_of(p) if progress.state(a) not in CLOSED]
    marks = tuple(Mark(action.id, MarkState.SKIPPED) for action in open_ones)
    return (*marks, *_following(progress, marks))


def reopen(progress: Progress, action: Action, step: Step | None = None) -> Marks:
    """Open an action again, with its steps as they were, or one step of it, and the action with it.

    Nothing to do where nothing would be open then. What was finished by it stays finished.
    """
    refs: list[str] = []
    if progress.state(action) in CLOSED:
        refs += action.ids
    if step and progress.step(action, step).state in CLOSED:
        refs += (ref for ref in action.step_ids(step) if ref not in refs)
    # Also what was opened before: that may be taken back, and then this still holds.
    marks = tuple(Mark(ref, MarkState.OPEN) for ref in refs if ref in progress.records.said)
    after = _with(progress, marks)
    if not marks or after.state(action) in CLOSED:
        return ()
    return (*marks, *_kept(progress, after, action.id, action.ref(step) if step else action.id))


def fallen(progress: Progress, change: int) -> Sequence[Place]:
    """The marks of other changes that followed from this one too, and fall when it is taken back.

    An action that its steps had closed is open again if a step of it is; a phase or roadmap that was finished
    by that is not any more. What was said of a whole action stands.
    """
    without = _filtered(progress, lambda logged: logged.change != change)
    actions = {
        name
        for action in _all_actions(progress)
        if any(
            progress.step(action, step).state in CLOSED and without.step(action, step).state not in CLOSED
            for step in progress.steps(action)
        )
        for name in action.ids
    }
    closings = _followed(without, change, actions)
    without = _filtered(without, lambda logged: logged not in closings)
    ends = {
        name
        for phase in progress.roadmap.phases
        for action in phase.actions
        if progress.state(action) in CLOSED and without.state(action) not in CLOSED
        for name in (phase.id, *phase.formerly, ALL)
    }
    return tuple((logged.change, logged.ref) for logged in (*closings, *_followed(without, change, ends)))


def _following(progress: Progress, marks: Marks) -> Iterator[Mark]:
    """What these marks leave nothing open in: actions, phases, the whole roadmap."""
    after = _with(progress, marks)
    for action in _all_actions(progress):
        said = after.said(action)
        if said.state is MarkState.DONE or said != progress.said(action):
            continue
        state = after.state_by_steps(action)
        if state in CLOSED and state is not progress.state_by_steps(action):
            yield Mark(action.id, state, follows=True)
    for phase in progress.roadmap.current_phases:
        was_open = progress.tally(phase).open and not progress.is_finished(phase)
        if was_open and after.is_finished(phase):
            yield Mark(phase.id, MarkState.DONE, follows=True)
    if after.finished and not progress.finished and after.tally().done:
        yield Mark(ALL, MarkState.DONE, follows=True)


def _kept(progress: Progress, after: Progress, *reopened: str) -> Iterator[Mark]:
    """What stays closed in a reopening though it was stored under the same ref: parts of what was split."""
    for action in _all_actions(progress):
        pairs = [(action.id, progress.said(action), after.said(action))]
        pairs += [(action.ref(s), progress.step(action, s), after.step(action, s)) for s in action.steps]
        for ref, was, now in pairs:
            if ref not in reopened and was.state in CLOSED and now.state not in CLOSED:
                yield Mark(ref, was.state, was.evidence, follows=True)


def _followed(progress: Progress, change: int, refs: Collection[str]) -> Sequence[LoggedMark]:
    """What may rest on a change: what follows in later ones."""
    later = (logged for logged in progress.log if logged.change > change)
    return [logged for logged in later if logged.follows and logged.ref in refs]


def _filtered(progress: Progress, stays: Callable[[LoggedMark], bool]) -> Progress:
    return Progress(progress.roadmap, tuple(filter(stays, progress.log)))


def _with(progress: Progress, marks: Iterable[Mark]) -> Progress:
    last = progress.log[-1] if progress.log else LoggedMark(0, 0, *Mark(ALL, MarkState.OPEN))
    made = (LoggedMark(last.change + 1, last.at, *mark) for mark in marks)
    return Progress(progress.roadmap, (*progress.log, *made))


def _all_actions(progress: Progress) -> Iterator[Action]:
    return (action for phase in progress.roadmap.phases for action in phase.actions)
