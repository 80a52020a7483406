"""Progress as a member would keep it on paper: the table of events, played over the edits of the content.

It knows no refs: every step and action of `tests.domain.rewriting` bears a number for each thing that it goes
back to, and what was written about that is handed on at each edit.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.roadmap import Action, Roadmap
from bot.domain.steps import Step
from tests.domain.rewriting import origins, own

CLOSED = ("done", "skipped")


@dataclass(frozen=True)
class Line:
    """What stands on paper about a step or an action: how it is, the times of a habit, since which turn."""

    state: str = "open"
    times: frozenset[int] = frozenset()
    turn: int = 0


@dataclass(frozen=True)
class Stroke:
    """One stroke of the pen: a tick, a skip, or open again; `closing` follows from what else was written."""

    number: str
    state: str
    ordinal: int | None = None
    repeat: int = 1
    closing: bool = False


Entry = Roadmap | tuple[Stroke, ...]
Lines = dict[str, Line]


@dataclass
class Paper:
    """Everything that happened, edits and acts, by its turn; what was taken back or fell is crossed out."""

    roadmap: Roadmap
    entries: list[Entry] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    fallen: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.entries.append(self.roadmap)

    def edit(self, roadmap: Roadmap) -> None:
        """The content changed, or the path."""
        self.roadmap = roadmap
        self.entries.append(roadmap)

    # How things stand

    def lines(self, without: Collection[int] = ()) -> Lines:
        """What everything that stands comes to, by number."""
        lines: Lines = {}
        road: Roadmap | None = None
        for turn, entry in enumerate(self.entries):
            if isinstance(entry, Roadmap):
                lines = _handed_on(lines, road, entry)
                road = entry
            elif turn not in self.undone and turn not in without:
                for stroke in entry:
                    if (turn, stroke.number) not in self.fallen or not stroke.closing:
                        lines[stroke.number] = _written(lines[stroke.number], stroke, turn)
        return lines

    def step(self, step: Step, lines: Lines) -> str:
        """How a step is: a habit is done as well where less is asked today."""
        line = lines[own(step)]
        return "done" if line.state == "ticked" and len(line.times) >= step.repeat else line.state

    def by_steps(self, action: Action, lines: Lines) -> str:
        """How an action is by what is in it today."""
        states = [self.step(each, lines) for each in action.current_steps if not action.retired]
        if any(state not in CLOSED for state in states):
            return "open"
        return "done" if "done" in [self.step(each, lines) for each in action.steps] else "skipped"

    def action(self, action: Action, lines: Lines) -> str:
        """How an action is: as somebody said, or by its steps."""
        said = lines[own(action)].state
        return said if said in CLOSED else self.by_steps(action, lines)

    def next(self) -> tuple[str, str] | None:
        """The first open step of the first action that has one: their ids."""
        lines = self.lines()
        for action in self.roadmap.actions:
            if self.action(action, lines) == "open":
                for step in action.current_steps:
                    if self.step(step, lines) not in CLOSED:
                        return action.id, step.id
        return None

    # What happens; each says whether there was anything to do

    def tick(self, action: Action, step: Step | None) -> bool:
        """**Done**, or **Whole action done**."""
        lines = self.lines()
        if step is None:
            fresh = self.action(action, lines) != "done"
            return fresh and self.write(action, Stroke(own(action), "done"))
        if self.step(step, lines) == "done":
            return False
        times = lines[own(step)].times
        ordinal = next(n for n in range(1, 99) if n not in times) if step.repeat > 1 else None
        state = "done" if ordinal is None else "ticked"
        return self.write(action, Stroke(own(step), state, ordinal, step.repeat))

    def skip(self, action: Action, step: Step | None) -> bool:
        """**Skip**, or **Skip action**."""
        lines = self.lines()
        closed = self.action(action, lines) in CLOSED or (step and self.step(step, lines) in CLOSED)
        return not closed and self.write(action, Stroke(own(step or action), "skipped"))

    def reopen(self, action: Action, step: Step | None) -> bool:
        """**Reopen**."""
        lines = self.lines()
        strokes = []
        if self.action(action, lines) in CLOSED and lines[own(action)] != Line():
            strokes.append(Stroke(own(action), "open"))
        if step and self.step(step, lines) in CLOSED:
            strokes.append(Stroke(own(step), "open"))
        after = lines | {stroke.number: Line() for stroke in strokes}
        if not strokes or self.action(action, after) != "open":
            return False
        self.entries.append(tuple(strokes))
        return True

    def undo(self, turn: int) -> None:
        """**Undo**: later closings that rested on a step which is open then fall with it."""
        before, after = self.lines(), self.lines(without=[turn])
        for action in self.roadmap.phases[0].actions:
            steps = [] if action.retired else action.current_steps
            if any(self.step(s, before) in CLOSED and self.step(s, after) not in CLOSED for s in steps):
                self.fallen |= {
                    (other, number) for other in range(turn, len(self.entries)) for number in origins(action)
                }
        self.undone.add(turn)

    def write(self, action: Action, stroke: Stroke) -> bool:
        """Put it down, with the closing that follows."""
        before = self.lines()
        after = before | {stroke.number: _written(before[stroke.number], stroke, len(self.entries))}
        state = self.by_steps(action, after)
        closes = state in CLOSED and state != self.by_steps(action, before)
        closing = Stroke(own(action), state, closing=True)
        follows = closes and stroke.number != own(action) and before[own(action)].state != "done"
        self.entries.append((stroke, closing) if follows else (stroke,))
        return True


def _written(line: Line, stroke: Stroke, turn: int) -> Line:
    """A line after a stroke: what is done stays done until it is opened again."""
    if stroke.state == "open":
        return Line()
    if line.state == "done":
        return line
    times = line.times | ({stroke.ordinal} if stroke.ordinal else set())
    reached = stroke.ordinal is not None and len(times) >= stroke.repeat
    return Line("done" if reached else stroke.state, times, turn)


def _handed_on(lines: Lines, before: Roadmap | None, after: Roadmap) -> Lines:
    """What everything inherits from what it was made of: done if any of it was, else what was said last."""
    things = _things(before) if before else []
    made: Lines = {}
    for thing in _things(after):
        heritage = [lines[own(old)] for old in things if own(old) in origins(thing)]
        made[own(thing)] = _together(heritage)
    return made


def _together(heritage: Iterable[Line]) -> Line:
    said = [line for line in heritage if line.state != "open"]
    if not said:
        return Line()
    done = [line for line in said if line.state == "done"]
    deciding = min(done or [max(said, key=lambda line: line.turn)], key=lambda line: line.turn)
    return Line(deciding.state, frozenset().union(*(line.times for line in said)), deciding.turn)


def _things(road: Roadmap) -> Sequence[Step | Action]:
    actions = [action for phase in road.phases for action in phase.actions]
    return [*actions, *(step for action in actions for step in action.steps)]
