"""How far a member is: what the log of their changes says about the roadmap as it stands today."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.roadmap import Action, Phase, Roadmap, actions_of


class MarkState(StrEnum):
    """What an action is for a member."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A wish to set one action to done or skipped, with an evidence link if there is one."""

    action: str
    state: MarkState
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedMark:
    """A mark as it was stored: by which change, when (epoch seconds, UTC)."""

    change: int
    action: str
    state: MarkState
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
    log: tuple[LoggedMark, ...] = ()

    @cached_property
    def _latest(self) -> Mapping[str, LoggedMark]:
        return {mark.action: mark for mark in self.log}

    def mark(self, action: Action) -> LoggedMark | None:
        """What is stored about an action under any id it ever had.

        Done beats skipped, so that merging two actions into one never takes a tick away.
        """
        found = [self._latest[name] for name in action.ids if name in self._latest]
        done = [mark for mark in found if mark.state is MarkState.DONE]
        return max(done or found, key=_order, default=None)

    def state(self, action: Action) -> MarkState:
        """Open, done or skipped."""
        mark = self.mark(action)
        return mark.state if mark else MarkState.OPEN

    def count(self, state: MarkState, actions: Iterable[Action] | None = None) -> int:
        """How many of these actions (all that count, if not given) are in this state."""
        wanted = self.roadmap.actions if actions is None else actions
        return sum(self.state(action) is state for action in wanted)

    def tally(self, phase: Phase | None = None) -> "Tally":
        """Done, open and skipped, of the roadmap or of one phase."""
        actions = self.roadmap.actions if phase is None else actions_of(phase)
        states = (MarkState.DONE, MarkState.OPEN, MarkState.SKIPPED)
        return Tally(*(self.count(state, actions) for state in states))

    @cached_property
    def closings(self) -> Mapping[str, LoggedMark]:
        """By phase the mark that left nothing open in it, where something in it is done.

        What was said about an action after it was settled first, such as a tick for a skipped one, closes
        nothing.
        """
        first: dict[str, LoggedMark] = {}
        for mark in self.log:
            first.setdefault(mark.action, mark)
        closings: dict[str, LoggedMark] = {}
        for phase in self.roadmap.current_phases:
            found = [[first[name] for name in action.ids if name in first] for action in actions_of(phase)]
            if all(found) and self.tally(phase).done:
                closings[phase.id] = max((min(marks, key=_order) for marks in found), key=_order)
        return closings

    def finished_by(self, change: int) -> Phase | None:
        """The phase that a change left nothing open in."""
        return self._last_closed(lambda mark: mark.change == change)

    def finished_since(self, at: int) -> Phase | None:
        """The last phase in which nothing is left open since an instant."""
        return self._last_closed(lambda mark: mark.at > at)

    @property
    def just_finished(self) -> Phase | None:
        """The phase that ends where the member stands: done before, nothing done yet behind it."""
        phases, here = self.roadmap.current_phases, self.current_phase
        before = phases[phases.index(here) - 1] if here != phases[0] else None
        if self.finished or before is None or self.tally(here).done:
            return None
        return before if self.tally(before).done else None

    def _last_closed(self, by: Callable[[LoggedMark], bool]) -> Phase | None:
        closed = (p for p in reversed(self.roadmap.current_phases) if p.id in self.closings)
        return next((phase for phase in closed if by(self.closings[phase.id])), None)

    @cached_property
    def next_action(self) -> Action | None:
        """The first open action in order; None when nothing is open."""
        return next((a for a in self.roadmap.actions if self.state(a) is MarkState.OPEN), None)

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
        for mark in self.log:
            if mark.state is MarkState.DONE:
                ticked.setdefault(mark.action, mark.at)
            else:
                ticked.pop(mark.action, None)
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


def _order(mark: LoggedMark) -> tuple[int, int]:
    return mark.at, mark.change


def tick(progress: Progress, action: Action, evidence: str | None = None) -> tuple[Mark, ...]:
    """Mark an action done. Nothing to do when it is done already, unless there is new evidence."""
    mark = progress.mark(action)
    if mark and mark.state is MarkState.DONE and evidence in (None, mark.evidence):
        return ()
    return (Mark(action.id, MarkState.DONE, evidence),)


def skip(progress: Progress, action: Action) -> tuple[Mark, ...]:
    """Mark an open action skipped. A done one stays done."""
    if progress.state(action) is not MarkState.OPEN:
        return ()
    return (Mark(action.id, MarkState.SKIPPED),)


def skip_before(progress: Progress, phase: Phase) -> tuple[Mark, ...]:
    """Mark what is open in all earlier phases as skipped: "already known"."""
    phases: Sequence[Phase] = progress.roadmap.current_phases
    earlier = phases[: phases.index(phase)] if phase in phases else ()
    return tuple(mark for p in earlier for action in actions_of(p) for mark in skip(progress, action))
