"""Every fault of the content folder in one run, and the library if there is none: `cairn check`."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bot.content import actions, consistency, facts
from bot.content.faults import ContentBroken, Fault
from bot.content.folder import FILES, SCHEMAS, Pack, leads_nowhere, read_pack, unreadable
from bot.domain.library import Library


class Report(NamedTuple):
    """What a folder holds: faults forbid it, warnings do not. Without faults there is a library."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    library: Library | None

    @property
    def summary(self) -> str:
        """One line: how much was read and whether it can be used."""
        if self.library is None:
            return f"content: {_count(len(self.faults), 'fault')}"
        roadmaps = self.library.roadmaps
        counts = (
            _count(len(roadmaps), "roadmap"),
            _count(sum(len(roadmap.actions) for roadmap in roadmaps), "action"),
            _count(
                sum(not c.retired for roadmap in roadmaps for c in roadmap.certifications), "certification"
            ),
            _count(sum(not q.retired for roadmap in roadmaps for q in roadmap.questions), "question"),
        )
        warnings = f", {_count(len(self.warnings), 'warning')}" if self.warnings else ""
        return f"content: {', '.join(counts)}: ok{warnings}"


def check(folder: Path, today: date) -> Report:
    """Read and check everything below the content folder; never raises for what is wrong in it."""
    packs = _packs(folder)
    warnings = tuple(chain.from_iterable(_warnings(pack, today) for pack in packs))
    try:
        return Report((), warnings, _library(folder, packs))
    except ContentBroken as broken:
        return Report(broken.faults, warnings, None)


def load(folder: Path) -> Library:
    """All roadmaps below the content folder; ContentBroken with every fault if there is any."""
    return _library(folder, _packs(folder))


def _packs(folder: Path) -> tuple[Pack, ...]:
    try:
        return tuple(read_pack(each) for each in _roadmap_folders(folder))
    except OSError as error:
        return (Pack((unreadable(folder, error),)),)


def _library(folder: Path, packs: tuple[Pack, ...]) -> Library:
    told = tuple(chain.from_iterable(pack.faults for pack in packs))
    faults = _no_roadmap(folder) if all(pack.bare for pack in packs) else told
    if faults:
        raise ContentBroken(faults)
    return Library(tuple(pack.roadmap for pack in packs if pack.roadmap))


def _warnings(pack: Pack, today: date) -> Iterator[Fault]:
    yield from pack.strays
    yield from consistency.notes(pack.items, today)
    yield from facts.costs(pack.items)
    yield from facts.answers(pack.items, today)
    yield from actions.first_edition(pack.items)


def _roadmap_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    inside = (each for each in folder.iterdir() if each.name != SCHEMAS)
    named = (each for each in inside if not each.name.startswith((".", "_")))
    # A link that leads nowhere may have been one to a roadmap, unless it is called like a file.
    return sorted(each for each in named if each.is_dir() or (leads_nowhere(each) and not each.suffix))


def _no_roadmap(folder: Path) -> tuple[Fault, ...]:
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "there is no such folder"
        sentence = f"{what}; name the one that holds the roadmaps' folders (CONTENT_DIR by default)"
    elif (folder / FILES[0]).exists():
        sentence = (
            f"is the folder of one roadmap; name the folder around it: {folder.resolve().parent.as_posix()}"
        )
    else:
        sentence = f"holds no roadmap; make a folder in it, such as mlops-engineer, with {', '.join(FILES)}"
    return (Fault(folder.as_posix(), 1, 1, "folder", sentence),)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
