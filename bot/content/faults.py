"""What is wrong in the content and where: one line that an author can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

# So much of a wrong value is repeated; its place is known anyway.
QUOTED = 60


class Fault(NamedTuple):
    """One thing to put right. Line and column count from 1, as editors do.

    `path` leads to it through keys, ids and (where there is no id) positions counted from 0.
    """

    file: str
    line: int
    column: int
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {self.sentence}"


@dataclass(eq=False)
class ContentBroken(Exception):
    """The content can't be used as it is; every fault is told."""

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def clipped(text: str) -> str:
    """A wrong value, as much of it as a sentence has room for."""
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to a wrong one, whatever the case; empty if none is close."""
    by_letters = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), list(by_letters), n=1)
    return by_letters[near[0]] if near else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that offers the known name closest to a wrong one; empty if none is close."""
    near = nearest(name, known)
    return f'; did you mean "{near}"?' if near else ""
