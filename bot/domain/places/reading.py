"""From what somebody types for a place to its time zone: understood, or asked about; never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.errors import Meaning, Unclear, UnknownPlace
from bot.domain.places.abbreviations import zones_called
from bot.domain.places.gazetteer import Area, City, Gazetteer, Named
from bot.domain.places.offsets import read_offset
from bot.domain.places.writing import name_key
from bot.domain.typed import LONGEST, key, plain
from bot.domain.zones import Place, city, same_clock

MOST = 24
"""So many meanings are told at most: they fit a menu with one more option."""

_CITY_RATIO, _REGION_RATIO, _COUNTRY_RATIO = 8, 13, 19
"""A name is understood if so many times more people mean the one clock by it than any other."""

_NICKNAME_WEIGHT, _ZONE_WEIGHT = 0.3, 20_000
_IANA = re.compile(r"\(([\w+-]+(?:/[\w+-]+)+)\)\s*$")
_MARKS = re.compile(r"[(),/|;]+")
_OUTSIDE = " .!?\"'*-"
_EMPTY_WORDS = re.compile(r"\s+(?:local )?(?:time ?zone|timezone|time|tz)$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: Place
    weight: float


def read_place(text: str, gazetteer: Gazetteer, now: int) -> Place:
    """The place that is meant, at an instant (epoch seconds).

    Raises Unclear with what it can mean, or UnknownPlace with a few that sound like it: none for more than
    LONGEST characters, as reading costs the square of the words.
    """
    if len(text) > LONGEST:
        raise UnknownPlace(text)
    found = _meanings(text, gazetteer, now)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unclear(text, tuple(Meaning(place.zone, place.name) for place in found[:MOST]))
    near = suggestions(plain(text), gazetteer)
    raise UnknownPlace(text, near)


def suggestions(typed: str, gazetteer: Gazetteer, limit: int = 5) -> tuple[Place, ...]:
    """Places whose names are nearly like that: never an answer, but perhaps what was meant."""
    name = re.split(_MARKS, typed)[0]
    alike = gazetteer.sounding_like(name_key(name), limit) if len(key(name)) > 3 else ()
    named = [*map(Named, gazetteer.coded(key(typed))), *alike]
    return _distinct(place for each in named for place in places_of(each))[:limit]


def places_of(named: Named) -> Iterable[Place]:
    """What stands for something that has this name: itself, or the largest city of each clock in it."""
    return (candidate.place for candidate in _candidates(named))


def _meanings(text: str, gazetteer: Gazetteer, now: int) -> Sequence[Place]:
    """One if it is understood, several if it is to be asked about, the likeliest first; none if unknown."""
    if (offered := _IANA.search(text)) and (zone := _zone_named(offered[1], gazetteer)):
        return [Place(text[: offered.start()].strip(), zone)]
    typed = plain(text).strip(_OUTSIDE.replace("-", ""))
    offset = read_offset(typed, now)
    if offset is not None:
        return offset
    if "/" in typed and (zone := _zone_named(typed.partition("(")[0], gazetteer)):
        return [Place(city(zone), zone)]
    if called := zones_called(key(typed)):
        return _decided([_Candidate(Place(city(zone), zone), 1) for zone in called], _CITY_RATIO, now)
    found = _of_name(typed, gazetteer, now)
    shorter = _EMPTY_WORDS.sub("", typed)
    return found or (_of_name(shorter, gazetteer, now) if shorter != typed else ())


def _zone_named(name: str, gazetteer: Gazetteer) -> str | None:
    things = (named.thing for named in gazetteer.named(name_key(name)))
    return next((thing for thing in things if isinstance(thing, str)), None)


def _of_name(typed: str, gazetteer: Gazetteer, now: int) -> Sequence[Place]:
    """What a name can mean, with or without what tells it apart: "paris, texas", "paris texas"."""
    for name, qualifiers in _ways(typed):
        named = gazetteer.named(name_key(name))
        inside = [_areas(qualifier, gazetteer) for qualifier in qualifiers]
        fitting = [each for each in named if all(_lies_in(each.thing, areas) for areas in inside)]
        if fitting and all(inside):
            return _decided(_competing(fitting), _ratio(fitting), now)
    return ()


def _competing(fitting: Sequence[Named]) -> Sequence[_Candidate]:
    """What can be meant. A nickname competes with a name only where it stands for a much larger place."""
    largest = max((each.weight for named in fitting if named.own for each in _candidates(named)), default=0)
    every = [(named.own, each) for named in fitting for each in _candidates(named)]
    return [each for own, each in every if own or each.weight > largest]


def _ways(typed: str) -> Iterable[tuple[str, Sequence[str]]]:
    """The ways to read it: as a name alone, and as a name with qualifiers behind it."""
    parts = [part.strip() for part in re.split(_MARKS, typed) if part.strip()]
    yield typed, ()
    if len(parts) > 1:
        yield parts[0], parts[1:]
    words = " ".join(parts).split()
    for end in range(len(words) - 1, 0, -1):
        yield " ".join(words[:end]), [" ".join(words[end:])]
    for end in range(len(words) - 2, 0, -1):
        yield " ".join(words[:end]), [" ".join(words[end:-1]), words[-1]]


def _areas(qualifier: str, gazetteer: Gazetteer) -> Sequence[Area]:
    named = (each.thing for each in gazetteer.named(name_key(qualifier)))
    return [*gazetteer.coded(key(qualifier)), *(thing for thing in named if isinstance(thing, Area))]


def _lies_in(thing: City | Area | str, areas: Sequence[Area]) -> bool:
    """Whether it lies in one of these, or is one: "Singapore, Singapore"."""
    if isinstance(thing, str):
        return not areas
    return not areas or any(
        area.country == thing.country and area.region in ("", thing.region) for area in areas
    )


def _candidates(named: Named) -> Iterable[_Candidate]:
    """A place by itself; an area by the largest city of each clock in it."""
    share = 1 if named.own else _NICKNAME_WEIGHT
    match named.thing:
        case str(zone):
            yield _Candidate(Place(city(zone), zone), _ZONE_WEIGHT)
        case City() as there:
            yield _Candidate(Place(_told(there), there.zone), share * there.people)
        case Area(zones=((only, people),)) as area:
            yield _Candidate(Place(_told(area), only.zone), share * people)
        case Area(zones=kept):
            for there, people in kept:
                yield _Candidate(Place(_told(there), there.zone), share * people)


def _told(thing: City | Area) -> str:
    return f"{thing.name}, {thing.where}" if thing.where and thing.where != thing.name else thing.name


def _ratio(fitting: Sequence[Named]) -> int:
    """How clear it has to be: what means one area with several clocks is asked about sooner."""
    only = fitting[0].thing if len(fitting) == 1 else None
    if isinstance(only, Area):
        return _REGION_RATIO if only.region else _COUNTRY_RATIO
    return _CITY_RATIO


def _decided(candidates: Iterable[_Candidate], ratio: int, now: int) -> Sequence[Place]:
    """The one that is meant, if that is clear; else one for each clock, and then the others."""
    clocks: list[list[_Candidate]] = []
    for candidate in sorted(candidates, key=lambda each: -each.weight):
        zone = candidate.place.zone
        same = next((clock for clock in clocks if same_clock(clock[0].place.zone, zone, now)), None)
        if same is None:
            clocks.append([candidate])
        else:
            same.append(candidate)
    weights = [sum(each.weight for each in clock) for clock in clocks]
    best = max(range(len(clocks)), key=weights.__getitem__, default=None)
    if best is None:
        return ()
    if len(clocks) == 1 or weights[best] > ratio * (sum(weights) - weights[best]):
        return [clocks[best][0].place]
    first = [clock[0] for clock in clocks]
    rest = [each for clock in clocks for each in clock[1:]]
    return _distinct(each.place for each in (*first, *rest))


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each once: of places that are told in the same words, the first."""
    return tuple({place.name: place for place in reversed([*places])}.values())[::-1]
