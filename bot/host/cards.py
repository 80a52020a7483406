"""Whether Discord takes every card about the content: `cairn check` builds each of them, along every path."""

from collections.abc import Callable, Iterator
from functools import partial

from discord import ui

from bot.domain.custom_id import LARGEST_NUMBER
from bot.domain.library import Library
from bot.domain.paths import Path, combinations
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.views.details import details, step_details
from bot.views.roadmap import phase, roadmap


def unbuilt(library: Library) -> Iterator[str]:
    """A sentence for each card that is too long, or has a button that means too much."""
    for written in library.roadmaps:
        told: set[str] = set()
        built: set[Phase | Action] = set()
        for path in ({}, *combinations(written.choices)):
            for name, why in _of_one_path(along(written, path), path, built):
                if name not in told:
                    told.add(name)
                    yield f"{written.id}/{name}: its card can't be shown: {why}"


def _of_one_path(road: Roadmap, path: Path, built: set[Phase | Action]) -> Iterator[tuple[str, ValueError]]:
    """What can't be built of one path; what is the same as on another one before is built already."""
    progress, owner = Progress(road), LARGEST_NUMBER
    phases = [each for each in road.current_phases if each not in built]
    actions = [each for each in road.actions if each not in built]
    built.update(phases, actions)
    cards: list[tuple[str, Callable[[], ui.LayoutView]]] = [
        (road.id, partial(roadmap, progress, owner, path)),
        *((each.id, partial(phase, progress, each, owner)) for each in phases),
        *((each.id, partial(details, progress, each, owner)) for each in actions),
    ]
    steps = (step for action in actions for step in progress.open_steps(action) if step.step.id)
    cards += ((step.ref, partial(step_details, progress, step, owner)) for step in steps)
    for name, build in cards:
        try:
            build()
        except ValueError as why:
            yield name, why
