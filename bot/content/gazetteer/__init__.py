"""The table of places that ships: read where it lies, line by line, so that it takes no memory.

`places.tsv` has a line for each place, the larger one first; `names.tsv`, sorted by bytes, has a line for
each key of a name with where its places begin in the other file; `likely.tsv` has some of these lines, for
what is misspelt or hardly begun. tests/gazetteer builds them.
"""

import heapq
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from bot.domain.places.gazetteer import Area, City, Named
from bot.domain.places.writing import CODE, NICKNAME

_FOLDER = Path(__file__).parent
_CHUNK = 64 * 1024
LONGEST = 4096  # no line of either file is longer, in bytes; a test holds it
_LONG = 3
"""What is shorter begins so many names that only the likely ones are looked through."""


class ShippedGazetteer:
    """A `bot.domain.places.gazetteer.Gazetteer`. The files are opened at first use and stay open."""

    def named(self, key: str) -> Sequence[Named]:
        """Everything that is called exactly that, the largest first."""
        name, marks = next(self._names_from(key), ("", ""))
        return [self._named(mark) for mark in marks.split()] if name == key and key else []

    def coded(self, key: str) -> Sequence[Area]:
        """The countries and regions with this code."""
        found = (named.thing for named in self.named(CODE + key))
        return [thing for thing in found if isinstance(thing, Area)]

    def beginning(self, key: str, limit: int) -> Sequence[Named]:
        """What is called something that begins like this: by its own name first, then the larger."""
        found: dict[int, bool] = {}
        if not key:
            return []
        for name, marks in self._likely() if len(key) < _LONG else self._names_from(key):
            if not name.startswith(key):
                if len(key) < _LONG:
                    continue
                break
            for mark in marks.split():
                found[_at(mark)] = found.get(_at(mark), True) and mark.startswith(NICKNAME)
        first = heapq.nsmallest(limit, found, key=lambda at: (found[at], at))
        return [Named(self._place(at), own=not found[at]) for at in first]

    def sounding_like(self, key: str, limit: int) -> Sequence[Named]:
        """Larger places whose names differ from this by little, the likeliest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a name is misspelt

        near = dict(self._likely())
        alike = process.extract(key, near.keys(), scorer=fuzz.ratio, limit=8 * limit, score_cutoff=72)
        ranked = sorted(alike, key=lambda match: (-round(match[1] / 6), _at(near[match[0]])))
        return [
            self._named(mark) for mark in list(dict.fromkeys(near[name] for name, _, _ in ranked))[:limit]
        ]

    def _named(self, mark: str) -> Named:
        return Named(self._place(_at(mark)), own=not mark.startswith(NICKNAME))

    def _place(self, at: int) -> City | Area | str:
        line = os.pread(self._places, LONGEST, at).partition(b"\n")[0].decode()
        match line.split("\t"):
            case [zone]:
                return zone
            case [name, where, country, region, zone, people]:
                return City(name, where, country, region, zone, int(people))
            case [name, where, country, region, keeping]:
                parts = (each.split(":") for each in keeping.split())
                cities = ((self._place(int(at)), int(people)) for at, people in parts)
                zones = tuple((each, people) for each, people in cities if isinstance(each, City))
                return Area(name, where, country, region, zones)
        raise ValueError(f"places.tsv at {at}: {line!r}")

    def _likely(self) -> Iterator[tuple[str, str]]:
        """The names that are meant most often, each with its largest place."""
        return map(_parted, (_FOLDER / "likely.tsv").read_text(encoding="utf-8").splitlines())

    def _names_from(self, key: str) -> Iterator[tuple[str, str]]:
        """The names from the first that is no smaller than this key, each with its places."""
        wanted, low, high = key.encode(), 0, self._size
        while low < high:  # a line that begins at `low` or after it and before `high` may be the first
            middle = (low + high) // 2
            begins, line = self._line_after(middle)
            if begins >= high or line.partition(b"\t")[0] >= wanted:
                high = middle
            else:
                low = begins + len(line) + 1
        at, rest = self._line_after(low)[0] if low else 0, b""
        while chunk := os.pread(self._names, _CHUNK, at):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (_parted(line.decode()) for line in lines)
            at += len(chunk)

    def _line_after(self, at: int) -> tuple[int, bytes]:
        """The first line that begins at this place or after it, and where that is."""
        if at == 0:
            return 0, os.pread(self._names, LONGEST, 0).partition(b"\n")[0]
        read = os.pread(self._names, 2 * LONGEST, at - 1)
        skipped, _, rest = read.partition(b"\n")
        return at + len(skipped), rest.partition(b"\n")[0]

    @cached_property
    def _names(self) -> int:
        return os.open(_FOLDER / "names.tsv", os.O_RDONLY)

    @cached_property
    def _places(self) -> int:
        return os.open(_FOLDER / "places.tsv", os.O_RDONLY)

    @cached_property
    def _size(self) -> int:
        return os.fstat(self._names).st_size


def _parted(line: str) -> tuple[str, str]:
    name, _, marks = line.partition("\t")
    return name, marks


def _at(mark: str) -> int:
    return int(mark.removeprefix(NICKNAME))
