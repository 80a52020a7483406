"""Marks: what a member said about steps and actions, as it was stored, and what that comes to by each ref."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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

    `ref` is an action's id, or `action/step`. `ordinal` says the how-manieth time of a habit it was,
    `evidence` is a link that shows it. A mark that `follows` was not said but follows from the others of its
    change: they left nothing open in an action, in a phase, or in the whole roadmap (ALL).
    """

    ref: str
    state: MarkState
    evidence: str | None = None
    ordinal: int | None = None
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

    `times` is how often a habit was ticked, `at` when it was done or skipped first (epoch seconds, UTC).
    """

    state: MarkState = MarkState.OPEN
    times: int = 0
    at: int = 0
    evidence: str | None = None

    def after(self, at: int, mark: Mark) -> "Record":
        """The record with one more mark. What is done is not skipped any more; it can be opened again."""
        match mark.state:
            case MarkState.OPEN:
                return Record()
            case MarkState.TICKED if self.state is not MarkState.DONE:
                times = max(self.times, mark.ordinal or 1)
                return Record(MarkState.TICKED, times, at, mark.evidence or self.evidence)
            case MarkState.DONE:
                since = self.at if self.state is MarkState.DONE else at
                times = max(self.times, mark.ordinal or 1)
                return Record(MarkState.DONE, times, since, mark.evidence or self.evidence)
            case MarkState.SKIPPED if self.state is not MarkState.DONE:
                return Record(MarkState.SKIPPED, self.times, at, self.evidence)
        return self


def records(log: Iterable[LoggedMark]) -> Mapping[str, Record]:
    """What was said by ref, given in the order in which it was said."""
    found: dict[str, Record] = {}
    for logged in log:
        found[logged.mark.ref] = found.get(logged.mark.ref, Record()).after(logged.at, logged.mark)
    return found


def merged(found: Iterable[Record]) -> Record:
    """What several refs of one thing come to together: done if one of them is, so no merge costs a tick."""
    kept = [record for record in found if record != Record()]
    if not kept:
        return Record()
    states = {record.state for record in kept}
    ranked = (MarkState.DONE, MarkState.TICKED, MarkState.SKIPPED, MarkState.OPEN)
    state = next(state for state in ranked if state in states)
    said = [record for record in kept if record.state is state]
    links = [record.evidence for record in kept if record.evidence]
    times = max(record.times for record in kept)
    return Record(state, times, min(record.at for record in said), links[-1] if links else None)
