"""What something of a name can mean, how likely that is, and whether one of it is clearly meant."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.domain.places.gazetteer import Area, City, Named
from bot.domain.zones import Place, city, same_clock

CITY_RATIO, _REGION_RATIO, _COUNTRY_RATIO = 8, 13, 19
"""A name is understood if so many times more people mean the one clock by it than any other."""

_NICKNAME_WEIGHT, _ZONE_WEIGHT = 0.3, 20_000


class Candidate(NamedTuple):
    """A place, and how many people mean it; `own` if that is what it calls itself."""

    place: Place
    weight: float = 1
    own: bool = True


def candidates_of(named: Named) -> Iterable[Candidate]:
    """A place by itself; an area by the largest city of each clock in it."""
    share = 1 if named.own else _NICKNAME_WEIGHT
    match named.thing:
        case str(zone):
            yield Candidate(Place(city(zone), zone), _ZONE_WEIGHT, named.own)
        case City() as there:
            yield Candidate(Place(_told(there), there.zone), share * there.people, named.own)
        case Area(zones=((only, people),)) as area:
            yield Candidate(Place(_told(area), only.zone), share * people, named.own)
        case Area(zones=kept):
            for there, people in kept:
                yield Candidate(Place(_told(there), there.zone), share * people, named.own)


def places_of(named: Named) -> Iterable[Place]:
    """What stands for something that has this name: itself, or the largest city of each clock in it."""
    return (candidate.place for candidate in candidates_of(named))


def competing(named: Sequence[Named]) -> Sequence[Candidate]:
    """What can be meant. A nickname competes with a name only where it stands for a much larger place."""
    every = [each for thing in named for each in candidates_of(thing)]
    largest = max((each.weight for each in every if each.own), default=0)
    return [each for each in every if each.own or each.weight > largest]


def ratio(named: Sequence[Named]) -> int:
    """How clear it has to be: what means one area with several clocks is asked about sooner."""
    only = named[0].thing if len(named) == 1 else None
    if isinstance(only, Area):
        return _REGION_RATIO if only.region else _COUNTRY_RATIO
    return CITY_RATIO


def decided(candidates: Iterable[Candidate], ratio: int, now: int) -> Sequence[Place]:
    """The one that is meant, if that is clear; else one for each clock, and then the others.

    What only others call so is never clearly meant where something on another clock calls itself that.
    """
    clocks: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda each: (not each.own, -each.weight)):
        zone = candidate.place.zone
        same = next((clock for clock in clocks if same_clock(clock[0].place.zone, zone, now)), None)
        if same is None:
            clocks.append([candidate])
        else:
            same.append(candidate)
    if not clocks:
        return ()
    weights = [sum(each.weight for each in clock) for clock in clocks]
    best, weight = max(zip(clocks, weights, strict=True), key=lambda each: each[1])
    bears_it = [any(each.own for each in clock) for clock in clocks]
    outvoted = any(bears_it) and not any(each.own for each in best)
    if len(clocks) == 1 or (weight > ratio * (sum(weights) - weight) and not outvoted):
        return [best[0].place]
    first = [clock[0] for clock in clocks]
    rest = [each for clock in clocks for each in clock[1:]]
    return distinct(each.place for each in (*first, *rest))


def distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each once: of places that are told in the same words, the first."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.name, place)
    return tuple(found.values())


def _told(thing: City | Area) -> str:
    return f"{thing.name}, {thing.where}" if thing.where and thing.where != thing.name else thing.name
