"""Ticks and exams whose id the content knows no more: nothing of it is deleted, but it counts nowhere."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.library import Library
from bot.domain.marks import ALL


class Lost(NamedTuple):
    """What members ticked or passed, by its id, and how many; the id is empty for a whole roadmap."""

    roadmap: str
    ref: str
    members: int


def lost(library: Library, held: Mapping[tuple[str, str], int]) -> tuple[Lost, ...]:
    """What members hold, by roadmap and ref, that counts nowhere; of a roadmap that is gone one for all."""
    roadmaps = {roadmap.id: roadmap for roadmap in library.roadmaps}
    found: dict[tuple[str, str], int] = {}
    for (name, ref), members in held.items():
        roadmap = roadmaps.get(name)
        if roadmap is None:
            found[name, ""] = max(members, found.get((name, ""), 0))
        elif ref != ALL and not roadmap.knows(ref):
            found[name, ref] = members
    return tuple(Lost(name, ref, members) for (name, ref), members in sorted(found.items()))
