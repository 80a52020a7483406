"""Whether Discord takes every card about the content: `cairn check` builds each of them, along every path."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from discord import ui

from bot.domain.custom_id import LARGEST_NUMBER
from bot.domain.library import Library
from bot.domain.paths import Path, combinations
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.views.certifications import certification
from bot.views.details import details, step_details
from bot.views.faqs import answer
from bot.views.projects import PARTS, part
from bot.views.roadmap import phase, roadmap

Card = tuple[str, Callable[[], ui.LayoutView]]


def unbuilt(library: Library) -> Iterator[str]:
    """A sentence for each card that is too long, or has a button that means too much."""
    for written in library.roadmaps:
        yield from _beside_the_trail(written)
        told: set[str] = set()
        built: set[Phase | Action] = set()
        for path in ({}, *combinations(written.choices)):
            for name, why in _faults(_of_one_path(along(written, path), path, built)):
                if name not in told:
                    told.add(name)
                    yield _told(written, name, why)


def _beside_the_trail(road: Roadmap) -> Iterator[str]:
    """What can't be built of the cards that no path changes: answers, exams, guides with all their parts."""
    progress, owner = Progress(road), LARGEST_NUMBER
    cards: list[Card] = [
        *((each.id, partial(answer, road, each, owner)) for each in road.questions),
        *((each.id, partial(certification, road, each, owner)) for each in road.certifications),
        *(
            (each.id, partial(part, progress, each, name, owner))
            for each in road.guides
            for name in ("", *PARTS)
        ),
    ]
    yield from (_told(road, name, why) for name, why in _faults(cards))


def _of_one_path(road: Roadmap, path: Path, built: set[Phase | Action]) -> list[Card]:
    """The cards of one path; what is the same as on another one before is built already."""
    progress, owner = Progress(road), LARGEST_NUMBER
    phases = [each for each in road.current_phases if each not in built]
    actions = [each for each in road.actions if each not in built]
    built.update(phases, actions)
    cards: list[Card] = [
        (road.id, partial(roadmap, progress, owner, path)),
        *((each.id, partial(phase, progress, each, owner)) for each in phases),
        *((each.id, partial(details, progress, each, owner)) for each in actions),
    ]
    steps = (step for action in actions for step in progress.open_steps(action) if step.step.id)
    return [*cards, *((step.ref, partial(step_details, progress, step, owner)) for step in steps)]


def _told(road: Roadmap, name: str, why: ValueError) -> str:
    return f"{road.id}/{name}: its card can't be shown: {why}"


def _faults(cards: Iterable[Card]) -> Iterator[tuple[str, ValueError]]:
    for name, build in cards:
        try:
            build()
        except ValueError as why:
            yield name, why
