"""A member on their way: who they are, how far they have come, and what a change did to that."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.members import Member
from bot.domain.progress import Change, LoggedMark, Progress
from bot.domain.roadmap import Phase, Roadmap


@dataclass(frozen=True, slots=True)
class Journey:
    """A member, if they are known, and their progress in one roadmap."""

    member: Member | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change or an undo did; `change` is None when there was nothing to do.

    `before` is the progress as it would be had this not happened. The same click delivered twice has
    the same outcome, as long as nothing else happened in between.
    """

    before: Progress
    after: Progress
    change: Change | None

    @property
    def finished(self) -> Phase | None:
        """The phase that this finished, if it did; what follows from that begins here."""
        if self.change is None or self.change.undone:
            return None
        return self.after.finished_by(self.change.id)


def progress_of(roadmap: Roadmap, changes: Iterable[Change]) -> Progress:
    """What these changes come to in this roadmap, in the order in which they were made."""
    made = sorted(
        (change for change in changes if change.roadmap == roadmap.id), key=lambda change: change.id
    )
    return Progress(
        roadmap,
        tuple(
            LoggedMark(change.id, mark.action, mark.state, change.at, mark.evidence)
            for change in made
            for mark in change.marks
        ),
    )
