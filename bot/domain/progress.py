"""How far a member is: what the log of their marks says about the roadmap as it stands today."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from bot.domain.errors import UnknownName
from bot.domain.marks import (
    ALL,
    DONE,
    NOTHING,
    OPEN,
    SKIPPED,
    TICKED,
    LoggedMark,
    MarkState,
    Record,
    Records,
    merged,
)
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.steps import Step

CLOSED = frozenset({DONE, SKIPPED})


class NextStep(NamedTuple):
    """A step to do: the how-manieth of how many of its action; of a habit, the how-manieth time it is."""

    action: Action
    step: Step
    number: int
    of: int
    time: int

    @property
    def ref(self) -> str:
        """What a tick of it is stored under."""
        return self.action.ref(self.step)


class Tally(NamedTuple):
    """How many actions are done, open and skipped. Skipped ones never block 100 %."""

    done: int
    open: int
    skipped: int

    @property
    def total(self) -> int:
        """The actions that count."""
        return self.done + self.open


class Hours(NamedTuple):
    """What is done and what is open, in hours."""

    done: float
    open: float

    @property
    def percent(self) -> int:
        """Whole percent, rounded down so that 100 means all; 100 when nothing is left open."""
        return 100 if not self.open else min(99, int(100 * self.done / (self.done + self.open)))


@dataclass(frozen=True)
class Progress:
    """A roadmap along a member's path, together with what counts of their log, in the order it was made.

    Every figure about progress in the product comes from here.
    """

    roadmap: Roadmap
    log: tuple[LoggedMark, ...] = ()

    # Steps and actions

    def step(self, action: Action, step: Step) -> Record:
        """What a step is, under any ref it ever had; what was asked of a habit may be less by now."""
        found = self._record(self.roadmap.step_ids[action.id, step.id])
        reached = found.state is TICKED and len(found.times) >= step.repeat
        return found._replace(state=DONE) if reached else found

    def said(self, action: Action) -> Record:
        """What was said about an action itself, under any id it ever had."""
        return self._record(self.roadmap.step_ids[action.id, ""])

    def state(self, action: Action) -> MarkState:
        """Open, done or skipped: as it was closed, or because nothing in it is open any more."""
        return self.states[action.id]

    def state_by_steps(self, action: Action) -> MarkState:
        """What an action is by its steps alone: with nothing open it is done, if anything was done."""
        for step in self.steps(action):  # a loop, as this is asked of every action
            if self.step(action, step).state not in CLOSED:
                return OPEN
        done = any(self.step(action, step).state is DONE for step in action.steps)
        return DONE if done else SKIPPED

    def steps(self, action: Action) -> Sequence[Step]:
        """The steps of an action that count along this path: none, if it is retired itself."""
        return self.roadmap.current_steps[action.id]

    def open_steps(self, action: Action) -> Sequence[NextStep]:
        """What is left to do of an action, in order; nothing of a closed one."""
        return tuple(self._open(action))

    def open_at(self, about: str) -> NextStep | None:
        """The step that a message was about, now or formerly, as long as it is still to be done.

        Of a habit, where one is said (`<ref>#<time>`), as long as that time is.
        """
        ref, _, time = about.partition("#")
        try:
            action, step = self.roadmap.step(ref)
        except UnknownName:
            return None
        found = (each for each in self.open_steps(action) if each.step.id == step.id)
        return next((each for each in found if time in ("", str(each.time))), None)

    def is_open(self, about: str) -> bool:
        """Whether what a message was about is still to be done."""
        return self.open_at(about) is not None

    def link_of(self, action: Action) -> str | None:
        """The link that shows an action, or the last of its steps with one; None where nothing was ticked."""
        found = [self.said(action), *(self.step(action, step) for step in reversed(action.steps))]
        return next((each.evidence for each in found if each.evidence and each.ticked), None)

    def placed(self, action: Action, step: Step) -> NextStep | None:
        """Where a step stands in its action along this path, whatever its state; None if it does not."""
        standing = self.steps(action)
        numbers = (number for number, each in enumerate(standing, start=1) if each.id == step.id)
        number = next(numbers, None)
        if number is None:
            return None
        time = self.step(action, standing[number - 1]).next_time
        return NextStep(action, standing[number - 1], number, len(standing), time)

    # What is next

    @cached_property
    def next_step(self) -> NextStep | None:
        """The first open step of the first action that has one; None when nothing is open."""
        return next(self._all_open(), None)

    @property
    def next_action(self) -> Action | None:
        """The action of the next step."""
        return self.next_step.action if self.next_step else None

    def fitting(self, hours: float, most: int) -> Sequence[NextStep]:
        """The next steps that fit so many hours, at least one if any is open."""
        found: list[NextStep] = []
        for each in self._all_open():
            hours -= each.step.hours
            if len(found) == most or (found and hours < 0):
                break
            found.append(each)
        return found

    @property
    def current_phase(self) -> Phase:
        """The phase of the next action; the last phase when nothing is open."""
        if self.next_action is None:
            return self.roadmap.current_phases[-1]
        return self.roadmap.phase_of(self.next_action)

    # How much

    def tally(self, phase: Phase | None = None) -> Tally:
        """Actions done, open and skipped, of the roadmap or of one phase. What is retired counts if done."""
        phases = self.roadmap.phases if phase is None else (phase,)
        states = [self.states[action.id] for each in phases for action in self._counting(each)]
        return Tally(*(states.count(state) for state in (DONE, OPEN, SKIPPED)))

    def hours(self, phase: Phase | None = None) -> Hours:
        """Hours done and open, of the roadmap or of one phase."""
        phases = self.roadmap.phases if phase is None else (phase,)
        parts = [self._hours(action) for each in phases for action in self._counting(each)]
        return Hours(sum(part.done for part in parts), sum(part.open for part in parts))

    @property
    def grows(self) -> bool:
        """Whether a choice still to be made makes what is open longer."""
        return any(each.grows for each in self.roadmap.actions if self.state(each) is OPEN)

    # What is finished

    @property
    def finished(self) -> bool:
        """Whether all was done once, or nothing is open. What joined the roadmap since is offered."""
        return self._record((ALL,)).state is DONE or self.next_step is None

    def is_finished(self, phase: Phase) -> bool:
        """Whether a phase was finished once, or has nothing open and something done."""
        if self._record((phase.id, *phase.formerly)).state is DONE:
            return True
        tally = self.tally(phase)
        return not tally.open and tally.done > 0

    def finished_by(self, change: int) -> Phase | None:
        """The phase that a change finished, the last one if there are several."""
        return self._last_finished(logged for logged in self.log if logged.change == change)

    def finished_since(self, at: int) -> Phase | None:
        """The last phase that was finished since an instant (epoch seconds)."""
        return self._last_finished(logged for logged in self.log if logged.at > at)

    @property
    def just_finished(self) -> Phase | None:
        """The phase that ends where the member stands: done before, nothing done yet behind it."""
        phases, here = self.roadmap.current_phases, self.current_phase
        before = phases[phases.index(here) - 1] if here != phases[0] else None
        if self.finished or before is None or self.tally(here).done:
            return None
        return before if self.tally(before).done else None

    # When

    @property
    def ticks(self) -> Sequence[LoggedMark]:
        """Everything that was ticked and still is, also what is no longer part of the roadmap.

        Evidence that is added to a tick later leaves it where it was.
        """
        standing: dict[str, Record] = {}
        ticked: defaultdict[str, list[LoggedMark]] = defaultdict(list)
        for logged in self.log:
            ref, before = logged.ref, standing.get(logged.ref, NOTHING)
            standing[ref] = before.after(logged)
            if logged.state is OPEN:
                ticked.pop(ref, None)
            elif standing[ref].grew_from(before) and not logged.follows:
                ticked[ref].append(logged)
        return sorted(chain(*ticked.values()), key=lambda logged: logged.change)

    @property
    def ticked_at(self) -> tuple[int, ...]:
        """When anything was ticked (epoch seconds)."""
        return tuple(logged.at for logged in self.ticks)

    def worked(self) -> Iterator[tuple[int, float]]:
        """When steps were ticked (epoch seconds), and the hours of each.

        A whole action that was ticked is none of them: nobody did all of it at once.
        """
        for logged in self.ticks:
            with suppress(UnknownName):
                yield logged.at, self.roadmap.step(logged.ref)[1].hours

    # What is worked out once, as a card asks for it several times

    @cached_property
    def states(self) -> Mapping[str, MarkState]:
        """What each action is, by its id."""
        states = {}
        for phase in self.roadmap.phases:
            for action in phase.actions:
                said = self.said(action).state
                states[action.id] = said if said in CLOSED else self.state_by_steps(action)
        return states

    @cached_property
    def records(self) -> Records:
        """What was said, by ref."""
        return Records(self.log)

    def _record(self, refs: tuple[str, ...]) -> Record:
        """What was said about one thing, given all refs it ever had."""
        records = self.records
        return records[refs[0]] if len(refs) == 1 else merged([records[ref] for ref in refs])

    def _all_open(self) -> Iterator[NextStep]:
        return (each for action in self.roadmap.actions for each in self._open(action))

    def _open(self, action: Action) -> Iterator[NextStep]:
        if self.state(action) is not OPEN:
            return
        steps = self.steps(action)
        for number, step in enumerate(steps, start=1):
            found = self.step(action, step)
            if found.state not in CLOSED:
                yield NextStep(action, step, number, len(steps), found.next_time)

    def _counting(self, phase: Phase) -> Sequence[Action]:
        """What is no longer part of the roadmap counts if it was done."""
        steps, states = self.roadmap.current_steps, self.states
        return [action for action in phase.actions if steps[action.id] or states[action.id] is DONE]

    def _hours(self, action: Action) -> Hours:
        """What was skipped is neither done nor open; a habit counts as often as it was ticked.

        Of an action that was ticked as a whole all counts as done; of one that its steps closed, they do.
        """
        state, said = self.state(action), self.said(action)
        whole = said.state is DONE and not said.follows
        done, left = 0.0, 0.0
        for step in action.steps:
            record = self.step(action, step)
            counts = not step.retired and record.state is not SKIPPED
            if record.state is DONE or (whole and counts):
                done += step.hours * step.repeat
                continue
            times = min(len(record.times), step.repeat)
            done += step.hours * times
            if counts and state is OPEN:
                left += step.hours * (step.repeat - times)
        return Hours(done, left)

    def _last_finished(self, logged: Iterator[LoggedMark]) -> Phase | None:
        refs = {each.ref for each in logged if each.state is DONE}
        phases = (phase for phase in self.roadmap.phases if refs & {phase.id, *phase.formerly})
        return max(phases, key=self.roadmap.phases.index, default=None)
