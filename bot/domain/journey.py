"""A member on their way: who they are, how far they have come, and what a change did to that."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from bot.domain.library import Library
from bot.domain.marks import Change, LoggedMark, Logs
from bot.domain.members import Member
from bot.domain.paths import Path
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Phase, Roadmap


class Marked:
    """What somebody marked and what stands of it, in every roadmap."""

    def __init__(self, logs: Logs) -> None:
        self._logs = logs
        self._last: Progress | None = None

    @classmethod
    def by(cls, changes: Iterable[Change]) -> Self:
        """What these changes marked, in the order in which they were made."""
        found: defaultdict[str, list[LoggedMark]] = defaultdict(list)
        for change in sorted(changes, key=lambda change: change.id):
            found[change.roadmap] += (LoggedMark(change.id, change.at, *mark) for mark in change.marks)
        return cls(found)

    def progress(self, roadmap: Roadmap) -> Progress:
        """How far it brings them in a roadmap, given along their path; that of the last one is kept."""
        if self._last is None or self._last.roadmap is not roadmap:
            self._last = Progress(roadmap, tuple(self._logs.get(roadmap.id, ())))
        return self._last


class Journey(NamedTuple):
    """A member, if they are known, and their progress in one roadmap."""

    member: Member | None
    progress: Progress

    @property
    def path(self) -> Path:
        """What they chose in this roadmap."""
        return self.member.path(self.progress.roadmap.id) if self.member else {}

    @property
    def walked(self) -> Roadmap | None:
        """The roadmap they are on, by `/start` or by what they marked in it; None where there is none yet."""
        member, roadmap = self.member, self.progress.roadmap
        if member is None or member.roadmap != roadmap.id:
            return None
        return roadmap if member.started or self.progress.log else None

    @property
    def zone(self) -> str | None:
        """Their time zone, if they named one."""
        return self.member.schedule.zone if self.member else None


class Outcome(NamedTuple):
    """What a change or an undo did; `change` is None when there was nothing to do.

    `before` is the progress as it would be had this not happened. The same click delivered twice has
    the same outcome, as long as nothing else happened in between. `planned_at` is when a message was to come
    about a step that is done with now (epoch seconds), `path` what the member chose in this roadmap.
    """

    before: Progress
    after: Progress
    change: Change | None
    planned_at: int | None = None
    path: Mapping[str, str] = {}

    @property
    def linked(self) -> bool:
        """Whether a link was put beside what was ticked."""
        return self.change is not None and any(mark.evidence for mark in self.change.marks)

    @property
    def finished(self) -> Phase | None:
        """The phase that this finished, if it did; what follows from that begins here."""
        if self.change is None or self.change.undone:
            return None
        return self.after.finished_by(self.change.id)


def outcome_of(member: Member | None, before: Progress, after: Progress, change: Change | None) -> Outcome:
    """What a change of a member did, and to what they had planned."""
    path = member.path(before.roadmap.id) if member else {}
    nudges = member.nudges if member and member.roadmap == before.roadmap.id else None
    if nudges is None or nudges.planned is None:
        return Outcome(before, after, change, path=path)
    needless = before.is_open(nudges.planned) and not after.is_open(nudges.planned)
    return Outcome(before, after, change, nudges.snooze_at if needless else None, path)


def journey_of(
    library: Library, member: Member | None, marked: Marked, roadmap: Roadmap | None = None
) -> Journey:
    """How far what they marked brings somebody along their path: in their active roadmap, or another one."""
    walked = roadmap or library.active(member.roadmap if member else None)
    path = member.path(walked.id) if member else {}
    return Journey(member, marked.progress(along(walked, path)))


def progress_of(roadmap: Roadmap, changes: Iterable[Change]) -> Progress:
    """What these changes come to in this roadmap."""
    return Marked.by(changes).progress(roadmap)
