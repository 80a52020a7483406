"""One YAML file as plain data, together with the line and column of everything in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from bot.content.faults import Fault
from bot.content.syntax import START, Mark, end_of, explain

Steps = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NAME = re.compile(r"[\w-]+")
# What looks like a comment right behind a text, but lacks a comment's space: "#1", "#data".
_CUT = re.compile(r"[ \t]+#[^\s#]")


@dataclass(frozen=True)
class Source:
    """What one file holds. `data` is None if it could not be read; then `faults` says why.

    `values` and `keys` know the place of every value and of every key.
    """

    file: str
    data: dict[str, object] | None = None
    values: dict[Steps, Mark] = field(default_factory=dict)
    keys: dict[Steps, Mark] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def mark(self, steps: Steps) -> Mark:
        """Where this value stands; if it is missing, where the nearest thing around it begins."""
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, START)

    def name(self, steps: Steps) -> str:
        """The path as people read it: `phases.core-tools.actions.docker.title`."""
        names: list[str] = []
        here: object = self.data
        for step in steps:
            here = _child(here, step)
            name = here.get("id") if isinstance(step, int) and isinstance(here, dict) else step
            names.append(name if isinstance(name, str) and _NAME.fullmatch(name) else str(step))
        return ".".join(names) or "file"

    def fault(self, steps: Steps, sentence: str, mark: Mark | None = None) -> Fault:
        """A fault of the value at this path, told in one line, at its place or at the one given."""
        mark = mark or self.mark(steps)
        return Fault(self.file, mark.line, mark.column, self.name(steps), " ".join(sentence.split()))


def _child(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def read(file: Path) -> Source:
    """Read one file. Never raises for what is wrong with it: that is in `faults`."""
    name = file.as_posix()
    try:
        text = file.read_bytes().decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        return _unread(name, START, f"can't be read ({error.strerror}); let the bot's user read it")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        return _unread(name, end_of(before), "is not UTF-8 from here on; save the file as UTF-8")
    except yaml.YAMLError as error:
        return _unread(name, *explain(error, text))
    if not isinstance(node, yaml.MappingNode):
        found = "is empty" if node is None else "does not begin with a key"
        return _unread(name, START, f'{found}; write keys such as "title:" at its top, without indent')
    return _Reading(name, text).source(node)


def _unread(name: str, mark: Mark, sentence: str) -> Source:
    return Source(name, faults=(Fault(name, mark.line, mark.column, "file", sentence),))


class _Reading:
    """Turns the nodes of one file into plain data and notes where everything stood."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.values: dict[Steps, Mark] = {}
        self.keys: dict[Steps, Mark] = {}
        self.wrong: list[tuple[Steps, Mark, str]] = []
        self.seen: set[int] = set()

    def source(self, node: yaml.MappingNode) -> Source:
        data = self.mapping(node, ())
        source = Source(self.name, data, self.values, self.keys)
        faults = tuple(source.fault(steps, sentence, mark) for steps, mark, sentence in self.wrong)
        return Source(self.name, data, self.values, self.keys, faults)

    def plain(self, node: yaml.Node, steps: Steps) -> object:
        if id(node) in self.seen:
            # The node stands where it was first written; the repetition only has its key's place.
            mark = self.values[steps] = self.keys.get(steps, self.values[steps[:-1]])
            self.wrong.append((steps, mark, "repeats another place by * and &; write it out here"))
            return None
        self.seen.add(id(node))
        mark = self.values[steps] = _mark(node)
        if not node.tag.startswith(_TAG):
            self.wrong.append((steps, mark, f"{node.tag} has no meaning here; take it out"))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, steps)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*steps, index)) for index, child in enumerate(node.value)]
        self.whole(node, steps)
        convert = _SCALARS.get(node.tag.removeprefix(_TAG), str)
        return convert(node.value)

    def whole(self, node: yaml.Node, steps: Steps) -> None:
        """Tell of a text without quotes that YAML ends at a #, though it goes on."""
        line, column = node.end_mark.line, node.end_mark.column
        plain = getattr(node, "style", None) in (None, "") and node.end_mark.index > node.start_mark.index
        if plain and line < len(self.lines) and (cut := _CUT.match(self.lines[line], column)):
            mark = Mark(line + 1, cut.end() - 1)
            self.wrong.append((steps, mark, 'YAML ends a text before " #"; put the whole text in quotes'))

    def mapping(self, node: yaml.MappingNode, steps: Steps) -> dict[str, object]:
        self.values.setdefault(steps, _mark(node))
        data: dict[str, object] = {}
        for key_node, value in node.value:
            mark = _mark(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.wrong.append(
                    (steps, mark, "a key is a plain word; a text that begins with { or [ needs quotes")
                )
            elif (key := str(key_node.value)) in data:
                first = self.keys[*steps, key].line
                # An entry that begins anew: what follows belongs to another one, and is not twice.
                anew = bool(steps) and isinstance(steps[-1], int) and key == next(iter(data))
                begins = ', or put "- " before it if a new entry begins here' if anew else ""
                sentence = f"is written twice (first in line {first}); keep one{begins}"
                self.wrong.append(((*steps, key), mark, sentence))
                if anew:
                    break
            else:
                self.keys[*steps, key] = mark
                data[key] = self.plain(value, (*steps, key))
        return data


def _mark(node: yaml.Node) -> Mark:
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1, text)


# YAML reads 010 as eight and 1:30 as ninety; nobody who writes a roadmap means that, so they stay text.
def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _decimal(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


_SCALARS: dict[str, Callable[[str], object]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() in ("true", "yes", "on"),
    "int": _whole,
    "float": _decimal,
    "timestamp": _day,
}
