"""How a step is called and told, wherever it stands."""

from bot.domain.marks import MarkState, Record
from bot.domain.progress import NextStep, Progress
from bot.domain.roadmap import Action
from bot.domain.steps import Step
from bot.domain.tickables import Tickable
from bot.views.components import STONES, hours, links, months, small

MORE_BY_PATH = " and what your path adds"
"""Behind hours that grow by a choice which is not made yet."""

_MARKS = {MarkState.DONE: "✓", MarkState.SKIPPED: STONES[MarkState.SKIPPED]}


def name_of(action: Action, step: Step | None) -> str:
    """The title of a step, or of the whole action where none is meant."""
    return step.title if step else action.title


def place_of(step: NextStep) -> str:
    """Where it stands: "Docker, step 2 of 7"; the action's title, if that is done in one go."""
    if not step.step.id:
        return step.action.title
    return f"{step.action.short or step.action.title}, step {step.number} of {step.of}"


def named(step: NextStep) -> str:
    """The same with its own title: "Docker, step 2 of 7: put your model's API into an image"."""
    return f"{place_of(step)}: {lowered(step.step.title)}" if step.step.id else step.action.title


def named_in(progress: Progress, action: Action, step: Step | None) -> str:
    """The same for a step that may not stand on this path, or for a whole action."""
    placed = progress.placed(action, step) if step else None
    return named(placed) if placed else name_of(action, step)


def lowered(title: str) -> str:
    """A title as it goes on after a colon."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def told(progress: Progress, step: NextStep) -> tuple[str, ...]:
    """All there is to know to do it: its place, how to begin, when it is done, its page."""
    phase = progress.roadmap.phase_of(step.action)
    each = " each time" if step.step.repeat > 1 else ""
    where = f"{phase.title}, {months(phase)} · {hours(step.step.hours)}{each}"
    pages = step.step.resources if step.step.id else step.action.resources
    return (
        f"### {named(step)}\n{small(where)}",
        "" if step.step.id else step.action.why,
        f"*Begin:* {step.step.start}" if step.step.start else "",
        f"*Done when* {step.step.done_when}",
        links(pages),
    )


def times_words(record: Record, step: Step) -> str:
    """How often a habit was ticked: "2 of 6 times"; nothing about what is done once."""
    return f"{min(len(record.times), step.repeat)} of {step.repeat} times" if step.repeat > 1 else ""


def state_words(state: MarkState) -> str:
    """A state as people read it."""
    return {MarkState.DONE: "done", MarkState.SKIPPED: "skipped"}.get(state, "open")


def tickable_words(progress: Progress, each: Tickable) -> str:
    """How a step or an action is offered: what is done or skipped is marked as such."""
    mark = f"{_MARKS[each.state]} " if each.state in _MARKS else ""
    if each.step is None:
        whole = " (whole action)" if any(step.id for step in progress.steps(each.action)) else ""
        return f"{mark}{each.action.title}{whole}"
    times = times_words(progress.step(each.action, each.step.step), each.step.step)
    return f"{mark}{named(each.step)}{f' ({times})' if times else ''}"


def effort_words(action: Action) -> str:
    """How long all of an action takes, as far as the path is chosen."""
    return f"{hours(action.effort_hours)}{MORE_BY_PATH if action.grows else ''}"


def standing_words(progress: Progress, action: Action) -> str:
    """How an open action stands: "3 of 7 steps done · about 22 hours"."""
    steps = progress.steps(action)
    done = sum(progress.step(action, step).state is MarkState.DONE for step in steps)
    if len(steps) < 2:
        return effort_words(action)
    counted = f"{done} of {len(steps)} steps done" if done else f"{len(steps)} steps"
    return f"{counted} · {effort_words(action)}"
