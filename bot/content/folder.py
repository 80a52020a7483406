"""One roadmap's folder: its files read, checked each and together, and made a roadmap."""

import os
import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

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

NAMES = (*FILES, GUIDES)

SCHEMAS = "schema"
"""No roadmap: under this name the schemas that editors use stand beside the roadmaps."""

FOLDER_NAME = 24
_NAMED = f"are {', '.join(FILES)} and, if you like, {GUIDES}"


class Pack(NamedTuple):
    """What one folder holds: everything that is wrong, or else a roadmap. Stray files are no fault.

    A `bare` one holds no file of a roadmap.
    """

    faults: tuple[Fault, ...]
    strays: tuple[Fault, ...] = ()
    items: tuple[Item, ...] = ()
    roadmap: Roadmap | None = None
    bare: bool = False


def read_pack(folder: Path) -> Pack:
    """Read a roadmap's folder. Never raises for what is wrong in it."""
    if leads_nowhere(folder):
        return Pack((_whole(folder, "folder", _LEADS_NOWHERE),))
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        return Pack((unreadable(folder, error),))
    if _leads_out(folder, folder.parent):
        return Pack((_whole(folder, "folder", _LEADS_OUT),))
    if not any(file.name in NAMES for file in listed):
        return Pack((_whole(folder, "folder", _HOLDS_NONE),), _strays(listed), bare=True)
    files = [_file(folder, name, listed) for name in NAMES]
    first, main = fit(files[0], RoadmapFile)
    second, certifications = fit(files[1], CertificationsFile)
    third, faqs = fit(files[2], FaqsFile)
    fourth, projects = fit(files[3], GuidesFile)
    sources = (main, certifications, faqs, projects)
    entries = items(*sources)
    faults = (
        *_folder_name(folder),
        *chain.from_iterable(source.faults for source in sources),
        *_together(entries, folder.name, main, faqs, certifications, projects),
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
        if leads_nowhere(file):
            return Source(file.as_posix(), faults=(_whole(file, "file", _LEADS_NOWHERE),))
        if _leads_out(file, folder.parent):
            return Source(file.as_posix(), faults=(_whole(file, "file", _LEADS_OUT),))
        return read(file)
    if name == GUIDES:
        return Source(file.as_posix(), {"guides": []})
    there = did_you_mean(name, (other.name for other in listed))
    advice = there or f"; a roadmap needs all of {', '.join(FILES)} (a list in it may be empty: [])"
    return Source(file.as_posix(), faults=(_whole(file, "file", f"is missing{advice}"),))


_HOLDS_NONE = (
    f"holds none of the files of a roadmap, which {_NAMED}; put them there, or begin its name with _ to "
    "leave it out"
)
_LEADS_NOWHERE = "is a link that leads nowhere; mend it, or take it away"
_LEADS_OUT = "is a link that leads out of the content folder; put the thing itself there"


def leads_nowhere(path: Path) -> bool:
    """Whether this is a link to nothing, or to itself."""
    return path.is_symlink() and not path.exists()


def _leads_out(path: Path, root: Path) -> bool:
    """Whether this is somewhere else than it seems. Links within the content folder are fine."""
    # Unlike Path.resolve, it has an answer for a link that leads to itself: reading that tells what is wrong.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _folder_name(folder: Path) -> tuple[Fault, ...]:
    if re.fullmatch(KEBAB, folder.name) and len(folder.name) <= FOLDER_NAME:
        return ()
    rule = f"write lower case with single hyphens, at most {FOLDER_NAME} characters"
    return (_whole(folder, "folder", f'"{folder.name}" is no name for a roadmap; {rule}'),)


def _together(
    entries: tuple[Item, ...], roadmap: str, main: Source, faqs: Source, *others: Source
) -> tuple[Fault, ...]:
    """What is wrong between the entries of these files."""
    checks = [references.ids, references.titles, references.wordings]
    checks += [formerly.former_ids, formerly.inherited, paths.leftovers]
    checks += [consistency.amounts, consistency.months, consistency.exams]
    checks += [actions.steps_or_hours, actions.amounts, actions.pages]
    checks += [actions.step_pages, actions.cards]
    checks += [formerly.former_actions] if main.listed else []
    checks += [references.topics] if faqs.listed else []
    checks += (
        [references.links, paths.conditions, guides.guides]
        if all(source.listed for source in (main, faqs, *others))
        else []
    )
    found = chain.from_iterable(check(entries) for check in checks)
    return (*found, *actions.buttons(entries, roadmap))


def _told_once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """In the order of the file; of several faults of one value only the first, which is the plainest."""
    first: dict[tuple[str, int, int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.file, fault.line, fault.column, fault.path), fault)
    return tuple(sorted(first.values()))


def _strays(listed: Sequence[Path]) -> tuple[Fault, ...]:
    strays = (file for file in listed if file.suffix in (".yaml", ".yml") and file.name not in NAMES)
    return tuple(_whole(file, "file", f"is not read; a roadmap's files {_NAMED}") for file in strays)


def _whole(file: Path, path: str, sentence: str) -> Fault:
    """A fault of a file or a folder, not of anything in it."""
    return Fault(file.as_posix(), 1, 1, path, sentence)
