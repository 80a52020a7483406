"""How far a member is: what the log of their changes says about the roadmap as it stands today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.roadmap import Action, Phase, Roadmap, actions_of


class State(StrEnum):
    """What an action is for a member."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A wish to set one action to done or skipped, with an evidence link if there is one."""

    action: str
    state: State
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark as it was stored: by which change, when (epoch seconds, UTC)."""

    change: int
    action: str
    state: State
    at: int
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change a member made: its number, in which roadmap, when (epoch seconds, UTC), what it marked.

    The marks stand in the order of their actions' ids. `undone` says whether it was taken back.
    """

    id: int
    roadmap: str
    at: int
    marks: tuple[Mark, ...]
    undone: bool = False


@dataclass(frozen=True)
class Progress:
    """A roadmap together with what counts of a member's log: entries in the order they were made.

    Every figure about progress in the product comes from here.
    """

    roadmap: Roadmap
    log: tuple[Entry, ...] = ()

    @cached_property
    def _latest(self) -> Mapping[str, Entry]:
        return {entry.action: entry for entry in self.log}

    def entry(self, action: Action) -> Entry | None:
        """What is stored about an action under any id it ever had.

        Done beats skipped, so that merging two actions into one never takes a tick away.
        """
        found = [self._latest[name] for name in action.ids if name in self._latest]
        done = [entry for entry in found if entry.state is State.DONE]
        return max(done or found, key=_order, default=None)

    def state(self, action: Action) -> State:
        """Open, done or skipped."""
        entry = self.entry(action)
        return entry.state if entry else State.OPEN

    def count(self, state: State, actions: Iterable[Action] | None = None) -> int:
        """How many of these actions (all that count, if not given) are in this state."""
        wanted = self.roadmap.actions if actions is None else actions
        return sum(self.state(action) is state for action in wanted)

    def tally(self, phase: Phase | None = None) -> "Tally":
        """Done, open and skipped, of the roadmap or of one phase."""
        actions = self.roadmap.actions if phase is None else actions_of(phase)
        return Tally(*(self.count(state, actions) for state in (State.DONE, State.OPEN, State.SKIPPED)))

    def closing(self, phase: Phase) -> Entry | None:
        """The entry that left nothing open in a phase; None while something is.

        What was said about an action after it was settled first, such as a tick for a skipped one, closes
        nothing.
        """
        first: dict[str, Entry] = {}
        for entry in self.log:
            first.setdefault(entry.action, entry)
        found = [[first[name] for name in action.ids if name in first] for action in actions_of(phase)]
        if not all(found):
            return None
        settled = (min(entries, key=_order) for entries in found)
        return max(settled, key=_order, default=None)

    @cached_property
    def next_action(self) -> Action | None:
        """The first open action in order; None when nothing is open."""
        return next((a for a in self.roadmap.actions if self.state(a) is State.OPEN), None)

    @property
    def current_phase(self) -> Phase:
        """The phase of the next action; the last phase when nothing is open."""
        if self.next_action is None:
            return self.roadmap.current_phases[-1]
        return self.roadmap.phase_of(self.next_action)

    @property
    def finished(self) -> bool:
        """Whether nothing is open any more."""
        return self.next_action is None

    @property
    def ticked_at(self) -> tuple[int, ...]:
        """When anything was ticked, also actions that are no longer part of the roadmap.

        Evidence that is added to a tick later leaves it where it was.
        """
        ticked: dict[str, int] = {}
        for entry in self.log:
            if entry.state is State.DONE:
                ticked.setdefault(entry.action, entry.at)
            else:
                ticked.pop(entry.action, None)
        return tuple(ticked.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions are done, open and skipped. Skipped ones never block 100 %."""

    done: int
    open: int
    skipped: int

    @property
    def total(self) -> int:
        """The actions that count towards the percentage."""
        return self.done + self.open

    @property
    def percent(self) -> int:
        """Whole percent, rounded down so that 100 means all; 100 when nothing is left open."""
        return 100 if self.open == 0 else 100 * self.done // self.total

    @property
    def words(self) -> str:
        """The same in words: "2 of 19 actions"."""
        return f"{self.done} of {self.total} action{'' if self.total == 1 else 's'}"


def _order(entry: Entry) -> tuple[int, int]:
    return entry.at, entry.change


def tick(progress: Progress, action: Action, evidence: str | None = None) -> tuple[Mark, ...]:
    """Mark an action done. Nothing to do when it is done already, unless there is new evidence."""
    entry = progress.entry(action)
    if entry and entry.state is State.DONE and evidence in (None, entry.evidence):
        return ()
    return (Mark(action.id, State.DONE, evidence),)


def skip(progress: Progress, action: Action) -> tuple[Mark, ...]:
    """Mark an open action skipped. A done one stays done."""
    if progress.state(action) is not State.OPEN:
        return ()
    return (Mark(action.id, State.SKIPPED),)


def skip_before(progress: Progress, phase: Phase) -> tuple[Mark, ...]:
    """Mark what is open in all earlier phases as skipped: "already known"."""
    phases: Sequence[Phase] = progress.roadmap.current_phases
    earlier = phases[: phases.index(phase)] if phase in phases else ()
    return tuple(mark for p in earlier for action in actions_of(p) for mark in skip(progress, action))
