"""What a member said, as a test likes to write it."""

from bot.domain.marks import LoggedMark, Mark, MarkState
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.ticks import skip, tick


def logged(change: int, ref: str, state: MarkState, at: int, evidence: str | None = None) -> LoggedMark:
    """A mark of a change, made at an instant (epoch seconds)."""
    return LoggedMark(change, at, *Mark(ref, state, evidence))


def acted(roadmap: Roadmap, *acts: tuple[str, MarkState, int]) -> Progress:
    """What came of ticks and skips of whole actions, one after the other: by id, and when (epoch seconds)."""
    made = Progress(roadmap)
    for change, (name, state, at) in enumerate(acts, start=1):
        act = tick if state is MarkState.DONE else skip
        marks = act(made, roadmap.action(name))
        made = Progress(roadmap, (*made.log, *(LoggedMark(change, at, *mark) for mark in marks)))
    return made
