"""Marks: what a member said about steps and actions, as it was stored, and what that comes to by each ref.

They are tuples, because every command makes hundreds of them: a dataclass takes four times as long.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import count
from typing import NamedTuple

ALL = "*"
"""The ref of a roadmap as a whole: no id can look like that."""


class MarkState(StrEnum):
    """What a step or an action is for a member; ticked is a habit that was done, and not yet often enough."""

    OPEN = "open"
    TICKED = "ticked"
    DONE = "done"
    SKIPPED = "skipped"


OPEN, TICKED, DONE, SKIPPED = MarkState
"""Its members without the way through their class, which takes Python 3.11 ten times as long as a name."""


class Mark(NamedTuple):
    """A wish to set something to a state.

    `ref` is an action's id, or `action/step`; `evidence` is a link that shows it, an empty one in place of a
    link that there was. Of a habit, `ordinal` says the how-manieth time it was, `repeat` of how many at that
    time. A mark that `follows` was not said but follows from the others of its change, as when they left
    nothing open in an action, in a phase, or in the whole roadmap (ALL).
    """

    ref: str
    state: MarkState
    evidence: str | None = None
    ordinal: int | None = None
    repeat: int | None = None
    follows: bool = False


class LoggedMark(NamedTuple):
    """A mark as it was stored: by which change, when (epoch seconds, UTC), and then what a mark says."""

    change: int
    at: int
    ref: str
    state: MarkState
    evidence: str | None = None
    ordinal: int | None = None
    repeat: int | None = None
    follows: bool = False


Logs = Mapping[str, Sequence[LoggedMark]]
"""What was marked and stands, by roadmap, in the order in which it was marked."""


class Change(NamedTuple):
    """One change a member made: its number, in which roadmap, when (epoch seconds, UTC), what it marked.

    The marks stand in the order of their refs. `undone` says whether it was taken back.
    """

    id: int
    roadmap: str
    at: int
    marks: tuple[Mark, ...]
    undone: bool = False


class Record(NamedTuple):
    """What all that was said about one ref comes to.

    `counted` are the ticks of a habit, in order; any of them may be taken back. `change` brought the ref to
    its state, `at` an instant (epoch seconds, UTC). It `follows` if only other refs were named.
    """

    state: MarkState = OPEN
    counted: tuple[LoggedMark, ...] = ()
    change: int = 0
    at: int = 0
    evidence: str | None = None
    follows: bool = False

    @property
    def times(self) -> frozenset[int]:
        """The ordinals under which a habit was ticked."""
        return frozenset(logged.ordinal or 0 for logged in self.counted)

    @property
    def ticked(self) -> bool:
        """Whether it was done, a habit at least once."""
        return self.state in (DONE, TICKED)

    @property
    def next_time(self) -> int:
        """The how-manieth time of a habit is the next: the first that was not ticked."""
        return next(ordinal for ordinal in count(1) if ordinal not in self.times) if self.times else 1

    def after(self, logged: LoggedMark) -> "Record":
        """The record with one more mark. What is done stays done, until it is opened again."""
        change, at, _, state, evidence, ordinal, repeat, follows = logged
        if state is OPEN:
            return NOTHING
        kept = self.evidence if evidence is None else evidence or None
        if self.state is DONE:
            return self._replace(evidence=kept, follows=self.follows and follows)
        counted = self.counted if ordinal is None else (*self.counted, logged)
        made = Record(state, counted, change, at, kept, follows)
        reached = repeat is not None and len(made.times) >= repeat
        return made._replace(state=DONE) if reached else made

    def grew_from(self, earlier: "Record") -> bool:
        """Whether it was ticked since: became done, or was done once more."""
        done = self.state is DONE and earlier.state is not DONE
        return done or not self.times <= earlier.times


NOTHING = Record()
"""Nothing was said, or all of it is taken back."""


class Records(dict[str, Record]):
    """What all that was said about each ref comes to, worked out as it is asked for; NOTHING for others.

    `said` is what was said, by ref, in its order. Most commands ask for few of hundreds.
    """

    def __init__(self, log: Iterable[LoggedMark]) -> None:
        super().__init__()
        self.said: defaultdict[str, list[LoggedMark]] = defaultdict(list)
        for logged in log:
            self.said[logged.ref].append(logged)

    def __missing__(self, ref: str) -> Record:
        found = NOTHING
        for logged in self.said.get(ref, ()):
            found = found.after(logged)
        self[ref] = found
        return found


def merged(found: Sequence[Record]) -> Record:
    """What several refs of one thing come to, today's first: done if one is, so no merge costs a tick.

    Else what was said last about any of them holds.
    """
    said = [record for record in found if record.state is not OPEN]
    if len(said) < 2:
        return said[0] if said else NOTHING
    counted = sorted((each for record in said for each in record.counted), key=_order)
    done = [each for each in (_completed(record, counted) for record in said) if each.state is DONE]
    deciding = min(done, default=None, key=_order) or max(said, key=_order)
    return deciding._replace(
        counted=tuple(counted),
        evidence=next((record.evidence for record in said if record.evidence), None),
        follows=all(record.follows for record in done or [deciding]),
    )


def _completed(record: Record, counted: Iterable[LoggedMark]) -> Record:
    """Done, if a habit was done as often as was asked by then, under this ref and earlier under others.

    Of others only what a tick rests on: it is the third because two were there. What was ticked of something
    else, that became one with it since, was not counted then.
    """
    if record.state is DONE:
        return record
    times: set[int] = set()
    for change, at, _, _, _, ordinal, repeat, _ in record.counted:
        nth, earlier = ordinal or 0, (each.ordinal or 0 for each in counted if each.change < change)
        times |= {nth, *(time for time in earlier if time < nth)}
        if repeat is not None and len(times) >= repeat:
            return record._replace(state=DONE, change=change, at=at)
    return record


def _order(found: Record | LoggedMark) -> int:
    return found.change
