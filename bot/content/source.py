"""One YAML file as plain data, together with the line and column of everything in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import yaml

from bot.content.faults import Fault
from bot.content.reading import Loc, written
from bot.content.syntax import START, Mark, UnreadableText, end_of, explain, odd_indent

LARGEST = 1024 * 1024
"""Bytes of a file; more than ten times what a large roadmap has."""

LISTS = (
    "phases",
    "actions",
    "steps",
    "choices",
    "options",
    "certifications",
    "topics",
    "questions",
    "guides",
)
"""Keys under which entries with ids stand."""

_FIRST = {"certifications.yaml": "certifications", "faqs.yaml": "questions", "guides.yaml": "guides"}
"""A key at the top of a file; of any other it is the title."""

_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Source:
    """What one file holds. `data` is None if it could not be read; then `faults` says why.

    `values` and `keys` know the place of every value and of every key; `refused` are the values that are no
    good, or missing, as far as that is known by now.
    """

    file: str
    data: dict[str, object] | None = None
    values: dict[Loc, Mark] = field(default_factory=dict)
    keys: dict[Loc, Mark] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    refused: frozenset[Loc] = frozenset()

    @property
    def listed(self) -> bool:
        """Whether all lists of entries could be read; if not, nobody knows which ids there are."""
        return self.data is not None and not any(_of_list(loc) in LISTS for loc in self.refused)

    def around(self, loc: Loc) -> dict[str, object]:
        """The keys beside this one, and what they hold."""
        found: object = self.data
        for step in loc[:-1]:
            found = _child(found, step)
        return found if isinstance(found, dict) else {}

    def renamed(self, names: Mapping[Loc, str]) -> "Source":
        """With other names of some keys, as if they had been written so."""
        for loc, name in names.items():
            around = self.around(loc)
            around[name] = around.pop(str(loc[-1]))

        def moved(places: Mapping[Loc, Mark]) -> dict[Loc, Mark]:
            return {
                tuple(names.get(loc[: at + 1], step) for at, step in enumerate(loc)): mark
                for loc, mark in places.items()
            }

        return replace(self, values=moved(self.values), keys=moved(self.keys))

    def mark(self, loc: Loc) -> Mark:
        """Where this value stands; if it is missing, where the nearest thing around it begins."""
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, START)

    def name(self, loc: Loc) -> str:
        """The path as people read it: `phases.core-tools.actions.docker.title`."""
        names: list[str] = []
        here: object = self.data
        for step in loc:
            here = _child(here, step)
            name = here.get("id") if isinstance(step, int) and isinstance(here, dict) else step
            names.append(name if isinstance(name, str) and _NAME.fullmatch(name) else str(step))
        return ".".join(names) or "file"

    def fault(self, loc: Loc, sentence: str, mark: Mark | None = None) -> Fault:
        """A fault of the value at this path, told in one line, at its place or at the one given."""
        mark = mark or self.mark(loc)
        return Fault(self.file, mark.line, mark.column, self.name(loc), " ".join(sentence.split()))


def _of_list(loc: Loc) -> str | int:
    """The key of the list that this is, or that it is an entry of."""
    return next((step for step in reversed(loc) if isinstance(step, str)), "")


def _child(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def read(file: Path) -> Source:
    """Read one file. Never raises for what is wrong with it: that is in `faults`."""
    name = file.as_posix()
    try:
        if sentence := _no_text_file(file):
            return _unread(name, START, sentence)
        return parse(name, file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return _unread(name, START, f"can't be read ({error.strerror}); let the bot's user read it")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        return _unread(name, end_of(before), "is not UTF-8 from here on; save the file as UTF-8")


def parse(name: str, text: str) -> Source:
    """The text of a file, read. Never raises for what is wrong with it: that is in `faults`."""
    try:
        odd_indent(text)
        found = written(text, first=_FIRST.get(Path(name).name, "title"))
    except UnreadableText as error:
        return _unread(name, error.mark, error.sentence)
    except yaml.YAMLError as error:
        return _unread(name, *explain(error, text))
    source = Source(name, found.data, found.values, found.keys)
    faults = tuple(source.fault(loc, sentence, mark) for loc, mark, sentence in found.wrong)
    return replace(source, faults=faults)


def _no_text_file(file: Path) -> str:
    """What keeps this from being a text that somebody wrote, empty if nothing does. It isn't opened yet."""
    found = file.stat()
    if not S_ISREG(found.st_mode):
        kind = "a folder" if S_ISDIR(found.st_mode) else "a pipe, a socket or a device"
        return f"is {kind}; put a text file in its place"
    if found.st_size > LARGEST:
        return f"has {found.st_size:,} bytes; a file of at most {LARGEST:,} is read"
    return ""


def _unread(name: str, mark: Mark, sentence: str) -> Source:
    return Source(name, faults=(Fault(name, mark.line, mark.column, "file", sentence),))
