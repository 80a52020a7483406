"""The text of one YAML file as plain data, and where everything in it stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

import yaml
from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.resolver import Resolver

from bot.content.syntax import START, Mark, UnreadableText
from bot.domain.signs import blank, clean

Loc = tuple[str | int, ...]
"""Keys and positions (from 0) that lead to a value from the top of its file."""

# Events come one by one from either, however deep they nest; a tree of nodes is never built.
LOADERS: tuple[Any, ...] = tuple(
    getattr(yaml, name) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)
)
DEEPEST = 20
"""Levels of keys and lists; a roadmap has eleven."""

_TAG = "tag:yaml.org,2002:"
_TAGS: Any = Resolver()
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
# What looks like a comment right behind a text, but lacks a comment's space: "#1", "#data".
_CUT = re.compile(r"[ \t]+#[^\s#]")
_TOP = 'write keys such as "{}:" at its top, without indent'


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says: plain data, the places of all values and keys, and what has no meaning here."""

    data: dict[str, object]
    values: dict[Loc, Mark] = field(default_factory=dict)
    keys: dict[Loc, Mark] = field(default_factory=dict)
    wrong: list[tuple[Loc, Mark, str]] = field(default_factory=list)


def written(text: str, loader: Any = LOADERS[0], *, first: str = "title") -> Written:
    """What a text says; yaml.YAMLError or UnreadableText where it can't be read to its end.

    `first` is a key that such a text has at its top.
    """
    return _Reading(text, loader, _TOP.format(first)).document()


class _Reading:
    """Goes through the events of one file, once."""

    def __init__(self, text: str, loader: Any, top: str) -> None:
        self.top = top
        self.lines = text.splitlines()
        self.events: Iterator[Any] = yaml.parse(text, Loader=loader)
        self.found = Written({})

    def document(self) -> Written:
        next(self.events)  # the stream's beginning
        if isinstance(next(self.events), StreamEndEvent):
            raise UnreadableText(START, f"is empty; {self.top}")
        event = next(self.events)
        if _is_blank(event):
            raise UnreadableText(START, f"is empty; {self.top}")
        if not isinstance(event, MappingStartEvent):
            raise UnreadableText(START, f"does not begin with a key; {self.top}")
        self.found.data.update(self.value(event, ()))
        next(self.events)  # the document's end
        if isinstance(after := next(self.events), DocumentStartEvent):
            raise UnreadableText(_mark(after), "a file holds one document; take this --- line out")
        return self.found

    def value(self, event: Any, loc: Loc) -> Any:
        mark = self.found.values[loc] = _mark(event)
        _not_too_deep(len(loc), event)
        if sentence := _no_plain_value(event):
            self.found.wrong.append((loc, mark, sentence))
            wrong = len(self.found.wrong)
            data = self.plain(event, loc)
            del self.found.wrong[wrong:]  # one fault is enough of a text that became a list, or keys
            return data
        return self.plain(event, loc)

    def plain(self, event: Any, loc: Loc) -> Any:
        if isinstance(event, ScalarEvent):
            return self.scalar(event, loc)
        if isinstance(event, MappingStartEvent):
            return self.mapping(loc)
        return self.sequence(loc) if isinstance(event, SequenceStartEvent) else None

    def sequence(self, loc: Loc) -> list[object]:
        data: list[object] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            data.append(self.value(event, (*loc, len(data))))
        return data

    def mapping(self, loc: Loc) -> dict[str, object]:
        data: dict[str, object] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.key(event, loc)
            if key is None:
                self.skip(next(self.events))
            elif key not in data:
                self.found.keys[*loc, key] = _mark(event)
                data[key] = self.value(next(self.events), (*loc, key))
            elif self.begins_anew(event, loc, data):
                self.skip(next(self.events))
                self.skip_mapping()
                break
            else:
                self.skip(next(self.events))
        return data

    def key(self, event: Any, loc: Loc) -> str | None:
        """The key that begins here, as it is written: `on` is one, though YAML reads it as true."""
        if isinstance(event, ScalarEvent):
            if sentence := _no_plain_value(event):
                self.found.wrong.append(((*loc, event.value), _mark(event), sentence))
            return str(event.value)
        self.skip(event)
        sentence = "a key is a plain word; a text that begins with {, [ or * needs quotes"
        self.found.wrong.append((loc, _mark(event), sentence))
        return None

    def begins_anew(self, event: Any, loc: Loc, data: dict[str, object]) -> bool:
        """Tell of a key that was there before; whether what follows belongs to another entry."""
        key = str(event.value)
        anew = bool(loc) and isinstance(loc[-1], int) and key == next(iter(data))
        begins = ', or put "- " before it if a new entry begins here' if anew else ""
        first = self.found.keys[*loc, key].line
        sentence = f"is written twice (first in line {first}); keep one{begins}"
        self.found.wrong.append(((*loc, key), _mark(event), sentence))
        return anew

    def skip_mapping(self) -> None:
        while not isinstance(event := next(self.events), MappingEndEvent):
            self.skip(event)

    def skip(self, event: Any) -> None:
        """Pass over a value."""
        depth = _nesting(event)
        while depth:
            _not_too_deep(depth, event)
            depth += _nesting(event := next(self.events))

    def scalar(self, event: Any, loc: Loc) -> object:
        value: object = event.value
        if not event.style:
            self.cut_off(event, loc)
        if not event.style or event.tag:  # else it is a text, whatever stands in it
            tag = event.tag or _TAGS.resolve(yaml.ScalarNode, value, event.implicit)
            value = _SCALARS.get(tag.removeprefix(_TAG), str)(event.value)
        if isinstance(value, str) and (sentence := _hidden_in(value)):
            self.found.wrong.append((loc, _mark(event), sentence))
        return value

    def cut_off(self, event: Any, loc: Loc) -> None:
        """Tell of a text without quotes that YAML ends at a #, though it goes on."""
        line = event.end_mark.line
        if not event.value or line >= len(self.lines):
            return
        if cut := _CUT.match(self.lines[line], event.end_mark.column):
            sentence = 'YAML ends a text before " #"; put the whole text in quotes'
            self.found.wrong.append((loc, Mark(line + 1, cut.end() - 1), sentence))


def _is_blank(event: Any) -> bool:
    return isinstance(event, ScalarEvent) and not event.value and not event.style


def _no_plain_value(event: Any) -> str:
    """What is no text, list or keys, but an order to YAML; empty for what is plain."""
    if event.anchor and isinstance(event, AliasEvent):
        return "a text that begins with * needs quotes; to repeat another place, write it out here"
    if event.anchor:
        return "a text that begins with & needs quotes"
    if event.tag:
        shown = event.tag.replace(_TAG, "!!")
        return f"{shown} has no meaning here; take it out, or put a text that begins with ! in quotes"
    return ""


def _hidden_in(text: str) -> str:
    """What is in a text that nobody can see, or that turns it around; empty for nothing."""
    if text.isascii() and text.isprintable():  # which nearly all are: no other way to know costs so little
        return ""
    if text.strip() and blank(text):
        return "is blank, though it holds invisible signs; write a text"
    if clean(text) == text:
        return ""
    hidden = next(sign for sign in text if clean(sign) != sign)
    return f"holds an invisible sign (U+{ord(hidden):04X}); delete it"


def _not_too_deep(depth: int, event: Any) -> None:
    if depth > DEEPEST:
        sentence = f"lies more than {DEEPEST} levels deep; a text that begins with [, {{ or - needs quotes"
        raise UnreadableText(_mark(event), sentence)


def _nesting(event: Any) -> int:
    return isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)


def _mark(event: Any) -> Mark:
    text = event.value if isinstance(event, ScalarEvent) else ""
    begins = event.start_mark
    return Mark(begins.line + 1, begins.column + 1, text)


# YAML reads 010 as eight and 1:30 as ninety; nobody who writes a roadmap means that, so they stay text.
def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _decimal(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) else text


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
