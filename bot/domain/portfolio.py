"""What a member has to show: what was done when, with its link and what they wrote about it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.marks import Record
from bot.domain.notes import Note, note_about
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Phase
from bot.domain.steps import Step


class Kept(NamedTuple):
    """A step, or a whole action (None), with what is known of it and the note about it."""

    action: Action
    step: Step | None
    record: Record
    note: Note | None

    @property
    def ref(self) -> str:
        """What is stored about it is stored under this."""
        return self.action.ref(self.step) if self.step else self.action.id

    @property
    def done(self) -> bool:
        """Whether it was ticked, or closed by its steps."""
        return self.record.ticked

    @property
    def at(self) -> int:
        """When the note was written or it was ticked, whichever is later (epoch seconds)."""
        return max(self.record.at, self.note.at if self.note else 0)


class Work(NamedTuple):
    """An action of which anything was done, and its steps that were."""

    whole: Kept
    steps: tuple[Kept, ...]


def works(progress: Progress, notes: Sequence[Note]) -> Sequence[tuple[Phase, Sequence[Work]]]:
    """All that was done, by phase, in the order of the roadmap; also what is no longer part of it."""
    by_phase = [
        (phase, [_work(progress, a, notes) for a in phase.actions]) for phase in progress.roadmap.phases
    ]
    begun = [(phase, [each for each in made if each.whole.done or each.steps]) for phase, made in by_phase]
    return [(phase, made) for phase, made in begun if made]


def keepsakes(progress: Progress, notes: Sequence[Note]) -> Sequence[Kept]:
    """Everything with a note or a link, the newest first."""
    actions = (action for phase in progress.roadmap.phases for action in phase.actions)
    row = (kept for action in actions for kept in _all_of(progress, action, notes))
    found = (kept for kept in row if kept.note or kept.record.evidence)
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def kept(progress: Progress, action: Action, step: Step | None, notes: Sequence[Note]) -> Kept:
    """What is known and kept of one step, or of a whole action."""
    if step and step.id:
        return Kept(action, step, progress.step(action, step), note_about(notes, action.step_ids(step)))
    return Kept(action, None, progress.said(action), note_about(notes, action.ids))


def _work(progress: Progress, action: Action, notes: Sequence[Note]) -> Work:
    whole, *steps = _all_of(progress, action, notes)
    return Work(whole, tuple(step for step in steps if step.done))


def _all_of(progress: Progress, action: Action, notes: Sequence[Note]) -> Iterator[Kept]:
    yield kept(progress, action, None, notes)
    yield from (kept(progress, action, step, notes) for step in action.steps if step.id)
