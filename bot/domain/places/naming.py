"""A name, with or without what tells it apart: "paris", "paris, texas", "paris texas", "usa, texas"."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.places.gazetteer import Area, City, Gazetteer, Named
from bot.domain.places.kinds import Thing, said_to_be
from bot.domain.places.writing import name_key
from bot.domain.typed import key

MARKS = re.compile(r"[(),/|;]+")
"""What stands between a name and what tells it apart."""

_JOINED = re.compile(r"[(),/|;-]+")
_OR = re.compile(r"(?<=\S) ?[(),/|; ] ?(?:or|aka|alias|formerly|former|ex|now|=) (?=\S)|[(),/|;]+")
"""What stands between two names of one place."""

_HYPHEN = re.compile(r" ?- ?")

MOST_WORDS = 8
"""In so many words at most it is looked for what is a name and what tells it apart."""

VAGUE = frozenset((
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "northern",
    "southern", "eastern", "western", "northcoast", "southcoast", "eastcoast", "westcoast", "coast",
    "central", "centre", "center", "midland", "midlands", "capital", "nationalcapital", "union", "island",
    "islands", "lake", "river", "valley", "bay", "port", "district", "san", "santa", "santo", "saint", "st",
    "los", "las", "la", "new",
))  # fmt: skip
"""What names a place somewhere, but is most often said of another."""


def fitting(typed: str, gazetteer: Gazetteer) -> Sequence[Named]:
    """What a plain text can name, in the first way of reading it that names anything."""
    for name, qualifiers in _ways(typed):
        named = _named(name, gazetteer)
        inside = [_areas(qualifier, gazetteer) for qualifier in qualifiers] if named else []
        found = [each for each in named if all(_lies_in(each.thing, areas) for areas in inside)]
        if found and all(inside):
            return found
    return _of_all_names(typed, gazetteer)


def parts_of(typed: str) -> Sequence[str]:
    """What stands between the marks of a plain text."""
    return [part.strip() for part in MARKS.split(typed) if part.strip()]


def _ways(typed: str) -> Iterable[tuple[str, Sequence[str]]]:
    """The ways to read it: as a name alone, and as a name with qualifiers behind it or before it."""
    parts = [part.strip() for part in _JOINED.split(typed) if part.strip()]
    yield typed, ()
    if len(parts) > 1:
        yield parts[0], parts[1:]
        yield parts[-1], parts[:-1]
    words = " ".join(parts).split()
    if len(words) > MOST_WORDS:
        return
    for end in range(len(words) - 1, 0, -1):
        yield " ".join(words[:end]), [" ".join(words[end:])]
    for end in range(len(words) - 2, 0, -1):
        yield " ".join(words[:end]), [" ".join(words[end:-1]), words[-1]]
    for start in range(1, len(words)):
        yield " ".join(words[start:]), [" ".join(words[:start])]


def _named(name: str, gazetteer: Gazetteer) -> Sequence[Named]:
    """What is called that; or else what is called so without the kind that it is said to be of."""
    if found := gazetteer.named(name_key(name)):
        return found
    for bare, kinds in said_to_be(name):
        named = gazetteer.named(name_key(bare)) if name_key(bare) not in VAGUE else ()
        for fits in kinds:
            if of_kind := [each for each in named if fits(each.thing)]:
                return of_kind
    return ()


def _of_all_names(typed: str, gazetteer: Gazetteer) -> Sequence[Named]:
    """The place that has all these names: "Kyiv/Kiev", "Ho Chi Minh City (Saigon)", "Bombay or Mumbai"."""
    told = ([name for name in marks.split(typed) if name.strip()] for marks in (_OR, _HYPHEN))
    names = next((names for names in told if len(names) > 1), [])
    if not names:
        return ()
    first, *others = [_named(name, gazetteer) for name in names]
    for name, named in zip(names[1:], others, strict=True):
        things = [each.thing for each in named]
        areas = _areas(name, gazetteer)
        first = [
            each for each in first if _same(each.thing, things) or (areas and _lies_in(each.thing, areas))
        ]
    return first


def _same(thing: Thing, things: Sequence[Thing]) -> bool:
    """Whether it is one of these, or a city of the same region and clock as one: "Dallas/Fort Worth"."""
    return thing in things or (
        isinstance(thing, City)
        and any(
            (thing.country, thing.region, thing.zone) == (each.country, each.region, each.zone)
            for each in things
            if isinstance(each, City)
        )
    )


def _areas(qualifier: str, gazetteer: Gazetteer) -> Sequence[Area]:
    named = (each.thing for each in _named(qualifier, gazetteer))
    return [*gazetteer.coded(key(qualifier)), *(thing for thing in named if isinstance(thing, Area))]


def _lies_in(thing: Thing, areas: Sequence[Area]) -> bool:
    """Whether it lies in one of these, or is one: "Singapore, Singapore"."""
    if isinstance(thing, str):
        return not areas
    return not areas or any(
        area.country == thing.country and area.region in ("", thing.region) for area in areas
    )
