"""One roadmap's folder: its three files read, checked each and together, and made a roadmap."""

import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.content import consistency, references
from bot.content.faults import Fault, did_you_mean
from bot.content.items import Item, items
from bot.content.models import CertificationsFile, FaqsFile, RoadmapFile, to_roadmap
from bot.content.schema_errors import fit
from bot.content.source import Source, read
from bot.domain.roadmap import Roadmap

FILES = ("roadmap.yaml", "certifications.yaml", "faqs.yaml")
FOLDER_NAME = 24
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Pack:
    """What one folder holds: everything that is wrong, or else a roadmap. Stray files are no fault."""

    faults: tuple[Fault, ...]
    strays: tuple[Fault, ...]
    items: tuple[Item, ...]
    roadmap: Roadmap | None


def read_pack(folder: Path) -> Pack:
    """Read a roadmap's folder. Never raises for what is wrong in it."""
    sources = main, certifications, faqs = (
        _file(folder, FILES[0]),
        _file(folder, FILES[1]),
        _file(folder, FILES[2]),
    )
    first, first_faults = fit(main, RoadmapFile)
    second, second_faults = fit(certifications, CertificationsFile)
    third, third_faults = fit(faqs, FaqsFile)
    entries = items(main, certifications, faqs)
    faults = (
        *_folder_name(folder),
        *chain.from_iterable(source.faults for source in sources),
        *(*first_faults, *second_faults, *third_faults),
        *_together(entries, all(source.data is not None for source in sources)),
    )
    roadmap = None
    if first and second and third and not faults:
        roadmap = to_roadmap(folder.name, first, second, third)
    return Pack(_told_once(faults), _strays(folder), entries, roadmap)


def _file(folder: Path, name: str) -> Source:
    file = folder / name
    if file.exists():
        return read(file)
    there = did_you_mean(name, (other.name for other in folder.iterdir() if other.name not in FILES))
    advice = there or f"; a roadmap needs all of {', '.join(FILES)} (a list in it may be empty: [])"
    return Source(file.as_posix(), faults=(Fault(file.as_posix(), 1, 1, "file", f"is missing{advice}"),))


def _folder_name(folder: Path) -> tuple[Fault, ...]:
    if _KEBAB.fullmatch(folder.name) and len(folder.name) <= FOLDER_NAME:
        return ()
    rule = f"write lower case with single hyphens, at most {FOLDER_NAME} characters"
    return (Fault(folder.as_posix(), 1, 1, "folder", f'"{folder.name}" is no name for a roadmap; {rule}'),)


def _together(entries: tuple[Item, ...], complete: bool) -> tuple[Fault, ...]:
    checks = [references.ids, references.former_ids, references.titles, references.wordings]
    checks += [consistency.amounts, consistency.months, consistency.exams, consistency.cards]
    checks += [references.links] if complete else []
    return tuple(chain.from_iterable(check(entries) for check in checks))


def _told_once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """In the order of the file; of several faults of one value only the first, which is the plainest."""
    first: dict[tuple[str, int, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.column, fault.path), fault)
    return tuple(sorted(first.values()))


def _strays(folder: Path) -> tuple[Fault, ...]:
    strays = sorted(
        file for file in folder.iterdir() if file.suffix in (".yaml", ".yml") and file.name not in FILES
    )
    sentence = f"is not read; a roadmap's files are {', '.join(FILES)}"
    return tuple(Fault(file.as_posix(), 1, 1, "file", sentence) for file in strays)
