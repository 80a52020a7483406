"""One roadmap's folder: its files read, checked each and together, and made a roadmap."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bot.content import actions, consistency, formerly, guides, paths, references
from bot.content.faults import Fault, did_you_mean
from bot.content.fields import KEBAB
from bot.content.items import Item, items
from bot.content.models import CertificationsFile, FaqsFile, GuidesFile, RoadmapFile, to_roadmap
from bot.content.schema_errors import fit
from bot.content.source import Source, read
from bot.domain.roadmap import Roadmap

FILES = ("roadmap.yaml", "certifications.yaml", "faqs.yaml")
GUIDES = "guides.yaml"
"""The one that may be missing."""

SCHEMAS = "schema"
"""No roadmap: under this name the schemas that editors use stand beside the roadmaps."""

FOLDER_NAME = 24
_NAMED = f"are {', '.join(FILES)} and, if you like, {GUIDES}"


@dataclass(frozen=True, slots=True)
class Pack:
    """What one folder holds: everything that is wrong, or else a roadmap. Stray files are no fault."""

    faults: tuple[Fault, ...]
    strays: tuple[Fault, ...] = ()
    items: tuple[Item, ...] = ()
    roadmap: Roadmap | None = None


def read_pack(folder: Path) -> Pack:
    """Read a roadmap's folder. Never raises for what is wrong in it."""
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        return Pack((unreadable(folder, error),))
    if _leads_out(folder, folder.parent):
        return Pack((_whole(folder, "folder", _LEADS_OUT),))
    sources = main, certifications, faqs, projects = [
        _file(folder, name, listed) for name in (*FILES, GUIDES)
    ]
    first, first_faults = fit(main, RoadmapFile)
    second, second_faults = fit(certifications, CertificationsFile)
    third, third_faults = fit(faqs, FaqsFile)
    fourth, fourth_faults = fit(projects, GuidesFile)
    entries = items(main, certifications, faqs, projects)
    faults = (
        *_folder_name(folder),
        *chain.from_iterable(source.faults for source in sources),
        *(*first_faults, *second_faults, *third_faults, *fourth_faults),
        *_together(entries, folder.name, all(source.data is not None for source in sources)),
    )
    roadmap = None
    if first and second and third and fourth and not faults:
        roadmap = to_roadmap(folder.name, first, second, third, fourth)
    return Pack(_told_once(faults), _strays(listed), entries, roadmap)


def unreadable(folder: Path, error: OSError) -> Fault:
    """A folder that can't be looked into."""
    return _whole(folder, "folder", f"can't be read ({error.strerror}); let the bot's user read it")


def _file(folder: Path, name: str, listed: Sequence[Path]) -> Source:
    file = folder / name
    if file in listed:
        if _leads_out(file, folder.parent):
            return Source(file.as_posix(), faults=(_whole(file, "file", _LEADS_OUT),))
        return read(file)
    if name == GUIDES:
        return Source(file.as_posix(), {"guides": []})
    there = did_you_mean(name, (other.name for other in listed))
    advice = there or f"; a roadmap needs all of {', '.join(FILES)} (a list in it may be empty: [])"
    return Source(file.as_posix(), faults=(_whole(file, "file", f"is missing{advice}"),))


_LEADS_OUT = "is a link that leads out of the content folder; put the thing itself there"


def _leads_out(path: Path, root: Path) -> bool:
    """Whether this is somewhere else than it seems. Links within the content folder are fine."""
    # Unlike Path.resolve, it has an answer for a link that leads to itself: reading that tells what is wrong.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _folder_name(folder: Path) -> tuple[Fault, ...]:
    if re.fullmatch(KEBAB, folder.name) and len(folder.name) <= FOLDER_NAME:
        return ()
    rule = f"write lower case with single hyphens, at most {FOLDER_NAME} characters"
    return (_whole(folder, "folder", f'"{folder.name}" is no name for a roadmap; {rule}'),)


def _together(entries: tuple[Item, ...], roadmap: str, complete: bool) -> tuple[Fault, ...]:
    checks = [references.ids, references.titles, references.wordings, references.topics]
    checks += [formerly.former_ids, formerly.former_actions, formerly.inherited, paths.leftovers]
    checks += [consistency.amounts, consistency.months, consistency.exams]
    checks += [actions.steps_or_hours, actions.amounts, actions.pages, actions.cards]
    checks += [references.links, paths.conditions, guides.guides] if complete else []
    found = chain.from_iterable(check(entries) for check in checks)
    return (*found, *actions.buttons(entries, roadmap))


def _told_once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """In the order of the file; of several faults of one value only the first, which is the plainest."""
    first: dict[tuple[str, int, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.column, fault.path), fault)
    return tuple(sorted(first.values()))


def _strays(listed: Sequence[Path]) -> tuple[Fault, ...]:
    strays = (
        file for file in listed if file.suffix in (".yaml", ".yml") and file.name not in (*FILES, GUIDES)
    )
    return tuple(_whole(file, "file", f"is not read; a roadmap's files {_NAMED}") for file in strays)


def _whole(file: Path, path: str, sentence: str) -> Fault:
    """A fault of a file or a folder, not of anything in it."""
    return Fault(file.as_posix(), 1, 1, path, sentence)
