"""Marks: what a member said about steps and actions, as it was stored, and what that comes to by each ref."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

ALL = "*"
"""The ref of a roadmap as a whole: no id can look like that."""


class MarkState(StrEnum):
    """What a step or an action is for a member; ticked is a habit that was done, and not yet often enough."""

    OPEN = "open"
    TICKED = "ticked"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A wish to set something to a state.

    `ref` is an action's id, or `action/step`; `evidence` is a link that shows it, an empty one in place of a
    link that there was. Of a habit, `ordinal` says
    the how-manieth time it was, `repeat` of how many at that time. A mark that `follows` was not said but
    follows from the others of its change, as when they left nothing open in an action, in a phase, or in the
    whole roadmap (ALL).
    """

    ref: str
    state: MarkState
    evidence: str | None = None
    ordinal: int | None = None
    repeat: int | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class LoggedMark:
    """A mark as it was stored: by which change, when (epoch seconds, UTC)."""

    change: int
    at: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """One change a member made: its number, in which roadmap, when (epoch seconds, UTC), what it marked.

    The marks stand in the order of their refs. `undone` says whether it was taken back.
    """

    id: int
    roadmap: str
    at: int
    marks: tuple[Mark, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What all that was said about one ref comes to.

    `times` are the ordinals under which a habit was ticked; any of them may be taken back. `at` is when the
    ref came to its state (epoch seconds, UTC). It `follows` if nobody said so, but for other refs.
    """

    state: MarkState = MarkState.OPEN
    times: frozenset[int] = frozenset()
    at: int = 0
    evidence: str | None = None
    follows: bool = False

    @property
    def next_time(self) -> int:
        """The how-manieth time of a habit is the next: the first that was not ticked."""
        return next(ordinal for ordinal in count(1) if ordinal not in self.times)

    def after(self, at: int, mark: Mark) -> "Record":
        """The record with one more mark. What is done stays done, until it is opened again."""
        if mark.state is MarkState.OPEN:
            return Record()
        evidence = self.evidence if mark.evidence is None else mark.evidence or None
        if self.state is MarkState.DONE:
            return replace(self, evidence=evidence, follows=self.follows and mark.follows)
        times = self.times if mark.ordinal is None else self.times | {mark.ordinal}
        reached = mark.repeat is not None and len(times) >= mark.repeat
        return Record(MarkState.DONE if reached else mark.state, times, at, evidence, mark.follows)

    def grew_from(self, earlier: "Record") -> bool:
        """Whether it was ticked since: became done, or was done once more."""
        done = self.state is MarkState.DONE and earlier.state is not MarkState.DONE
        return done or not self.times <= earlier.times


def records(log: Iterable[LoggedMark]) -> Mapping[str, Record]:
    """What was said by ref, given in the order in which it was said."""
    found: dict[str, Record] = {}
    for logged in log:
        found[logged.mark.ref] = found.get(logged.mark.ref, Record()).after(logged.at, logged.mark)
    return found


_RANKED = (MarkState.DONE, MarkState.TICKED, MarkState.SKIPPED)


def merged(found: Iterable[Record]) -> Record:
    """What several refs of one thing come to, today's first: done if one is, so no merge costs a tick."""
    said = [record for record in found if record.state is not MarkState.OPEN]
    if not said:
        return Record()
    state = next(state for state in _RANKED if any(record.state is state for record in said))
    deciding = [record for record in said if record.state is state]
    return Record(
        state,
        frozenset().union(*(record.times for record in said)),
        min(record.at for record in deciding),
        next((record.evidence for record in said if record.evidence), None),
        all(record.follows for record in deciding),
    )
